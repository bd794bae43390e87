#include "adapters/soap/adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "tests/contract/soap/fakes.hpp"

namespace ow::soap::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class SoapAdapter : public testing::Test {
  protected:
    ports::HttpResponse post(const ports::HttpRequest& asked) {
        return ask(adapter_->routes()[1], asked);
    }
    ports::HttpResponse post(const std::string& body) { return post(request(body)); }
    /// "Client FIELD_MISSING content"; every fault is HTTP 500 (SOAP 1.1 §6.2).
    std::string fault(const ports::HttpRequest& asked) {
        const auto answer = post(asked);
        EXPECT_EQ(answer.status, 500) << answer.body;
        EXPECT_EQ(answer.headers.at("content-type"), "text/xml; charset=utf-8");
        EXPECT_FALSE(text_of(answer.body, "next").empty()) << "what to do";
        const std::string code = text_of(answer.body, "faultcode");
        EXPECT_THAT(code, testing::StartsWith("soap:"));
        return code.substr(5) + " " + text_of(answer.body, "code") + " " +
               text_of(answer.body, "field");
    }
    std::string fault(const std::string& body) { return fault(request(body)); }

    Surroundings around_;
    std::unique_ptr<ports::Adapter> adapter_ = std::move(around_.make().value());
};

TEST_F(SoapAdapter, HandsTheElementToIntakeAndAnswersWithTheCase) {
    const auto answer = post(envelope(
        submit("<SB><SQRMC>王测试·㐂𬌗</SQRMC><A b=\"&amp;\"/></SB>"), with_key(" B-7 ")));
    EXPECT_EQ(answer.status, 200) << answer.body;
    ASSERT_EQ(around_.inbound.received.size(), 1U);
    const auto& message = around_.inbound.received[0];
    EXPECT_EQ(message.partner.str(), "bureau");
    EXPECT_EQ(message.kind, "application");
    EXPECT_EQ(message.idempotency_key, "B-7");
    EXPECT_EQ(message.trace, "0011223344556677");
    const auto body = xml::Document::parse(message.body);
    ASSERT_TRUE(body) << message.body;
    EXPECT_EQ(body->root().name(), "SB");
    EXPECT_EQ(body->root().child("SQRMC").text(), "王测试·㐂𬌗");
    EXPECT_EQ(body->root().child("A").attribute("b"), "&");
    EXPECT_EQ(text_of(answer.body, "case_no"), kCaseNo);
    EXPECT_EQ(text_of(answer.body, "repeated"), "false");
    EXPECT_THAT(answer.body, HasSubstr("<ow:submitResponse xmlns:ow=\"urn:onewindow:soap:1\">"));
    EXPECT_THAT(answer.body, Not(HasSubstr("of_no_schema")));
}

TEST_F(SoapAdapter, SaysThatAMessageWasARepetition) {
    around_.inbound.answer.repeated = true;
    EXPECT_EQ(text_of(post(envelope(submit("<SB/>"))).body, "repeated"), "true");
}

TEST_F(SoapAdapter, KeepsPrefixesThatOnlyValuesUse) {
    (void)post(envelope(submit("<SB xmlns:i=\"urn:i\"><V i:type=\"g:T\"/></SB>")));
    const auto& body = around_.inbound.received.at(0).body;
    EXPECT_THAT(body, HasSubstr("xmlns:g=\"urn:onewindow:soap:1\""));
    EXPECT_THAT(body, HasSubstr("i:type=\"g:T\""));
}

TEST_F(SoapAdapter, HonoursTheCharsetOfTheContentTypeAndOfTheDeclaration) {
    const std::string utf8 = envelope(submit("<SB>王测试</SB>"));
    auto labelled = request(encode_from_utf8(utf8, "GBK").value());
    labelled.headers["content-type"] = "text/xml; charset=\"GBK\"";
    EXPECT_EQ(post(labelled).status, 200);
    std::string declared = utf8;
    declared.replace(declared.find("?>"), 2, " encoding=\"GB2312\"?>");
    auto unlabelled = request(encode_from_utf8(declared, "GBK").value());
    unlabelled.headers["content-type"] = "text/xml";
    EXPECT_EQ(post(unlabelled).status, 200);
    ASSERT_EQ(around_.inbound.received.size(), 2U);
    for (const auto& message : around_.inbound.received) {
        EXPECT_THAT(message.body, HasSubstr("王测试"));
        EXPECT_EQ(message.content_type, "application/xml; charset=utf-8");
    }
    auto lie = request(encode_from_utf8(utf8, "GBK").value());
    EXPECT_EQ(fault(lie), "Client CHARSET_INVALID Envelope");
    lie.headers["content-type"] = "text/xml; charset=ebcdic";
    EXPECT_EQ(fault(lie), "Client CHARSET_INVALID Envelope");
}

TEST_F(SoapAdapter, TakesTheMessageAsTextToo) {
    (void)post(envelope(
        "<g:submit><g:text><![CDATA[<?xml version=\"1.0\" encoding=\"GBK\"?><SB>一</SB>]]></g:text>"
        "</g:submit>"));
    ASSERT_EQ(around_.inbound.received.size(), 1U);
    EXPECT_EQ(around_.inbound.received[0].body, "<?xml version=\"1.0\"?><SB>一</SB>");
    EXPECT_EQ(around_.inbound.received[0].idempotency_key, "") << "the body's digest serves";
}

TEST_F(SoapAdapter, TellsCodeFieldLineAndNextStepInTheDetail) {
    around_.inbound.answer = {Error{Code::kFieldMissing, At{"applicant.name", "bureau/in", 2, 5}},
                              {}};
    const auto answer =
        post(envelope("<g:submit><g:content>\n\n<SB>\n<X/></SB></g:content></g:submit>"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(text_of(answer.body, "faultcode"), "soap:Client");
    EXPECT_EQ(text_of(answer.body, "code"), "FIELD_MISSING");
    EXPECT_EQ(text_of(answer.body, "field"), "applicant.name");
    EXPECT_EQ(text_of(answer.body, "line"), "7") << "line 2 of SB, which begins on line 6";
    EXPECT_EQ(text_of(answer.body, "column"), "5");
    EXPECT_EQ(text_of(answer.body, "trace"), "0011223344556677");
    EXPECT_THAT(text_of(answer.body, "next"), HasSubstr("对方工程师"));
}

TEST_F(SoapAdapter, TellsAllMistakesOfAMessageTheFirstOneBefore) {
    around_.inbound.answer = {Error{Code::kFieldMissing, At{"applicant.name", "bureau/in", 2, 5}},
                              {},
                              false,
                              {Error{Code::kFieldTooLong, At{"item.name", "bureau/in", 3, 1}}}};
    const auto answer = post(envelope("<g:submit><g:content>\n<SB/></g:content></g:submit>"));
    EXPECT_EQ(text_of(answer.body, "code"), "FIELD_MISSING");
    EXPECT_EQ(text_of(answer.body, "error_count"), "2");
    const auto list = answer.body.substr(answer.body.find("<ow:errors>"));
    EXPECT_THAT(list, HasSubstr("<ow:item><ow:code>FIELD_MISSING<"));
    EXPECT_THAT(list, HasSubstr("<ow:item><ow:code>FIELD_TOO_LONG<"));
    const std::string moved = "<ow:line>" + text_of(answer.body, "line") + "</ow:line>";
    EXPECT_THAT(list, HasSubstr(moved));
    EXPECT_THAT(list, testing::Not(HasSubstr("<ow:line>3<"))) << "moved as the first one's";
}

TEST_F(SoapAdapter, RefusalsBeforeTheRouteAreFaultsWithTheStatusOfHttp) {
    const SystemClock clock;
    NullLog log;
    http::Metrics metrics;
    const auto adapter = std::move(around_.make(bureau()).value());
    http::ServerSettings settings;
    settings.limits.body_bytes = 2000;
    const auto server =
        std::move(http::Server::start(settings, adapter->routes(), {clock, log, metrics}).value());
    const auto client = std::move(http::Client::make({}).value());
    const auto say = [&](const std::string& method, const std::string& path, std::size_t bytes) {
        ports::HttpCall call;
        call.method = method;
        call.url = "http://127.0.0.1:" + std::to_string(server->port()) + path;
        call.body = std::string(bytes, ' ');
        return client->call(call).value();
    };
    const auto other_method = say("PUT", "/partners/bureau/soap", 1);
    EXPECT_EQ(other_method.status, 405);
    EXPECT_EQ(other_method.headers.at("allow"), "GET, POST");
    const auto other_path = say("POST", "/partners/bureau/soup", 1);
    EXPECT_EQ(other_path.status, 404);
    const auto too_large = say("POST", "/partners/bureau/soap", 2001);
    EXPECT_EQ(too_large.status, 413);
    EXPECT_EQ(text_of(too_large.body, "code"), "REQUEST_TOO_LARGE");
    for (const auto& reply : {other_method, other_path, too_large}) {
        EXPECT_EQ(text_of(reply.body, "faultcode"), "soap:Client") << reply.body;
        EXPECT_EQ(reply.headers.at("content-type"), "text/xml; charset=utf-8");
    }
    const auto elsewhere = say("POST", "/partners/other/soap", 1);
    EXPECT_EQ(elsewhere.status, 404);
    EXPECT_THAT(elsewhere.headers.at("content-type"), HasSubstr("application/json"));
}

TEST_F(SoapAdapter, SaysServerWhenTheSameBytesMayDoLater) {
    around_.inbound.answer = {Error{Code::kStoreUnavailable}, {}};
    const auto answer = post(envelope(submit("<SB/>")));
    EXPECT_EQ(text_of(answer.body, "faultcode"), "soap:Server");
    EXPECT_EQ(text_of(answer.body, "code"), "STORE_UNAVAILABLE");
    EXPECT_EQ(answer.headers.at("retry-after"), "2");
}

TEST_F(SoapAdapter, RefusesHeadersThatMustBeUnderstoodAndOnlyThose) {
    const auto block = [](const std::string& attributes) {
        return "<e:Header><w:Security xmlns:w=\"urn:w\" " + attributes + "/></e:Header>";
    };
    const std::string body = submit("<SB/>");
    EXPECT_EQ(fault(envelope(body, block("e:mustUnderstand=\"1\""))),
              "MustUnderstand REQUEST_INVALID Header");
    EXPECT_EQ(
        fault(envelope(body, block("e:mustUnderstand=\"1\" "
                                   "e:actor=\"http://schemas.xmlsoap.org/soap/actor/next\""))),
        "MustUnderstand REQUEST_INVALID Header");
    EXPECT_TRUE(around_.inbound.received.empty());
    EXPECT_EQ(post(envelope(body, block("e:mustUnderstand=\"0\""))).status, 200);
    EXPECT_EQ(post(envelope(body, block("e:mustUnderstand=\"1\" e:actor=\"urn:other\""))).status,
              200);
    EXPECT_EQ(post(envelope(body,
                            "<e:Header><g:IdempotencyKey e:mustUnderstand=\"1\">k</"
                            "g:IdempotencyKey></e:Header>"))
                  .status,
              200);
}

TEST_F(SoapAdapter, AnswersSoap12WithVersionMismatch) {
    const std::string newer =
        "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body/></e:Envelope>";
    EXPECT_EQ(fault(newer), "VersionMismatch REQUEST_INVALID Envelope");
    auto typed = request(newer);
    typed.headers["content-type"] = "application/soap+xml; charset=utf-8; action=\"x\"";
    typed.headers.erase("soapaction");
    EXPECT_EQ(fault(typed), "VersionMismatch REQUEST_INVALID Envelope");
}

TEST_F(SoapAdapter, RefusesWhatIsNoRequest) {
    EXPECT_EQ(fault("<!DOCTYPE x [<!ENTITY a \"b\">]>" + envelope(submit("<SB>&a;</SB>"))),
              "Client XML_DOCTYPE_REFUSED ");
    EXPECT_EQ(fault("<e:Envelope"), "Client XML_INVALID ");
    EXPECT_EQ(fault(""), "Client XML_INVALID ");
    EXPECT_EQ(fault("<SB/>"), "Client REQUEST_INVALID Envelope");
    EXPECT_EQ(fault(envelope("")), "Client REQUEST_INVALID Body");
    EXPECT_EQ(fault(envelope(submit("<SB/>") + submit("<SB/>"))), "Client REQUEST_INVALID Body");
    EXPECT_EQ(fault(envelope("<g:submit/>")), "Client FIELD_MISSING content");
    EXPECT_EQ(fault(envelope(submit(""))), "Client FIELD_MISSING content");
    EXPECT_EQ(fault(envelope(submit("<A/><B/>"))), "Client FIELD_MISSING content");
    EXPECT_EQ(fault(envelope("<g:submit><g:content><A/></g:content><g:text>x</g:text></g:submit>")),
              "Client FIELD_MISSING content");
    EXPECT_EQ(fault(envelope("<submit/>")), "Client MESSAGE_KIND_UNKNOWN Body") << "no namespace";
    EXPECT_EQ(fault(envelope("<g:gossip/>")), "Client MESSAGE_KIND_UNKNOWN Body");
    EXPECT_EQ(fault(envelope("<g:supplement/>")), "Client MESSAGE_KIND_UNKNOWN Body")
        << "the partner's file maps no such message";
    auto json = request("{}");
    json.headers["content-type"] = "application/json";
    EXPECT_EQ(fault(json), "Client MEDIA_TYPE_UNSUPPORTED content-type");
    auto stranger = request(envelope(submit("<SB/>")));
    stranger.partner = PartnerId{"other"};
    EXPECT_EQ(fault(stranger), "Client AUTH_FORBIDDEN ");
    EXPECT_TRUE(around_.inbound.received.empty());
}

TEST_F(SoapAdapter, RefusesWhatIsSaidTwiceInsteadOfTakingOneOfTheTwo) {
    const std::string one = envelope(submit("<SB/>"));
    std::string bodies = one;
    bodies.insert(bodies.find("<e:Body>"), "<e:Body>" + submit("<SA/>") + "</e:Body>");
    EXPECT_EQ(fault(bodies), "Client REQUEST_INVALID Body");
    const auto twice = [](const std::string& part) {
        return "<g:submit>" + part + part + "</g:submit>";
    };
    EXPECT_EQ(fault(envelope(twice("<g:content><SB/></g:content>"))),
              "Client FIELD_MISSING content");
    EXPECT_EQ(fault(envelope(twice("<g:text>x</g:text>"))), "Client FIELD_MISSING content");
    const std::string key = "<g:IdempotencyKey>K-1</g:IdempotencyKey>";
    EXPECT_EQ(fault(envelope(submit("<SB/>"), "<e:Header>" + key + key + "</e:Header>")),
              "Client REQUEST_INVALID IdempotencyKey");
    EXPECT_EQ(fault(request(
                  envelope("<g:query><g:number>B-7</g:number><g:number>B-8</g:number></g:query>"),
                  "\"urn:onewindow:soap:1#query\"")),
              "Client REQUEST_INVALID number");
    EXPECT_TRUE(around_.inbound.received.empty());
}

TEST_F(SoapAdapter, HoldsTheActionAgainstTheBody) {
    const std::string body = envelope(submit("<SB/>"));
    EXPECT_EQ(fault(request(body, "\"urn:onewindow:soap:1#decide\"")),
              "Client REQUEST_INVALID soapaction");
    auto missing = request(body);
    missing.headers.erase("soapaction");
    EXPECT_EQ(fault(missing), "Client REQUEST_INVALID soapaction");
    EXPECT_EQ(post(request(body, "\"\"")).status, 200);
    EXPECT_EQ(post(request(body, "urn:onewindow:soap:1#submit")).status, 200) << "unquoted";
}

TEST_F(SoapAdapter, TakesTheKeyFromEitherHeader) {
    const std::string body = envelope(submit("<SB/>"), with_key("K-1"));
    auto both = request(body);
    both.headers["idempotency-key"] = "K-2";
    EXPECT_EQ(fault(both), "Client REQUEST_INVALID IdempotencyKey");
    EXPECT_EQ(fault(envelope(submit("<SB/>"), with_key("two words"))),
              "Client REQUEST_INVALID IdempotencyKey");
    EXPECT_EQ(fault(envelope(submit("<SB/>"), with_key(std::string(201, 'k')))),
              "Client REQUEST_INVALID IdempotencyKey");
    auto outer = request(envelope(submit("<SB/>")));
    outer.headers["idempotency-key"] = "K-2";
    EXPECT_EQ(post(outer).status, 200);
    EXPECT_EQ(around_.inbound.received.at(0).idempotency_key, "K-2");
}

TEST_F(SoapAdapter, TellsAPartnerWhereItsOwnCaseStands) {
    const auto query = [](const std::string& number) {
        return request(envelope("<g:query><g:number>" + number + "</g:number></g:query>"),
                       "\"urn:onewindow:soap:1#query\"");
    };
    const auto answer = post(query(" B-7 "));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(text_of(answer.body, "case_no"), kCaseNo);
    EXPECT_EQ(text_of(answer.body, "state_label"), "已受理");
    EXPECT_EQ(text_of(answer.body, "missing"), "甲 & <乙>");
    EXPECT_EQ(fault(query("4101842024092710000999")), "Client CASE_NOT_FOUND case_no");
    EXPECT_EQ(fault(query("")), "Client FIELD_MISSING number");
}

TEST_F(SoapAdapter, NamesTheWrongSetting) {
    const auto wrong = [&](const std::string& key, const std::string& value) {
        auto partner = bureau("http://a");
        partner.settings[key] = value;
        const auto made = around_.make(partner);
        return made ? std::string{"none"} : made.error().at().field;
    };
    EXPECT_EQ(wrong("version", "1.2"), "version");
    EXPECT_EQ(wrong("operation.decided", "a b"), "operation.decided");
    EXPECT_EQ(wrong("namespace", ""), "namespace");
    EXPECT_EQ(wrong("parameter", "x:y"), "parameter");
    EXPECT_EQ(wrong("qualified", "maybe"), "qualified");
    EXPECT_EQ(wrong("result", "code"), "result_ok");
    EXPECT_EQ(wrong("charset", "ebcdic"), "charset");
    EXPECT_EQ(wrong("soap_action", "a\"b"), "soap_action");
    EXPECT_EQ(wrong("foreign_no", "lsh"), "none");
    EXPECT_EQ(wrong("foreign_mo", "lsh"), "foreign_mo");
}

}  // namespace
}  // namespace ow::soap::test
