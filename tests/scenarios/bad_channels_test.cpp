// Bad input at the other doors: parcels and tracks, the account's pushes and its booking page, the
// window's own form.

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/ems/form.hpp"
#include "adapters/ems/twin.hpp"
#include "adapters/wechat/twin_wire.hpp"
#include "tests/scenarios/applications.hpp"

namespace ow::scenario {
namespace {

namespace json = boost::json;
namespace account = wechat::twin;

constexpr const char* kJson = "application/json";

class BadChannels : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { hall_ = std::make_unique<HallUnderTest>(); }
    static void TearDownTestSuite() { hall_.reset(); }
    void SetUp() override { before_ = hall_->counts(); }
    void TearDown() override {
        EXPECT_EQ(hall_->counts(), before_) << "half a case, booking or parcel";
        EXPECT_FALSE(hall_->log().holds(kBadName)) << "a person's name is in the log";
        expect_good_ones_pass(*hall_);
    }

    static std::unique_ptr<HallUnderTest> hall_;
    Counts before_;
};
std::unique_ptr<HallUnderTest> BadChannels::hall_;

std::string parcel(const std::string& waybill, const std::string& arrived = "2026-11-20 09:30:00") {
    return json::serialize(json::object{{"waybill_no", waybill},
                                        {"arrived_at", arrived},
                                        {"sender", json::object{{"name", kBadName}}}});
}
Message parcels(const std::string& rows) {
    return {"ems", "parcels", kJson, R"({"batch_no":"B1","parcels":[)" + rows + "]}"};
}
std::string text(const json::object& object, const char* name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

// ---- the parcel list

TEST_F(BadChannels, AParcelListThatIsNoneIsRefusedWhole) {
    const std::string row = parcel("EE471108151FR");
    struct Bad {
        Message message;
        Expected expected;
    };
    const Bad rows[] = {
        {parcels(row.substr(0, 30)), {400, "JSON_INVALID", "", false}},
        {{"ems", "parcels", kJson, ""}, {400, "JSON_INVALID", "", false}},
        {{"ems", "parcels", kJson, "{\"parcels\":[],\n\"parcels\":[]}"},
         {400, "JSON_INVALID", "", false}},
        {{"ems", "parcels", kJson, "{\"batch_no\":\"\xce\xe2\",\"parcels\":[]}"},
         {400, "JSON_INVALID", "", false}},
        {{"ems", "parcels", kJson, "[]"}, {400, "JSON_INVALID", "*", false}},
        {{"ems", "parcels", kJson, "{}"}, {422, "FIELD_MISSING", "parcels", false}},
        {{"ems", "parcels", kJson, R"({"parcels":{}})"}, {422, "FIELD_MISSING", "parcels", false}},
        {{"ems", "parcels", "text/plain", R"({"parcels":[]})"},
         {415, "MEDIA_TYPE_UNSUPPORTED", "content-type", false}},
    };
    for (const Bad& bad : rows) {
        SCOPED_TRACE(bad.message.body);
        expect_refused(*hall_, hall_->send(bad.message), bad.expected);
    }
    ports::HttpCall call = hall_->signed_call(parcels(row));
    call.headers["X-OW-Signature"] = std::string(64, '0');
    expect_refused(*hall_, hall_->call(call),
                   {403, "AUTH_SIGNATURE_INVALID", "x-ow-signature", false});
    expect_refused(*hall_, hall_->send(parcels(std::string(1U << 20U, ' '))),
                   {413, "REQUEST_TOO_LARGE", "body", false});
}

TEST_F(BadChannels, AWrongRowOfAParcelListIsNamedAndLeavesALine) {
    const Reply reply = hall_->send(parcels(parcel("SF1234567890123") + "," + parcel("", "") + "," +
                                            parcel("EE471108151FR", "yesterday") + ",7," +
                                            parcel(std::string(100, '1'))));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto& results = reply.answer.at("results").as_array();
    const char* fields[] = {"parcels[1].waybill_no", "parcels[2].waybill_no",
                            "parcels[3].arrived_at", "parcels[4]", "parcels[5].waybill_no"};
    ASSERT_EQ(results.size(), std::size(fields));
    for (std::size_t i = 0; i < std::size(fields); ++i) {
        EXPECT_FALSE(results[i].at("taken").as_bool());
        const json::object& error = results[i].at("error").as_object();
        EXPECT_EQ(text(error, "field"), fields[i]);
        EXPECT_FALSE(text(error, "code").empty() || text(error, "next").empty());
    }
    // All of them in the lines of one request.
    const auto lines = hall_->log().of_trace(text(reply.answer, "trace"));
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                            [](const auto& line) { return line.event == "intake.refused"; }),
              5);
}

TEST_F(BadChannels, AWrongFieldInsideAParcelIsRefusedByTheMapping) {
    const std::string long_name(300, 'x');
    const Reply reply = hall_->send(
        parcels(json::serialize(json::object{{"waybill_no", "EE471108151FR"},
                                             {"arrived_at", "2026-11-20 09:30:00"},
                                             {"sender", json::object{{"name", long_name}}}})));
    const json::object& row = reply.answer.at("results").at(0).as_object();
    EXPECT_FALSE(row.at("taken").as_bool());
    EXPECT_EQ(text(row.at("error").as_object(), "code"), "FIELD_TOO_LONG");
    EXPECT_EQ(text(row.at("error").as_object(), "field"), "parcel.sender_name");
    const auto listed = hall_->refused(text(reply.answer, "trace"));
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(text(listed[0], "code"), "FIELD_TOO_LONG");
}

// ---- the track pushes

std::string track_form(const HallUnderTest& hall, const std::string& body,
                       const std::string& authorization = {}) {
    return ems::write_form(
        {{"apiCode", "040002"},
         {"senderNo", "1100100000001"},
         {"authorization",
          authorization.empty() ? hall.secret("ems.authorization") : authorization},
         {"timeStamp", "2026-11-20 09:30:00"},
         {"logitcsInterface", ems::Twin::seal(hall.secret("ems.signkey"), body)}});
}

TEST_F(BadChannels, ATrackPushThatIsNoneIsRefused) {
    const auto push = [&](const std::string& form) {
        return hall_->call("POST", "/partners/ems/track",
                           {{"content-type", "application/x-www-form-urlencoded"}}, form);
    };
    const std::string good = track_form(*hall_, R"({"serialNo":"1","traces":[]})");
    const auto refused = [&](const std::string& form, const Expected& expected) {
        SCOPED_TRACE(form.substr(0, 200));
        expect_refused(*hall_, push(form), expected);
    };
    refused("", {400, "MESSAGE_KIND_UNKNOWN", "apiCode", false});
    refused("a=%zz", {400, "REQUEST_INVALID", "form", false});
    refused(std::string{kBadName} + "=1&" + kBadName + "=1",
            {400, "REQUEST_INVALID", "form", false});
    refused(with(good, "1100100000001", "1100100000002"),
            {403, "AUTH_SIGNATURE_INVALID", "senderNo", false});
    refused(track_form(*hall_, "{}", "guessed"),
            {403, "AUTH_SIGNATURE_INVALID", "authorization", false});
    std::string cut = good.substr(0, good.size() - 17);
    cut.resize(std::min(cut.size(), cut.find('%', cut.size() - 2)));  // no half %XX
    refused(cut, {400, "REQUEST_INVALID", "logitcsInterface", false});
    refused(with(good, "logitcsInterface=", "logitcsInterface=x"),
            {400, "REQUEST_INVALID", "logitcsInterface", false});
    refused(track_form(*hall_, "{\"serialNo\":"), {400, "JSON_INVALID", "", false});
    refused(track_form(*hall_, "{}"), {422, "FIELD_MISSING", "serialNo", false});
    refused(track_form(*hall_, R"({"serialNo":"1","traces":[{"waybillNo":"1"}]})"),
            {422, "FIELD_MISSING", "traces[1].opCode", false});
    refused(track_form(*hall_, R"({"serialNo":"1","traces":[{"waybillNo":"1","opCode":"704"}]})"),
            {422, "FIELD_FORMAT", "traces[1].opTime", false});
}

TEST_F(BadChannels, R33_ATrackWithACodeNobodyKnowsWaitsForTheOperator) {
    const Reply reply = hall_->call(
        "POST", "/partners/ems/track", {{"content-type", "application/x-www-form-urlencoded"}},
        track_form(*hall_, R"({"serialNo":"1","traces":[{"waybillNo":"EA000000001CN",
                               "opCode":"999999","opTime":"2026-11-20 09:30:00"}]})"));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const Reply list = hall_->console("operator", "GET", "refused");
    const json::object& row = list.answer.at("rows").at(0).as_object();
    EXPECT_EQ(text(row, "code"), "MAPPING_CODE_UNKNOWN");
    EXPECT_EQ(text(row, "field"), "track.meaning");
}

// ---- the account's pushes

account::Account account_of(const HallUnderTest& hall) {
    return {"wxdemo0000000001", hall.secret("wechat.secret"), hall.secret("wechat.token"),
            hall.secret("wechat.aeskey")};
}
std::string now_text(HallUnderTest& hall, std::chrono::seconds shift = {}) {
    const auto now =
        std::chrono::floor<std::chrono::seconds>(hall.clock().now().time_since_epoch());
    return std::to_string((now + shift).count());
}
account::Sealed click(HallUnderTest& hall, const std::string& xml = {},
                      std::chrono::seconds shift = {}) {
    const std::string push = xml.empty() ? account::push_xml({{"ToUserName", "gh_1"},
                                                              {"FromUserName", "o-openid-1"},
                                                              {"CreateTime", now_text(hall)},
                                                              {"MsgType", "event"},
                                                              {"Event", "CLICK"},
                                                              {"EventKey", "book"}})
                                         : xml;
    return account::seal_push(account_of(hall), push, now_text(hall, shift), hall.fresh("nonce"),
                              "o-openid-1");
}
Reply push(HallUnderTest& hall, const account::Sealed& sealed) {
    return hall.call("POST", "/partners/wechat/callback?" + sealed.query,
                     {{"content-type", "text/xml"}}, sealed.body);
}

TEST_F(BadChannels, APushThatIsNotTheAccountsIsRefused) {
    const auto refused = [&](const account::Sealed& sealed, const Expected& expected) {
        SCOPED_TRACE(sealed.query);
        expect_refused(*hall_, push(*hall_, sealed), expected);
    };
    account::Sealed one = click(*hall_);
    one.query = with(one.query, "msg_signature=", "msg_signature=0");
    refused(one, {403, "AUTH_SIGNATURE_INVALID", "*", false});
    one = click(*hall_);
    one.query = with(one.query, "msg_signature=", "other=");
    refused(one, {401, "AUTH_CREDENTIALS_MISSING", "*", false});
    refused(click(*hall_, {}, std::chrono::hours{-1}),
            {403, "AUTH_TIME_OUTSIDE_WINDOW", "timestamp", false});
    one = click(*hall_);
    one.query = with(one.query, "timestamp=", "timestamp=x");
    refused(one, {400, "REQUEST_INVALID", "timestamp", false});
    refused(account::plain_push(account_of(*hall_), "<xml/>", now_text(*hall_), "n1", "o-openid-1"),
            {403, "AUTH_SIGNATURE_INVALID", "encrypt_type", false});
    account::Account stranger = account_of(*hall_);
    stranger.appid = "wxdemo0000000002";
    refused(account::seal_push(stranger, "<xml/>", now_text(*hall_), "n2", "o-openid-1"),
            {400, "REQUEST_INVALID", "appid", false});
}

TEST_F(BadChannels, APushThatIsBrokenIsRefusedWithItsPlace) {
    const auto refused = [&](account::Sealed sealed, const Expected& expected) {
        SCOPED_TRACE(sealed.body.substr(0, 200));
        expect_refused(*hall_, push(*hall_, sealed), expected);
    };
    account::Sealed outside = click(*hall_);
    const std::string body = outside.body;
    for (const auto& [text, code, field] :
         {std::tuple{std::string{}, "XML_INVALID", "*"},
          {body.substr(0, body.size() / 2), "XML_INVALID", ""},
          {std::string{"<xml><Encrypt>\xff\xff</Encrypt></xml>"}, "XML_INVALID", ""},
          {"<!DOCTYPE a [<!ENTITY b 'c'>]>" + body, "XML_DOCTYPE_REFUSED", ""},
          {std::string{"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>"}, "REQUEST_INVALID",
           "xml"},
          {fmt::format("<xml><{0}/><{0}/></xml>", kBadName), "REQUEST_INVALID", "xml"},
          {std::string{"<html/>"}, "REQUEST_INVALID", "xml"},
          {std::string{"<xml/>"}, "REQUEST_INVALID", "Encrypt"}}) {
        outside.body = text;
        refused(outside, {400, code, field, false});
    }
    refused(click(*hall_, "no xml"), {400, "XML_INVALID", "", false});
    refused(click(*hall_, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><xml>&b;</xml>"),
            {400, "XML_DOCTYPE_REFUSED", "", false});
    refused(click(*hall_, "<xml><ToUserName>a</ToUserName></xml>"),
            {400, "REQUEST_INVALID", "CreateTime", false});
    refused(click(*hall_, account::push_xml({{"ToUserName", "gh_1"},
                                             {"FromUserName", "a b"},
                                             {"CreateTime", "1"},
                                             {"MsgType", "text"}})),
            {400, "REQUEST_INVALID", "FromUserName", false});
    outside.body = std::string(300 * 1024, ' ');
    refused(outside, {413, "REQUEST_TOO_LARGE", "body", false});
}

TEST_F(BadChannels, ASignatureUsedForAnotherPushIsAReplay) {
    const account::Sealed first = click(*hall_);
    EXPECT_EQ(push(*hall_, first).status, 200);
    EXPECT_EQ(push(*hall_, first).status, 200) << "the platform repeats what it had no answer to";
    hall_->clock().forward(std::chrono::hours{2});
    expect_refused(*hall_, push(*hall_, first),
                   {403, "AUTH_TIME_OUTSIDE_WINDOW", "timestamp", false});
    hall_->clock().forward(std::chrono::hours{-2});
}

// ---- the booking page

std::string link_token(HallUnderTest& hall) {
    const Reply reply = push(hall, click(hall));
    const auto xml = account::open_reply(account_of(hall), reply.body);
    if (!xml) throw std::runtime_error{"no reply: " + reply.body};
    const std::string content = account::element(*xml, "Content");
    const std::size_t at = content.find("?t=") + 3;
    return content.substr(at, content.find('"', at) - at);
}

TEST_F(BadChannels, AWrongBookingIsToldInThePageAndBooksNothing) {
    const std::string token = link_token(*hall_);
    using Form = std::map<std::string, std::string>;
    const Form good{{"t", token},
                    {"form_id", "form-1"},
                    {"item", "demo-gjj-tiqu"},
                    {"date", to_iso(add_days(day_of(hall_->clock().now()), 3))},
                    {"slot", "09:00-10:00"},
                    {"name", kBadName},
                    {"id_number", "41018419900104003X"},
                    {"phone", "13800000001"}};
    const auto post = [&](const Form& form) {
        std::vector<std::pair<std::string_view, std::string>> fields(form.begin(), form.end());
        return hall_->call("POST", "/partners/wechat/book",
                           {{"content-type", "application/x-www-form-urlencoded"}},
                           ems::write_form(fields));
    };
    struct Bad {
        const char* field;
        std::string value;
        int status;
        const char* said;
    };
    const Bad rows[] = {
        {"t", "guessed", 403, "链接无效"},
        {"t", "", 403, "链接无效"},
        {"item", "demo-unknown", 422, "办理事项"},
        {"item", "", 422, "办理事项"},
        {"date", "2026-02-30", 422, "预约日期"},
        {"date", "2031-01-01", 422, "预约日期"},
        {"slot", "03:00-04:00", 422, "时段"},
        {"name", "", 422, "姓名"},
        {"name", std::string(300, 'x'), 422, "姓名"},
        {"id_number", "410184199001040031", 422, "身份证号"},
        {"phone", "none", 422, "手机号码"},
        {"name", "\xff\xfe", 400, "姓名：提交的内容有误"},
    };
    std::size_t lines = hall_->log().count("intake.refused");
    for (const Bad& bad : rows) {
        SCOPED_TRACE(fmt::format("{} = {:.20}", bad.field, bad.value));
        Form form = good;
        form[bad.field] = bad.value;
        form["form_id"] = hall_->fresh("form-");
        const Reply reply = post(form);
        EXPECT_EQ(reply.status, bad.status);
        EXPECT_NE(reply.body.find(bad.said), std::string::npos) << reply.body;
        EXPECT_EQ(reply.body.find("预约成功"), std::string::npos);
        EXPECT_EQ(hall_->log().count("intake.refused"), ++lines);
    }
    const Reply expired = [&] {
        hall_->clock().forward(std::chrono::minutes{31});
        Reply reply = post(good);
        hall_->clock().forward(std::chrono::minutes{-31});
        return reply;
    }();
    EXPECT_EQ(expired.status, 401);
    EXPECT_NE(expired.body.find("超过有效时间"), std::string::npos);
}

// ---- the window's own form

std::string take_in(const json::object& values) {
    return json::serialize(json::object{{"action", "take_in"},
                                        {"seen_version", 0},
                                        {"idempotency_key", "0123456789abcdef"},
                                        {"values", values}});
}

TEST_F(BadChannels, EveryWrongFieldOfTheWindowsFormIsNamedAndTheParcelWaitsOn) {
    const Reply listed = hall_->send(parcels(parcel("EE471108151FR")));
    ASSERT_EQ(listed.status, 200) << listed.body;
    before_ = hall_->counts();
    const json::object good{
        {"item", "demo-gjj-tiqu"},
        {"name", "王测试"},
        {"cert_number", "41018419900104003X"},
        {"phone", "13800000001"},
        {"identity", "copy"},
        {"pick_up", "mail"},
        {"province", "河南省"},
        {"city", "郑州市"},
        {"county", "新郑市"},
        {"address", "样本路1号"},
        {"materials",
         json::array{json::object{{"id", "demo-gjj-tiqu-m01"}, {"form", "原件"}, {"copies", 1}}}}};
    const auto refused = [&](const char* field, const json::value& value, const char* code,
                             const char* named) {
        SCOPED_TRACE(field);
        json::object values = good;
        values[field] = value;
        const Reply reply =
            hall_->console("acceptance", "POST", "intake/parcel/EE471108151FR", take_in(values));
        expect_refused(*hall_, reply, {422, code, named, false});
        EXPECT_EQ(hall_->counts(), before_);
    };
    const std::string long_one(5000, 'x');
    refused("item", "demo-unknown", "ITEM_NOT_PUBLISHED", "item");
    refused("item", nullptr, "ITEM_NOT_PUBLISHED", "item");
    refused("name", json::value(long_one), "FIELD_TOO_LONG", "applicant.name");
    refused("name", "王\x7f测试", "FIELD_FORMAT", "applicant.name");
    refused("cert_number", " ", "FIELD_MISSING", "applicant.cert_number");
    refused("cert_number", "410184199001040031", "FIELD_FORMAT", "applicant.cert_number");
    refused("phone", "none", "FIELD_FORMAT", "applicant.phone");
    refused("pick_up", "pigeon", "FIELD_FORMAT", "pick_up");
    for (const char* part : {"province", "city", "county", "address"}) {
        refused(part, "", "FIELD_MISSING", ("delivery." + std::string{part}).c_str());
        refused(part, json::value(long_one), "FIELD_TOO_LONG",
                ("delivery." + std::string{part}).c_str());
    }
    refused("materials", json::array{json::object{{"id", "demo-sy-spjy-m01"}}},
            "MATERIAL_NOT_LISTED", "materials[1].id");
    refused("materials", "all", "FIELD_FORMAT", "materials");
    const Reply taken =
        hall_->console("acceptance", "POST", "intake/parcel/EE471108151FR", take_in(good));
    EXPECT_EQ(taken.status, 200) << taken.body;
    before_ = hall_->counts();
}

TEST_F(BadChannels, AWrongFormOfTheWindowIsRefusedNamingTheField) {
    const auto post = [&](const char* path, const std::string& body, ports::Headers headers = {}) {
        return hall_->console("acceptance", "POST", path, body, std::move(headers));
    };
    const auto refused = [&](const Reply& reply, const Expected& expected) {
        expect_refused(*hall_, reply, expected);
    };
    const char* path = "intake/parcel/EA000000001CN";
    refused(post(path, "{\"values\":"), {400, "JSON_INVALID", "", false});
    refused(post(path, ""), {400, "JSON_INVALID", "", false});
    refused(post(path, R"({"values":{},"values":{}})"), {400, "JSON_INVALID", "", false});
    refused(post(path, "{\"values\":\"\xce\xe2\"}"), {400, "JSON_INVALID", "", false});
    refused(post(path, "[]"), {400, "JSON_INVALID", "*", false});
    refused(post(path, std::string(2000, '[')), {400, "JSON_INVALID", "", false});
    refused(post(path, "{}", {{"content-type", "text/plain"}}),
            {415, "MEDIA_TYPE_UNSUPPORTED", "content-type", false});
    refused(post(path, "{}", {{"x-csrf-token", "guessed"}}), {403, "AUTH_CSRF_TOKEN", "*", false});
    refused(post(path, std::string(300 * 1024, ' ')), {413, "REQUEST_TOO_LARGE", "body", false});
    refused(hall_->call("POST", "/console/api/intake/parcel/1", {{"content-type", kJson}}, "{}"),
            {401, "AUTH_SESSION_EXPIRED", "*", false});
    refused(hall_->console("operator", "POST", path, "{}"), {403, "AUTH_FORBIDDEN", "*", false});
    refused(post(path, "{}"), {422, "FIELD_MISSING", "idempotency_key", false});
    refused(post(path, take_in({{"item", "demo-gjj-tiqu"}})), {404, "CASE_NOT_FOUND", "*", false});
    refused(post("intake/nonsense/1", take_in({{"item", "demo-gjj-tiqu"}})),
            {404, "ROUTE_NOT_FOUND", "nonsense", false});
    refused(post("search", R"({"text":""})"), {422, "FIELD_FORMAT", "text", false});
    refused(post("search", R"({"text":7})"), {422, "FIELD_FORMAT", "text", false});
    refused(post("cases/4101842026112010000010/actions", take_in({})),
            {404, "CASE_NOT_FOUND", "*", false});
    refused(hall_->console("acceptance", "GET", "bookings?day=2026-02-30"),
            {422, "FIELD_FORMAT", "day", false});
}

}  // namespace
}  // namespace ow::scenario
