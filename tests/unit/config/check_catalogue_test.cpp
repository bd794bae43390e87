// `onewindow check` on the tables of the catalogue: items, materials, departments, remedies.

#include <gtest/gtest.h>

#include <sstream>

#include "checked_copy.hpp"

namespace ow::app {
namespace {

TEST(Check, CatalogueMistakesNameLineAndColumn) {
    EXPECT_EQ(
        said("catalogue/items.csv", "demo-gs-geti-sheli,000131128000,个体工商户设立登记,gongshang",
             "demo-gs-geti-sheli,000131128000,个体工商户设立登记,gongshan"),
        "catalogue/items.csv:2:43: department: `gongshan` is not known; did you mean "
        "`gongshang`?\n1 mistakes\n");
    EXPECT_NE(said("catalogue/materials.csv", "demo-gs-geti-sheli-m02,demo-gs-geti-sheli",
                   "demo-gs-geti-sheli-m02,demo-gs-geti-shel")
                  .find("materials.csv:3:24: item_id: `demo-gs-geti-shel` is not known"),
              std::string::npos);
    EXPECT_NE(said("catalogue/items.csv", "demo-gs-yxgs-sheli,demo-gs-yxgs-sheli",
                   "demo-gs-geti-sheli,demo-gs-yxgs-sheli")
                  .find("`demo-gs-geti-sheli` is there twice"),
              std::string::npos);
}

TEST(Check, ATableWithoutAHeaderOrARowIsNamedOnceAndWhatItWouldHoldIsNotMissed) {
    for (const char* name : {"items", "materials", "departments", "department_kinds", "remedies"}) {
        const std::string file = std::string{"catalogue/"} + name + ".csv";
        const std::string header = copied().read(file);
        const std::string none = said_with(file.c_str(), "");
        EXPECT_EQ(none.find(file + ":1:1: the table is empty; a header with "), 0U) << none;
        EXPECT_NE(none.find(" is expected\n1 mistakes\n"), std::string::npos) << none;
        EXPECT_EQ(said_with(file.c_str(), header.substr(0, header.find('\n') + 1)),
                  file + ":1:1: the table has no row below its header\n1 mistakes\n");
    }
}

TEST(Check, R1_AnItemWithoutAnyMaterialIsNamedAtItsRow) {
    const ConfigCopy copy = copied();
    std::istringstream lines{copy.read("catalogue/materials.csv")};
    std::string others;
    for (std::string line; std::getline(lines, line);) {
        if (line.find(",demo-gs-geti-sheli,") == std::string::npos) others += line + "\n";
    }
    copy.write("catalogue/materials.csv", others);
    EXPECT_EQ(said(copy),
              "catalogue/items.csv:2:1: id: no row of materials.csv is of this item: it would be "
              "accepted without any paper\n1 mistakes\n");
}

TEST(Check, R2_ValuesOfAnItemThatCannotBeRightAreNamed) {
    const char* items = "catalogue/items.csv";
    const std::string instant = "demo-gs-geti-sheli,000131128000,";
    const auto code = [&](const std::string& wrong) {
        return said(items, instant, "demo-gs-geti-sheli," + wrong + ",");
    };
    for (const char* wrong : {"1.31E+08", "131128000", "1E+11"})
        EXPECT_EQ(code(wrong).find("catalogue/items.csv:2:20: code: a spreadsheet took "), 0U)
            << wrong << code(wrong);
    EXPECT_EQ(code("11410184MB1234567X400013112800001"), "accepted") << "another kind of code";
    const std::string law = ",承诺件,3wd,条文明写,";
    EXPECT_NE(
        said(items, law, ",承诺件,9999wd,条文明写,").find("no limit is longer than two years"),
        std::string::npos);
    EXPECT_NE(said(items, law, ",承诺件,0wd,条文明写,").find("statutory: only a 即办件 ends on"),
              std::string::npos);
    EXPECT_NE(
        said(items, "退还材料重新提交（实施细则18）,1wd", "退还材料重新提交（实施细则18）,4wd")
            .find("promised: longer than the statutory 3wd"),
        std::string::npos);
    EXPECT_NE(said(items, ",3wd,登记机关负责人,", ",0wd,登记机关负责人,")
                  .find("extension: an extension of nothing"),
              std::string::npos);
    EXPECT_NE(said(items, "登记通知书；营业执照", "登记通知书;营业执照")
                  .find("results: a half-width `;`: the parts stand between full-width `；`"),
              std::string::npos);
}

TEST(Check, RowsThatAreThereTwiceOrOfAMisspeltHallAreNamed) {
    EXPECT_EQ(
        said("catalogue/materials.csv", "m02,demo-gs-geti-sheli,2,", "m02,demo-gs-geti-sheli,1,"),
        "catalogue/materials.csv:3:43: seq: the item has a number 1 already\n1 mistakes\n");
    EXPECT_EQ(said("catalogue/remedies.csv", "\nrv-002,", "\nrv-001,"),
              "catalogue/remedies.csv:3:1: row_id: `rv-001` is there twice\n1 mistakes\n");
    EXPECT_EQ(said("catalogue/departments.csv", "jingkai,gongshang,", "jinkai,gongshang,"),
              "catalogue/departments.csv:2:1: hall: there is no halls/jinkai.yaml; did you mean "
              "`jingkai`?\n1 mistakes\n");
}

TEST(Check, R9_AnUnknownSpecialProcedureIsNamed) {
    EXPECT_NE(said("catalogue/items.csv", ",sp-hecha,", ",sp-hech,")
                  .find("`sp-hech` is no special procedure; did you mean `sp-hecha`?"),
              std::string::npos);
    EXPECT_NE(said("catalogue/special_procedures.csv", ",demo-rs-gongshang,", ",,")
                  .find("a special law names its items: which?"),
              std::string::npos);
    EXPECT_NE(said("catalogue/special_procedures.csv", "《工伤保险条例》第二十条", "工伤保险条例20")
                  .find("basis: the notice quotes it: 《the law's full name》 and its article"),
              std::string::npos);
}

TEST(Check, R4_ToleranceOnAKeyMaterialIsAMistake) {
    EXPECT_NE(said("catalogue/materials.csv", "登记申请书,key,填写表单,1,applicant,no,no",
                   "登记申请书,key,填写表单,1,applicant,no,yes")
                  .find("materials.csv:2:"),
              std::string::npos);
}

TEST(Check, R31_WrongBracesOfARemedyAreNamedAtItsRow) {
    const char* remedies = "catalogue/remedies.csv";
    const auto with = [&](const std::string& body) {
        return said(remedies, "2024-01-01,,{review_government},", "2024-01-01,," + body + ",");
    };
    const std::string place = "catalogue/remedies.csv:2:37: wording: ";
    EXPECT_EQ(with("{review_government"),
              place + "`{review_government` without its closing brace\n1 mistakes\n");
    EXPECT_EQ(with("甲或者review_government}"), place + "a `}` without its `{`\n1 mistakes\n");
    EXPECT_EQ(with("甲或者{}"), place + "nothing between `{` and `}`\n1 mistakes\n");
    EXPECT_EQ(with("｛review_government｝"),
              place + "a full-width `｛`; names stand between `{` and `}`\n1 mistakes\n");
}

}  // namespace
}  // namespace ow::app
