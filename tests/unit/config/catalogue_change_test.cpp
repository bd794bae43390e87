// R2: a department's change is filed, confirmed by the centre, in force from its date, and old
// versions stay readable.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gateway/app/catalogue_change.hpp"
#include "gateway/app/catalogue_difference.hpp"
#include "gateway/app/catalogue_versions.hpp"
#include "gateway/app/config_loader.hpp"
#include "tests/unit/config/config_copy.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

/// A configuration, its store, and the tables of two departments.
class Site {
  public:
    explicit Site(const std::string& name) : copy_(name), store_(copy_.root() / "store") {
        fs::create_directories(store_);
        catalogue_ = load_catalogue(copy_.root()).value;
    }
    [[nodiscard]] std::vector<std::string> ids(const std::string& department) const {
        std::vector<std::string> out;
        for (const auto& item : catalogue_.items()) {
            if (item.department.str() == department) out.push_back(item.id.str());
        }
        return out;
    }
    /// The department's table as the catalogue of `day` has it, its first item called `name`.
    [[nodiscard]] fs::path table(const std::string& department, const char* day,
                                 const std::string& name) const {
        const auto own = changes().rows_on(*parse_day(day))->of(department);
        std::string text = fmt::format("{}\n", fmt::join(own.items.titles, ","));
        bool is_first = true;
        for (const TextRow& row : own.items.rows) {
            std::vector<std::string> cells = row.cells;
            if (is_first) cells[2] = name;
            is_first = false;
            for (std::string& cell : cells) {
                if (cell.find(',') != std::string::npos) cell = '"' + cell + '"';
            }
            text += fmt::format("{}\n", fmt::join(cells, ","));
        }
        copy_.write("table.csv", text);
        return copy_.root() / "table.csv";
    }
    [[nodiscard]] CatalogueChanges changes() const { return {copy_.root(), store_}; }
    /// The rows as the table has them, in the place of those of the day.
    [[nodiscard]] CatalogueRows changed(const std::string& department, const fs::path& table,
                                        const char* day) const {
        auto rows = changes().rows_on(*parse_day(day));
        const auto own = rows->taken_from({department, table, {}});
        EXPECT_TRUE(own) << own.error().text();
        rows->replace(department, *own);
        return *rows;
    }
    /// Files that the department's first item is called `name` from the day on.
    [[nodiscard]] std::string filed(const std::string& department, const char* day,
                                    const std::string& name) const {
        const auto rows = changed(department, table(department, day, name), day);
        const CatalogueChange change{fmt::format("{}-{}-{}", day, department, name),
                                     department,
                                     day,
                                     changes().rows_on(*parse_day(day))->of(department).digest(),
                                     "部门\"甲",
                                     {}};
        const auto filed = changes().file(change, rows.of(department));
        EXPECT_TRUE(filed) << filed.error().text();
        return change.id;
    }
    [[nodiscard]] Status confirm(const std::string& id) const {
        return changes().confirm(id, "中心乙");
    }
    [[nodiscard]] DraftCatalogue in_force(const char* day) const {
        std::vector<Error> problems;
        auto live = changes().in_force(catalogue_, *parse_day(day), problems);
        EXPECT_TRUE(problems.empty()) << problems.front().text();
        return live;
    }
    /// What the department's first item is called on the day.
    [[nodiscard]] std::string name(const std::string& department, const char* day) const {
        const DraftCatalogue live = in_force(day);
        const auto* item = live.catalogue.find(ItemId{ids(department).front()});
        return item == nullptr ? "" : item->name;
    }

    ConfigCopy copy_;
    fs::path store_;
    model::Catalogue catalogue_;
};

const std::string kFirst = "shiyao";
const std::string kSecond = "qixiang";

TEST(CatalogueChange, R2_SaysWhatIsNewCancelledAndChanged) {
    const Site site{"diff"};
    const auto ids = site.ids(kFirst);
    ASSERT_GE(ids.size(), 2U);
    fs::path table = site.table(kFirst, "2026-01-01", "新名");
    std::string text = site.copy_.read(table);
    text.erase(text.rfind('\n', text.size() - 2) + 1);  // the last item
    site.copy_.write(table, text);
    std::vector<Error> problems;
    const auto after =
        site.changes().load(site.changed(kFirst, table, "2026-01-01"), problems).catalogue;
    ASSERT_TRUE(problems.empty()) << problems.front().text();
    const auto changes = difference(site.catalogue_, after);
    ASSERT_EQ(changes.size(), 2U) << "nobody else's items";
    EXPECT_EQ(changes[0].kind, "变更");
    ASSERT_EQ(changes[0].parts.size(), 1U);
    EXPECT_NE(changes[0].parts[0].find("新名"), std::string::npos);
    EXPECT_EQ(changes[1].kind, "取消");
    EXPECT_EQ(changes[1].item, ids.back());
    EXPECT_EQ(difference(after, site.catalogue_).at(1).kind, "新增");
    EXPECT_EQ(after.find(ItemId{ids.front()})->materials.size(),
              site.catalogue_.find(ItemId{ids.front()})->materials.size())
        << "without a table of materials they stay";
    EXPECT_TRUE(fs::is_empty(site.store_)) << "a draft is gone with its last reader";
}

TEST(CatalogueChange, R2_CountsOnlyWhenTheCentreHasConfirmedItAndItsDayHasCome) {
    const Site site{"steps"};
    const std::string before = site.name(kFirst, "2026-01-01");
    const std::string id = site.filed(kFirst, "2026-02-01", "新名");
    EXPECT_EQ(site.in_force("2026-02-01").catalogue.version(), site.catalogue_.version())
        << "only filed";
    EXPECT_FALSE(site.changes().confirm(id, "部门\"甲")) << "two persons";
    ASSERT_TRUE(site.confirm(id));
    EXPECT_FALSE(site.changes().confirm(id, "中心丙")) << "once";
    EXPECT_EQ(site.in_force("2026-01-31").catalogue.version(), site.catalogue_.version());
    EXPECT_EQ(site.name(kFirst, "2026-01-31"), before);
    EXPECT_EQ(site.name(kFirst, "2026-02-01"), "新名");
    EXPECT_EQ(site.in_force("2026-02-01").catalogue.version(),
              site.in_force("2026-03-01").catalogue.version());
}

TEST(CatalogueChange, R2_ChangesOfTwoDepartmentsAndTheSecondOfOneAllTakeEffect) {
    const Site site{"several"};
    const std::string ids[] = {site.filed(kFirst, "2026-02-01", "甲一"),
                               site.filed(kSecond, "2026-02-01", "乙一")};
    for (const std::string& id : ids) ASSERT_TRUE(site.confirm(id));
    const std::string again = site.filed(kFirst, "2026-03-01", "甲二");
    ASSERT_TRUE(site.confirm(again));
    EXPECT_EQ(site.name(kFirst, "2026-02-01"), "甲一");
    EXPECT_EQ(site.name(kSecond, "2026-02-01"), "乙一");
    EXPECT_EQ(site.name(kFirst, "2026-03-01"), "甲二");
    EXPECT_EQ(site.name(kSecond, "2026-03-01"), "乙一");
    EXPECT_EQ(site.changes().applicable().size(), 3U);
}

TEST(CatalogueChange, R2_WhatWasFiledOnRowsThatAreGoneIsRefusedAndListed) {
    const Site site{"gone"};
    const std::string first = site.filed(kFirst, "2026-03-01", "甲一");
    const std::string second = site.filed(kFirst, "2026-03-02", "甲二");
    const std::string earlier = site.filed(kFirst, "2026-02-01", "甲三");
    ASSERT_TRUE(site.confirm(first));
    EXPECT_FALSE(site.changes().applicable().contains(second));
    const auto refused = site.confirm(second);
    ASSERT_FALSE(refused) << "it would undo what was confirmed";
    EXPECT_NE(refused.error().text().find("filed again"), std::string::npos);
    EXPECT_FALSE(site.confirm(earlier)) << "what is confirmed for later stands on its rows";
    EXPECT_EQ(site.name(kFirst, "2026-03-02"), "甲一");
    EXPECT_TRUE(site.changes().lapsed(*parse_day("2026-03-02")).empty());

    ASSERT_TRUE(site.copy_.replace("catalogue/items.csv", site.ids(kFirst).front() + ",",
                                   site.ids(kFirst).front() + "x,"));
    EXPECT_EQ(site.changes().lapsed(*parse_day("2026-03-02")), std::vector<std::string>{first});
    EXPECT_EQ(site.in_force("2026-03-02").folder, site.copy_.root())
        << "the configuration was changed since";
}

TEST(CatalogueChange, R2_WhatTheWholeWouldNotBeReadWithIsNotConfirmed) {
    const Site site{"clash"};
    const std::string ids[] = {site.filed(kFirst, "2026-02-01", "同名"),
                               site.filed(kSecond, "2026-02-02", "同名")};
    ASSERT_TRUE(site.confirm(ids[0]));
    const auto refused = site.confirm(ids[1]);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text().find("`同名` is there twice"), std::string::npos)
        << refused.error().text();
}

TEST(CatalogueChange, R2_AnotherDepartmentsItemsAreNotTakenFromItsTable) {
    const Site site{"foreign"};
    const auto rows = site.changes().rows_on(*parse_day("2026-01-01"));
    const fs::path table = site.table(kFirst, "2026-01-01", "新名");
    const auto taken = rows->taken_from({kSecond, table, {}});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code(), Code::kRequestInvalid);
    EXPECT_EQ(taken.error().at().line, 2) << "of the table";
    const auto materials =
        rows->taken_from({kFirst, table, site.copy_.root() / "catalogue/materials.csv"});
    ASSERT_FALSE(materials);
    EXPECT_EQ(materials.error().at().field, "item_id");
}

TEST(CatalogueChange, R2_ABadCellIsNamedWhereTheDepartmentWroteIt) {
    const Site site{"cell"};
    const fs::path table = site.table(kFirst, "2026-01-01", "新名");
    std::string text = site.copy_.read(table);
    const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
    const std::size_t at = text.find(",no,", last);
    ASSERT_NE(at, std::string::npos);
    site.copy_.write(table, text.replace(at, 4, ",vielleicht,"));
    std::vector<Error> problems;
    (void)site.changes().load(site.changed(kFirst, table, "2026-01-01"), problems);
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems[0].at().where, table.string());
    EXPECT_EQ(problems[0].at().line, static_cast<std::int64_t>(site.ids(kFirst).size()) + 1)
        << "the last of the table";
}

TEST(CatalogueChange, R2_ATitleThatIsMisspeltDoesNotEmptyItsColumn) {
    const Site site{"title"};
    const fs::path table = site.table(kFirst, "2026-01-01", "新名");
    std::string text = site.copy_.read(table);
    site.copy_.write(table, text.replace(text.find(",special,"), 9, ",specail,"));
    const auto taken =
        site.changes().rows_on(*parse_day("2026-01-01"))->taken_from({kFirst, table, {}});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().at().field, "specail");
}

TEST(CatalogueVersions, R2_AVersionThatWasUsedIsKeptAndReadAgain) {
    const Site site{"kept"};
    const CatalogueVersions versions{site.store_};
    const std::string first = site.catalogue_.version();
    ASSERT_TRUE(versions.keep(site.copy_.root(), first));
    const std::string item = site.ids(kFirst).front();
    const std::string name = site.catalogue_.find(ItemId{item})->name;
    ASSERT_TRUE(site.copy_.replace("catalogue/items.csv", "," + name + ",", "," + name + "二,"));
    const auto now = load_catalogue(site.copy_.root());
    ASSERT_TRUE(now.ok());
    ASSERT_TRUE(versions.keep(site.copy_.root(), now.value.version()));
    std::vector<Error> problems;
    const auto past = versions.past(now.value.version(), problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_EQ(past.size(), 1U);
    EXPECT_EQ(past.at(first).find(ItemId{item})->name, name);
}

TEST(CatalogueVersions, R2_AVersionThatWasUsedIsReadWhateverIsAskedOfOneToday) {
    const Site site{"kept_old"};
    const std::string materials = site.copy_.read("catalogue/materials.csv");
    site.copy_.write("catalogue/materials.csv", materials.substr(0, materials.find('\n') + 1));
    const auto old = load_catalogue(site.copy_.root());
    ASSERT_FALSE(old.ok()) << "no item asks for anything";
    const CatalogueVersions versions{site.store_};
    ASSERT_TRUE(versions.keep(site.copy_.root(), old.value.version()));
    std::vector<Error> problems;
    const auto past = versions.past(site.catalogue_.version(), problems);
    EXPECT_TRUE(problems.empty()) << problems.front().text();
    EXPECT_TRUE(past.contains(old.value.version()));
    site.copy_.write("store/catalogue/" + old.value.version() + "/catalogue/items.csv", "id\n");
    (void)versions.past(site.catalogue_.version(), problems);
    EXPECT_FALSE(problems.empty()) << "a damaged copy";
}

}  // namespace
}  // namespace ow::app
