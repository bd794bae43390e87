#include "gateway/console/api/public_page.hpp"

#include <gtest/gtest.h>

namespace ow::console {

TEST(PublicPage, ShowsWhatTheDeskGaveAndNoScript) {
    const std::string page = public_page({{"case_no", "4101842024100810001016"},
                                          {"item", {{"name", "取水许可"}, {"secret", "1380000"}}},
                                          {"applicant", "王**"},
                                          {"stage_label", "已受理"},
                                          {"phone", "13800000101"}});
    EXPECT_NE(page.find("<h1>已受理</h1>"), std::string::npos);
    EXPECT_NE(page.find("取水许可"), std::string::npos);
    EXPECT_EQ(page.find("1380000"), std::string::npos) << "a field that is not on the list";
    EXPECT_EQ(page.find("<script"), std::string::npos);
}

TEST(PublicPage, TextStaysText) {
    const std::string page = public_page({{"item", "<img src=x onerror=\"a\">&'"}});
    EXPECT_EQ(page.find("<img"), std::string::npos);
    EXPECT_NE(page.find("&lt;img src=x onerror=&quot;a&quot;&gt;&amp;&#39;"), std::string::npos);
}

TEST(PublicPage, AnErrorTellsTheApplicantsWordsOnly) {
    const std::string page = public_error_page(Error{Code::kCaseNotFound, {"token"}, "row 7"});
    EXPECT_NE(page.find("没有找到该办件"), std::string::npos);
    EXPECT_EQ(page.find("CASE_NOT_FOUND"), std::string::npos);
    EXPECT_EQ(page.find("row 7"), std::string::npos);
}

}  // namespace ow::console
