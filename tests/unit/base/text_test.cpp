#include "gateway/base/text.hpp"

#include <gtest/gtest.h>

namespace ow {

TEST(Utf8, FindsTheFirstMalformedByte) {
    EXPECT_EQ(find_malformed_utf8("张𠮷·䶮"), std::string_view::npos);
    EXPECT_EQ(find_malformed_utf8("a\xC0\x80"), 1U);         // overlong
    EXPECT_EQ(find_malformed_utf8("ab\xED\xA0\x80"), 2U);    // surrogate
    EXPECT_EQ(find_malformed_utf8("\xF4\x90\x80\x80"), 0U);  // beyond U+10FFFF
    EXPECT_EQ(find_malformed_utf8("abc\xE5\xBC"), 3U);       // cut
}

TEST(Utf8, R32_NamesAreCountedInCodePoints) {
    EXPECT_EQ(count_code_points("𠮷𬱖䶮"), 3U);
    EXPECT_EQ(to_utf8(to_code_points("𠮷·A𪚥")), "𠮷·A𪚥");
}

TEST(Decode, Gb2312AndGbkAreReadAsGb18030) {
    const std::string gbk = "\xD5\xC5\xE9\x46";  // 张 + a GBK character that GB 2312 lacks
    EXPECT_EQ(*decode_to_utf8(gbk, "GB2312"), *decode_to_utf8(gbk, "gb18030"));
}

TEST(Decode, R32_OldPrivateUsePositionsBecomeStandardCharacters) {
    EXPECT_EQ(*decode_to_utf8("\xFE\x59\xFE\x61\xA6\xD9", "GBK"), "\u9FB4\u9FB5\uFE10");
    EXPECT_EQ(*decode_to_utf8("\uE863\uE81E", "utf-8"), "䶮\u9FB4");
    EXPECT_EQ(*decode_to_utf8("\x83\x36\xCF\x39", "GB18030"), "䶮") << "U+E863 in four bytes";
}

TEST(Decode, R32_FourByteCharactersBeyondTheBmpSurvive) {
    const auto bytes = encode_from_utf8("𠮷𬱖", "GB18030");
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->size(), 8U);
    EXPECT_EQ(*decode_to_utf8(*bytes, "GB2312"), "𠮷𬱖");
}

TEST(Decode, AWrongByteIsAnErrorWithItsPlace) {
    const auto bad = decode_to_utf8("abc\xFF", "UTF-8");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code(), Code::kCharsetInvalid);
    EXPECT_EQ(bad.error().at().column, 4);
}

TEST(Encode, R32_ACharacterTheCharsetLacksIsNamedNeverReplaced) {
    const auto bad = encode_from_utf8("张𠮷", "GBK");
    ASSERT_FALSE(bad);
    EXPECT_NE(bad.error().cause().find("U+20BB7"), std::string::npos);
}

TEST(Trim, KnowsTheIdeographicSpace) {
    EXPECT_EQ(trim("\u3000 张\u00A0\t"), "张");
}

TEST(Nearest, OffersTheLikelyWordOrNothing) {
    EXPECT_EQ(nearest("departmnt", {"department", "deadline"}), "department");
    EXPECT_EQ(nearest("shwo", {"destroy", "show"}), "show");
    EXPECT_EQ(nearest("nwe", {"new"}), "new");
    EXPECT_EQ(nearest("zzz", {"department", "deadline"}), "");
}

}  // namespace ow
