#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "adapters/ems/form.hpp"
#include "adapters/ems/opcodes.hpp"
#include "adapters/ems/request.hpp"
#include "adapters/ems/track.hpp"
#include "adapters/ems/waybill.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
constexpr const char* kSignKey = "MDEyMzQ1Njc4OWFiY2RlZg==";

Opcodes opcodes() {
    std::ifstream file("config/ems_opcodes/ems_opcodes.csv");
    std::stringstream all;
    all << file.rdbuf();
    return Opcodes::parse(all.str()).value();
}

Order order() {
    return {
        .customer = "1100",
        .order_no = "row-1",
        .created = parse_instant("2026-11-20 09:30:00").value(),
        .sender = {"新郑市政务服务中心", "037100000000", "河南省", "郑州市", "新郑市", "政务大厅"},
        .receiver = {"王测试", "13800000000", "河南省", "郑州市", "新郑市", "样本路 1 号"},
        .cargos = {"许可证"}};
}

TEST(EmsWaybill, InlandNumbersAreTakenAndTheirCheckDigitOnlyWarns_R34) {
    const char check = s10_check("12345678");
    const std::string right = std::string{"1112345678"} + check + "21";
    ASSERT_TRUE(recognise(right));
    EXPECT_EQ(recognise(right)->kind, WaybillKind::kInland);
    EXPECT_FALSE(recognise(right)->doubtful);
    std::string wrong = right;
    wrong[10] = check == '0' ? '1' : '0';
    ASSERT_TRUE(recognise(wrong));
    EXPECT_TRUE(recognise(wrong)->doubtful);
}

TEST(EmsWaybill, S10CheckDigitBinds) {
    EXPECT_EQ(recognise("EE471108151FR")->kind, WaybillKind::kS10);
    EXPECT_EQ(recognise("eb 000 717 595 hk")->number, "EB000717595HK");
    EXPECT_EQ(recognise("EB000717594HK").error().code(), Code::kFieldFormat);
}

TEST(EmsWaybill, ScannersAndFullWidthDigitsAreUnderstood) {
    EXPECT_EQ(recognise("CODE_128,1234567890123")->number, "1234567890123");
    EXPECT_EQ(recognise("１２３４５６７８９０１２３")->number, "1234567890123");
    EXPECT_EQ(recognise(" 1234-5678-90123 ")->number, "1234567890123");
}

TEST(EmsWaybill, OtherCarriersArePolitelyRefusedByName) {
    const auto sf = recognise("SF1234567890123");
    ASSERT_FALSE(sf);
    EXPECT_EQ(sf.error().cause(), "顺丰速运的单号，请到相应快递公司办理");
    EXPECT_EQ(recognise("JDVA00123456789").error().cause(), "京东快递的单号，请到相应快递公司办理");
    for (const char* wrong :
         {"", "123", "12345678901234", "王测试", "\xff\xff", "https://x/y?1234567890123"}) {
        EXPECT_EQ(recognise(wrong).error().code(), Code::kFieldFormat) << wrong;
    }
    EXPECT_FALSE(recognise(std::string(5000, '1')));
}

TEST(EmsOpcodes, TheDictionaryIsWholeAndVoidingCodesNameWhatTheyTakeBack_R30) {
    const Opcodes table = opcodes();
    EXPECT_GT(table.size(), 230U);
    EXPECT_EQ(table.find("704")->kind, "delivered");
    EXPECT_EQ(table.find("207")->voids, std::vector<std::string>{"203"});
    EXPECT_EQ(table.find("212")->voids, std::vector<std::string>{"208"});
    EXPECT_EQ(table.find("304")->voids, (std::vector<std::string>{"303", "336", "345"}));
    EXPECT_EQ(table.find("742")->voids, std::vector<std::string>{"702"});
    EXPECT_EQ(table.find("743")->voids, std::vector<std::string>{"704"});
    EXPECT_EQ(table.find("744")->voids, std::vector<std::string>{"705"});
    EXPECT_TRUE(table.find("704")->voids.empty());
    EXPECT_EQ(table.find("000"), nullptr);
    EXPECT_EQ(Opcodes::parse("a\n").error().at().line, 1);
    EXPECT_EQ(Opcodes::parse("1,a,b,\n1,a,b,\n").error().at().line, 2);
    EXPECT_FALSE(Opcodes::parse("# nothing\n"));
    const auto head = Opcodes::parse("# c\ncarrier_code,carrier_nam,olts_code,notes\n1,a,b,\n");
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().at().line, 2);
    EXPECT_EQ(head.error().at().column, 14);
}

TEST(EmsOpcodes, OnlyTheAddresseesOwnSignatureIsStrongEvidence) {
    const Opcodes table = opcodes();
    EXPECT_EQ(table.evidence("704", "10"), Evidence::kSelf);
    EXPECT_EQ(table.evidence("748", ""), Evidence::kSelf);
    EXPECT_EQ(table.evidence("704", "20"), Evidence::kProxy);
    EXPECT_EQ(table.evidence("704", "60"), Evidence::kProxy);
    EXPECT_EQ(table.evidence("704", "50"), Evidence::kBox);
    EXPECT_EQ(table.evidence("704", ""), Evidence::kOpen);
    EXPECT_EQ(table.evidence("747", ""), Evidence::kBox);
    EXPECT_EQ(table.evidence("705", ""), Evidence::kNone);
    EXPECT_EQ(table.evidence("999", "10"), Evidence::kNone);
}

TEST(EmsRequest, AnOrderCarriesOurKeyAndEveryMissingFieldIsNamed) {
    const json::value body = json::parse(order_json(order()).value());
    EXPECT_EQ(body.at("logisticsOrderNo"), "row-1");
    EXPECT_EQ(body.at("createdTime"), "2026-11-20 09:30:00");
    EXPECT_EQ(body.at("receiver").at("name"), "王测试");
    EXPECT_EQ(body.at("cargos").at(0).at("cargoName"), "许可证");
    Order missing = order();
    missing.receiver.mobile.clear();
    EXPECT_EQ(order_json(missing).error().at().field, "receiver.mobile");
    Order too_long = order();
    too_long.order_no = std::string(51, 'x');
    EXPECT_EQ(order_json(too_long).error().code(), Code::kFieldTooLong);
    EXPECT_FALSE(cancel_json("row-1", "", "x"));
    EXPECT_TRUE(cancel_json("row-1", "1234567890123", "申请人改为自取"));
    EXPECT_TRUE(label_json("1234567890123"));
}

TEST(EmsRequest, TheFormIsSealedAndStamped) {
    const auto envelope = Envelope::make(kSignKey);
    ASSERT_TRUE(envelope);
    const Instant now = parse_instant("2026-11-20T01:02:03Z").value();
    const std::string form =
        request_form(kApiOrder, {"S1", "auth"}, now, *envelope, R"({"a":"王"})");
    const auto fields = read_form(form);
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->at("apiCode"), "020003");
    EXPECT_EQ(fields->at("timeStamp"), "2026-11-20 09:02:03");
    EXPECT_EQ(envelope->open(fields->at("logitcsInterface")).value(), R"({"a":"王"})");
}

TEST(EmsRequest, AnswersAreReadAndRefusalsKeepTheirCode) {
    const auto good = parse_answer(
        200, R"({"retCode":"00000","retMsg":"","retBody":"{\"waybillNo\":\"1234567890123\"}"})");
    EXPECT_EQ(waybill_of(*good).value(), "1234567890123");
    const auto refused = waybill_of(
        *parse_answer(200, R"({"retCode":"B0001","retMsg":"收件人王测试","retBody":""})"));
    EXPECT_EQ(refused.error().code(), Code::kPartnerRefused);
    EXPECT_EQ(refused.error().cause(), "B0001");
    EXPECT_FALSE(waybill_of({"00000", "", "{}"}));
    EXPECT_FALSE(waybill_of({"00000", "", "not json"}));
    EXPECT_EQ(parse_answer(503, "").error().code(), Code::kPartnerBusy);
    EXPECT_EQ(parse_answer(500, "").error().code(), Code::kPartnerTimeout);
    EXPECT_EQ(parse_answer(200, "<html>").error().code(), Code::kPartnerTimeout);
}

TEST(EmsForm, EveryByteSurvivesAndNonsenseIsRefused) {
    std::string all;
    for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
    EXPECT_EQ(read_form(write_form({{"x", all}}))->at("x"), all);
    EXPECT_EQ(read_form("a=1+2%20")->at("a"), "1 2 ");
    EXPECT_FALSE(read_form("a=1&a=2"));
    EXPECT_FALSE(read_form("a=%4"));
    EXPECT_FALSE(read_form("a=%zz"));
    std::string many;
    for (int i = 0; i < 65; ++i) many += "k" + std::to_string(i) + "=1&";
    EXPECT_FALSE(read_form(many));
}

std::string push_of(const std::string& items) {
    return R"({"serialNo":"s1","responseItems":[)" + items + "]}";
}
std::string item(const std::string& code, const std::string& time) {
    return R"({"waybillNo":"1234567890123","opCode":")" + code + R"(","opTime":")" + time +
           R"(","deliverCode":"10"})";
}

TEST(EmsTrack, WrongItemsAreNamedByPlace) {
    EXPECT_EQ(parse_track_push("{").error().code(), Code::kJsonInvalid);
    EXPECT_EQ(parse_track_push(R"({"responseItems":[]})").error().at().field, "serialNo");
    EXPECT_EQ(parse_track_push(R"({"serialNo":"1"})").error().at().field, "responseItems");
    EXPECT_EQ(parse_track_push(
                  push_of(item("704", "2026-11-20 09:00:00") + "," + item("704", "yesterday")))
                  .error()
                  .at()
                  .field,
              "responseItems[2].opTime");
    EXPECT_EQ(parse_track_push(push_of(R"({"opCode":"704","opTime":"2026-11-20 09:00:00"})"))
                  .error()
                  .at()
                  .field,
              "responseItems[1].waybillNo");
    EXPECT_EQ(parse_track_push(push_of("1")).error().at().field, "responseItems[1]");
}

TEST(EmsTrack, TheSameEventPushedAgainHasTheSameKey) {
    const auto first = parse_track_push(push_of(item("704", "2026-11-20 09:00:00")))->events[0];
    const auto again =
        parse_track_push(R"({"serialNo":"s2","traces":[{"traceNo":"1234567890123","opCode":704,)"
                         R"("opTime":"2026-11-20 09:00:00","deliverCode":"10"}]})")
            ->events[0];
    const auto other = parse_track_push(push_of(item("704", "2026-11-20 09:00:01")))->events[0];
    EXPECT_EQ(dedupe_key(first), dedupe_key(again));
    EXPECT_NE(dedupe_key(first), dedupe_key(other));
}

TEST(EmsTrack, TheAcknowledgementCarriesTheSerialNumber) {
    const json::value ack = json::parse(track_ack("s1", kDone, "成功", "S1"));
    EXPECT_EQ(ack.at("serialNo"), "s1");
    EXPECT_EQ(ack.at("code"), "00000");
    EXPECT_EQ(ack.at("codeMessage"), "成功");
    EXPECT_EQ(ack.at("senderNo"), "S1");
}

}  // namespace
}  // namespace ow::ems
