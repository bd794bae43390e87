// `onewindow check` on a whole site: each mistake is named with its file, line and column, whatever
// kind of file it is in, and every key of every file is known.

#include "gateway/app/check_whole.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "gateway/app/gateway_process.hpp"
#include "gateway/app/mapping_versions.hpp"
#include "gateway/base/text.hpp"
#include "tests/unit/app/checked_site.hpp"
#include "tests/unit/app/misspelling.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<Error>;

class CheckWhole : public CheckedSite {
  protected:
    Problems whole() const {
        auto loaded = load_config(site_.config(), adapter_keys());
        auto more = check_whole(loaded.value, SystemClock{}.now());
        std::move(more.begin(), more.end(), std::back_inserter(loaded.problems));
        return loaded.problems;
    }
    /// Whether a mistake is named there: file, line and column.
    static bool names(const Problems& problems, const std::string& file, std::int64_t line,
                      std::int64_t column) {
        return std::any_of(problems.begin(), problems.end(), [&](const Error& one) {
            return fs::path{one.at().where}.filename() == fs::path{file}.filename() &&
                   one.at().line == line && one.at().column == column;
        });
    }
    /// Every key of the file, each once; `is_free`: any key is right there.
    void misspell_each(
        const fs::path& file, const std::function<Problems()>& check,
        const std::function<bool(const WrittenKey&)>& is_free = [](const auto&) { return false; }) {
        const std::string text = site_.read(file);
        const auto root = yaml::parse(text, file.string());
        ASSERT_TRUE(root) << root.error().text();
        ASSERT_TRUE(check().empty()) << to_line(check().front());
        std::vector<WrittenKey> keys;
        collect(*root, keys);
        ASSERT_FALSE(keys.empty()) << file;
        for (const WrittenKey& key : keys) {
            if (is_free(key)) continue;
            const std::string wrong = misspelt(text, key);
            ASSERT_NE(wrong, text) << file << ":" << key.line << ":" << key.column << key.name;
            site_.write(file, wrong);
            EXPECT_TRUE(names(check(), file, key.line, key.column))
                << file << ":" << key.line << ":" << key.column << " " << key.name << "x passed";
            ++misspelt_;
        }
        site_.write(file, text);
    }
    std::vector<fs::path> files(const fs::path& folder, const std::string& extension) const {
        std::vector<fs::path> out;
        for (const auto& entry : fs::recursive_directory_iterator{site_.root() / folder}) {
            if (entry.path().extension() == extension)
                out.push_back(entry.path().lexically_relative(site_.root()));
        }
        std::sort(out.begin(), out.end());
        return out;
    }
    int misspelt_ = 0;
};

}  // namespace

TEST_F(CheckWhole, ASiteAsItShouldBeHasNoMistake) {
    EXPECT_EQ(said(), "");
}

TEST_F(CheckWhole, AMistakeInAFileOfAnyKindIsNamedWithItsPlaceAndWhatIsRight) {
    const auto begins = [&](const fs::path& file, const char* from, const char* to,
                            const std::string& expected) {
        const std::string text = said_of(file, from, to);
        EXPECT_EQ(text.substr(0, expected.size()), expected) << file << "\n" << text;
    };
    begins("mappings/portal/application.in.yaml", "required", "requird",
           "mappings/portal/application.in.yaml:6:66: rows[0].requird: unknown key `requird`; did "
           "you mean `required`?");
    begins("mappings/portal/codes/cert_types.yaml", "title", "titl",
           "mappings/portal/codes/cert_types.yaml:1:1: titl: unknown key `titl`; did you mean "
           "`title`?");
    begins("mappings/portal/codes/cert_types.yaml", "id_card", "id_crd",
           "mappings/portal/application.in.yaml:");
    begins("mappings/portal/samples/accepted.out.plain.txt", "----------\n", "---------\n",
           "portal/samples/accepted.out.plain.txt: no line of ten hyphens");
    begins("config/partners/portal.yaml", "application: portal/application",
           "application: portal/aplication",
           "config/partners/portal.yaml:14:16: inbound.application: there is no mapping "
           "portal/aplication.in.yaml; did you mean `portal/application`?");
    begins(
        "config/partners/portal.yaml", "keys/portal.hmac", "keys/portl.hmac",
        "config/partners/portal.yaml:7:18: trust.hmac_key_file: there is no file run/keys/portl");
    begins("run/keys/portal.hmac", site_.read("run/keys/portal.hmac").c_str(), "fifteen bytes..",
           "config/partners/portal.yaml:7:18: trust.hmac_key_file: run/keys/portal.hmac: a key has "
           "at least 16 bytes");
    begins("templates/D2.xml", "<paragraph", "<paragrap", "templates/D2.xml:");
    begins("templates/fonts.yaml", "path:", "pth:", "templates/fonts.yaml:15:5: ");
    begins("config/partners/counter_printer.yaml", "copies.D15", "copies.D515",
           "config/partners/counter_printer.yaml:19:3: settings.copies.D515: there is no document");
    begins("run/keys/users.yaml", "role: acceptance", "role: aceptance",
           "run/keys/users.yaml:2:5: ");
    begins("run/keys/users.yaml", "salt:", "sal:",
           "run/keys/users.yaml:6:5: users[0].sal: unknown key `sal`; did you mean `salt`?");
    begins("run/keys/users.yaml", "hall: xinzheng", "hall: neixiang",
           "run/keys/users.yaml:5:11: users[0].hall: this gateway serves the hall `xinzheng`");
    begins("run/keys/users.yaml", "role: acceptance", "role: department\n    department: gongann",
           "run/keys/users.yaml:5:17: users[0].department: the hall has no department `gongann`; "
           "did you mean `gongan`?");
    begins("config/ems_opcodes/ems_opcodes.csv", "carrier_name", "carrier_nam",
           "config/ems_opcodes/ems_opcodes.csv:18:14: column `carrier_name` is expected here");
    begins("config/partners/wechat.yaml", "way: custom", "way: costum",
           "config/partners/wechat.yaml:21:8: settings.way: ");
}

TEST_F(CheckWhole, WhatTheGatewayWouldNotStartWithOrCouldNotSendIsNamed) {
    const auto said_with = [&](const fs::path& file, const char* from, const std::string& to,
                               const std::string& part) {
        const std::string text = said_of(file, from, to);
        EXPECT_NE(text.find(part), std::string::npos) << file << "\n" << text;
    };
    said_with("config/gateway.yaml", "console/web", "console/wbe", "/wbe/index.html");
    said_with("config/seals/xinzheng.yaml", "[D17]", "[D17, D99]", "`D99` is no document");
    said_with(
        "config/partners/portal.yaml", "endpoint: http://127.0.0.1:8461/portal\n", "",
        "config/partners/portal.yaml:16:3: outbound: nothing can be sent: `endpoint` is missing");
    said_with("config/partners/insurance.yaml", "endpoint: http://127.0.0.1:8466/insurance\n", "",
              "outbound: nothing can be sent: `endpoint` is missing");
    const std::string users = site_.read("run/keys/users.yaml");
    const std::string entry = users.substr(users.find("  - id"));
    said_with("run/keys/users.yaml", "users:\n", "users:\n" + entry,
              "run/keys/users.yaml:8:5: users[1]: `shouli` is there twice");
}

TEST_F(CheckWhole, CertificatesThatAreNotYetValidExpiredOrNotTheKeysAreNamed) {
    const Instant now = SystemClock{}.now();
    const std::string early = said(now - std::chrono::days{4000});
    has(early, "config/gateway.yaml:8:16: listen.certificate: ");
    has(early, "is not valid before");
    const std::string late = said(now + std::chrono::days{40'000});
    has(late, "config/gateway.yaml:10:14: listen.client_ca: ");
    has(late, "config/gateway.yaml:31:10: folders.seals: ");
    has(late, "expired at");
    const std::string partner = site_.read("config/partners/portal.yaml");
    std::string with_certificate = partner;
    const std::string secret = "keys/portal.hmac";
    with_certificate.replace(partner.find(secret), secret.size(), "certs/ca.crt");
    site_.write("config/partners/portal.yaml", with_certificate);
    has(said(now + std::chrono::days{40'000}), "portal.yaml:7:18: trust.hmac_key_file: run/certs");
    site_.write("config/partners/portal.yaml", partner);
    const std::string other = site_.read("run/certs/documents.key");
    site_.write("run/certs/server.key", other);
    has(said(), "config/gateway.yaml:9:8: listen.key: ");
    has(said(), "the key is not that of the certificate");
    site_.write("run/certs/server.key", "no key");
    has(said(), "no private key");
    fs::remove(site_.root() / "run/certs/server.key");
    has(said(), "listen.key: there is no file");
    site_.write("run/certs/documents.crt", "no certificate");
    has(said(), "documents.crt: no certificate");
}

TEST_F(CheckWhole, ASignersKeyCertificateAndPassphraseAreNamedWhereTheyAreWritten) {
    const std::string gateway = site_.read("config/gateway.yaml");
    const std::size_t at = gateway.find("signing:");
    const std::size_t end = gateway.find("\ntimers:");
    ASSERT_LT(at, end);
    const std::string certs = "../run/certs/";
    const auto said_with = [&](const std::string& signer, Instant now = SystemClock{}.now()) {
        site_.write("config/gateway.yaml", gateway.substr(0, at) + "signing:\n  signers:\n    " +
                                               signer + "\n" + gateway.substr(end));
        std::string out = said(now);
        site_.write("config/gateway.yaml", gateway);
        return out;
    };
    const std::string pair = "{key: " + certs + "documents.key, certificate: " + certs;
    EXPECT_EQ(said_with("hall: " + pair + "documents.crt}"), "");
    has(said_with("hall: " + pair + "server.crt}"),
        "signing.signers.hall.certificate: the key is not that of the certificate");
    has(said_with("hall: " + pair + "none.crt}"), "signing.signers.hall.certificate: cannot read");
    has(said_with("nobody: " + pair + "documents.crt}"),
        "`nobody` is neither `hall` nor a department");
    has(said_with("hall: {}"), "one of `pkcs12`, `key` with `certificate`, and `module`");
    const Instant late = SystemClock{}.now() + std::chrono::days{1810};
    has(said_with("hall: " + pair + "documents.crt}", late), "signing.signers.hall.certificate: ");
    has(said_with("hall: " + pair + "documents.crt}", late), "renew it now");
    has(said_with("hall: " + pair + "documents.crt}", late + std::chrono::days{30}), "expired at");

    const std::string root = (site_.root() / "run/certs/").string();
    ASSERT_EQ(std::system(("openssl pkcs12 -export -inkey " + root + "documents.key -in " + root +
                           "documents.crt -passout pass:right -out " + root + "seal.p12")
                              .c_str()),
              0);
    const std::string box =
        "hall: {pkcs12: " + certs + "seal.p12, passphrase_file: " + certs + "seal.pass}";
    has(said_with(box), "signing.signers.hall.passphrase_file: there is no file");
    site_.write("run/certs/seal.pass", "right\n");
    EXPECT_EQ(said_with(box), "");
    site_.write("run/certs/seal.pass", "wrong\n");
    has(said_with(box), "signing.signers.hall.passphrase_file: the passphrase is wrong");
    has(said_with("hall: {module: /nowhere.so, token: t, label: l}"),
        "signing.signers.hall.module: no PKCS#11 module");
}

TEST_F(CheckWhole, AValueOfTheWrongKindIsNamedInEveryFile) {
    const struct {
        const char* file;
        const char* from;
        const char* to;
        const char* expected;
    } kWrong[] = {
        {"config/gateway.yaml", "port: 8443", "port: \"8443\"",
         ":7:9: listen.port: a whole number"},
        {"config/gateway.yaml", "hash: sm3", "hash: md5", ": store.hash: one of"},
        {"config/gateway.yaml", "limits:", "limits: 3\nlimitz:", "limits: keys with values"},
        {"config/halls/xinzheng.yaml", "deemed_approval: false", "deemed_approval: 0",
         "true or false"},
        {"config/halls/xinzheng.yaml", "consultation: 2wd", "consultation: [2]",
         "a text is expected"},
        {"config/halls/xinzheng.yaml", "area_code: \"410184\"", "area_code: {a: b}",
         ":5:12: area_code: a text is expected"},
        {"config/partners/portal.yaml", "deduplicates: true", "deduplicates: yes", "true or false"},
        {"config/partners/portal.yaml", "roles: [source]", "roles: source", "a list is expected"},
        {"config/partners/portal.yaml", "roles: [source]", "roles: [sourc]",
         "did you mean `source`"},
        {"config/partners/portal.yaml", "attempts: 40", "attempts: many", "a whole number"},
        {"config/partners/portal.yaml", "channel: \"1\"", "channel: web", "one character"},
        {"config/catalogue/items.csv", ",5wd,no,", ",5 days,no,", "a limit is expected"},
        {"config/catalogue/materials.csv", ",1,登记申请书", ",eins,登记申请书", "a whole number"},
        {"config/catalogue/department_kinds.csv", "gov_dept", "gov_dept,more", "values where"},
        {"config/calendar/2019.json", "\"year\": 2019", "\"year\": \"2019\"", "a whole number"},
        {"config/calendar/2019.json", "\"isOffDay\": true", "\"isOffDay\": 1", "true or false"},
        {"mappings/portal/application.in.yaml", "required: true", "required: yes", "true or false"},
        {"mappings/portal/application.in.yaml", "version: 2", "version: two",
         ":2:10: version: a whole"},
        {"mappings/portal/application.in.yaml", "input: json", "input: jsn",
         "one of csv, form, json, xlsx, xml is expected; did you mean `json`"},
        {"mappings/portal/accepted.out.yaml", "rows:", "rows: 1\nrowz:", "a list is expected"},
        {"mappings/portal/codes/cert_types.yaml",
         "codes:", "codes: [1]\ncodez:", "keys with values"},
        {"templates/fonts.yaml", "song:", "song: 1\nsongs:", "a list is expected"},
        {"run/keys/users.yaml", "users:\n  - id: shouli\n", "users:\n    id: shouli\n",
         "a list is expected"},
    };
    for (const auto& wrong : kWrong) {
        const std::string text = said_of(wrong.file, wrong.from, wrong.to);
        const std::string file{fs::path{wrong.file}.filename()};
        std::istringstream lines{text};
        bool found = false;
        for (std::string line; std::getline(lines, line);)
            found = found || (line.find(file + ":") != std::string::npos &&
                              line.find(wrong.expected) != std::string::npos);
        EXPECT_TRUE(found) << wrong.file << " " << wrong.to << "\n" << text;
    }
}

TEST_F(CheckWhole, EveryMisspeltKeyOfTheGatewaysFontsAndUsersFileIsNamed) {
    for (const char* file : {"config/gateway.yaml", "templates/fonts.yaml", "run/keys/users.yaml"})
        misspell_each(file, [&] { return whole(); });
    EXPECT_GT(misspelt_, 50);
}

TEST_F(CheckWhole, EveryMisspeltKeyOfEveryPartnerIsNamed) {
    for (const fs::path& file : files("config/partners", ".yaml"))
        misspell_each(file, [&] { return load_config(site_.config(), adapter_keys()).problems; });
    EXPECT_GT(misspelt_, 100);
}

TEST_F(CheckWhole, EveryMisspeltKeyOfEveryHallIsNamed) {
    for (const fs::path& file : files("config/halls", ".yaml"))
        misspell_each(file, [&] { return load_halls(site_.config()).problems; });
    EXPECT_GT(misspelt_, 200);
}

TEST_F(CheckWhole, EveryMisspeltKeyOfEveryMappingIsNamed) {
    for (const fs::path& file : files("mappings", ".yaml")) {
        if (file.parent_path().filename() == "codes") continue;
        misspell_each(
            file,
            [&] {
                Problems problems;
                (void)mapping::MappingSet::load_file(site_.root() / file, problems);
                return problems;
            },
            [](const WrittenKey& key) { return key.path == "namespaces"; });
    }
    EXPECT_GT(misspelt_, 500);
}

TEST_F(CheckWhole, EveryMisspeltKeyOfEveryCodeTableIsNamed) {
    for (const fs::path& file : files("mappings", ".yaml")) {
        if (file.parent_path().filename() != "codes") continue;
        misspell_each(
            file,
            [&] {
                Problems problems;
                const auto node = yaml::parse_file(site_.root() / file);
                (void)mapping::read_code_table(*node, "t", problems);
                return problems;
            },
            [](const WrittenKey& key) { return key.path == "codes"; });
    }
    EXPECT_GT(misspelt_, 20);
}

TEST_F(CheckWhole, EveryMisspeltKeyOfEveryCalendarIsNamed) {
    const auto all = files("config/calendar", ".json");
    for (const fs::path& file : all) {
        // Alone in its folder: every key is read about a thousand times.
        const fs::path alone = site_.root() / "alone/calendar";
        fs::create_directories(alone);
        fs::copy_file(site_.root() / file, alone / file.filename());
        misspell_each("alone/calendar" / file.filename(),
                      [&] { return load_calendar(site_.root() / "alone").problems; });
        fs::remove_all(alone);
    }
    EXPECT_GT(misspelt_, 1000);
}

TEST_F(CheckWhole, R31_RemediesThatADecisionCouldNotTellAreNamedWithTheHallAndTheItems) {
    const std::string body = said_of("config/halls/puyang.yaml",
                                     "  wuxiandian/上一级主管部门: 河南省无线电管理机构", "  #");
    has(body, "config/halls/puyang.yaml:");
    has(body, "`wuxiandian/上一级主管部门`: missing for the decisions on demo-wxd-diantai");
    const std::string kind = said_of("config/catalogue/remedies.csv", "rv-174,nongji,court",
                                     "rv-174,nongji,notice_rule");
    has(kind, "catalogue/remedies.csv: nongji 20");
}

TEST_F(CheckWhole, R31_TwoRemediesOfAKindThatBeginTogetherAreNamed) {
    const std::string row = "\nrv-150,zhijian,court,,,";
    const std::string twin = "\nrv-999,zhijian,court,,2030-12-31,某法院,,6个月,b,s,law,";
    has(said_of("config/catalogue/remedies.csv", row, twin + row),
        "rv-999 has the same kind, aspect and beginning");
    const std::string dated = "\nrv-999,zhijian,court,2026-01-01,,某法院,,6个月,b,s,law,";
    EXPECT_EQ(said_of("config/catalogue/remedies.csv", row, dated + row), "");
}

TEST_F(CheckWhole, EveryMisspeltColumnOfEveryTableIsNamed) {
    const auto tables = files("config/catalogue", ".csv");
    for (const fs::path& file : tables) {
        const std::string text = site_.read(file);
        const std::string head = text.substr(0, text.find('\n'));
        std::int64_t column = 1;
        for (const std::string_view title : split(head, ',')) {
            std::string wrong = text;
            wrong.insert(static_cast<std::size_t>(column) - 1 + title.size(), "x");
            site_.write(file, wrong);
            const bool remedies = file.filename() == "remedies.csv";
            EXPECT_TRUE(names(remedies ? load_remedies(site_.config()).problems
                                       : load_catalogue(site_.config()).problems,
                              file, 1, column))
                << file << " " << title;
            column += static_cast<std::int64_t>(title.size()) + 1;
            ++misspelt_;
        }
        site_.write(file, text);
    }
    const fs::path codes = "config/ems_opcodes/ems_opcodes.csv";
    const std::string text = site_.read(codes);
    const std::size_t head = text.find("carrier_code,");
    const std::int64_t line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(head), '\n') + 1;
    std::int64_t column = 1;
    for (const char* title : {"carrier_code", "carrier_name", "olts_code", "notes"}) {
        std::string wrong = text;
        wrong.insert(head + static_cast<std::size_t>(column) - 1, "x");
        site_.write(codes, wrong);
        EXPECT_TRUE(names(whole(), codes, line, column)) << title;
        column += static_cast<std::int64_t>(std::string_view{title}.size()) + 1;
    }
    EXPECT_GT(misspelt_, 60);
}

TEST_F(CheckWhole, AMappingThatChangedUnderItsNumberIsNamedAndANewNumberIsRight) {
    const auto loaded = load_config(site_.config(), adapter_keys());
    const auto& gateway = loaded.value.gateway;
    Problems problems;
    const MappingVersions versions{gateway.mappings, gateway.store};
    const auto load = [&] { return mapping::MappingSet::load(gateway.mappings, problems); };
    EXPECT_TRUE(versions.changed(load()).empty()) << "nothing is kept yet";
    ASSERT_TRUE(versions.keep(load()));
    EXPECT_EQ(said(), "");

    const fs::path file = "mappings/portal/application.in.yaml";
    const std::string text = site_.read(file);
    const auto replaced = [&](std::string out, const std::string& from, const std::string& to) {
        return out.replace(out.find(from), from.size(), to);
    };
    site_.write(file, "# a remark\n" + text);
    EXPECT_EQ(said(), "") << "says the same";
    const std::string changed = replaced(text, "do: [name]", "do: [trim]");
    site_.write(file, changed);
    EXPECT_EQ(said().substr(0, 95),
              "mappings/portal/application.in.yaml:2:10: version: version 2 has been used and said "
              "something e");
    EXPECT_NE(said().find("write version 3"), std::string::npos);

    const std::string second = replaced(changed, "version: 2", "version: 3");
    site_.write(file, second);
    EXPECT_EQ(said(), "");
    ASSERT_TRUE(versions.keep(load()));
    site_.write(file, replaced(second, "required: true", "required: false"));
    EXPECT_NE(said().find("version 3 has been used"), std::string::npos);
    site_.write(file, text);
    EXPECT_EQ(said(), "") << "back to the first";

    const fs::path kept = gateway.store / "mappings/portal";
    const auto old = mapping::MappingSet::load_file(kept / "application.v2.in.yaml", problems);
    const auto now = mapping::MappingSet::load_file(kept / "application.v3.in.yaml", problems);
    ASSERT_TRUE(problems.empty()) << problems.front().text();
    EXPECT_EQ(old.all().at(0)->id(), "portal/application@2");
    EXPECT_EQ(now.all().at(0)->id(), "portal/application@3");
    fs::resize_file(kept / "application.v2.in.yaml", 0);
    EXPECT_EQ(said(), "") << "a copy spoilt by a power cut is made again";
    ASSERT_TRUE(versions.keep(load()));
    EXPECT_GT(fs::file_size(kept / "application.v2.in.yaml"), 100U);
}

}  // namespace ow::app
