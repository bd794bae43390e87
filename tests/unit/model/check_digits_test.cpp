#include "gateway/model/check_digits.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ow::model {
namespace {

TEST(ResidentId, R34_AcceptsGb11643AndReadsTheBirthday) {
    for (const char* id :
         {"410104190001010014", "41018419900104003X", "411325200002290011", "410184199912310029"}) {
        EXPECT_EQ(check_resident_id(id), Verdict::kRight) << id;
    }
    EXPECT_EQ(birth_of_resident_id("411325200002290011"), parse_day("2000-02-29"));
}

TEST(ResidentId, R34_AWrongOneIsAnErrorInEveryPosition) {
    const std::string right = "410184199912310029";
    for (std::size_t i = 0; i < right.size(); ++i) {
        std::string wrong = right;
        wrong[i] = wrong[i] == '9' ? '0' : static_cast<char>(wrong[i] + 1);
        EXPECT_EQ(check_resident_id(wrong), Verdict::kWrong) << wrong;
    }
    EXPECT_EQ(check_resident_id("410184199902290025"), Verdict::kWrong) << "no 29 February in 1999";
    EXPECT_EQ(check_resident_id("41018419900104003x"), Verdict::kWrong);
    EXPECT_EQ(check_resident_id(""), Verdict::kWrong);
    EXPECT_EQ(check_resident_id("4101841999123100290"), Verdict::kWrong);
}

TEST(Uscc, R34_AcceptsGb32100WithTheRemainder31) {
    for (const char* code :
         {"91350100M000100Y43", "91110108551385082Q", "91110000101623741K", "911101066976941872",
          "91410184MA00000076", "91410184MA00004370", "91410184MA0000082Y"}) {
        EXPECT_EQ(check_uscc(code), Verdict::kRight) << code;
    }
}

TEST(Uscc, R34_AWrongCheckCharacterIsOnlyDoubtful) {
    EXPECT_EQ(check_uscc("91350211M0000XUF46"), Verdict::kDoubtful) << "registered, yet it fails";
    EXPECT_EQ(check_uscc("91410184MA00000077"), Verdict::kDoubtful);
    EXPECT_EQ(check_uscc("91410184IA00000076"), Verdict::kWrong) << "I, O, S, V, Z are not used";
    EXPECT_EQ(check_uscc("91410184MA0000007"), Verdict::kWrong);
}

TEST(Waybill, R34_S10IsCheckedAndDomesticNumbersOnlyWarn) {
    EXPECT_EQ(check_s10("EE471108151FR"), Verdict::kRight);
    EXPECT_EQ(check_s10("EB000717595HK"), Verdict::kRight);
    EXPECT_EQ(check_s10("EB000717594HK"), Verdict::kWrong);
    EXPECT_EQ(check_s10("eb000717595HK"), Verdict::kWrong);
    EXPECT_EQ(check_domestic_waybill("1247110815100"), Verdict::kRight);
    EXPECT_EQ(check_domestic_waybill("1247110815200"), Verdict::kDoubtful);
    EXPECT_EQ(check_domestic_waybill("SF12345678901"), Verdict::kWrong);
    EXPECT_EQ(check_domestic_waybill("124711081510"), Verdict::kWrong);
}

}  // namespace
}  // namespace ow::model
