// Every leaf of every inward sample removed, doubled, emptied, made over-long, and every sample in
// another charset: a named error or a right content, never a cut or a wrong value. The oracle knows
// no mapping: whatever comes out must be what the whole sample says at that place, or a default, or
// the changed value in its whole length.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

#include "gateway/base/text.hpp"
#include "gateway/mapping/difference.hpp"
#include "gateway/mapping/mapping_set.hpp"
#include "gateway/spreadsheet/workbook.hpp"
#include "tests/unit/mapping/leaf_editor.hpp"
#include "tests/unit/spreadsheet/workbook_maker.hpp"

namespace ow::mapping {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// `materials[].name` → all its values, so that an entry less does not shift what is compared.
using Values = std::multimap<std::string, std::string>;

Values values_of(const std::vector<MappedPart>& parts) {
    Values out;
    for (const MappedPart& part : parts) {
        if (part.mapped.content.empty()) continue;
        for (const auto& [path, value] : leaves_of(json::value(part.mapped.content.json()))) {
            std::string plain;
            bool number = false;
            for (const char c : path) {
                if (c == ']') number = false;
                if (!number) plain.push_back(c);
                if (c == '[') number = true;
            }
            out.emplace(plain, value);
        }
    }
    return out;
}

bool holds(const Values& values, const std::string& path, const std::string& value) {
    const auto [begin, end] = values.equal_range(path);
    return std::any_of(begin, end, [&](const auto& one) { return one.second == value; });
}

/// Values that a mapping says by itself: `default` and `value`.
void add_constants(const std::vector<Row>& rows, const std::string& prefix, Values& out) {
    for (const Row& row : rows) {
        for (const auto& text : {row.fallback, row.value}) {
            if (!text) continue;
            out.emplace(prefix + row.to, *text);
            out.emplace(prefix + row.to, "\"" + *text + "\"");
        }
        add_constants(row.rows, row.to + "[].", out);
    }
}

struct Subject {
    const Mapping* mapping = nullptr;
    std::string shown;
    std::string text;     ///< UTF-8
    std::string charset;  ///< in which it is sent
    Values right;         ///< of the whole sample, with the mapping's own constants
};

std::string charset_of_sample(const Definition& definition, const std::string& text) {
    std::string charset = definition.charset;
    if (charset.empty() && definition.format == Format::kXml) charset = xml::declared_charset(text);
    const bool gb = iequals(charset, "gb2312") || iequals(charset, "gbk");
    return gb ? "GB18030" : charset.empty() ? "UTF-8" : charset;
}

/// A workbook's rows as CSV: every cell in quotes, so that all of them can be changed as text.
std::string csv_of(const Definition& definition, const fs::path& workbook) {
    std::ifstream stream{workbook, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    const auto sheet =
        spreadsheet::read_sheet(bytes, {definition.sheet, definition.header_row}, "demo");
    std::string out;
    for (const auto& row : sheet.value().rows) {
        for (std::string cell : row.cells) {
            for (std::size_t at = cell.find('"'); at != std::string::npos;
                 at = cell.find('"', at + 2))
                cell.insert(at, 1, '"');
            out += (out.empty() || out.back() == '\n' ? "\"" : ",\"") + cell + "\"";
        }
        out += "\n";
    }
    return out;
}

std::vector<std::vector<std::string>> cells_of(const std::string& csv) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i + 1 < csv.size(); ++i) {
        const bool escaped = quoted && csv.compare(i, 2, "\"\"") == 0;
        if (csv[i] == '"' && !escaped) {
            quoted = !quoted;
        } else if (!quoted && csv[i] == ',') {
            rows.back().emplace_back();
        } else if (!quoted && csv[i] == '\n') {
            rows.push_back({""});
        } else {
            rows.back().back() += csv[escaped ? ++i : i];
        }
    }
    return rows;
}

/// The workbook that CSV stands for; `header` is the row of the titles.
std::string workbook_of(const Definition& definition, const std::string& csv) {
    std::string rows;
    int number = std::max(definition.header_row, 1);
    for (const auto& cells : cells_of(csv)) {
        rows += "<row r=\"" + std::to_string(number++) + "\">";
        for (const std::string& cell : cells)
            rows += "<c t=\"inlineStr\"><is><t>" + xml::escaped(cell) + "</t></is></c>";
        rows += "</row>";
    }
    return spreadsheet::zipped(spreadsheet::parts_of(rows, "", definition.sheet));
}

std::vector<MappedPart> map(const Subject& subject, const std::string& text) {
    const Definition& definition = subject.mapping->definition();
    if (definition.format == Format::kXlsx)
        return subject.mapping->map_all(workbook_of(definition, text));
    return subject.mapping->map_all(*encode_from_utf8(text, subject.charset));
}

bool all_right(const std::vector<MappedPart>& parts) {
    return std::all_of(parts.begin(), parts.end(),
                       [](const MappedPart& part) { return part.mapped.errors.empty(); });
}

/// Every inward sample that is right, with its mapping.
std::vector<Subject> subjects(const MappingSet& set, const fs::path& folder) {
    std::vector<Subject> out;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        const fs::path& file = entry.path();
        const std::string name = file.filename();
        const auto parts = split(name, '.');
        if (file.parent_path().filename() != "samples" || parts.at(1) != "in") continue;
        const std::string partner = file.parent_path().parent_path().filename();
        Subject one{set.find(PartnerId{partner}, parts[0], Direction::kIn), file, {}, {}, {}};
        std::ifstream stream{file, std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{stream}, {}};
        one.text = text.substr(0, text.find("\n----------\n"));
        if (one.mapping->definition().format == Format::kXlsx)
            one.text = csv_of(one.mapping->definition(),
                              file.parent_path() / one.text.substr(std::string{"file: "}.size()));
        one.charset = charset_of_sample(one.mapping->definition(), one.text);
        const auto whole = map(one, one.text);
        if (!all_right(whole)) continue;
        one.right = values_of(whole);
        add_constants(one.mapping->definition().rows, "", one.right);
        out.push_back(std::move(one));
    }
    return out;
}

/// `allowed`: a value that may stand beside those of the sample.
void check(const Subject& subject, const std::vector<MappedPart>& parts,
           const std::function<bool(const std::string&)>& allowed) {
    for (const MappedPart& part : parts) {
        for (const Error& error : part.mapped.errors) {
            EXPECT_NE(error.code(), Code::kInternal);
            EXPECT_FALSE(error.at().field.empty() && error.at().where.empty()) << error.text();
        }
    }
    for (const auto& [path, value] : values_of(parts)) {
        EXPECT_TRUE(holds(subject.right, path, value) || allowed(value))
            << path << " became " << value.substr(0, 60);
    }
}

constexpr std::size_t kLong = 5000;

std::string long_text() {
    std::string out;
    for (std::size_t i = 0; i < kLong; ++i) out += "长";
    return out;
}

class EveryLeaf : public testing::TestWithParam<const char*> {
  protected:
    EveryLeaf() : set_(MappingSet::load(GetParam(), problems_)), all_(subjects(set_, GetParam())) {}
    /// Runs `change` on each leaf of each sample.
    void each(const std::function<bool(LeafEditor&, std::size_t)>& change,
              const std::function<bool(const std::string&)>& allowed) {
        std::size_t changed = 0;
        for (const Subject& subject : all_) {
            const Format format = subject.mapping->definition().format;
            const std::size_t count = LeafEditor{format, subject.text}.size();
            EXPECT_GT(count, 2U) << subject.shown;
            for (std::size_t i = 0; i < count; ++i) {
                LeafEditor editor{format, subject.text};
                SCOPED_TRACE(subject.shown + " " + editor.name(i));
                if (!change(editor, i)) continue;
                ++changed;
                check(subject, map(subject, editor.text()), allowed);
            }
        }
        EXPECT_GT(changed, 40U) << "a loop over nothing";
    }
    std::vector<Error> problems_;
    MappingSet set_;
    std::vector<Subject> all_;
};

const auto kNothingElse = [](const std::string&) { return false; };

}  // namespace

TEST_P(EveryLeaf, Removed) {
    each([](LeafEditor& e, std::size_t i) { return e.remove(i); }, kNothingElse);
}

TEST_P(EveryLeaf, Doubled) {
    each([](LeafEditor& e, std::size_t i) { return e.repeat(i); }, kNothingElse);
}

TEST_P(EveryLeaf, Emptied) {
    each([](LeafEditor& e, std::size_t i) { return e.set(i, ""); },
         [](const std::string& value) { return value == "\"\""; });
}

TEST_P(EveryLeaf, OverLong) {
    // What has no place for it says so; what has keeps every character.
    each([](LeafEditor& e, std::size_t i) { return e.set(i, long_text()); },
         [](const std::string& value) { return value.find(long_text()) != std::string::npos; });
}

TEST_P(EveryLeaf, InAnotherCharset) {
    int refused = 0;
    for (const Subject& subject : all_) {
        // What a workbook is written in is XML's matter.
        if (subject.mapping->definition().format == Format::kXlsx) {
            ++refused;
            continue;
        }
        for (const char* charset : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
            if (iequals(charset, subject.charset)) continue;
            SCOPED_TRACE(subject.shown + " as " + charset);
            const auto bytes = encode_from_utf8(subject.text, charset);
            ASSERT_TRUE(bytes);
            const auto parts = subject.mapping->map_all(*bytes);
            check(subject, parts, kNothingElse);
            if (!all_right(parts)) ++refused;
        }
    }
    EXPECT_GE(refused, static_cast<int>(all_.size()));
}

INSTANTIATE_TEST_SUITE_P(OfEverySample, EveryLeaf,
                         testing::Values("mappings", "tests/scenarios/shapes/mappings"),
                         [](const auto& one) {
                             return std::string{one.index == 0 ? "Shipped" : "FourShapes"};
                         });

}  // namespace ow::mapping
