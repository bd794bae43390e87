// Nothing is deemed to have happened while a partner may still hold what did happen.

#include "gateway/flow/first_reading.hpp"

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;

class FirstReadingTest : public FlowTest {
  protected:
    ports::Answer hear(const std::string& from, const std::string& kind, std::string body) {
        ports::InboundMessage message{
            PartnerId{from}, kind,         "key-" + from,     "application/json",
            std::move(body), clock_.now(), "0000000000000001"};
        std::promise<ports::Answer> answered;
        first_.receive(std::move(message),
                       [&](ports::Answer answer) { answered.set_value(std::move(answer)); });
        return answered.get_future().get();
    }

    const Millis bound_{60'000};
    FirstReading first_{*intake_, setting_, clock_, log_, bound_};
    Timers timers_{*store_, *cases_, *appointments_,
                   clock_,  log_,    [this] { return first_.ready(); }};
};

TEST_F(FirstReadingTest, ReadyWhenEveryPartnerThatSpeaksOfRunningCasesWasHeard) {
    EXPECT_FALSE(first_.ready()) << "not before it began";
    first_.begin();
    for (const char* id : {"approval", "both", "channel"}) {
        EXPECT_FALSE(first_.ready()) << id;
        first_.heard(PartnerId{id});
    }
    EXPECT_FALSE(first_.ready()) << "the courier";
    first_.heard(PartnerId{"courier"});
    EXPECT_TRUE(first_.ready()) << "the messenger brings bookings only";
    EXPECT_EQ(log_.count(LogEvent::kPartnerSilent), 0);
    EXPECT_EQ(log_.count(LogEvent::kTimersReleased), 1);
}

TEST_F(FirstReadingTest, ADeadPartnerIsWaitedForNoLongerThanTheBoundAndIsNamed) {
    first_.begin();
    first_.heard(PartnerId{"approval"});
    first_.heard(PartnerId{"both"});
    clock_.forward(bound_ - Millis{1});
    EXPECT_FALSE(first_.ready());
    desk_->ask_silent([&] { return first_.silent(); });
    EXPECT_TRUE(desk_->todo(clerk("issuance"), "all", "").at("tasks").as_array().empty());
    clock_.forward(Millis{1});
    EXPECT_TRUE(first_.ready());
    EXPECT_TRUE(first_.ready());
    const array tasks = desk_->todo(clerk("issuance"), "all", "").at("tasks").as_array();
    ASSERT_EQ(tasks.size(), 2U) << "a person is to ask them";
    EXPECT_EQ(tasks[0].at("id").as_string(), "silent:channel");
    first_.heard(PartnerId{"channel"});
    EXPECT_EQ(desk_->todo(clerk("issuance"), "all", "").at("tasks").as_array().size(), 1U);
    EXPECT_EQ(log_.count(LogEvent::kPartnerSilent), 2) << "the channel and the courier, once";
    EXPECT_EQ(log_.count(LogEvent::kTimersReleased), 1);
}

TEST_F(FirstReadingTest, AMessageIsHeardWhenItIsAnsweredThoughItWasRefused) {
    first_.begin();
    for (const char* id : {"approval", "both", "courier"}) first_.heard(PartnerId{id});
    EXPECT_TRUE(hear("channel", "supplement", "{").error);
    EXPECT_TRUE(first_.ready());
}

TEST_F(FirstReadingTest, R26_WhatWaitedAtAPartnerWinsOverWhatIsDeemed) {
    setting_.hall.settings.formal_check_automatic = false;
    const CaseNo no = new_case();
    ASSERT_FALSE(run(no, model::TellCorrection{{{"平面图", "不清晰"}}}).error);
    const CaseNo other = new_case("F-2");
    clock_.forward(std::chrono::hours{24 * 20});  // the gateway was down; now it starts
    first_.begin();
    EXPECT_EQ(timers_.fire_due(), 0) << "the window's refusal may be on its way";
    ASSERT_FALSE(run(other, model::RefuseAcceptance{"不属于本机关职权"}).error);
    for (const char* id : {"approval", "both", "channel", "courier"}) first_.heard(PartnerId{id});
    EXPECT_EQ(timers_.fire_due(), 0);
    EXPECT_EQ(state(other).stage, model::Stage::kRefused) << "not deemed accepted";
}

TEST_F(FirstReadingTest, R17_ABookingNobodyCameForLapsesOnceAndTheApplicantIsTold) {
    const object wish{{"booking", object{{"item_code", "code-licence"},
                                         {"date", "2024-09-30"},
                                         {"slot", "09:00-10:00"},
                                         {"name", "欧阳测试"}}}};
    const auto booked = receive("messenger", "booking", wish, "b1");
    const CaseNo no{model::text_at(booked.fields, "booking_no")};
    first_.begin();
    clock_.set(at("2024-09-30T10:00"));
    EXPECT_EQ(timers_.fire_due(), 0) << "he may come until then";
    clock_.forward(Millis{1});
    EXPECT_EQ(timers_.fire_due(), 1);
    EXPECT_EQ(timers_.fire_due(), 0);
    const auto b = appointments_->booking(no).value();
    EXPECT_EQ(b.stage, model::BookingStage::kLapsed);
    EXPECT_FALSE(b.reason.empty());
    const auto rows = store_->outbox(booking_stream(no));
    ASSERT_EQ(rows.size(), 2U) << "the confirmation and the lapse";
    EXPECT_NE(rows[0].id, rows[1].id);
    EXPECT_EQ(model::text_at(appointments_->booking_view(b, "notice"), "booking.outcome"),
              "lapsed");
    EXPECT_TRUE(store_->stream(booking_stream(no))->row.closed);
}

}  // namespace
}  // namespace ow::flow
