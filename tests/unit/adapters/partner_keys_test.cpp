#include "adapters/partner_keys.hpp"

#include <gtest/gtest.h>

namespace ow::adapters {
namespace {

constexpr SettingRow kRows[] = {{"mode", "safe or plain"}, {"template_*", "any name"}};

Status checked(const std::string& key) {
    ports::PartnerSettings partner;
    partner.settings[key] = "x";
    return check_keys(partner, kRows);
}

}  // namespace

TEST(PartnerKeys, AreThoseOfTheTableAndOfItsPrefixes) {
    EXPECT_TRUE(checked("mode"));
    EXPECT_TRUE(checked("template_accepted"));
    EXPECT_FALSE(checked("mode_"));
    EXPECT_FALSE(checked("templat"));
    const Status wrong = checked("mmode");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), Code::kPartnerConfiguration);
    EXPECT_EQ(wrong.error().at().field, "mmode");
    EXPECT_EQ(wrong.error().cause(), "unknown key; did you mean mode");
    EXPECT_EQ(checked("zzzzzzzz").error().cause(), "unknown key");
}

TEST(PartnerKeys, ComeTrimmedOrAsTheDefault) {
    ports::PartnerSettings partner;
    partner.settings = {{"mode", "  plain "}, {"empty", ""}};
    EXPECT_EQ(setting(partner, "mode", "safe"), "plain");
    EXPECT_EQ(setting(partner, "empty", "safe"), "") << "written as empty is not absent";
    EXPECT_EQ(setting(partner, "absent", "safe"), "safe");
    EXPECT_EQ(setting(partner, "absent"), "");
}

TEST(PartnerKeys, ListsDropEmptyParts) {
    EXPECT_EQ(setting_list(" a, ,b,,"), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(setting_list(" ").empty());
}

TEST(PartnerKeys, SecretsLoseTheEditorsLastLineEndOnly) {
    ports::PartnerSettings partner;
    partner.files = {{"key_file", " s\necret \r\n\n"}, {"blank_file", " \n"}};
    EXPECT_EQ(file_content(partner, "key_file"), " s\necret");
    EXPECT_EQ(file_content(partner, "blank_file"), "");
    EXPECT_EQ(file_content(partner, "absent_file"), "");
}

}  // namespace ow::adapters
