#include "gateway/mapping/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/casetree/table.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/charset.hpp"
#include "gateway/mapping/inward.hpp"
#include "gateway/mapping/outward.hpp"
#include "gateway/spreadsheet/workbook.hpp"

namespace ow::mapping {
namespace {

Result<std::string> read_text(const Definition& definition, const std::string& id,
                              std::string_view bytes, std::string_view content_type) {
    const bool is_xml = definition.format == Format::kXml;
    auto text = decode_message(bytes, content_type, definition.charset, is_xml);
    if (text) return text;
    const Error& error = text.error();
    return Error{error.code(), {{}, id, error.at().line, error.at().column}, error.cause()};
}

Result<xml::Document> read_tree(const Definition& definition, const std::string& id,
                                std::string_view bytes, std::string_view content_type) {
    if (definition.format == Format::kForm) {
        std::string charset = definition.charset;
        if (charset.empty()) charset = charset_of(content_type);
        return casetree::from_form(bytes, charset, id);
    }
    const auto text = read_text(definition, id, bytes, content_type);
    if (!text) return text.error();
    if (definition.format == Format::kXml)
        return xml::Document::parse(xml::without_declared_charset(*text), id);
    return casetree::parse_json(*text, id);
}

Result<casetree::Table> read_table(const Definition& definition, const std::string& id,
                                   std::string_view bytes, std::string_view content_type) {
    if (definition.format == Format::kCsv) {
        const auto text = read_text(definition, id, bytes, content_type);
        if (!text) return text.error();
        return casetree::Table::parse_csv(*text, definition.group_by, id);
    }
    auto sheet = spreadsheet::read_sheet(bytes, {definition.sheet, definition.header_row}, id);
    if (!sheet) return sheet.error();
    std::vector<casetree::Table::Row> rows;
    for (spreadsheet::Row& row : sheet->rows) rows.push_back({row.number, std::move(row.cells)});
    return casetree::Table::from_rows(std::move(rows), definition.group_by, id);
}

}  // namespace

Outcome MappedIn::outcome() const {
    if (errors.empty()) return Outcome::kMapped;
    const bool only_codes = std::all_of(errors.begin(), errors.end(), [](const Error& error) {
        return error.code() == Code::kMappingCodeUnknown;
    });
    return only_codes ? Outcome::kQuarantined : Outcome::kRefused;
}

Mapping::Mapping(Definition definition)
    : definition_(std::move(definition)), id_(definition_.id()) {}

std::unique_ptr<Mapping> Mapping::compile(Definition definition, std::vector<Error>& problems) {
    std::unique_ptr<Mapping> out{new Mapping{std::move(definition)}};
    std::vector<Error> found;
    auto program = std::make_unique<Program>(mapping::compile(out->definition_, found));
    problems.insert(problems.end(), found.begin(), found.end());
    if (!found.empty()) return nullptr;
    out->give_back(std::move(program));
    return out;
}

std::unique_ptr<Program> Mapping::borrow() const {
    {
        const std::lock_guard lock{mutex_};
        if (!idle_.empty()) {
            auto program = std::move(idle_.back());
            idle_.pop_back();
            return program;
        }
    }
    std::vector<Error> none;
    return std::make_unique<Program>(mapping::compile(definition_, none));
}

void Mapping::give_back(std::unique_ptr<Program> program) const {
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(program));
}

MappedIn Mapping::map_in(std::string_view bytes, std::string_view content_type) const {
    if (is_table(definition_.format)) return map_one_of_table(bytes, content_type);
    const auto tree = read_tree(definition_, id_, bytes, content_type);
    if (!tree) return {{}, {tree.error()}, {}, {}};
    // Whatever binds a namespace says xmlns; GB 18030 and UTF-8 write it in ASCII, UTF-16 has a
    // NUL.
    const bool is_plain =
        definition_.format != Format::kXml || (bytes.find("xmlns") == std::string_view::npos &&
                                               bytes.find('\0') == std::string_view::npos);
    return map_tree(*tree, is_plain);
}

std::vector<MappedPart> Mapping::map_all(std::string_view bytes,
                                         std::string_view content_type) const {
    std::vector<MappedPart> out;
    if (!is_table(definition_.format)) {
        out.push_back({map_in(bytes, content_type), 0});
        return out;
    }
    const auto table = read_table(definition_, id_, bytes, content_type);
    if (!table) return {{{{}, {table.error()}, {}, {}}, 0}};
    for (std::size_t i = 0; i < table->size(); ++i)
        out.push_back({map_tree(table->tree(i), true), table->line(i)});
    return out;
}

MappedIn Mapping::map_one_of_table(std::string_view bytes, std::string_view content_type) const {
    auto parts = map_all(bytes, content_type);
    if (parts.size() == 1) return std::move(parts.front().mapped);
    const std::string cause = fmt::format("{} cases where one is expected", parts.size());
    return {{}, {Error{Code::kRequestInvalid, {{}, id_}, cause}}, {}, {}};
}

MappedIn Mapping::map_tree(const xml::Document& tree, bool is_plain) const {
    auto program = borrow();
    MappedIn out = run_inward(*program, id_, tree, is_plain);
    give_back(std::move(program));
    return out;
}

MappedOut Mapping::map_out(const xml::Document& case_tree) const {
    auto program = borrow();
    MappedOut out = run_outward(*program, id_, case_tree);
    give_back(std::move(program));
    return out;
}

}  // namespace ow::mapping
