// `onewindow check` on the addresses of a site and on what a partner's file leaves out: each would
// be noticed when a paper is scanned, or a message comes or goes.

#include "gateway/app/web_address.hpp"
#include "tests/unit/app/checked_site.hpp"

namespace ow::app {

class CheckAddresses : public CheckedSite {
  protected:
    void said_with(const std::filesystem::path& file, const std::string& from,
                   const std::string& to, const std::string& part) const {
        SCOPED_TRACE(to);
        has(said_of(file, from, to), part);
    }
};

TEST_F(CheckAddresses, AnAddressHasASchemeAHostAndAPortAndNothingThatIsNotAscii) {
    for (const char* right : {"http://a", "https://hall.example:8443/q", "http://[::1]:80/x?y=z",
                              "https://192.0.2.7:65535", "https://sub_domain.example#top"})
        EXPECT_EQ(wrong_in_address(right, kWebSchemes), "") << right;
    for (const char* wrong :
         {"localhost:8443", "https：//x", "htp:/foo bar", "https://", "https:///path", "http://a b",
          "http://a/b c", "http://a:0", "http://a:84620", "http://a:", "http://a:8x", "http://[::1",
          "http://[::1]x", "http://u@a", "http://大厅.example", "http://a/大厅", "ipp://a",
          " http://a"})
        EXPECT_NE(wrong_in_address(wrong, kWebSchemes), "") << wrong;
    EXPECT_EQ(wrong_in_address("ipps://printer.example/ipp/print", kPrinterSchemes), "");
}

TEST_F(CheckAddresses, AWrongAddressIsNamedInEveryFile) {
    const std::string url = "public_url: https://localhost:8443";
    said_with(
        "config/gateway.yaml", url, "public_url: localhost:8443",
        "config/gateway.yaml:3:13: public_url: an address with http://, https:// is expected");
    said_with("config/gateway.yaml", url, "public_url: https：//x",
              ":3:13: public_url: an address");
    said_with("config/gateway.yaml", url, "public_url: https://a b",
              ":3:13: public_url: an address");
    said_with("config/halls/xinzheng.yaml", "query_url: https://127.0.0.1:8443/query",
              "query_url: htp:/foo bar", "config/halls/xinzheng.yaml:8:12: query_url: an address");
    said_with("config/partners/portal.yaml", "endpoint: http://127.0.0.1:8461/portal",
              "endpoint: http://127.0.0.1:84620/portal",
              "config/partners/portal.yaml:8:11: endpoint: `84620` is no port");
    said_with("config/partners/portal.yaml", "endpoint: http://", "endpoint: ",
              "portal.yaml:8:11: endpoint: an address with http://, https:// is expected");
    EXPECT_EQ(
        said_of("config/partners/counter_printer.yaml", "endpoint: http://", "endpoint: ipp://"),
        "");
}

TEST_F(CheckAddresses, AMessageThatCouldNotBeSentOrReadIsNamed) {
    const std::filesystem::path portal = "config/partners/portal.yaml";
    said_with(portal, "  path.delivered: /in/delivered\n", "",
              "portal.yaml:20:14: outbound.delivered: cannot be sent: `settings: path.delivered` "
              "is missing");
    said_with(portal, "trust:\n  hmac_key_file: ../run/keys/portal.hmac\n", "",
              "inbound: every message would be refused: `trust` has neither");
    said_with("config/partners/insurance.yaml",
              "trust:\n  hmac_key_file: ../run/keys/insurance.hmac\n", "",
              "inbound: every message would be refused: `trust` has neither");
    said_with("config/partners/back_office.yaml", "decision: back_office/decision",
              "decision: back_office/progress",
              "inbound.decision: back_office/progress reads messages of the kind `progress`");
}

TEST_F(CheckAddresses, WhatTheGatewayNeedsToStartIsNamedWhereItIsWritten) {
    const std::filesystem::path gateway = "config/gateway.yaml";
    said_with(gateway, "keys/master.key", "keys/mastr.key",
              "config/gateway.yaml:14:15: store.master_key: there is no file run/keys/mastr.key");
    said_with("run/keys/master.key", site_.read("run/keys/master.key"), "no key",
              "config/gateway.yaml:14:15: store.master_key: run/keys/master.key: not 64 hex");
    said_with(gateway, "mappings: ../mappings", "mappings: ../maps",
              "config/gateway.yaml:30:13: folders.mappings: there is no folder maps");
    said_with(gateway, "../templates/fonts.yaml", "../templates/font.yaml",
              "config/gateway.yaml:29:10: folders.fonts: there is no file templates/font.yaml");
    said_with(gateway, "  # signers:", "  countersigned: [D99]\n  # signers:",
              "signing.countersigned: `D99` is no document");
    const std::string fonts = site_.read("templates/fonts.yaml");
    const std::size_t at = fonts.find("- path: ");
    const std::string first = fonts.substr(at, fonts.find('\n', at) - at);
    said_with("templates/fonts.yaml", first, "- path: config/gateway.yaml",
              "templates/fonts.yaml:15:5: title[0]: gateway.yaml: no such face in the file");
    said_with("templates/fonts.yaml", first, first + "\n    face: 9",
              "templates/fonts.yaml:15:5: title[0]: NotoSerifSC_700Bold.ttf: no such face");
}

}  // namespace ow::app
