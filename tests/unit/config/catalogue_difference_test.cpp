// R2: a difference tells everything of an item that a case can be decided by.

#include "gateway/app/catalogue_difference.hpp"

#include <gtest/gtest.h>

namespace ow::app {
namespace {

using model::Item;
using model::Limit;
using model::Material;

Item item() {
    Item out;
    out.id = ItemId{"a"};
    out.code = "a";
    out.name = "甲";
    out.materials.push_back({"m1", "申请书", "原件", "applicant"});
    return out;
}

using Change = void (*)(Item&);
const Change kChanges[] = {
    [](Item& i) { i.code = "b"; },
    [](Item& i) { i.name = "乙"; },
    [](Item& i) { i.department = DepartmentId{"b"}; },
    [](Item& i) { i.department_now = "b"; },
    [](Item& i) { i.level = "市级"; },
    [](Item& i) { i.item_type = "05"; },
    [](Item& i) { i.handling = model::Handling::kJoint; },
    [](Item& i) { i.statutory = Limit{}; },
    [](Item& i) {
        i.statutory_with = model::LimitWith{"sp", {}};
    },
    [](Item& i) { i.statutory_basis = "条例"; },
    [](Item& i) { i.statutory_start = "收到申请材料"; },
    [](Item& i) { i.unit_reading = "条文明写"; },
    [](Item& i) { i.promised = *model::parse_limit("7wd"); },
    [](Item& i) { i.correction = *model::parse_limit("7wd"); },
    [](Item& i) { i.deems_accepted = true; },
    [](Item& i) { i.correction_rule = "退还"; },
    [](Item& i) { i.extension = model::Extension{}; },
    [](Item& i) { i.silent_reason = "理由"; },
    [](Item& i) { i.fee_note = "说明"; },
    [](Item& i) { i.online_depth = "IV"; },
    [](Item& i) { i.legs = "a>b"; },
    [](Item& i) { i.special = {"sp"}; },
    [](Item& i) { i.promise_excludes = {"sp"}; },
    [](Item& i) { i.results = {"许可证"}; },
    [](Item& i) { i.silent_excluded = false; },
    [](Item& i) { i.tolerance = true; },
    [](Item& i) { i.pledge = true; },
    [](Item& i) { i.fee = true; },
    [](Item& i) { i.bookable = true; },
    [](Item& i) { i.materials[0].form = "复印件"; },
    [](Item& i) { i.materials[0].issued_by = "government"; },
    [](Item& i) { i.materials[0].condition = "委托时"; },
    [](Item& i) { i.materials[0].copies = 2; },
    [](Item& i) { i.materials[0].key = false; },
    [](Item& i) { i.materials[0].cert_lookup = true; },
    [](Item& i) { i.materials[0].tolerance = true; },
};

TEST(CatalogueDifference, R2_NothingOfAnItemOrItsMaterialsChangesUnsaid) {
    const model::Catalogue before{{item()}, "1"};
    for (std::size_t i = 0; i < std::size(kChanges); ++i) {
        Item changed = item();
        kChanges[i](changed);
        const auto told = difference(before, {{changed}, "2"});
        ASSERT_EQ(told.size(), 1U) << "change " << i;
        EXPECT_EQ(told[0].parts.size(), 1U) << "change " << i;
    }
    EXPECT_TRUE(difference(before, {{item()}, "2"}).empty());
}

TEST(CatalogueDifference, R2_AProcedureIsCalledByItsName) {
    model::SpecialProcedure hearing;
    hearing.id = "sp";
    hearing.name = "听证";
    Item changed = item();
    changed.promise_excludes = {"sp"};
    const auto told = difference({{item()}, "1"}, {{changed}, "2", {hearing}});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].parts.front(), "承诺时限除去的环节：无 → 听证");
}

}  // namespace
}  // namespace ow::app
