// R2: a department's change is filed, confirmed by the centre, in force from its date, and old
// versions stay readable.

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/app/catalogue_change.hpp"
#include "gateway/app/catalogue_difference.hpp"
#include "gateway/app/catalogue_versions.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/base/text.hpp"
#include "tests/unit/config/config_copy.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

/// A configuration, its store, and the table of the department 气象: its items, the first one
/// promised in another time, the last one not there.
class Site {
  public:
    explicit Site(const std::string& name) : copy_(name), store_(copy_.root() / "store") {
        fs::create_directories(store_);
        catalogue_ = load_catalogue(copy_.root()).value;
        for (const auto& item : catalogue_.items()) {
            if (item.department.str() == kDepartment) ids_.push_back(item.id.str());
        }
    }
    static constexpr std::string_view kDepartment = "shiyao";

    /// The department's own table, changed.
    fs::path table() const {
        const std::string all = copy_.read("catalogue/items.csv");
        std::string text = all.substr(0, all.find('\n') + 1);
        for (std::string_view line : split(all, '\n')) {
            const std::string id{line.substr(0, line.find(','))};
            const bool own = std::find(ids_.begin(), ids_.end(), id) != ids_.end();
            if (!own || id == ids_.back()) continue;
            std::string row{line};
            if (id == ids_.front()) {
                const std::string name = catalogue_.find(ItemId{id})->name;
                row.replace(row.find("," + name + ","), name.size() + 2, "," + name + "（新）,");
            }
            text += row + "\n";
        }
        copy_.write("table.csv", text);
        return copy_.root() / "table.csv";
    }
    [[nodiscard]] CatalogueChanges changes() const { return {copy_.root(), store_}; }
    /// Files the change for the day.
    std::string filed(const std::string& from) const {
        const fs::path draft = store_ / "draft";
        const auto made = changes().make(std::string{kDepartment}, table(), {}, draft);
        EXPECT_TRUE(made) << made.error().text();
        const CatalogueChange change{
            "c-1", std::string{kDepartment}, from, catalogue_.version(), "部门甲", {}};
        const auto filed = changes().file(change, draft);
        EXPECT_TRUE(filed) << filed.error().text();
        return change.id;
    }
    [[nodiscard]] model::Catalogue on(const char* day) const {
        std::vector<Error> problems;
        auto live = changes().in_force(catalogue_, *parse_day(day), problems);
        EXPECT_TRUE(problems.empty()) << problems.front().text();
        return live.catalogue;
    }

    ConfigCopy copy_;
    fs::path store_;
    model::Catalogue catalogue_;
    std::vector<std::string> ids_;
};

TEST(CatalogueChange, R2_SaysWhatIsNewCancelledAndChanged) {
    const Site site{"diff"};
    ASSERT_GE(site.ids_.size(), 2U);
    const fs::path draft = site.store_ / "draft";
    ASSERT_TRUE(site.changes().make(std::string{Site::kDepartment}, site.table(), {}, draft));
    const auto after = load_catalogue(draft);
    ASSERT_TRUE(after.ok()) << after.problems.front().text();
    const auto changes = difference(site.catalogue_, after.value);
    ASSERT_EQ(changes.size(), 2U) << "nobody else's items";
    EXPECT_EQ(changes[0].kind, "变更");
    ASSERT_EQ(changes[0].parts.size(), 1U);
    EXPECT_NE(changes[0].parts[0].find("（新）"), std::string::npos);
    EXPECT_EQ(changes[1].kind, "取消");
    EXPECT_EQ(changes[1].item, site.ids_.back());
    EXPECT_EQ(difference(after.value, site.catalogue_).at(1).kind, "新增");
    const auto* kept = after.value.find(ItemId{site.ids_.front()});
    EXPECT_EQ(kept->materials.size(),
              site.catalogue_.find(ItemId{site.ids_.front()})->materials.size())
        << "without a table of materials they stay";
}

TEST(CatalogueChange, R2_CountsOnlyWhenTheCentreHasConfirmedItAndItsDayHasCome) {
    const Site site{"steps"};
    const std::string id = site.filed("2026-02-01");
    EXPECT_EQ(site.on("2026-02-01").version(), site.catalogue_.version()) << "only filed";
    EXPECT_FALSE(site.changes().confirm(id, "部门甲")) << "two persons";
    ASSERT_TRUE(site.changes().confirm(id, "中心乙"));
    EXPECT_FALSE(site.changes().confirm(id, "中心丙")) << "once";
    EXPECT_EQ(site.on("2026-01-31").version(), site.catalogue_.version());
    EXPECT_NE(site.on("2026-02-01").find(ItemId{site.ids_.front()}), nullptr);
    EXPECT_EQ(site.on("2026-02-01").find(ItemId{site.ids_.back()}), nullptr) << "cancelled";
}

TEST(CatalogueChange, R2_AnotherDepartmentsItemsAreNotTakenFromItsTable) {
    const Site site{"foreign"};
    const auto made = site.changes().make("qixiang", site.table(), {}, site.store_ / "draft");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), Code::kRequestInvalid);
}

TEST(CatalogueVersions, R2_AVersionThatWasUsedIsKeptAndReadAgain) {
    const Site site{"kept"};
    const CatalogueVersions versions{site.store_};
    const std::string first = site.catalogue_.version();
    ASSERT_TRUE(versions.keep(site.copy_.root(), first));
    const std::string item = site.ids_.front();
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

}  // namespace
}  // namespace ow::app
