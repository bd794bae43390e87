// `onewindow catalogue` on a site of its own.

#include <gtest/gtest.h>

#include <sstream>

#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"
#include "gateway/flow/case_service.hpp"
#include "tests/unit/app/site_store.hpp"

namespace ow::app {
namespace {

class CatalogueCommand : public testing::Test {
  protected:
    CatalogueCommand() {
        EXPECT_TRUE(make_keys(site_.root() / "run/keys/master.key"));
        std::filesystem::create_directories(site_.root() / "run/store");
    }
    /// The items of a department; the first one is called `name`.
    [[nodiscard]] std::string table(const std::string& department, const std::string& name) const {
        const std::string all = site_.read("config/catalogue/items.csv");
        std::string out = all.substr(0, all.find('\n') + 1);
        bool is_first = true;
        for (const std::string_view line : split(all, '\n')) {
            const auto cells = split(line, ',');
            if (cells.size() < 4 || cells[3] != department) continue;
            std::string row{line};
            if (is_first) row.replace(cells[0].size() + cells[1].size() + 2, cells[2].size(), name);
            is_first = false;
            out += row + "\n";
        }
        site_.write("table.csv", out);
        return (site_.root() / "table.csv").string();
    }
    /// One open case of the first item, older than 501 of another.
    void open_many_cases() {
        ports::Step step;
        for (int i = 0; i < 502; ++i) {
            ports::StreamRow row;
            row.item = i == 0 ? "demo-sy-spjy" : "demo-qx-leidian";
            step.appends.push_back({StreamId{"case:" + std::to_string(100'000 + i)},
                                    0,
                                    {{"case.received", 1, {}, "partner:portal", {}, {}}},
                                    row});
        }
        commit(site_, std::move(step));
    }
    std::string run(std::vector<std::string> words) {
        words.insert(words.end(), {"--config", site_.config().string()});
        std::ostringstream out, err;
        EXPECT_EQ(run_command_line(words, out, err), 0) << err.str();
        return out.str();
    }

    SiteCopy site_;
};

TEST_F(CatalogueCommand, R2_EveryRunningCaseOfAChangedItemIsListed) {
    open_many_cases();
    const std::string said = run({"catalogue", "diff", "--department", "shiyao", "--items",
                                  table("shiyao", "新名"), "--from", "2026-02-01"});
    EXPECT_NE(said.find("    100000  demo-sy-spjy\n在办件 1 件"), std::string::npos) << said;
}

TEST_F(CatalogueCommand, R2_WhatDoesNotApplyIsListedAndANameIsKeptAsItIs) {
    const auto import = [&](const std::string& name, const std::string& day) {
        const std::string said = run({"catalogue", "import", "--department", "shiyao", "--items",
                                      table("shiyao", name), "--from", day, "--by", "王\"甲\\"});
        const std::size_t at = said.find("已提交 ") + std::string{"已提交 "}.size();
        return said.substr(at, said.find("，", at) - at);
    };
    const std::string first = import("甲一", "2026-02-01");
    const std::string second = import("甲二", "2026-02-02");
    (void)run({"catalogue", "confirm", "--id", first, "--by", "中心"});
    const std::string list = run({"catalogue", "list"});
    EXPECT_NE(list.find(first + "  自 2026-02-01  提交 王\"甲\\  确认 中心\n"), std::string::npos)
        << list;
    EXPECT_NE(list.find(second + "  自 2026-02-02  提交 王\"甲\\  待确认  不适用\n"),
              std::string::npos)
        << list;
}

}  // namespace
}  // namespace ow::app
