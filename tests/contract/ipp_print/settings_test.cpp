// A printer's file: what is understood, and what is refused by name.

#include <gtest/gtest.h>

#include "adapters/ipp_print/settings.hpp"

namespace ow::ipp_print {
namespace {

Result<Settings> read(const std::string& endpoint, std::map<std::string, std::string> keys = {}) {
    return read_settings(
        {PartnerId{"p"}, "样本打印机", endpoint, Millis{1000}, std::move(keys), {}, {}});
}

TEST(PrinterSettings, TheAddressSaysHostPortPathAndEncryption) {
    EXPECT_EQ(read("ipp://prn.example/ipp/print")->address.uri(),
              "ipp://prn.example:631/ipp/print");
    EXPECT_EQ(read("ipps://prn.example:8631/x")->address.uri(), "ipps://prn.example:8631/x");
    EXPECT_EQ(read("http://127.0.0.1:80")->address.uri(), "ipp://127.0.0.1:80/");
    EXPECT_EQ(read("ipp://[::1]/x")->address.host, "[::1]");
    for (const char* wrong : {"", "lpd://prn", "ipp://", "ipp://prn:0/x", "ipp://prn:70000/x"})
        EXPECT_EQ(read(wrong).error().at().field, "endpoint") << wrong;
}

TEST(PrinterSettings, ADocumentsOwnWordStandsOverThePrinters) {
    const auto settings = read("ipp://prn/x", {{"copies", "1"},
                                               {"copies.D15", "3"},
                                               {"place", "3号窗口"},
                                               {"sides", "two-sided-long-edge"},
                                               {"tray.D19", "by-pass-tray"},
                                               {"sides.D19", "one-sided"}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->sheet_of("D2").copies, 1);
    EXPECT_EQ(settings->sheet_of("D15").copies, 3);
    EXPECT_EQ(settings->sheet_of("D15").sides, "two-sided-long-edge")
        << "the rest is the printer's";
    EXPECT_EQ(settings->sheet_of("D19").tray, "by-pass-tray");
    EXPECT_EQ(settings->sheet_of("D19").sides, "one-sided");
    EXPECT_EQ(settings->sheet_of("D2").tray, "");
    EXPECT_EQ(settings->sheet_of("D15-2").copies, 3) << "a later document of the kind";
}

TEST(PrinterSettings, AWrongValueIsRefusedByItsKey) {
    const std::pair<const char*, const char*> wrong[] = {
        {"copies", "0"},       {"copies.D2", "100"},    {"copies", "two"},
        {"sides", "twosided"}, {"sides.D15", "duplex"}, {"trays", "1"}};
    for (const auto& [key, value] : wrong) {
        const auto settings = read("ipp://prn/x", {{key, value}});
        ASSERT_FALSE(settings) << key;
        EXPECT_EQ(settings.error().code(), Code::kPartnerConfiguration);
        EXPECT_EQ(settings.error().at().field, key);
    }
}

}  // namespace
}  // namespace ow::ipp_print
