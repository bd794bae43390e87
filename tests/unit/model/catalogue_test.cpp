#include "gateway/model/catalogue.hpp"

#include <gtest/gtest.h>

#include "gateway/model/hall.hpp"

namespace ow::model {
namespace {

Item item(std::string id, std::string code, std::string name) {
    Item out;
    out.id = ItemId{std::move(id)};
    out.code = std::move(code);
    out.name = std::move(name);
    out.materials = {{.id = "m1", .name = "申请书"}, {.id = "m2", .name = "章程"}};
    return out;
}

TEST(Catalogue, R2_AnItemIsFoundByIdCodeAndNameAndNothingElseIs) {
    const Catalogue catalogue{{item("a", "000131", "设立登记"), item("b", "b", "注销登记")}, "v1"};
    EXPECT_EQ(catalogue.find(ItemId{"a"})->name, "设立登记");
    EXPECT_EQ(catalogue.find_by_code("000131")->id.str(), "a");
    EXPECT_EQ(catalogue.find_by_name("注销登记")->id.str(), "b");
    EXPECT_EQ(catalogue.find(ItemId{"000131"}), nullptr);
    EXPECT_EQ(catalogue.find_by_code("a"), nullptr);
    EXPECT_EQ(catalogue.find_by_name("登记"), nullptr);
    EXPECT_EQ(catalogue.version(), "v1");
}

TEST(Catalogue, R2_AMaterialIsFoundOnlyOnTheItemsList) {
    const Item one = item("a", "a", "设立登记");
    EXPECT_EQ(one.find_material("m2")->name, "章程");
    EXPECT_EQ(one.find_material_by_name("申请书")->id, "m1");
    EXPECT_EQ(one.find_material("m3"), nullptr);
    EXPECT_EQ(one.find_material_by_name("无犯罪证明"), nullptr);
}

TEST(Catalogue, HandlingIsSpeltAsTheHallsSpellIt) {
    for (const char* word : {"即办件", "承诺件", "联办件", "上报件"}) {
        EXPECT_EQ(to_chinese(*parse_handling(word)), word);
    }
    EXPECT_FALSE(parse_handling("退件"));
}

TEST(Hall, TitlesAndSealsAreItsOwnElseTheDefault) {
    Hall hall;
    hall.name = "大厅";
    hall.titles["D2"] = "受理通知单";
    hall.departments[DepartmentId{"a"}].name = "甲局";
    hall.seals["b"] = "乙专用章";
    hall.departments[DepartmentId{"b"}].name = "乙局";
    EXPECT_EQ(hall.title_of("D2", "受理通知书"), "受理通知单");
    EXPECT_EQ(hall.title_of("D3", "补正通知书"), "补正通知书");
    EXPECT_EQ(hall.seal_of(DepartmentId{"a"}), "甲局行政审批专用章");
    EXPECT_EQ(hall.seal_of(DepartmentId{"b"}), "乙专用章");
    EXPECT_EQ(hall.find(DepartmentId{"c"}), nullptr);
}

}  // namespace
}  // namespace ow::model
