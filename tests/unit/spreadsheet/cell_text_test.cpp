#include "gateway/spreadsheet/cell_text.hpp"

#include <gtest/gtest.h>

namespace ow::spreadsheet {
namespace {

std::string date(std::string_view serial, bool from_1904 = false) {
    const auto text = date_text(serial, from_1904);
    return text ? *text : text.error().cause();
}

std::string number(std::string_view value) {
    const auto text = number_text(value);
    return text ? *text : text.error().cause();
}

}  // namespace

TEST(CellText, DaysOf1900CountADayThatWasNotThere) {
    EXPECT_EQ(date("1"), "1900-01-01");
    EXPECT_EQ(date("59"), "1900-02-28");
    EXPECT_EQ(date("60"), "29 February 1900 was no day");
    EXPECT_EQ(date("61"), "1900-03-01");
    EXPECT_EQ(date("45562"), "2024-09-27");
    EXPECT_EQ(date("2958465"), "9999-12-31");
    EXPECT_EQ(date("0", true), "1904-01-01");
    EXPECT_EQ(date("44100", true), "2024-09-27");
}

TEST(CellText, TimesAreToTheSecondAndMayReachTheNextDay) {
    EXPECT_EQ(date("45562.427083333336"), "2024-09-27T10:15:00");
    EXPECT_EQ(date("45562.999999"), "2024-09-28");
    EXPECT_EQ(date("0.5"), "12:00:00");
    for (const char* bad : {"-1", "2958466", "1e300", "nan", "", "45562x", " 45562"})
        EXPECT_EQ(date(bad), "no day of the calendar") << bad;
}

TEST(CellText, ANumberIsAsTypedAndARoundedOneIsNeverTaken) {
    EXPECT_EQ(number("13800000001"), "13800000001");
    EXPECT_EQ(number("1.3800000001E10"), "13800000001");
    EXPECT_EQ(number("0.30000000000000004"), "0.3");
    EXPECT_EQ(number("999999999999999"), "999999999999999");
    EXPECT_EQ(number("-2"), "-2");
    EXPECT_EQ(number("4.1018419900104E+17").substr(0, 32), "a number of more than 15 digits,");
    EXPECT_EQ(number("410184199001040000").substr(0, 32), "a number of more than 15 digits,");
    EXPECT_EQ(number("1,5"), "no number");
}

TEST(CellText, AFormatShowsADateByWhatItPrintsNotByItsQuotedWords) {
    for (const int format : {14, 22, 31, 57, 45}) EXPECT_TRUE(shows_date(format, "")) << format;
    for (const int format : {0, 1, 49, 10, 44}) EXPECT_FALSE(shows_date(format, "")) << format;
    for (const char* code : {"yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d", "h:mm;@", "YYYY-MM-DD"})
        EXPECT_TRUE(shows_date(176, code)) << code;
    for (const char* code : {"General", "0.00", "[Red]0", "0\"days\"", "#,##0_);[Red](#,##0)",
                             "0\\d", "@", "0_d", "\"year"})
        EXPECT_FALSE(shows_date(176, code)) << code;
}

TEST(CellText, PlacesAreLettersAndARow) {
    EXPECT_EQ(parse_place("AB12")->column, 28);
    EXPECT_EQ(parse_place("AB12")->row, 12);
    EXPECT_EQ(to_reference({12, 28}), "AB12");
    EXPECT_EQ(to_reference({1, 16384}), "XFD1");
    for (const char* bad : {"", "A", "12", "a1", "A0", "A-1", "XFE1", "A1048577", "ABCD1", "A1x"})
        EXPECT_FALSE(parse_place(bad)) << bad;
}

TEST(CellText, EscapedCharactersAreRead) {
    EXPECT_EQ(without_escapes("a_x000A_b"), "a\nb");
    EXPECT_EQ(without_escapes("_x4E2D_"), "中");
    EXPECT_EQ(without_escapes("_x005F_x000A_"), "_x000A_");
    EXPECT_EQ(without_escapes("_x00"), "_x00");
    EXPECT_EQ(without_escapes("_xD800_ _xZZZZ_"), "_xD800_ _xZZZZ_");
}

}  // namespace ow::spreadsheet
