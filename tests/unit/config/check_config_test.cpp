#include "gateway/app/check_config.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "checked_copy.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {
namespace {

TEST(Check, TheDemoConfigurationIsWithoutMistakes) {
    const Outcome outcome = check("config");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out.substr(0, 12), "no mistakes:");
}

TEST(Check, R45_TheStagesOfAWholeNameWhatTheHallAndTheCatalogueHave) {
    const char* hall = "halls/zmq.yaml";
    EXPECT_NE(said(hall, "items: [demo-fg-hezhun,", "items: [demo-fg-hezhum,")
                  .find("`demo-fg-hezhum` is no item; did you mean `demo-fg-hezhun`?"),
              std::string::npos);
    EXPECT_NE(said(hall, "name: 项目决策, lead: fagai", "name: 项目决策, lead: fagay")
                  .find("`fagay` is no department of this hall"),
              std::string::npos);
    EXPECT_NE(said(hall, "[demo-gh-xuanzhi, demo-gh-yongdi]", "[demo-gh-xuanzhi, demo-fg-hezhun]")
                  .find("`demo-fg-hezhun` is there twice"),
              std::string::npos);
    EXPECT_NE(said(hall, "lead: fagai, limit: 10wd", "lead: fagai, limit: soon").find("limit"),
              std::string::npos);
    EXPECT_NE(said(hall, "name: 企业投资建设项目", "name: 企业投资项目核准")
                  .find("an item has this id or name"),
              std::string::npos);
}

TEST(Check, S7_ADepartmentsPartnerIsOneThatCasesCanBeSentTo) {
    const auto of = [](const char* partner) {
        return said("halls/jingkai.yaml", "tiyu: {partner: back_office",
                    std::string{"tiyu: {partner: "} + partner);
    };
    EXPECT_EQ(of("back_ofice").find("halls/jingkai.yaml:"), 0U) << of("back_ofice");
    for (const char* partner : {"counter_printer", "portal"}) {
        const std::string text = of(partner);
        EXPECT_EQ(text.find("halls/jingkai.yaml:"), 0U) << text;
        EXPECT_NE(text.find("departments.tiyu.partner: a department's partner has the role "
                            "`decider`"),
                  std::string::npos)
            << text;
    }
    EXPECT_EQ(of("work_list"), "accepted") << "a department without a system";
    EXPECT_NE(said("partners/insurance.yaml", "outbound:\n  application: insurance/application",
                   "outbound: {}")
                  .find("departments.shebao.partner: a department's partner maps `outbound: "
                        "application`; partners/insurance.yaml does not"),
              std::string::npos);
}

TEST(Check, R5_TheObjectionTimeAndTheReminderAreReadWhateverElseIsWritten) {
    const char* hall = "halls/jingkai.yaml";
    const std::string both = "settings:\n  listing_objection: 10wd\n  pledge_reminder: 2wd\n";
    EXPECT_EQ(said(hall, "settings:\n", both), "accepted");
    EXPECT_EQ(said(hall, "settings:\n", both + "  credit_export_fields: []\n"), "accepted");
}

TEST(Check, R17_AMeanIsOfAnItemOfTheCatalogue) {
    const char* hall = "halls/jingkai.yaml";
    EXPECT_EQ(said(hall, "settings:\n", "settings:\n  booking_mean_of: {demo-fg-hezhun: 4}\n"),
              "accepted");
    const std::string text =
        said(hall, "settings:\n", "settings:\n  booking_mean_of: {demo-fg-hezhum: 4}\n");
    EXPECT_EQ(text.find("halls/jingkai.yaml:"), 0U) << text;
    EXPECT_NE(text.find("`demo-fg-hezhum` is no item; did you mean `demo-fg-hezhun`?"),
              std::string::npos)
        << text;
}

TEST(Check, R29_ADayStandsInANoticeOnce) {
    const char* year = "calendar/2019.json";
    const std::string day = R"({"name": "元旦", "date": "2019-01-01", "isOffDay": true})";
    EXPECT_NE(said(year, "\"days\": [", "\"days\": [" + day + ", " + day + ",")
                  .find("2019-01-01 is there twice"),
              std::string::npos);
}

TEST(Check, R29_AConfigurationWithoutAPublishedYearIsCheckedAllTheSame) {
    const ConfigCopy copy = copied();
    for (const auto& entry : std::filesystem::directory_iterator{copy.root() / "calendar"})
        std::filesystem::remove(entry.path());
    const Outcome outcome = check(copy.root());
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("no calendar"), std::string::npos) << outcome.out;
    const auto problems = check_years({}, "config", *parse_day("2026-11-21"));
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(to_line(problems[0]).find("config/calendar: 2026.json"), std::string::npos);
}

TEST(Check, R29_AYearThatIsMissingBetweenTwoOrIsNowIsNamedWithItsFolder) {
    const ConfigCopy copy = copied();
    const auto lines = [&](const char* today) {
        std::string out;
        const auto calendar = load_calendar(copy.root()).value;
        for (const Error& problem : check_years(calendar, copy.root(), *parse_day(today)))
            out += to_line(problem).substr(copy.root().string().size()) + "\n";
        return out;
    };
    EXPECT_EQ(lines("2026-11-21"), "");
    EXPECT_EQ(lines("2027-01-01"), "") << "its file says that it is not published yet";
    EXPECT_EQ(lines("2028-01-01"),
              "/calendar: 2028.json is missing: no limit in 2028 is known (R29); put the "
              "published year here\n");
    std::filesystem::remove(copy.root() / "calendar/2019.json");
    copy.write("calendar/2020.json", "{");
    EXPECT_EQ(lines("2026-11-21"),
              "/calendar: 2019.json is missing: no limit in 2019 is known (R29); put the "
              "published year here\n")
        << "the mistake of 2020 is that of its file";
}

TEST(Check, TheAddressToListenOnIsAnIpAddress) {
    for (const char* wrong : {"300.0.0.1", "localhost", "10.1.0.0/16"}) {
        const std::string text =
            said("gateway.yaml", "address: 127.0.0.1", std::string{"address: "} + wrong);
        EXPECT_EQ(text.find("gateway.yaml:"), 0U) << wrong << text;
        EXPECT_NE(text.find("listen.address: an IP address is expected"), std::string::npos);
    }
    EXPECT_EQ(said("gateway.yaml", "address: 127.0.0.1", "address: \"::1\""), "accepted");
}

struct Key {
    std::string name;
    std::int64_t line;
    std::int64_t column;
};

void collect(const yaml::Node& node, std::vector<Key>& keys) {
    for (const yaml::Entry& entry : node.entries()) {
        keys.push_back({entry.key, entry.line, entry.column});
        collect(entry.value, keys);
    }
    for (const yaml::Node& item : node.items()) collect(item, keys);
}

/// The file with the key at that place misspelt; keys here are ASCII, and stand before any 中文.
std::string misspelt(const std::string& text, const Key& key) {
    std::size_t at = 0;
    for (std::int64_t line = 1; line < key.line; ++line) at = text.find('\n', at) + 1;
    std::size_t begin = text.find(key.name + ":", at);
    for (std::int64_t seen = 1;
         seen < key.column && begin < at + static_cast<std::size_t>(key.column) - 1;) {
        ++seen;
        begin = text.find(key.name + ":", begin + 1);
    }
    std::string out = text;
    return out.insert(begin + key.name.size(), "x");
}

/// Every key of the file once: the message names the file and the line of the key.
void misspell_each(const ConfigCopy& copy, const std::string& file) {
    const std::string text = copy.read(file);
    const auto root = yaml::parse(text, file);
    ASSERT_TRUE(root) << root.error().text();
    std::vector<Key> keys;
    collect(*root, keys);
    ASSERT_FALSE(keys.empty());
    for (const Key& key : keys) {
        const std::string wrong = misspelt(text, key);
        ASSERT_NE(wrong, text);
        copy.write(file, wrong);
        std::vector<Error> problems = load_config(copy.root(), adapters()).problems;
        const std::string place =
            (copy.root() / file).string() + ":" + std::to_string(key.line) + ":";
        bool named = false;
        for (const Error& problem : problems) {
            named = named || to_line(problem).starts_with(place);
        }
        EXPECT_TRUE(named) << file << ":" << key.line << " " << key.name << "x passed";
    }
    copy.write(file, text);
}

TEST(Check, EveryMisspeltKeyOfGatewayYamlIsNamedWithFileAndLine) {
    const ConfigCopy copy{"keys_gateway"};
    copy.empty_the_tables();
    misspell_each(copy, "gateway.yaml");
}

TEST(Check, EveryMisspeltKeyOfAPartnerIsNamedWithFileAndLine) {
    const ConfigCopy copy{"keys_partners"};
    copy.empty_the_tables();
    for (const auto& entry : std::filesystem::directory_iterator{copy.root() / "partners"}) {
        misspell_each(copy, "partners/" + entry.path().filename().string());
    }
}

TEST(Check, EveryMisspeltKeyOfAPartnersCredentialsIsNamedWithFileAndLine) {
    const ConfigCopy copy{"keys_credentials"};
    copy.empty_the_tables();
    ASSERT_TRUE(copy.replace("partners/portal.yaml", "trust:\n",
                             "rate: {per_second: 20, burst: 40}\n"
                             "tls: {ca_file: a.pem, certificate_file: b.pem, key_file: b.key}\n"
                             "trust:\n  addresses: [10.1.0.0/16, 2001:db8::/32]\n"
                             "  also_accepted:\n"
                             "    - {hmac_key_file: old.hmac, not_after: 2026-12-31}\n"
                             "    - certificate_sha256: " +
                                 std::string(64, 'a') + "\n      not_after: 2026-12-31\n"));
    EXPECT_TRUE(load_config(copy.root(), adapters()).ok());
    misspell_each(copy, "partners/portal.yaml");
}

TEST(Check, WrongCredentialsOfAPartnerSayWhatIsRight) {
    const auto with = [](const std::string& trust) {
        return said("partners/portal.yaml", "trust:\n", trust + "trust:\n");
    };
    const auto inside = [](const std::string& trust) {
        return said("partners/portal.yaml", "trust:\n", "trust:\n  " + trust + "\n");
    };
    EXPECT_NE(inside("addresses: [10.1.0.0/8]")
                  .find("portal.yaml:7:14: trust.addresses: `10.1.0.0/8`: an address"),
              std::string::npos)
        << inside("addresses: [10.1.0.0/8]");
    EXPECT_NE(inside("also_accepted: [{hmac_key_file: a}]").find("not_after"), std::string::npos);
    EXPECT_NE(inside("also_accepted: [{hmac_key_file: a, not_after: 2026-02-30}]")
                  .find("the last day it is accepted"),
              std::string::npos);
    EXPECT_NE(inside("also_accepted: [{not_after: 2026-12-31}]")
                  .find("either `certificate_sha256` or `hmac_key_file`"),
              std::string::npos);
    EXPECT_NE(with("rate: {burst: 3}\n").find("per_second"), std::string::npos);
    EXPECT_NE(with("rate: {per_second: 0}\n").find("per_second"), std::string::npos);
    EXPECT_NE(with("tls: {key_file: a}\n").find("go together"), std::string::npos);
}

TEST(Check, EveryMisspeltKeyOfAHallIsNamedWithFileAndLine) {
    const ConfigCopy copy{"keys_halls"};
    copy.empty_the_tables();
    // The first departments stand for all: the others are the same three keys again.
    const std::string text = copy.read("halls/xinzheng.yaml");
    copy.write("halls/xinzheng.yaml", text.substr(0, text.find("  shiyao:")));
    misspell_each(copy, "halls/xinzheng.yaml");
}

/// `file:line` of the text in the configuration as it is.
std::string line_of(const std::string& file, const std::string& text) {
    std::ifstream lines{"config/" + file};
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.find(text) != std::string::npos) return file + ":" + std::to_string(number);
    }
    return "no such line";
}

TEST(Check, AMisspeltKeyGetsTheRightOneSuggestedAndIsSaidOnce) {
    EXPECT_EQ(said("halls/xinzheng.yaml", "area_code:", "area_cod:"),
              "halls/xinzheng.yaml:5:1: area_cod: unknown key `area_cod`; did you mean "
              "`area_code`?\n1 mistakes\n");
}

TEST(Check, AWrongValueSaysWhatIsRight) {
    EXPECT_EQ(said("halls/xinzheng.yaml", "consultation: 2wd", "consultation: 2 days"),
              line_of("halls/xinzheng.yaml", "consultation: 2wd") +
                  ":17: settings.consultation: a limit is expected, such as 5wd, "
                  "30nd, 4h or 2mo\n1 mistakes\n");
    EXPECT_EQ(said("halls/xinzheng.yaml", "\"410184\"", "\"4101\""),
              "halls/xinzheng.yaml:5:12: area_code: six digits are expected\n1 mistakes\n");
    EXPECT_EQ(
        said("gateway.yaml", "port: 8443", "port: 84430"),
        "gateway.yaml:7:9: listen.port: a whole number is expected, 0 to 65535\n1 mistakes\n");
    EXPECT_EQ(said("halls/xinzheng.yaml", "deemed_approval: false", "deemed_approval: no"),
              line_of("halls/xinzheng.yaml", "deemed_approval: false") +
                  ":20: settings.deemed_approval: true or false is expected\n"
                  "1 mistakes\n");
}

TEST(Check, WhatIsPointedToMustExist) {
    EXPECT_EQ(said("gateway.yaml", "hall: xinzheng", "hall: xinzhen"),
              "gateway.yaml:2:7: hall: there is no halls/xinzhen.yaml; did you mean `xinzheng`?\n"
              "1 mistakes\n");
    EXPECT_NE(said("halls/neixiang.yaml", "{partner: back_office", "{partner: backoffice")
                  .find("there is no partners/backoffice.yaml; did you mean `back_office`?"),
              std::string::npos);
    EXPECT_NE(said("halls/neixiang.yaml", "  gongan:", "  gongann:")
                  .find("unknown department `gongann`; did you mean `gongan`?"),
              std::string::npos);
}

TEST(Check, TheMasterKeyMustLieOutsideTheDataDirectory) {
    EXPECT_NE(said("gateway.yaml", "../run/keys/master.key", "../run/store/master.key")
                  .find("outside the data directory"),
              std::string::npos);
}

TEST(Check, R10_TheRedCardComesAfterTheYellowOne) {
    const char* hall = "halls/xinzheng.yaml";
    EXPECT_NE(said(hall, "yellow_card: 0wd", "yellow_card: 5wd")
                  .find("settings.red_card: the red card comes after the yellow one (5wd) (R10)"),
              std::string::npos);
    EXPECT_EQ(said(hall, "yellow_card: 0wd", "yellow_card: 4wd"), "accepted");
}

TEST(Check, APaperOfTheIntakeStandsInItsListOnce) {
    const char* hall = "halls/neixiang.yaml";
    EXPECT_NE(
        said(hall, "[D8, D8A, D8B]", "[D8, D8A, D8]").find("intake_papers: `D8` is there twice"),
        std::string::npos);
    EXPECT_NE(said(hall, "[D8, D8A, D8B]", "[D8, D99]").find("intake_papers: `D99` is no document"),
              std::string::npos);
}

TEST(Check, CalendarMistakesNameTheirLine) {
    EXPECT_NE(said("calendar/2019.json", "\"2018-12-29\"", "\"2018-12-39\"")
                  .find("calendar/2019.json:12:21: days[0].date: a day is expected"),
              std::string::npos);
    EXPECT_NE(said("calendar/2019.json", "\"2018-12-29\"", "\"2028-12-29\"")
                  .find("2028-12-29 does not belong to the notice of 2019"),
              std::string::npos);
    EXPECT_NE(
        said("calendar/2019.json", "\"isOffDay\"", "\"isOfDay\"").find("did you mean `isOffDay`"),
        std::string::npos);
}

TEST(Check, BrokenYamlIsNamedOnceAndTheRestIsStillChecked) {
    const std::string text = said("halls/xinzheng.yaml", "settings:", "settings: [");
    EXPECT_NE(text.find("halls/xinzheng.yaml:"), std::string::npos);
    EXPECT_NE(text.find("\n1 mistakes\n"), std::string::npos) << "the file is there: " << text;
    const std::string partner = said("partners/back_office.yaml", "trust:", "trust: [");
    EXPECT_EQ(partner.find("there is no"), std::string::npos) << partner;
}

TEST(Check, R45_AMistakeInAWholeIsNamedAtItsLine) {
    const std::string file = "halls/zmq.yaml";
    const std::string text = said(file.c_str(), "items: [demo-fg-hezhun,", "items: [demo-fg-x,");
    EXPECT_EQ(text.find(file + ":"), 0U) << text;
    EXPECT_NE(text.find(": parents["), std::string::npos) << text;
}

TEST(Check, AnAdapterThatDoesNotExistIsNamed) {
    const ConfigCopy copy{"adapter"};
    ASSERT_TRUE(
        copy.replace("partners/own_system.yaml", "adapter: http_push", "adapter: http_pusj"));
    const auto problems = load_config(copy.root(), adapters()).problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].cause().find("did you mean `http_push`"), std::string::npos);
}

TEST(Check, WrongArgumentsGetTheUsage) {
    std::ostringstream out;
    std::ostringstream err;
    const std::vector<std::string> arguments{"--confg", "config"};
    EXPECT_EQ(run_check(arguments, out, err), 2);
    EXPECT_NE(err.str().find("did you mean `--config`"), std::string::npos);
    const std::vector<std::string> nowhere{"--config", "no/such"};
    EXPECT_EQ(run_check(nowhere, out, err), 1);
}

}  // namespace
}  // namespace ow::app
