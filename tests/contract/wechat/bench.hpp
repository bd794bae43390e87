#pragma once
// Gateway side and platform side of the account, wired together in one process.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <boost/url.hpp>

#include "adapters/wechat/adapter.hpp"
#include "adapters/wechat/twin.hpp"
#include "tests/support/in_process.hpp"

namespace ow::wechat {

class Bench : public ::testing::Test {
  protected:
    static constexpr const char* kKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    static constexpr const char* kBook = "http://hall.test/partners/account/book";

    Bench() { rebuild({}); }

    /// The adapter with more settings, the twin in the same mode.
    void rebuild(const std::map<std::string, std::string>& more) {
        partner_ = {.id = PartnerId{"account"},
                    .name = "公众号",
                    .endpoint = "http://platform.test/",
                    .settings = {{"appid", "wx0123456789abcdef"},
                                 {"template_booking", "TPL-1"},
                                 {"link_minutes", "30"}},
                    .files = {{"secret_file", "app-secret\n"},
                              {"token_file", "server_token\n"},
                              {"encoding_aes_key_file", std::string{kKey} + "\n"}}};
        for (const auto& [key, value] : more) partner_.settings[key] = value;
        adapter_ = make_adapter({partner_, inbound_, wire_, clock_, log_, "http://hall.test/",
                                 [] {
                                     return std::vector<std::pair<std::string, std::string>>{
                                         {"food", "食品经营许可"}, {"id<&", "特殊\"事项"}};
                                 }})
                       .value();
        const bool plain = more.contains("mode") && more.at("mode") == "plain";
        twin_ = std::make_unique<Twin>(
            TwinSettings{{"wx0123456789abcdef", "app-secret", "server_token", kKey},
                         "http://hall.test/partners/account/callback",
                         plain},
            wire_, clock_);
        wire_.connect("platform.test",
                      [this](const ports::HttpRequest& r) { return twin_->handle(r); });
        wire_.connect("hall.test", [this](const ports::HttpRequest& r) {
            return test::ask(*adapter_, r)->value_or(ports::HttpResponse{0, {}, {}});
        });
    }

    [[nodiscard]] ports::HttpReply send(const ports::HttpCall& call) {
        return wire_.call(call).value();
    }
    [[nodiscard]] ports::HttpCall click(const std::string& key = "book",
                                        const std::string& openid = "oUser_1") {
        return twin_->push({{"FromUserName", openid},
                            {"MsgType", "event"},
                            {"Event", "CLICK"},
                            {"EventKey", key}});
    }
    /// The address behind the link a click shows.
    [[nodiscard]] std::string link(const std::string& openid = "oUser_1") {
        const std::string shown = twin_->shown(send(click("book", openid))).value_or("");
        const std::size_t from = shown.find("http");
        return from == std::string::npos ? "" : shown.substr(from, shown.find('"', from) - from);
    }
    [[nodiscard]] ports::HttpReply get(const std::string& url) {
        return send(test::call_of("GET", url));
    }
    [[nodiscard]] static std::string hidden(const std::string& html, const std::string& name) {
        const std::string head = "name=\"" + name + "\" value=\"";
        const std::size_t from = html.find(head) + head.size();
        return html.substr(from, html.find('"', from) - from);
    }
    [[nodiscard]] static std::string form(
        const std::vector<std::pair<std::string, std::string>>& fields) {
        std::string out;
        for (const auto& [name, value] : fields) {
            out += (out.empty() ? "" : "&") + name + "=" +
                   boost::urls::encode(value, boost::urls::unreserved_chars);
        }
        return out;
    }
    [[nodiscard]] ports::HttpReply post(
        const std::vector<std::pair<std::string, std::string>>& fields) {
        return send(test::call_of("POST", kBook, form(fields)));
    }
    [[nodiscard]] boost::json::array sent() {
        ports::HttpRequest request;
        request.path = "/twin/sent";
        return boost::json::parse(twin_->handle(request).body).at("sent").as_array();
    }
    void faults(const std::string& json) {
        ports::HttpRequest request;
        request.path = "/twin/faults";
        request.body = json;
        EXPECT_EQ(twin_->handle(request).status, 200);
    }

    test::TurnedClock clock_{"2026-11-20 10:00:00"};
    NullLog log_;
    test::Wire wire_{clock_};
    test::RememberingInbound inbound_;
    ports::PartnerSettings partner_;
    std::unique_ptr<ports::Adapter> adapter_;
    std::unique_ptr<Twin> twin_;
};

}  // namespace ow::wechat
