// What mappings/README.md shows is run from the README itself: every example of a function, and the
// mapping that stands in it.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "gateway/base/text.hpp"
#include "tests/unit/mapping/mapping_under_test.hpp"

namespace ow::mapping {
namespace {

struct Example {
    std::string function;
    std::string call;
    std::string before;
    std::string after;
};

std::string readme() {
    std::ifstream stream{"mappings/README.md"};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// What stands between the backticks of a table's cells; `\|` is a bar.
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells{""};
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line.compare(i, 2, "\\|") == 0) {
            cells.back().push_back(line[++i]);
        } else if (line[i] == '|') {
            cells.emplace_back();
        } else {
            cells.back().push_back(line[i]);
        }
    }
    for (std::string& cell : cells) {
        const std::size_t first = cell.find('`');
        const std::size_t last = cell.rfind('`');
        if (first != last) cell = cell.substr(first + 1, last - first - 1);
    }
    return cells;
}

/// The rows of the table below the heading "Functions".
std::vector<Example> examples_of(const std::string& text) {
    std::vector<Example> out;
    std::istringstream lines{text.substr(text.find("## Functions"))};
    for (std::string line; std::getline(lines, line) && !line.starts_with("## Code tables");) {
        const auto cells = cells_of(line);
        if (!line.starts_with("| `") || cells.size() != 7) continue;
        out.push_back({cells[1], cells[3], cells[4], cells[5]});
    }
    return out;
}

/// The first YAML block below a heading.
std::string block_below(const std::string& text, const std::string& heading) {
    const std::size_t start = text.find("```yaml\n", text.find(heading)) + 8;
    return text.substr(start, text.find("```", start) - start);
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

/// A file is no text: it has a place of its own.
void expect_file(const Example& example) {
    const Loaded loaded =
        load_rows("  - {to: materials, each: m, rows: [{to: file, from: v, do: [" +
                  quoted(example.call) + "]}]}\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    const MappedIn mapped =
        loaded.mapping->map_in("{\"m\":[{\"v\":" + quoted(example.before) + "}]}");
    ASSERT_EQ(mapped.files.size(), 1U) << testing::PrintToString(names_of(mapped.errors));
    EXPECT_EQ(mapped.files.front().bytes, example.after);
}

}  // namespace

TEST(MappingReadme, EveryExampleOfAFunctionRunsAsARowOfAMapping) {
    std::set<std::string> shown;
    for (const Example& example : examples_of(readme())) {
        SCOPED_TRACE(example.call);
        shown.insert(example.function);
        if (example.function == "file") {
            expect_file(example);
            continue;
        }
        const Loaded loaded =
            load_rows("  - {to: remark, from: v, do: [" + quoted(example.call) + "]}\n" +
                      "  - {to: form, each: f, rows: [{to: value, from: v, do: [" +
                      quoted(example.call) + "]}]}\n");
        ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
        const std::string value = quoted(example.before);
        const MappedIn mapped =
            loaded.mapping->map_in("{\"v\":" + value + ",\"f\":[{\"v\":" + value + "}]}");
        EXPECT_EQ(names_of(mapped.errors), std::vector<std::string>{});
        EXPECT_EQ(mapped.content.text("remark"), example.after);
        const auto entries = mapped.content.list("form");
        ASSERT_EQ(entries.size(), 1U);
        EXPECT_EQ(model::member_text(entries[0], "value"), example.after);
    }
    for (const Function& function : functions())
        EXPECT_EQ(shown.count(std::string{function.name}), 1U) << function.name;
    EXPECT_EQ(shown.size(), functions().size());
}

TEST(MappingReadme, TheMappingsThatStandInItCompile) {
    const std::string text = readme();
    const Loaded inward = load(block_below(text, "## Inward"));
    EXPECT_TRUE(inward.mapping) << testing::PrintToString(inward.texts());
    const Loaded table = load(block_below(text, "### Tables"));
    ASSERT_TRUE(table.mapping) << testing::PrintToString(table.texts());
    const auto of_table = [&](const std::string& rows) {
        return table.mapping->map_all(*encode_from_utf8("no,name,material\n" + rows, "GBK"));
    };
    const auto parts = of_table("7,王测试,申请书\n7,王测试,营业执照\n");
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].line, 2);
    EXPECT_EQ(parts[0].mapped.content.list("materials").size(), 2U);
    const auto twice = of_table("7,王测试,甲\n7,李样本,乙\n");
    EXPECT_EQ(names_of(twice.at(0).mapped.errors),
              std::vector<std::string>{"FIELD_FORMAT applicant.name"})
        << "rows that contradict each other";
    const Loaded workbook = load(block_below(text, "A workbook (`input: xlsx`)"));
    EXPECT_TRUE(workbook.mapping) << testing::PrintToString(workbook.texts());
    std::string outward = block_below(text, "## Outward");
    outward.replace(outward.find("message: accepted"), 17, "message: application");
    const Loaded out = load(outward, Direction::kOut);
    EXPECT_TRUE(out.mapping) << testing::PrintToString(out.texts());
}

}  // namespace ow::mapping
