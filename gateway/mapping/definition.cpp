#include "gateway/mapping/definition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/mapping/target.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::mapping {
namespace {

constexpr std::string_view kFileField = "materials[].file";

class DefinitionReader {
  public:
    DefinitionReader(Definition& definition, const CodeTables& tables, std::vector<Error>& problems)
        : definition_(definition), tables_(tables), problems_(problems) {}

    /// `list` is the registry path of the list these rows fill, or empty.
    std::vector<Row> rows(const yaml::Node& node, const std::string& list, bool top) {
        std::vector<Row> out;
        for (const yaml::Node& item : node.items()) out.push_back(row(item, list, top));
        if (out.empty()) problems_.push_back(node.error("at least one row is expected"));
        check_repeats(out);
        return out;
    }

  private:
    [[nodiscard]] bool inward() const { return definition_.direction == Direction::kIn; }

    Row row(const yaml::Node& node, const std::string& list, bool top) {
        Row out;
        out.at = node.at();
        yaml::Reader reader{node, problems_};
        out.to = reader.text("to");
        out.is_list = reader.has("each");
        out.when = reader.text_or("when", "");
        out.required = reader.flag_or("required", false);
        if (out.is_list) {
            read_list(reader, out, top);
        } else {
            read_source(reader, out);
            read_chain(reader, out);
        }
        if (!inward() && !out.is_list) read_outward(reader, out);
        if (inward()) check_field(reader, out, list);
        if (!inward()) check_target(reader, out);
        return out;
    }

    void read_list(yaml::Reader& reader, Row& out, bool top) {
        out.from = reader.text("each");
        const yaml::Node* inner = reader.list_or_none("rows");
        if (inner == nullptr) return reader.report("rows", "`each` needs `rows`");
        if (inward() && !top) return reader.report("each", "a list inside a list is not supported");
        out.rows = rows(*inner, inward() ? out.to : std::string{}, false);
    }

    void read_source(yaml::Reader& reader, Row& out) {
        out.from = reader.text_or("from", "");
        if (const yaml::Node* constant = reader.any("value")) out.value = constant->text();
        if (const yaml::Node* fallback = reader.any("default")) out.fallback = fallback->text();
        if (out.from.empty() != out.value.has_value()) {
            reader.report("to", "a row has either `from` (an XPath) or `value` (a constant)");
        }
    }

    void read_chain(yaml::Reader& reader, Row& out) {
        const yaml::Node* chain = reader.list_or_none("do");
        if (chain == nullptr) return;
        for (const yaml::Node& step : chain->items()) {
            auto call = parse_call(step.text(), tables_, step.at());
            if (!call) {
                problems_.push_back(call.error());
                continue;
            }
            if (call->function->name == "join" && !out.chain.empty()) {
                problems_.push_back(step.error("`join` is the first of a chain"));
            }
            out.chain.push_back(std::move(*call));
        }
    }

    void read_outward(yaml::Reader& reader, Row& out) {
        out.needs = reader.texts("needs");
        out.max = static_cast<std::size_t>(reader.integer_or("max", 0, 1, 1'000'000));
        const std::string type = reader.one_of_or("as", "text", {"text", "number", "flag"});
        out.type = type == "number" ? JsonType::kNumber
                   : type == "flag" ? JsonType::kFlag
                                    : JsonType::kText;
        if (out.type != JsonType::kText && definition_.format != Format::kJson) {
            reader.report("as", "only JSON has types");
        }
    }

    void check_field(yaml::Reader& reader, Row& out, const std::string& list) {
        if (out.to.empty()) return;
        const std::string path = list.empty() ? out.to : list + "[]." + out.to;
        out.field = model::find_field(path);
        if (out.field == nullptr) return reader.report("to", unknown_field(out.to, list));
        const bool is_list = out.field->type == model::FieldType::kList;
        if (is_list != out.is_list) {
            reader.report("to", is_list ? "a list needs `each` and `rows`" : "`each` fills a list");
        }
        check_file(reader, out);
        check_codes(reader, out);
        const bool changes = std::any_of(out.chain.begin(), out.chain.end(), [](const Call& call) {
            return call.function->name == "nfkc";
        });
        if (changes && out.field->type == model::FieldType::kName)
            reader.report("do",
                          "`nfkc` may put another character into a name (R32); use `name` or "
                          "`half_width`");
    }

    void check_file(yaml::Reader& reader, Row& out) {
        const auto makes_file = [](const Call& call) { return call.function->name == "file"; };
        const auto made = std::count_if(out.chain.begin(), out.chain.end(), makes_file);
        out.is_file = made == 1 && makes_file(out.chain.back());
        const bool takes_file = out.field->path == kFileField;
        if (takes_file && !out.is_file)
            return reader.report("do", "a material's `file` is made by `file`, last of its chain");
        if (!takes_file && made > 0)
            return reader.report("do", "`file` fills the `file` of a material and nothing else");
        for (const std::string_view told : {"file_sha256", "file_size", "file_type"}) {
            if (out.field->path == fmt::format("materials[].{}", told))
                reader.report("to", fmt::format("`{}` is filled by the row of `file`", told));
        }
    }

    void check_codes(yaml::Reader& reader, const Row& out) {
        if (out.field->codes.empty()) return;
        const auto allowed = model::codes_of(out.field->codes);
        const auto check = [&](std::string_view key, const std::string& value) {
            if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
            reader.report(key, fmt::format("`{}` is no {}: one of {}", value, out.field->codes,
                                           fmt::join(allowed, ", ")));
        };
        if (out.value) check("value", *out.value);
        if (out.fallback) check("default", *out.fallback);
        if (out.chain.empty() || out.chain.back().arguments.table == nullptr) return;
        for (const auto& [code, meaning] : out.chain.back().arguments.table->codes) {
            check("do", meaning);
        }
    }

    void check_target(yaml::Reader& reader, const Row& out) {
        const auto target = parse_target(out.to);
        if (!target) return reader.report("to", target.error().cause());
        const bool is_json = definition_.format == Format::kJson;
        const bool attribute = !target->attribute.empty();
        if (is_json && attribute) reader.report("to", "JSON has no attributes");
        if (out.is_list && (attribute || target->steps.empty() || !target->steps.back().is_array)) {
            reader.report("to", "the `to` of a list ends in []");
        }
        if (!out.is_list && !is_json && target->has_array()) {
            reader.report("to", "[] is for lists and for JSON");
        }
    }

    static std::string unknown_field(const std::string& given, const std::string& list) {
        const std::string prefix = list.empty() ? std::string{} : list + "[].";
        std::vector<std::string_view> known;
        for (const std::string_view path : model::field_paths()) {
            if (list.empty() && path.find("[]") == std::string_view::npos) known.push_back(path);
            if (!list.empty() && path.starts_with(prefix))
                known.push_back(path.substr(prefix.size()));
        }
        const std::string_view near = nearest(given, known);
        return fmt::format(
            "unknown field `{}`{}", given,
            near.empty() ? std::string{} : fmt::format("; did you mean `{}`?", near));
    }

    void check_repeats(const std::vector<Row>& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if (rows[i].to != rows[k].to || !rows[i].when.empty() || rows[i].is_list) continue;
                problems_.emplace_back(
                    Code::kConfigInvalid, rows[i].at,
                    fmt::format("`{}` is filled twice (first in line {}): give this row a `when`",
                                rows[i].to, rows[k].at.line));
            }
        }
    }

    Definition& definition_;
    const CodeTables& tables_;
    std::vector<Error>& problems_;
};

Format format_of(std::string_view word) {
    if (word == "csv") return Format::kCsv;
    if (word == "xlsx") return Format::kXlsx;
    return word == "xml" ? Format::kXml : word == "form" ? Format::kForm : Format::kJson;
}

}  // namespace

std::string Definition::id() const {
    return fmt::format("{}/{}{}@{}", partner, message, direction == Direction::kOut ? ".out" : "",
                       version);
}

Definition read_definition(const yaml::Node& node, const DefinitionKey& key,
                           const CodeTables& tables, std::vector<Error>& problems) {
    Definition out;
    out.partner = key.partner;
    out.message = key.message;
    out.direction = key.direction;
    out.file = node.file();
    const bool inward = key.direction == Direction::kIn;
    yaml::Reader reader{node, problems};
    out.version = static_cast<int>(reader.integer("version", 1, 1'000'000));
    if (reader.text("message") != key.message) {
        reader.report("message", "the file's name says `" + key.message + "`");
    }
    out.format = format_of(inward ? reader.one_of("input", {"csv", "form", "json", "xlsx", "xml"})
                                  : reader.one_of("output", {"json", "xml"}));
    if (out.format != Format::kXlsx) out.charset = reader.text_or("charset", "");
    if (is_table(out.format)) out.group_by = reader.text_or("group_by", "");
    if (out.format == Format::kXlsx) {
        out.sheet = reader.text_or("sheet", "");
        out.header_row = static_cast<int>(reader.integer_or("header_row", 0, 1, 1'000));
    }
    out.namespaces = reader.free_map("namespaces");
    if (!inward) {
        if (out.format == Format::kXml) out.root = reader.text("root");
        out.content_type = reader.text_or("content_type", "");
        out.files = reader.flag_or("files", false);
    }
    if (const yaml::Node* rows = reader.list_or_none("rows")) {
        out.rows = DefinitionReader{out, tables, problems}.rows(*rows, "", true);
    } else {
        reader.report("rows", "`rows` is missing");
    }
    return out;
}

}  // namespace ow::mapping
