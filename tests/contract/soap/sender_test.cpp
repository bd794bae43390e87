#include "adapters/soap/sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/soap/reply.hpp"
#include "tests/contract/soap/fakes.hpp"

namespace ow::soap::test {
namespace {

using testing::HasSubstr;

ports::Delivery delivery(const std::string& kind = "application") {
    ports::Delivery delivery;
    delivery.partner = PartnerId{"bureau"};
    delivery.kind = kind;
    delivery.idempotency_key = "row-77";
    delivery.content_type = "application/xml; charset=GBK";
    delivery.body =
        encode_from_utf8("<?xml version=\"1.0\" encoding=\"GBK\"?>\n<SB><M>王测试</M></SB>", "GBK")
            .value();
    return delivery;
}

std::string soap(const std::string& body) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + body +
           "</s:Body></s:Envelope>";
}

std::string fault(const std::string& faultcode, const std::string& detail = {}) {
    return soap("<s:Fault><faultcode>" + faultcode +
                "</faultcode><faultstring>王测试</faultstring>" + detail + "</s:Fault>");
}

Result<ports::Receipt> meaning(int status, const std::string& body,
                               const std::map<std::string, std::string>& more = {}) {
    auto partner = bureau("http://b.example");
    for (const auto& [key, value] : more) partner.settings[key] = value;
    return read_reply(sender_settings(partner).value(), {status, {}, body});
}

class SoapSender : public testing::Test {
  protected:
    ports::HttpCall sent(const ports::PartnerSettings& partner, const ports::Delivery& what) {
        const auto adapter = std::move(around_.make(partner).value());
        const auto receipt = adapter->sender()->send(what);
        EXPECT_TRUE(receipt) << receipt.error().text();
        return around_.http.calls.empty() ? ports::HttpCall{} : around_.http.calls.back();
    }
    Surroundings around_;
};

TEST_F(SoapSender, PutsTheMessageInTheOperationAndTheKeyInTheHeader) {
    const auto call = sent(bureau("https://b.example/svc?x=1"), delivery());
    EXPECT_EQ(call.method, "POST");
    EXPECT_EQ(call.url, "https://b.example/svc?x=1");
    EXPECT_EQ(call.headers.at("content-type"), "text/xml; charset=utf-8");
    EXPECT_EQ(call.headers.at("soapaction"), "\"urn:sample:bureau/receive\"");
    EXPECT_EQ(call.headers.at("idempotency-key"), "row-77");
    EXPECT_EQ(call.headers.at("x-ow-partner"), "gateway");
    const auto document = xml::Document::parse(xml::without_declared_charset(call.body));
    ASSERT_TRUE(document) << call.body;
    const xml::Node root = document->root();
    EXPECT_EQ(root.namespace_uri(), "http://schemas.xmlsoap.org/soap/envelope/");
    const xml::Node key = root.child("Header").child("IdempotencyKey");
    EXPECT_EQ(key.text(), "row-77");
    EXPECT_FALSE(key.has_attribute("mustUnderstand")) << "a department may not know it";
    const xml::Node operation = root.child("Body").child("receive");
    EXPECT_EQ(operation.namespace_uri(), "urn:sample:bureau");
    EXPECT_EQ(operation.child("SB").namespace_uri(), "");
    EXPECT_EQ(operation.child("SB").child("M").text(), "王测试");
}

TEST_F(SoapSender, ChoosesTheOperationByKind) {
    const auto call = sent(bureau("http://b.example"), delivery("decided"));
    EXPECT_THAT(call.body, HasSubstr("<op:close xmlns:op=\"urn:sample:bureau\">"));
}

TEST_F(SoapSender, PutsTheMessageAsTextIntoAParameter) {
    auto partner = bureau("http://b.example");
    partner.settings["parameter"] = "arg0";
    auto call = sent(partner, delivery());
    auto document = xml::Document::parse(xml::without_declared_charset(call.body));
    xml::Node parameter = document->root().child("Body").child("receive").child("arg0");
    EXPECT_EQ(parameter.namespace_uri(), "urn:sample:bureau");
    EXPECT_EQ(parameter.text(), "<SB><M>王测试</M></SB>");
    partner.settings["qualified"] = "no";
    call = sent(partner, delivery());
    EXPECT_THAT(call.body, HasSubstr("<arg0>&lt;SB&gt;"));
}

TEST_F(SoapSender, SendsTheMessageBareWithoutAnOperation) {
    auto partner = bureau("http://b.example");
    partner.settings = {{"charset", "GBK"}};
    const auto call = sent(partner, delivery());
    EXPECT_EQ(call.headers.at("content-type"), "text/xml; charset=GBK");
    EXPECT_EQ(call.headers.at("soapaction"), "\"\"");
    EXPECT_EQ(xml::declared_charset(call.body), "GBK");
    EXPECT_THAT(decode_to_utf8(call.body, "GBK").value(),
                HasSubstr("<soap:Body><SB><M>王测试</M></SB></soap:Body>"));
}

TEST_F(SoapSender, RefusesWhatItCannotSayWhole) {
    auto partner = bureau("http://b.example");
    partner.settings["charset"] = "GB2312";
    const auto adapter = std::move(around_.make(partner).value());
    auto odd = delivery();
    odd.content_type = "application/xml; charset=utf-8";
    odd.body = "<SB>not closed";
    EXPECT_EQ(adapter->sender()->send(odd).error().code(), Code::kXmlInvalid);
    auto files = delivery();
    files.attachments.push_back({"a.pdf", "application/pdf", "%PDF"});
    EXPECT_EQ(adapter->sender()->send(files).error().at().field, "attachments");
    EXPECT_TRUE(around_.http.calls.empty());
    around_.http.reply = Error{Code::kPartnerUnreachable};
    EXPECT_EQ(adapter->sender()->send(delivery()).error().code(), Code::kPartnerUnreachable);
}

TEST(SoapReply, FindsThePartnersNumberWhereverItStands) {
    const auto number = [](const std::string& body, const std::string& name = "foreign_no") {
        const auto receipt = meaning(200, soap(body), {{"foreign_no", name}});
        EXPECT_TRUE(receipt) << receipt.error().text();
        const auto* found = receipt ? receipt->facts.if_contains("foreign_no") : nullptr;
        return found ? std::string{found->as_string()} : std::string{};
    };
    EXPECT_EQ(number("<r xmlns=\"urn:x\"><a><foreign_no> B-9 </foreign_no></a></r>"), "B-9");
    EXPECT_EQ(
        number("<r><return>&lt;?xml version=\"1.0\" encoding=\"GBK\"?>&lt;R>&lt;LSH>7&lt;/LSH>"
               "&lt;/R></return></r>",
               "LSH"),
        "7");
    EXPECT_EQ(number("<r><![CDATA[<R><LSH>8</LSH></R>]]></r>", "LSH"), "8");
    EXPECT_EQ(number("<r>&lt;not xml</r>"), "");
    EXPECT_EQ(number("<r/>"), "");
    EXPECT_TRUE(meaning(202, "")) << "a one-way operation";
}

TEST(SoapReply, IsWhatTheRelayNeeds) {
    struct Row {
        int status;
        std::string body;
        Code code;
    };
    const auto own = [](const std::string& code) {
        return "<detail><e><code>" + code + "</code></e></detail>";
    };
    const Row rows[] = {
        {500, fault("s:Client"), Code::kPartnerRefused},
        {500, fault("s:Client.Data"), Code::kPartnerRefused},
        {500, fault("s:MustUnderstand"), Code::kPartnerRefused},
        {500, fault("s:VersionMismatch"), Code::kPartnerRefused},
        {500, fault("s:Server"), Code::kPartnerTimeout},
        {500, fault("soap:Receiver.Odd"), Code::kPartnerTimeout},
        {503, fault("s:Server"), Code::kPartnerBusy},
        {500, fault("s:Server", own("BUSY")), Code::kPartnerBusy},
        {500, fault("s:Server", own("OVERLOADED")), Code::kPartnerBusy},
        {500, fault("s:Server", own("STORE_UNAVAILABLE")), Code::kPartnerTimeout},
        {500, fault("s:Client", own("FIELD_MISSING")), Code::kPartnerRefused},
        {500, fault("s:Client", own("AUTH_SIGNATURE_INVALID")), Code::kPartnerCredentials},
        {500, fault("s:Client.Authentication"), Code::kPartnerCredentials},
        {500, fault("wsse:FailedAuthentication"), Code::kPartnerCredentials},
        {403, fault("s:Client"), Code::kPartnerCredentials},
        {401, "", Code::kPartnerCredentials},
        {429, "", Code::kPartnerBusy},
        {503, "<html>", Code::kPartnerBusy},
        {500, "<html>", Code::kPartnerTimeout},
        {404, "", Code::kPartnerRefused},
        {302, "", Code::kPartnerRefused},
        {200, "<html><body>log in</body></html>", Code::kPartnerTimeout},
        {200, fault("s:Client"), Code::kPartnerRefused},
        {200,
         "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/></s:Envelope>",
         Code::kPartnerTimeout},
    };
    for (const Row& row : rows) {
        const auto receipt = meaning(row.status, row.body);
        ASSERT_FALSE(receipt) << row.status << row.body;
        EXPECT_EQ(receipt.error().code(), row.code) << row.status << row.body;
        EXPECT_THAT(receipt.error().cause(), testing::Not(HasSubstr("王测试")));
    }
    const auto twice = meaning(500, fault("s:Client",
                                          "<detail><code>DUPLICATE</code><foreign_no>"
                                          "B-9</foreign_no></detail>"));
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->facts.at("foreign_no").as_string(), "B-9");
}

TEST(SoapReply, ReadsACodeThatStandsInAGoodReply) {
    const std::map<std::string, std::string> more{
        {"result", "code"}, {"result_ok", "0,200"}, {"busy_codes", "99"}, {"done_codes", "11"}};
    const auto said = [&](const std::string& code) {
        return meaning(200, soap("<r><code>" + code + "</code></r>"), more);
    };
    EXPECT_TRUE(said("0"));
    EXPECT_TRUE(said("200"));
    EXPECT_TRUE(said("11"));
    EXPECT_EQ(said("99").error().code(), Code::kPartnerBusy);
    EXPECT_EQ(said("5").error().code(), Code::kPartnerRefused);
    EXPECT_EQ(meaning(200, soap("<r/>"), more).error().code(), Code::kPartnerTimeout);
}

}  // namespace
}  // namespace ow::soap::test
