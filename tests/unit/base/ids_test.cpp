#include "gateway/base/ids.hpp"

#include <gtest/gtest.h>

namespace ow {

TEST(CaseNo, R35_HasAreaDateChannelSerialAndCheckCharacter) {
    const CaseNo no = make_case_no("410184", "20261120", 'P', 42);
    EXPECT_EQ(no.str().substr(0, 21), "41018420261120P000042");
    EXPECT_EQ(no.str().size(), 22U);
    EXPECT_TRUE(is_case_no(no.str()));
}

TEST(CaseNo, R35_EverySingleMistypedCharacterIsNoticed) {
    const std::string good = make_case_no("410184", "20261120", 'P', 42).str();
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (char c : std::string_view{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
            std::string typo = good;
            typo[i] = c;
            EXPECT_EQ(is_case_no(typo), typo == good) << typo;
        }
    }
}

TEST(CaseNo, R35_AtLeast94PercentOfExchangedNeighboursAreNoticed) {
    int exchanged = 0;
    int noticed = 0;
    for (int serial = 0; serial < 1000; ++serial) {
        const std::string good = make_case_no("410184", "20261120", 'P', serial * 977).str();
        for (std::size_t i = 0; i + 1 < good.size(); ++i) {
            std::string typo = good;
            std::swap(typo[i], typo[i + 1]);
            if (typo == good) continue;
            ++exchanged;
            if (!is_case_no(typo)) ++noticed;
        }
    }
    EXPECT_GE(noticed * 100, exchanged * 94) << noticed << " of " << exchanged;
}

TEST(Mod3736, FollowsTheExampleOfIso7064) {
    EXPECT_EQ(mod37_36("A12425GABC1234002"), 'M');
}

}  // namespace ow
