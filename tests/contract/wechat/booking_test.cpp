// From the click to the answer: the booking page.

#include "tests/contract/wechat/bench.hpp"

namespace ow::wechat {
namespace {

class WechatBooking : public Bench {
  protected:
    std::vector<std::pair<std::string, std::string>> filled(const std::string& page) {
        return {{"t", hidden(page, "t")},
                {"form_id", hidden(page, "form_id")},
                {"item", "food"},
                {"date", "2026-11-23"},
                {"slot", "09:00-10:00"},
                {"name", "王测试"},
                {"id_number", "110101199003070011"},
                {"phone", "13800000000"}};
    }
    static void set(std::vector<std::pair<std::string, std::string>>& fields,
                    const std::string& name, const std::string& value) {
        for (auto& field : fields) {
            if (field.first == name) field.second = value;
        }
    }
    void confirm() {
        inbound_.decide = [](const ports::InboundMessage&) {
            return ports::Answer{
                {}, {{"booking_no", "4101842026112310000019"}, {"outcome", "confirmed"}}, false};
        };
    }
};

TEST_F(WechatBooking, TheFormOffersWhatCanBeBookedAndShowsNothingOfTheOpenid) {
    const ports::HttpReply page = get(link());
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("食品经营许可"), std::string::npos);
    EXPECT_NE(page.body.find("value=\"id&lt;&amp;\">特殊&quot;事项"), std::string::npos);
    EXPECT_NE(page.body.find("min=\"2026-11-21\" max=\"2026-11-27\""), std::string::npos);
    EXPECT_EQ(page.body.find("oUser_1"), std::string::npos);
    EXPECT_EQ(page.headers.at("cache-control"), "no-store");
    EXPECT_EQ(page.headers.at("referrer-policy"), "no-referrer");
    EXPECT_NE(page.headers.at("content-security-policy").find("default-src 'none'"),
              std::string::npos);
}

TEST_F(WechatBooking, AFilledFormBecomesABookingOfThatOpenid_R17) {
    confirm();
    const ports::HttpReply done = post(filled(get(link()).body));
    EXPECT_EQ(done.status, 200);
    EXPECT_NE(done.body.find("预约成功"), std::string::npos);
    EXPECT_NE(done.body.find("4101842026112310000019"), std::string::npos);
    ASSERT_EQ(inbound_.taken().size(), 1U);
    const ports::InboundMessage& message = inbound_.taken()[0];
    EXPECT_EQ(message.kind, "booking");
    EXPECT_EQ(message.idempotency_key.find("oUser"), std::string::npos);
    const auto body = boost::json::parse(message.body);
    EXPECT_EQ(body.at("openid"), "oUser_1");
    EXPECT_EQ(body.at("item"), "food");
    EXPECT_EQ(body.at("item_name"), "食品经营许可");
    EXPECT_EQ(body.at("date"), "2026-11-23");
    EXPECT_EQ(body.at("slot"), "09:00-10:00");
    EXPECT_EQ(body.at("name"), "王测试");
    EXPECT_EQ(body.at("id_number"), "110101199003070011");
    EXPECT_EQ(body.at("phone"), "13800000000");
}

TEST_F(WechatBooking, ARefusalIsShownWithItsReason_R17) {
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{{}, {{"outcome", "refused"}, {"reason", "该日预约名额已满"}}, false};
    };
    const ports::HttpReply done = post(filled(get(link()).body));
    EXPECT_NE(done.body.find("预约未成功"), std::string::npos);
    EXPECT_NE(done.body.find("该日预约名额已满"), std::string::npos);
    EXPECT_EQ(done.body.find("预约成功"), std::string::npos);
}

TEST_F(WechatBooking, ADoubleTapIsOneBooking) {
    confirm();
    const auto fields = filled(get(link()).body);
    EXPECT_NE(post(fields).body.find("预约成功"), std::string::npos);
    EXPECT_NE(post(fields).body.find("预约成功"), std::string::npos);
    EXPECT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(inbound_.repeated(), 1U);
    EXPECT_NE(post(filled(get(link()).body)).body.find("预约成功"), std::string::npos);
    EXPECT_EQ(inbound_.taken().size(), 2U);
}

TEST_F(WechatBooking, R17_TheSameFormSentMuchLaterIsTheSameBookingWithTheSameAnswer) {
    confirm();
    const auto fields = filled(get(link()).body);
    const std::string first = post(fields).body;
    clock_.forward(std::chrono::minutes{2});
    EXPECT_EQ(post(fields).body, first) << "the page was reloaded";
    EXPECT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(inbound_.repeated(), 1U);
}

TEST_F(WechatBooking, R17_AFormThatWasTakenCannotBeSentAgainWithOtherWords) {
    confirm();
    auto fields = filled(get(link()).body);
    (void)post(fields);
    set(fields, "slot", "10:00-11:00");
    const ports::HttpReply other = post(fields);
    EXPECT_EQ(other.status, 409);
    EXPECT_NE(other.body.find("这张预约表已经提交过"), std::string::npos);
    auto shown = filled(other.body);
    set(shown, "slot", "10:00-11:00");
    EXPECT_EQ(post(shown).status, 409) << "what the page shows, sent again, books nothing";
    EXPECT_EQ(inbound_.taken().size(), 1U);
}

TEST_F(WechatBooking, NobodyCanTakeAnotherPersonsFormAway) {
    confirm();
    const auto mine = filled(get(link()).body);
    auto theirs = filled(get(link("oUser_2")).body);
    set(theirs, "form_id", mine[1].second);
    EXPECT_EQ(post(theirs).status, 200);
    EXPECT_EQ(post(mine).status, 200);
    EXPECT_EQ(inbound_.taken().size(), 2U);
}

TEST_F(WechatBooking, TheAnswerWaitsForTheCommit) {
    confirm();
    const auto fields = filled(get(link()).body);
    inbound_.hold = true;
    const ports::HttpCall call = test::call_of("POST", kBook, form(fields));
    const auto answer = test::ask(*adapter_, test::request_of(call, clock_.now()));
    EXPECT_FALSE(answer->has_value());
    inbound_.release();
    ASSERT_TRUE(answer->has_value());
    EXPECT_NE((*answer)->body.find("预约成功"), std::string::npos);
}

TEST_F(WechatBooking, ALinkIsForOnePersonAndEnds) {
    const std::string url = link();
    EXPECT_EQ(get(url).status, 200);
    std::string forged = url;
    forged[forged.size() - 5] = forged[forged.size() - 5] == 'A' ? 'B' : 'A';
    EXPECT_EQ(get(forged).status, 403);
    EXPECT_EQ(get(url.substr(0, url.find('?'))).status, 403);
    EXPECT_EQ(get(url.substr(0, url.find('=') + 1) + "oUser_1").status, 403);
    const auto fields = filled(get(url).body);
    clock_.forward(std::chrono::minutes{30});
    EXPECT_EQ(get(url).status, 401);
    EXPECT_EQ(post(fields).status, 401);
    EXPECT_TRUE(inbound_.taken().empty());
}

TEST_F(WechatBooking, TheFormCannotBeGivenAnotherOpenid) {
    confirm();
    auto fields = filled(get(link()).body);
    fields.emplace_back("openid", "oEvil");
    EXPECT_EQ(post(fields).status, 200);
    EXPECT_EQ(boost::json::parse(inbound_.taken()[0].body).at("openid"), "oUser_1");
}

TEST_F(WechatBooking, WhatIsMissingOrWrongIsNamedAndTheRestStaysFilledIn) {
    const auto problem = [&](const std::string& name, const std::string& value) {
        auto fields = filled(get(link()).body);
        set(fields, name, value);
        const ports::HttpReply reply = post(fields);
        EXPECT_EQ(reply.status, 422);
        const std::size_t from = reply.body.find("role=\"alert\">");
        EXPECT_NE(from, std::string::npos);
        if (name != "name") {
            EXPECT_NE(reply.body.find("value=\"王测试\""), std::string::npos);
        }
        return reply.body.substr(from + 13, reply.body.find("</p>", from) - from - 13);
    };
    EXPECT_EQ(problem("name", " "), "姓名：缺少必填内容。");
    EXPECT_EQ(problem("phone", ""), "手机号码：缺少必填内容。");
    EXPECT_EQ(problem("item", "other"), "办理事项：该事项未在本大厅公布，不能受理。");
    EXPECT_EQ(problem("date", "2026-11-20"), "预约日期：填写的内容格式不对。");
    EXPECT_EQ(problem("date", "2026-12-20"), "预约日期：填写的内容格式不对。");
    EXPECT_EQ(problem("date", "2026-11-2x"), "预约日期：填写的内容格式不对。");
    EXPECT_EQ(problem("slot", "03:00-04:00"), "时段：填写的内容格式不对。");
    EXPECT_TRUE(inbound_.taken().empty());
}

TEST_F(WechatBooking, IntakesFieldErrorsComeBackIntoThePageAndTheCorrectedFormIsTaken) {
    inbound_.decide = [](const ports::InboundMessage& message) {
        const bool wrong = boost::json::parse(message.body).at("id_number") == "1";
        return wrong ? ports::Answer{Error{Code::kFieldFormat, {.field = "applicant.id_number"}},
                                     {},
                                     false}
                     : ports::Answer{};
    };
    auto fields = filled(get(link()).body);
    set(fields, "id_number", "1");
    const ports::HttpReply refused = post(fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("身份证号：填写的内容格式不对。"), std::string::npos);
    auto corrected = filled(refused.body);
    EXPECT_EQ(post(corrected).status, 200);
    EXPECT_EQ(inbound_.taken().size(), 1U);
}

TEST_F(WechatBooking, ABusyGatewayAsksToTryAgainAndTheSameFormIsStillOneBooking) {
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{Error{Code::kOverloaded}, {}, false};
    };
    const ports::HttpReply busy = post(filled(get(link()).body));
    EXPECT_EQ(busy.status, 503);
    confirm();
    EXPECT_EQ(post(filled(busy.body)).status, 200);
    EXPECT_EQ(inbound_.taken().size(), 1U);
}

TEST_F(WechatBooking, ScriptInAnAnswerStaysText) {
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{Error{Code::kFieldFormat}, {}, false};
    };
    auto fields = filled(get(link()).body);
    set(fields, "name", "\"><script>alert(1)</script>");
    const ports::HttpReply reply = post(fields);
    EXPECT_EQ(reply.body.find("<script>"), std::string::npos);
    EXPECT_NE(reply.body.find("&lt;script&gt;"), std::string::npos);
}

TEST_F(WechatBooking, NonsenseForFormsIsRefused) {
    for (const char* body : {"", "t=1&t=2", "%zz", "t=\xff", "t=%ff%fe&form_id=1"}) {
        const ports::HttpReply reply = send(test::call_of("POST", kBook, body));
        EXPECT_GE(reply.status, 400) << body;
        EXPECT_LT(reply.status, 500) << body;
    }
}

}  // namespace
}  // namespace ow::wechat
