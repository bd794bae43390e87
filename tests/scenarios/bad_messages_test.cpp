// What the two pushing sources can get wrong in the bytes they send: over TLS, to the real routes,
// through the real mappings.

#include <algorithm>

#include "gateway/base/text.hpp"
#include "tests/scenarios/applications.hpp"

namespace ow::scenario {
namespace {

struct Bad {
    const char* name;
    Message message;
    Expected expected;
};

class BadMessages : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { hall_ = std::make_unique<HallUnderTest>(); }
    static void TearDownTestSuite() { hall_.reset(); }

    static void expect_each_refused(const std::vector<Bad>& rows) {
        for (const Bad& bad : rows) {
            SCOPED_TRACE(bad.name);
            const Counts before = hall_->counts();
            expect_refused(*hall_, hall_->send(bad.message), bad.expected);
            EXPECT_EQ(hall_->counts(), before) << "half a case";
            expect_good_ones_pass(*hall_);
        }
        EXPECT_FALSE(hall_->log().holds(kBadName)) << "a person's name is in the log";
    }

    static std::unique_ptr<HallUnderTest> hall_;
};
std::unique_ptr<HallUnderTest> BadMessages::hall_;

/// The portal's sample with one thing changed.
Message portal_but(const std::string& from, const std::string& to,
                   const std::string& content_type = "application/json") {
    return portal(with(sample("portal_application.json", true), from, to), content_type);
}

Message own_but(const std::string& from, const std::string& to) {
    return own_system(as_gbk(with(sample("own_system_application.xml", true), from, to)));
}

std::string gbk(const std::string& utf8) {
    return encode_from_utf8(utf8, "gbk").value();
}

std::string nested(const std::string& open, const std::string& close, int depth) {
    std::string out;
    for (int i = 0; i < depth; ++i) out += open;
    for (int i = 0; i < depth; ++i) out += close;
    return out;
}

constexpr const char* kBomb =
    "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>\n";
constexpr const char* kExternal = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>\n";

}  // namespace

TEST_F(BadMessages, JsonThatIsNoJsonIsRefusedWithItsPlace) {
    const std::string good = sample("portal_application.json", true);
    expect_each_refused({
        {"cut off", portal(good.substr(0, good.size() / 2)), {400, "JSON_INVALID"}},
        {"empty body", portal(""), {400, "JSON_INVALID"}},
        {"a comma too many",
         portal_but("\"remark\": \"无\"", "\"remark\": \"无\","),
         {400, "JSON_INVALID"}},
        {"two values", portal(good + "{}"), {400, "JSON_INVALID"}},
        {"XML instead", portal("<a/>"), {400, "JSON_INVALID"}},
        {"a key twice",
         portal_but("\"remark\": \"无\"", "\"taskItemCode\": \"x\""),
         {400, "JSON_INVALID"}},
        {"deep nesting", portal(nested("[", "]", 2000)), {400, "JSON_INVALID"}},
        {"deep objects", portal(nested("{\"a\":", "}", 2000)), {400, "JSON_INVALID"}},
        {"a control character, escaped",
         portal_but("样本项目", "样本\\u0007项目"),
         {400, "JSON_INVALID"}},
        {"a control character, raw", portal_but("样本项目", "样本\x07项目"), {400, "JSON_INVALID"}},
        {"half a surrogate pair", portal_but("样本项目", "\\uD840"), {400, "JSON_INVALID"}},
    });
}

TEST_F(BadMessages, JsonInAnotherCharsetThanDeclaredIsRefusedWithTheByte) {
    const std::string good = sample("portal_application.json", true);
    expect_each_refused({
        {"GBK, undeclared", portal(gbk(good)), {400, "CHARSET_INVALID"}},
        {"GBK, declared as UTF-8",
         portal(gbk(good), "application/json; charset=utf-8"),
         {400, "CHARSET_INVALID"}},
        {"bytes that are not GBK",
         portal_but("样本项目", "\xff\xff", "application/json; charset=GBK"),
         {400, "CHARSET_INVALID"}},
        {"a cut character", portal(good + "\xe7\x8e"), {400, "CHARSET_INVALID"}},
        {"an overlong slash", portal_but("样本项目", "\xc0\xaf"), {400, "CHARSET_INVALID"}},
        {"a charset nobody uses",
         portal(good, "application/json; charset=latin-9"),
         {400, "CHARSET_INVALID", "*"}},
    });
}

TEST_F(BadMessages, XmlThatIsNoXmlIsRefusedWithItsPlace) {
    const std::string good = sample("own_system_application.xml", true);
    expect_each_refused({
        {"cut off", own_system(as_gbk(good.substr(0, good.find("</SXMC>")))), {400, "XML_INVALID"}},
        {"empty body", own_system(""), {400, "XML_INVALID", "*"}},
        {"an unclosed element", own_but("</SQRMC>", ""), {400, "XML_INVALID"}},
        {"an unknown entity", own_but("样本项目", "&nbsp;"), {400, "XML_INVALID"}},
        {"an attribute twice", own_but("<CL CLBM", "<CL CLBM=\"1\" CLBM"), {400, "XML_INVALID"}},
        {"deep nesting", own_system(as_gbk(nested("<a>", "</a>", 2000))), {400, "XML_INVALID"}},
        {"a control character", own_but("样本项目", "&#7;"), {400, "XML_INVALID"}},
        {"JSON instead", own_system("{}"), {400, "XML_INVALID"}},
        {"an entity bomb",
         own_system(as_gbk(kBomb + with(good, "样本项目", "&d;"))),
         {400, "XML_DOCTYPE_REFUSED"}},
        {"an external entity",
         own_system(as_gbk(kExternal + with(good, "样本项目", "&b;"))),
         {400, "XML_DOCTYPE_REFUSED"}},
        {"a DOCTYPE alone",
         own_system(as_gbk("<!DOCTYPE APPROVEDATAINFO>\n" + good)),
         {400, "XML_DOCTYPE_REFUSED"}},
    });
}

TEST_F(BadMessages, XmlInAnotherCharsetThanDeclaredIsRefusedWithTheByte) {
    const std::string good = sample("own_system_application.xml", true);
    const std::string plain = "application/xml";
    expect_each_refused({
        {"GBK, undeclared", own_system(gbk(good), plain), {400, "CHARSET_INVALID"}},
        {"GBK, declared as UTF-8",
         own_system("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + gbk(good), plain),
         {400, "CHARSET_INVALID"}},
        {"bytes that are not GBK",
         own_system("<?xml version=\"1.0\" encoding=\"GBK\"?><a>\xff\xff</a>", plain),
         {400, "CHARSET_INVALID"}},
        {"a charset nobody uses",
         own_system("<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?>" + gbk(good), plain),
         {400, "CHARSET_INVALID", "*"}},
    });
}

TEST_F(BadMessages, WhatTheRulesForbidIsRefusedNamingTheField) {
    expect_each_refused({
        {"an item nobody published",
         portal_but("demo-sy-spjy\"", "demo-unknown\""),
         {422, "ITEM_NOT_PUBLISHED", "item.code"}},
        {"a material not on the list",
         portal_but("\"食品经营许可申请书\",\n        \"materialCode\": \"demo-sy-spjy-m01\"",
                    "\"无犯罪记录证明\",\n        \"materialCode\": \"demo-x\""),
         {422, "MATERIAL_NOT_LISTED", "materials[1].name"}},
        {"a name missing",
         portal_but("\"applyerName\"", "\"applyerNome\""),
         {422, "FIELD_MISSING", "applicant.name"}},
        {"a wrong check digit",
         portal_but("41018419900104003X", "410184199001040031"),
         {422, "FIELD_FORMAT", "applicant.cert_number"}},
        {"a day that is none",
         portal_but("2026-11-20", "2026-02-30"),
         {422, "FIELD_FORMAT", "applied_at"}},
        {"a name too long",
         portal_but(kBadName, std::string(201, 'x')),
         {422, "FIELD_TOO_LONG", "applicant.name"}},
        {"an item nobody published, in XML",
         own_but("demo-gjj-tiqu<", "demo-unknown<"),
         {422, "ITEM_NOT_PUBLISHED", "item.code"}},
        {"a material not on the list, in XML",
         own_but("demo-gjj-tiqu-m01\">\n      <CLMC>提取申请", "m\">\n      <CLMC>无犯罪记录证明"),
         {422, "MATERIAL_NOT_LISTED", "materials[1].name"}},
        {"a name missing, in XML",
         own_but("<SQRMC>" + std::string{kBadName} + "</SQRMC>", ""),
         {422, "FIELD_MISSING", "applicant.name"}},
        {"a wrong check digit, in XML",
         own_but("41018419900104003X", "410184199001040031"),
         {422, "FIELD_FORMAT", "applicant.cert_number"}},
        {"another root and nothing in it",
         own_system(as_gbk("<a/>")),
         {422, "FIELD_MISSING", "channel_no"}},
        {"a list where an object is expected", portal("[]"), {422, "FIELD_MISSING", "channel_no"}},
    });
}

TEST_F(BadMessages, EveryMistakeOfAMessageIsToldAtOnce) {
    const std::string three =
        with(with(sample("portal_application.json", true), "2026-11-20", "2026-02-30"),
             "\"applyerMobile\": \"13800000001\"", "\"applyerMobile\": \"无\"");
    const Reply reply = hall_->send(portal(with(three, "\"demo-sy-spjy\"", "\"\"")));
    expect_refused(*hall_, reply, {422, "FIELD_MISSING", "item.code"});
    std::vector<std::string> fields;
    for (const auto& error : reply.errors()) {
        fields.emplace_back(error.at("field").as_string());
        EXPECT_TRUE(error.contains("code") && error.contains("next") && error.contains("where"));
    }
    EXPECT_EQ(fields, (std::vector<std::string>{"item.code", "applicant.phone", "applied_at"}));
    EXPECT_EQ(reply.text("error_count"), "3");

    std::string materials;
    for (int i = 0; i < 80; ++i) materials += "<CL><CLLX>0</CLLX></CL>\n";
    const Reply xml = hall_->send(own_but("<SBCL>", "<SBCL>" + materials));
    expect_refused(*hall_, xml, {422, "FIELD_MISSING", "materials[1].name"});
    EXPECT_EQ(xml.errors().size(), ports::kMostErrorsTold);
    EXPECT_EQ(xml.text("error_count"), "80");
    EXPECT_EQ(xml.text("line"), "28") << "where the first of them stands in the message";
    expect_good_ones_pass(*hall_);
}

TEST_F(BadMessages, R33_AnUnknownCodeAloneIsQuarantinedAndNamedToTheOperator) {
    for (const Message& message :
         {portal_but("\"applyerPageType\": \"111\"", "\"applyerPageType\": \"777\""),
          own_but("<SQRZJLX>10<", "<SQRZJLX>77<")}) {
        const Counts before = hall_->counts();
        const Reply reply = hall_->send(message);
        EXPECT_EQ(reply.status, 200) << reply.body;
        EXPECT_EQ(reply.answered("state"), "quarantined");
        EXPECT_EQ(hall_->counts(), before);
        const Reply list = hall_->console("operator", "GET", "refused");
        const auto& row = list.answer.at("rows").as_array().at(0).as_object();
        EXPECT_EQ(row.at("code").as_string(), "MAPPING_CODE_UNKNOWN");
        EXPECT_EQ(row.at("field").as_string(), "applicant.cert_type");
        EXPECT_EQ(row.at("stage").as_string(), "quarantined");
        const auto lines = hall_->log().of_trace(std::string{row.at("trace").as_string()});
        EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const MemoryLog::Line& line) {
            return line.event == "message.quarantined";
        }));
        expect_good_ones_pass(*hall_);
    }
}

TEST_F(BadMessages, R33_AnUnknownCodeBesideAMistakeIsRefusedForTheMistake) {
    const std::string both = with(sample("portal_application.json", true),
                                  "\"applyerPageType\": \"111\"", "\"applyerPageType\": \"777\"");
    expect_each_refused({{"code and date",
                          portal(with(both, "2026-11-20", "2026-02-30")),
                          {422, "FIELD_FORMAT", "applied_at"}}});
}

TEST_F(BadMessages, ARefusedMessageMendedUnderItsKeyPassesAndATakenKeyIsNotReused) {
    Message message = good_portal(*hall_);
    message.key = hall_->fresh("mend-");
    const std::string good = message.body;
    message.body = with(good, "2026-11-20", "2026-02-30");
    expect_refused(*hall_, hall_->send(message), {422, "FIELD_FORMAT", "applied_at"});
    message.body = good;
    EXPECT_EQ(hall_->send(message).status, 200);
    message.body = with(good, "样本路1号", "样本路2号");
    const Counts before = hall_->counts();
    expect_refused(*hall_, hall_->send(message),
                   {409, "IDEMPOTENCY_KEY_REUSED", "idempotency-key"});
    message.body = with(good, "2026-11-20", "2026-02-30");
    expect_refused(*hall_, hall_->send(message),
                   {409, "IDEMPOTENCY_KEY_REUSED", "idempotency-key"});
    EXPECT_EQ(hall_->counts(), before);
}

}  // namespace ow::scenario
