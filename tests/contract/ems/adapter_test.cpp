// The EMS adapter against the platform's twin and its faults.

#include "adapters/ems/adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "adapters/ems/envelope.hpp"
#include "adapters/ems/form.hpp"
#include "adapters/ems/twin.hpp"
#include "tests/support/in_process.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
constexpr const char* kSignKey = "MDEyMzQ1Njc4OWFiY2RlZg==";
constexpr const char* kTrack = "http://hall.test/partners/post/track";
constexpr const char* kParcels = "http://hall.test/partners/post/parcels";

class EmsAdapterTest : public ::testing::Test {
  protected:
    EmsAdapterTest() {
        std::ifstream file("config/ems_opcodes/ems_opcodes.csv");
        std::stringstream table;
        table << file.rdbuf();
        partner_ = {.id = PartnerId{"post"},
                    .name = "邮政速递",
                    .endpoint = "http://platform.test/amp-prod-api/f/amp/api/test",
                    .settings = {{"sender_no", "1100"},
                                 {"customer", "4101"},
                                 {"sender_name", "新郑市政务服务中心"},
                                 {"sender_mobile", "037100000000"},
                                 {"sender_province", "河南省"},
                                 {"sender_city", "郑州市"},
                                 {"sender_county", "新郑市"},
                                 {"sender_address", "政务大厅"},
                                 {"busy_codes", "S00099"}},
                    .files = {{"sign_key_file", std::string{kSignKey} + "\n"},
                              {"authorization_file", "auth-1\n"},
                              {"opcodes_file", table.str()}}};
        adapter_ = make().value();
        wire_.connect("platform.test",
                      [this](const ports::HttpRequest& r) { return twin_.handle(r); });
        wire_.connect("hall.test", [this](const ports::HttpRequest& r) {
            return test::ask(*adapter_, r)->value_or(ports::HttpResponse{0, {}, {}});
        });
    }
    Result<std::unique_ptr<ports::Adapter>> make() {
        return make_adapter({partner_, inbound_, wire_, clock_, log_, "http://hall.test", {}});
    }
    ports::HttpReply send(const ports::HttpCall& call) { return wire_.call(call).value(); }
    json::value twin(const std::string& path, const std::string& body = {}) {
        return json::parse(
            twin_
                .handle(test::request_of(test::call_of("POST", "http://platform.test" + path, body),
                                         clock_.now()))
                .body);
    }
    json::array orders() { return twin("/twin/orders").at("orders").as_array(); }
    static ports::Delivery delivery(const std::string& kind, const std::string& key,
                                    const std::string& body) {
        return {.partner = PartnerId{"post"},
                .kind = kind,
                .idempotency_key = key,
                .content_type = "application/json",
                .body = body,
                .case_no = {},
                .attachments = {}};
    }
    Result<ports::Receipt> dispatch(const std::string& key) {
        return adapter_->sender()->send(delivery(
            "dispatch", key,
            R"({"receiver":{"name":"王测试𬱖","mobile":"13800000000","prov":"河南省","city":"郑州市","county":"新郑市",)"
            R"("address":"样本路 1 号"},"cargos":["食品经营许可证"]})"));
    }
    static Code code_of(const Result<ports::Receipt>& result) {
        EXPECT_FALSE(result);
        return result ? Code::kInternal : result.error().code();
    }
    json::value taken(std::size_t i) const { return json::parse(inbound_.taken().at(i).body); }
    ports::HttpReply parcels(const std::string& body) {
        ports::HttpCall call = test::call_of("POST", kParcels, body);
        call.headers.emplace("content-type", "application/json; charset=utf-8");
        return send(call);
    }

    test::TurnedClock clock_{"2026-11-20 10:00:00"};
    NullLog log_;
    test::Wire wire_{clock_};
    test::RememberingInbound inbound_;
    ports::PartnerSettings partner_;
    Twin twin_{{"1100", "auth-1", kSignKey, kTrack}, wire_, clock_};
    std::unique_ptr<ports::Adapter> adapter_;
};

TEST_F(EmsAdapterTest, AnOrderGetsAWaybillAndAskedAgainTheSameOne_R13) {
    const auto first = dispatch("row-1");
    ASSERT_TRUE(first) << first.error().text();
    const std::string waybill{first->facts.at("waybill").as_string()};
    EXPECT_EQ(waybill.size(), 13U);
    EXPECT_EQ(dispatch("row-1")->facts.at("waybill"), first->facts.at("waybill"));
    EXPECT_NE(dispatch("row-2")->facts.at("waybill"), first->facts.at("waybill"));
    ASSERT_EQ(orders().size(), 2U);
    EXPECT_EQ(orders()[0].at("order_no"), "row-1");
    EXPECT_EQ(orders()[0].at("asked"), 2);
    EXPECT_EQ(orders()[0].at("receiver"), "王测试𬱖");
}

TEST_F(EmsAdapterTest, ACutAnswerIsUnclearAndTheRepetitionMakesNoSecondParcel) {
    twin("/twin/faults", R"({"cut":1})");
    EXPECT_EQ(code_of(dispatch("row-1")), Code::kPartnerTimeout);
    ASSERT_EQ(orders().size(), 1U);
    const auto again = dispatch("row-1");
    ASSERT_TRUE(again);
    ASSERT_EQ(orders().size(), 1U);
    EXPECT_EQ(again->facts.at("waybill"), orders()[0].at("waybill_no"));
}

TEST_F(EmsAdapterTest, LongKeysBecomeAnOrderNumberThatStaysTheSame) {
    const std::string key(90, 'k');
    ASSERT_TRUE(dispatch(key));
    ASSERT_TRUE(dispatch(key));
    ASSERT_TRUE(dispatch(key + "2"));
    EXPECT_EQ(orders().size(), 2U);
}

TEST_F(EmsAdapterTest, BusyRefusedHangingAndDownAreToldApart) {
    twin("/twin/faults", R"({"busy":1})");
    EXPECT_EQ(code_of(dispatch("row-1")), Code::kPartnerBusy);
    EXPECT_TRUE(orders().empty());
    twin("/twin/faults", R"({"hang":1})");
    EXPECT_EQ(code_of(dispatch("row-1")), Code::kPartnerTimeout);
    wire_.disconnect("platform.test");
    EXPECT_EQ(code_of(dispatch("row-1")), Code::kPartnerUnreachable);
}

TEST_F(EmsAdapterTest, AWrongAuthorisationIsRefusedWithItsCode) {
    partner_.files["authorization_file"] = "other";
    adapter_ = make().value();
    const auto result = dispatch("row-1");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Code::kPartnerRefused);
    EXPECT_EQ(result.error().cause(), "S00002");
}

TEST_F(EmsAdapterTest, AnIncompleteAddressNeverLeavesTheHouse) {
    const auto result = adapter_->sender()->send(
        delivery("dispatch", "row-1", R"({"receiver":{"name":"王测试"},"cargos":["x"]})"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Code::kFieldMissing);
    EXPECT_EQ(wire_.calls, 0);
    EXPECT_EQ(code_of(adapter_->sender()->send(delivery("dispatch", "r", "{"))),
              Code::kJsonInvalid);
    EXPECT_EQ(code_of(adapter_->sender()->send(delivery("postcard", "r", "{}"))),
              Code::kMessageKindUnknown);
}

TEST_F(EmsAdapterTest, AnOrderCanBeCancelled) {
    const std::string waybill{dispatch("row-1")->facts.at("waybill").as_string()};
    const std::string body =
        R"({"order_no":"row-1","waybill_no":")" + waybill + R"(","reason":"申请人改为自取"})";
    ASSERT_TRUE(adapter_->sender()->send(delivery("dispatch_cancel", "row-2", body)));
    EXPECT_EQ(orders()[0].at("cancelled"), true);
    const std::string other = R"({"order_no":"row-9","waybill_no":"1234567890123","reason":"x"})";
    EXPECT_EQ(code_of(adapter_->sender()->send(delivery("dispatch_cancel", "row-3", other))),
              Code::kPartnerRefused);
}

TEST_F(EmsAdapterTest, ADeliveryAndItsRevocationBothArriveAsEvents_R30) {
    const auto first = twin(
        "/twin/track",
        R"({"events":[{"waybill_no":"1234567890123","op_code":"702","op_time":"2026-11-20 08:00:00"},)"
        R"({"waybill_no":"1234567890123","op_code":"704","op_time":"2026-11-20 09:00:00","deliver_code":"20"}]})");
    EXPECT_EQ(first.at("status"), 200);
    EXPECT_EQ(first.at("ack").at("code"), "00000");
    EXPECT_EQ(first.at("ack").at("senderNo"), "1100");
    twin(
        "/twin/track",
        R"({"events":[{"waybill_no":"1234567890123","op_code":"743","op_time":"2026-11-20 09:20:00"}]})");
    ASSERT_EQ(inbound_.taken().size(), 3U);
    EXPECT_EQ(inbound_.taken()[1].kind, "track");
    EXPECT_EQ(taken(0).at("meaning"), "moving");
    EXPECT_EQ(taken(1).at("meaning"), "delivered");
    EXPECT_EQ(taken(1).at("event"), "delivered");
    EXPECT_EQ(taken(1).at("evidence"), "proxy");
    EXPECT_EQ(taken(1).at("by"), "他人代收");
    EXPECT_EQ(taken(1).at("at"), "2026-11-20T09:00:00.000+08:00");
    EXPECT_EQ(taken(2).at("meaning"), "delivery_voided");
    EXPECT_EQ(taken(2).at("event"), "voided");
    EXPECT_EQ(taken(2).at("voids").as_array().at(0), "704");
}

TEST_F(EmsAdapterTest, TheSameEventPushedAgainIsTakenOnceAndAcknowledgedAgain) {
    const std::string event =
        R"({"events":[{"waybill_no":"1234567890123","op_code":"704","op_time":"2026-11-20 09:00:00"}]})";
    EXPECT_EQ(twin("/twin/track", event).at("ack").at("code"), "00000");
    EXPECT_EQ(twin("/twin/track", event).at("ack").at("code"), "00000");
    EXPECT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(inbound_.repeated(), 1U);
}

TEST_F(EmsAdapterTest, ACodeThatIsNotInTheTableIsPassedOnWithoutAGuess_R33) {
    twin(
        "/twin/track",
        R"({"events":[{"waybill_no":"1234567890123","op_code":"999","op_time":"2026-11-20 09:00:00"}]})");
    ASSERT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(taken(0).at("code"), "999");
    EXPECT_FALSE(taken(0).as_object().contains("meaning"));
    EXPECT_FALSE(taken(0).as_object().contains("event"));
}

TEST_F(EmsAdapterTest, APushIsAcknowledgedOnlyWhenAllItsEventsAreDurable) {
    inbound_.hold = true;
    const ports::HttpCall call =
        twin_.track({{"1234567890123", "702", "", ""}, {"1234567890123", "704", "", ""}});
    const auto answer = test::ask(*adapter_, test::request_of(call, clock_.now()));
    EXPECT_FALSE(answer->has_value());
    inbound_.release_one();
    EXPECT_FALSE(answer->has_value());
    inbound_.release_one();
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->status, 200);
}

TEST_F(EmsAdapterTest, WhatCannotBeStoredIsAskedForAgain) {
    inbound_.decide = [](const ports::InboundMessage& message) {
        const bool full = json::parse(message.body).at("code") == "704";
        return full ? ports::Answer{Error{Code::kOverloaded}, {}, false} : ports::Answer{};
    };
    const ports::HttpCall call =
        twin_.track({{"1234567890123", "702", "", ""}, {"1234567890123", "704", "", ""}});
    const ports::HttpReply reply = send(call);
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(json::parse(reply.body).at("code"), "00000");
    inbound_.decide = [](const ports::InboundMessage&) { return ports::Answer{}; };
    EXPECT_EQ(send(call).status, 200);
    EXPECT_EQ(inbound_.taken().size(), 2U);
}

TEST_F(EmsAdapterTest, WhatIntakeRefusesForGoodIsAcknowledged) {
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{Error{Code::kCaseNotFound}, {}, false};
    };
    EXPECT_EQ(send(twin_.track({{"1234567890123", "704", "", ""}})).status, 200);
}

TEST_F(EmsAdapterTest, PushesOfStrangersAreRefused) {
    const auto status = [&](TwinSettings settings) {
        Twin other{std::move(settings), wire_, clock_};
        return send(other.track({{"1234567890123", "704", "", ""}})).status;
    };
    EXPECT_EQ(status({"1101", "auth-1", kSignKey, kTrack}), 403);
    EXPECT_EQ(status({"1100", "auth-2", kSignKey, kTrack}), 403);
    const int wrong_key = status({"1100", "auth-1", "ZmVkY2JhOTg3NjU0MzIxMA==", kTrack});
    EXPECT_TRUE(wrong_key == 400 || wrong_key == 403) << wrong_key;
    EXPECT_EQ(send(test::call_of("POST", kTrack, "apiCode=040001&senderNo=1100")).status, 400);
    EXPECT_EQ(send(test::call_of("POST", kTrack, "")).status, 400);
    EXPECT_TRUE(inbound_.taken().empty());
}

TEST_F(EmsAdapterTest, ArrivedParcelsBecomeMessagesAndEachIsAnswered_R24) {
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{{}, {{"parcel_no", "P1"}}, false};
    };
    const ports::HttpReply reply = parcels(
        R"({"batch_no":"20261120-1","parcels":[{"waybill_no":"1234567890123","arrived_at":"2026-11-20 09:10:00",)"
        R"("sender":{"name":"王测试","phone":"13800000000"},"item":"food","note":"申请材料"},)"
        R"({"waybill_no":"ee471108151fr","arrived_at":"2026-11-20T09:11:00+08:00"}]})");
    EXPECT_EQ(reply.status, 200);
    ASSERT_EQ(inbound_.taken().size(), 2U);
    EXPECT_EQ(inbound_.taken()[0].kind, "parcel");
    EXPECT_EQ(inbound_.taken()[0].idempotency_key, "parcel:1234567890123");
    EXPECT_EQ(taken(0).at("sender_name"), "王测试");
    EXPECT_EQ(taken(0).at("sender_phone"), "13800000000");
    EXPECT_EQ(taken(0).at("arrived_at"), "2026-11-20T09:10:00.000+08:00");
    EXPECT_EQ(taken(0).at("batch_no"), "20261120-1");
    EXPECT_EQ(taken(1).at("waybill_no"), "EE471108151FR");
    EXPECT_EQ(taken(1).at("waybill_kind"), "s10");
    const json::value answer = json::parse(reply.body);
    EXPECT_EQ(answer.at("batch_no"), "20261120-1");
    EXPECT_EQ(answer.at("results").at(0).at("taken"), true);
    EXPECT_EQ(answer.at("results").at(0).at("parcel_no"), "P1");
}

TEST_F(EmsAdapterTest, R24_ANumberThatIsWrittenWithoutQuotesIsKept) {
    const ports::HttpReply reply = parcels(
        R"({"batch_no":20261120,"parcels":[{"waybill_no":1234567890123,)"
        R"("arrived_at":"2026-11-20 09:10:00","sender":{"name":"王测试","phone":13600000001}}]})");
    EXPECT_EQ(reply.status, 200) << reply.body;
    ASSERT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(taken(0).at("sender_phone"), "13600000001");
    EXPECT_EQ(taken(0).at("waybill_no"), "1234567890123");
    EXPECT_EQ(taken(0).at("batch_no"), "20261120");
}

TEST_F(EmsAdapterTest, OneWrongParcelDoesNotHoldUpTheOthers) {
    const ports::HttpReply reply = parcels(
        R"({"parcels":[{"waybill_no":"SF1234567890123","arrived_at":"2026-11-20 09:10:00"},)"
        R"({"waybill_no":"1234567890123","arrived_at":"2026-11-20 09:10:00"},)"
        R"({"waybill_no":"1234567890124","arrived_at":"soon"},7]})");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(inbound_.taken().size(), 1U);
    const json::value results = json::parse(reply.body).at("results");
    EXPECT_EQ(results.at(0).at("taken"), false);
    EXPECT_EQ(results.at(0).at("error").at("field"), "parcels[1].waybill_no");
    EXPECT_EQ(results.at(0).at("error").at("message"), "顺丰速运的单号，请到相应快递公司办理");
    EXPECT_EQ(results.at(1).at("taken"), true);
    EXPECT_EQ(results.at(2).at("error").at("field"), "parcels[3].arrived_at");
    EXPECT_EQ(results.at(3).at("error").at("field"), "parcels[4]");
}

TEST_F(EmsAdapterTest, TheListSentAgainRegistersNothingTwice) {
    const std::string list =
        R"({"parcels":[{"waybill_no":"1234567890123","arrived_at":"2026-11-20 09:10:00"}]})";
    EXPECT_EQ(parcels(list).status, 200);
    EXPECT_EQ(parcels(list).status, 200);
    EXPECT_EQ(inbound_.taken().size(), 1U);
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{Error{Code::kStoreUnavailable}, {}, false};
    };
    const ports::HttpReply busy = parcels(
        R"({"parcels":[{"waybill_no":"1234567890129","arrived_at":"2026-11-20 09:10:00"}]})");
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.headers.at("retry-after"), "5");
}

TEST_F(EmsAdapterTest, BrokenListsAreRefusedWithTheirPlace) {
    EXPECT_EQ(parcels("{").status, 400);
    EXPECT_EQ(parcels("[]").status, 400);
    EXPECT_EQ(parcels(R"({"parcels":{}})").status, 422);
    EXPECT_EQ(parcels(R"({"parcels":[]})").status, 200);
    std::string many = R"({"parcels":[)";
    for (int i = 0; i < 501; ++i) many += i == 0 ? "1" : ",1";
    EXPECT_EQ(parcels(many + "]}").status, 413);
    EXPECT_TRUE(inbound_.taken().empty());
}

TEST_F(EmsAdapterTest, OnlyTheParcelListNeedsTheWindowsOwnCredentials) {
    for (const ports::Route& route : adapter_->routes()) {
        const bool list = route.pattern.ends_with("/parcels");
        EXPECT_EQ(route.trust, list ? ports::Trust::kPartner : ports::Trust::kPublic);
    }
}

TEST_F(EmsAdapterTest, WrongSettingsAreNamed) {
    const auto field_without = [&](const std::string& key) {
        ports::PartnerSettings partner = partner_;
        partner.settings.erase(key);
        partner.files.erase(key);
        const auto made = make_adapter({partner, inbound_, wire_, clock_, log_, "", {}});
        return made ? std::string{} : made.error().at().field;
    };
    for (const char* key : {"sender_no", "customer", "sender_name", "sender_address",
                            "sign_key_file", "authorization_file"}) {
        EXPECT_EQ(field_without(key), key);
    }
    EXPECT_EQ(field_without("opcodes_file"), "ems_opcodes");
    partner_.settings["sender_nmae"] = "x";
    EXPECT_EQ(make().error().at().field, "sender_nmae");
    EXPECT_NE(make().error().cause().find("sender_name"), std::string::npos);
}

TEST_F(EmsAdapterTest, TheTwinsEnvelopeAndTheAdaptersAgreeBothWays) {
    const auto envelope = Envelope::make(kSignKey);
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string text = "{\"a\":\"" + std::string(size, 'x') + "\"}";
        EXPECT_EQ(envelope->open(Twin::seal(kSignKey, text)).value(), text);
        EXPECT_EQ(Twin::open(kSignKey, envelope->seal(text)).value_or(""), text);
    }
}

}  // namespace
}  // namespace ow::ems
