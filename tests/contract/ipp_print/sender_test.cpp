// The adapter (libcups) against the twin (its own parser): what is on paper, and what the gateway
// is told about it.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "adapters/ipp_print/adapter.hpp"
#include "gateway/crypto/digest.hpp"
#include "tests/support/printer_room.hpp"

namespace ow::ipp_print {
namespace {

const std::string kPdf = "%PDF-1.7 \xE2\x82\xAC \x01\x02 one page";

class Room : public ::testing::Test,
             private ports::Inbound,
             private ports::HttpClient,
             private Log {
  protected:
    Result<ports::Receipt> print(std::map<std::string, std::string> keys = {},
                                 Millis deadline = Millis{5'000}, std::string endpoint = {}) {
        if (endpoint.empty()) endpoint = printer_.uri();
        const ports::PartnerSettings partner{PartnerId{"p"},  "样本打印机", endpoint, deadline,
                                             std::move(keys), {},           {}};
        const ports::AdapterContext context{partner, *this, *this, clock_, *this, {}, {}};
        auto adapter = make_adapter(context);
        if (!adapter) return adapter.error();
        ports::Delivery delivery;
        delivery.kind = "print";
        delivery.idempotency_key = "4101842024092710000017-9-print-p";
        delivery.body = R"({"document":"D15"})";
        delivery.attachments.push_back({"x.pdf", "application/pdf", kPdf});
        delivery.deadline = deadline;
        return (*adapter)->sender()->send(delivery);
    }
    void fault(const char* text) {
        ASSERT_TRUE(printer_.twin.set_faults(boost::json::parse(text).as_object()));
    }
    std::size_t sheets() { return printer_.twin.printed().size(); }

    ow::test::PrinterOnPort printer_;

  private:
    void receive(ports::InboundMessage, std::function<void(ports::Answer)>) override {}
    Result<ports::HttpReply> call(const ports::HttpCall&) override {
        return Error{Code::kInternal};
    }
    void write(LogEvent, std::initializer_list<LogField>) override {}
    SystemClock clock_;
};

TEST_F(Room, TheBytesComeOutAsTheyAreWithCopiesSidesAndTray) {
    const auto receipt = print(
        {{"copies.D15", "2"}, {"sides", "two-sided-long-edge"}, {"tray.D15", "by-pass-tray"}});
    ASSERT_TRUE(receipt) << receipt.error().text();
    ASSERT_EQ(sheets(), 1U);
    const Twin::Printed paper = printer_.twin.printed().front();
    EXPECT_EQ(paper.sha256, crypto::to_hex(crypto::digest(crypto::Hash::kSha256, kPdf)));
    EXPECT_EQ(paper.copies, 2);
    EXPECT_EQ(paper.sides, "two-sided-long-edge");
    EXPECT_EQ(paper.tray, "by-pass-tray");
    EXPECT_EQ(receipt->facts.at("job").as_int64(), paper.job);
    EXPECT_EQ(receipt->facts.at("copies").as_int64(), 2);
}

TEST_F(Room, NothingIsSentToAPrinterThatWouldNotPrintNow) {
    fault(R"({"no_paper_after":0})");
    EXPECT_EQ(print().error().code(), Code::kPrinterNoPaper);
    fault(R"({"off_after":0})");
    EXPECT_EQ(print().error().code(), Code::kPartnerUnreachable);
    EXPECT_EQ(print({}, Millis{2'000}, "ipp://127.0.0.1:1/x").error().code(),
              Code::kPartnerUnreachable);
    fault("{}");
    EXPECT_EQ(sheets(), 0U) << "nothing waits there either";
}

TEST_F(Room, ATrayOrSidesThatThePrinterLacksIsTheFilesMistake) {
    EXPECT_EQ(print({{"tray", "tray-9"}}).error().at().field, "tray");
    EXPECT_EQ(print({{"sides", "two-sided-short-edge"}}).error().at().field, "sides");
    EXPECT_EQ(sheets(), 0U);
}

TEST_F(Room, ALostAnswerIsLookedUpByTheNameOfTheJob) {
    fault(R"({"cut_after":0})");
    const auto receipt = print();
    ASSERT_TRUE(receipt) << receipt.error().text();
    EXPECT_EQ(sheets(), 1U);
}

TEST_F(Room, ALostAnswerOfAPrinterThatIsGoneIsNobodysKnowledge) {
    fault(R"({"die_after":0})");
    EXPECT_EQ(print().error().code(), Code::kPartnerTimeout);
    EXPECT_EQ(sheets(), 1U);
}

TEST_F(Room, AJobThatStandsStillIsTakenBackBeforeTheTimeIsOver) {
    fault(R"({"jam_after":0})");
    EXPECT_EQ(print({}, Millis{1'500}).error().code(), Code::kPrinterStopped);
    fault("{}");
    EXPECT_EQ(sheets(), 0U) << "what was taken back does not come out after the repair";
}

TEST_F(Room, AJobThatHadBegunIsNobodysKnowledgeWhenItIsTakenBack) {
    fault(R"({"halt_after":0})");
    EXPECT_EQ(print({}, Millis{1'000}).error().code(), Code::kPartnerTimeout);
    fault("{}");
    EXPECT_EQ(sheets(), 0U);
}

TEST(PrinterTwin, KnowsItsFaultsByName) {
    Twin twin;
    EXPECT_TRUE(twin.set_faults({{"off_after", 3}}));
    EXPECT_EQ(twin.set_faults({{"of_after", 3}}).error().at().field, "of_after");
}

}  // namespace
}  // namespace ow::ipp_print
