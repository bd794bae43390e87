// Delivery: order, retries, unknown fates, pauses, hanging partners, documents.

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using ports::OutboxState;

class RelayTest : public FlowTest {};

TEST(BackOff, DoublesUpToTheMostWithUpToAFifthOfJitter) {
    const model::PartnerRetry retry{Millis{1000}, Millis{10'000}, 12};
    EXPECT_EQ(back_off(retry, 1, 0.0), Millis{1000});
    EXPECT_EQ(back_off(retry, 2, 0.0), Millis{2000});
    EXPECT_EQ(back_off(retry, 4, 0.0), Millis{8000});
    EXPECT_EQ(back_off(retry, 5, 0.0), Millis{10'000});
    EXPECT_EQ(back_off(retry, 4, 1.0), Millis{9600});
    EXPECT_GT(back_off(retry, 3, 0.9), back_off(retry, 3, 0.1));
    for (int attempts = 1; attempts < 200; ++attempts) {
        EXPECT_GE(back_off(retry, attempts, 0.0), Millis{1000});
        EXPECT_LE(back_off(retry, attempts, 1.0), Millis{10'000}) << "never above the most";
    }
}

TEST_F(RelayTest, WhatWasPlannedIsDeliveredOnceAndTheReceiptsStandInTheStream) {
    sender("approval").answers([](const auto&) {
        return ports::Receipt{{{"foreign_no", "SP-9"}}};
    });
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(
        [](auto& n) { return n[LogEvent::kRelaySent] >= 2 && n[LogEvent::kDocumentStored] >= 1; }));
    EXPECT_EQ(sender("approval").sent().size(), 1U);
    EXPECT_EQ(sender("channel").sent().size(), 1U);
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSent);
    EXPECT_EQ(row_of(no, "channel", "accepted").state, OutboxState::kSent);
    EXPECT_EQ(row_of(no, "render", "D2").state, OutboxState::kSent);
    const auto s = state(no);
    EXPECT_EQ(s.aliases.at("approval"), "SP-9") << "R35";
    EXPECT_EQ(store_->get_blob(case_stream(no), s.documents.at("D2").address).value(), "%PDF D2");
}

TEST_F(RelayTest, BacksOffThenParksAfterTheLastRetryAndSaysWhy) {
    sender("channel").fails(Code::kPartnerTimeout);
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 1));
    auto row = row_of(no, "channel", "accepted");
    EXPECT_EQ(row.state, OutboxState::kWaiting);
    EXPECT_EQ(row.reason, "PARTNER_TIMEOUT");

    clock_.forward(Millis{999});
    ASSERT_TRUE(relay_until(LogEvent::kDocumentStored, 1));
    EXPECT_EQ(sender("channel").sent().size(), 1U) << "not before the back-off is over";
    clock_.forward(Millis{201});
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 2));
    clock_.forward(Millis{2400});
    ASSERT_TRUE(relay_until(LogEvent::kLaneParked, 1));
    row = row_of(no, "channel", "accepted");
    EXPECT_EQ(row.state, OutboxState::kParked);
    EXPECT_EQ(row.reason, "PARTNER_TIMEOUT");
    EXPECT_EQ(row.attempts, 3);
    const auto sent = sender("channel").sent();
    ASSERT_EQ(sent.size(), 3U);
    for (const auto& one : sent) {
        EXPECT_EQ(one.idempotency_key, row.id);
        EXPECT_EQ(one.body, sent.front().body) << "every attempt says the same bytes";
    }
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSent)
        << "only its own lane stands still";

    sender("channel").fails(Code::kPartnerBusy);
    ASSERT_TRUE(desk_->resolve(clerk("operator"), row.id, "retry"));
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 3));
    EXPECT_EQ(row_of(no, "channel", "accepted").state, OutboxState::kWaiting)
        << "who is sent again by a person has all attempts again";
}

TEST_F(RelayTest, ACallThatReachedNobodyUsesUpNoAttemptHoweverLongThePartnerIsDown) {
    sender("approval").fails(Code::kPartnerUnreachable);
    const CaseNo no = new_case();
    for (int i = 1; i <= 8; ++i) {  // three attempts would park it
        ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, i));
        clock_.forward(Millis{4000});
    }
    const auto row = row_of(no, "approval", "application");
    EXPECT_EQ(row.state, OutboxState::kWaiting);
    EXPECT_EQ(row.reason, "PARTNER_UNREACHABLE");
    EXPECT_EQ(row.attempts, 0);
    EXPECT_EQ(log_.count(LogEvent::kLaneParked), 0);
}

TEST_F(RelayTest, APartnerThatIsDownCostsOneCallABackOffHoweverManyRowsWait) {
    sender("approval").fails(Code::kPartnerUnreachable);
    for (int i = 0; i < 40; ++i) (void)new_case("F-" + std::to_string(i));
    during_relay_ = [&](Relay& relay) {
        EXPECT_TRUE(relay.held_until(PartnerId{"approval"}));
        const std::size_t first = sender("approval").sent().size();
        EXPECT_LE(first, 2U) << "those under way together";
        const int retries = log_.count(LogEvent::kRelayRetry);
        clock_.forward(Millis{1200});
        EXPECT_TRUE(log_.wait([&](auto& n) { return n[LogEvent::kRelayRetry] > retries; }));
        sender("approval").answers([](const auto&) { return ports::Receipt{}; });
        clock_.forward(Millis{4000});
        EXPECT_TRUE(log_.wait([](auto& n) { return n[LogEvent::kRelaySent] >= 80; }))
            << "the first success lets everybody go";
        EXPECT_LE(sender("approval").sent().size(), first + 41);
    };
    ASSERT_TRUE(relay_until([](auto& n) {
        return n[LogEvent::kRelaySent] >= 40 && n[LogEvent::kRelayRetry] >= 1;
    })) << "the other partner is served meanwhile";
    EXPECT_TRUE(store_->outbox_in(OutboxState::kWaiting, 10).empty());
}

TEST_F(RelayTest, ABusyPartnerIsLeftAloneForItsRetryAfterAndNoAttemptIsUsedUp) {
    sender("approval").answers([](const auto&) -> Result<ports::Receipt> {
        return Error{Code::kPartnerBusy}.ask_after(Millis{90'000});
    });
    const CaseNo no = new_case();
    during_relay_ = [&](Relay& relay) {
        EXPECT_EQ(relay.held_until(PartnerId{"approval"}), clock_.now() + Millis{90'000});
    };
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 1));
    EXPECT_EQ(row_of(no, "approval", "application").attempts, 0);
    during_relay_ = [](Relay&) {};
    sender("approval").answers([](const auto&) { return ports::Receipt{}; });
    clock_.forward(Millis{89'999});
    ASSERT_TRUE(relay_until(LogEvent::kDocumentStored, 1));
    EXPECT_EQ(sender("approval").sent().size(), 1U);
    clock_.forward(Millis{1});
    ASSERT_TRUE(relay_until([&](auto&) { return sender("approval").sent().size() == 2; }));
}

TEST_F(RelayTest, OutsideItsServiceHoursAPartnerIsNotCalledAndNoAttemptIsUsedUp) {
    setting_.partners[PartnerId{"approval"}].service_hours =
        *model::parse_service_hours("08:30-17:30 workdays");
    clock_.set(at("2024-09-27T18:00"));  // a Friday
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(
        [](auto& n) { return n[LogEvent::kRelaySent] >= 1 && n[LogEvent::kDocumentStored] >= 1; }));
    EXPECT_TRUE(sender("approval").sent().empty());
    EXPECT_EQ(row_of(no, "approval", "application").attempts, 0);
    const auto causes = desk_->queue(clerk("operator"));
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].at("reason").as_string(), "PARTNER_CLOSED");
    EXPECT_EQ(std::string{causes[0].at("next_try").as_string()}.substr(0, 16), "2024-09-30T08:30")
        << "Saturday and Sunday are off";
    clock_.set(at("2024-09-30T08:30"));
    ASSERT_TRUE(relay_until([&](auto&) { return sender("approval").sent().size() == 1; }));
}

TEST_F(RelayTest, APauseOutlivesARestartWithoutASecondAlarmUntilAPersonEndsIt) {
    sender("approval").fails(Code::kPartnerCredentials);
    const CaseNo first = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kPartnerPaused, 1));
    const CaseNo second = new_case("F-2");
    during_relay_ = [&](Relay& relay) {
        EXPECT_EQ(relay.paused(), std::set{PartnerId{"approval"}});
        EXPECT_EQ(sender("approval").sent().size(), 1U) << "not hammered again";
        EXPECT_EQ(log_.count(LogEvent::kPartnerPaused), 1) << "one alarm";
        desk_->on_retry([&](const PartnerId& partner) { relay.resume(partner); });
        sender("approval").answers([](const auto&) { return ports::Receipt{}; });
        const auto count =
            desk_->resend_cause(clerk("operator"), "approval", "waiting", "PARTNER_CREDENTIALS");
        ASSERT_TRUE(count);
        EXPECT_EQ(*count, 1);
        EXPECT_TRUE(log_.wait([&](auto&) { return sender("approval").sent().size() == 3; }));
    };
    ASSERT_TRUE(relay_until([](auto& n) { return n[LogEvent::kRelaySent] >= 2; }));
    during_relay_ = [](Relay& relay) { EXPECT_TRUE(relay.paused().empty()); };
    ASSERT_TRUE(relay_until([](auto& n) { return n[LogEvent::kRelaySent] >= 4; }));
    EXPECT_EQ(row_of(first, "approval", "application").state, OutboxState::kSent);
    EXPECT_EQ(row_of(second, "approval", "application").state, OutboxState::kSent);
}

TEST_F(RelayTest, AWholeGroupIsSentAgainAndOnlyToTheOneThatMissedIt) {
    sender("approval").fails(Code::kPartnerRefused);
    for (int i = 0; i < 6; ++i) (void)new_case("F-" + std::to_string(i));
    ASSERT_TRUE(relay_until(
        [](auto& n) { return n[LogEvent::kLaneParked] >= 6 && n[LogEvent::kRelaySent] >= 6; }));
    const auto causes = desk_->queue(clerk("operator"));
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].at("count").as_int64(), 6);
    EXPECT_EQ(causes[0].at("next_try").as_string(), "") << "a person's turn";
    EXPECT_EQ(causes[0].at("rows").as_array().size(), 6U);
    sender("approval").answers([](const auto&) { return ports::Receipt{}; });
    const auto resent =
        desk_->resend_cause(clerk("operator"), "approval", "parked", "PARTNER_REFUSED");
    ASSERT_TRUE(resent);
    EXPECT_EQ(*resent, 6);
    ASSERT_TRUE(relay_until([](auto& n) { return n[LogEvent::kRelaySent] >= 12; }));
    EXPECT_EQ(sender("approval").sent().size(), 12U);
    EXPECT_EQ(sender("channel").sent().size(), 6U) << "it missed nothing";
    EXPECT_TRUE(desk_->queue(clerk("operator")).empty());
}

TEST_F(RelayTest, AGroupOfUnknownFateIsNotSentAgainUnaskedUnlessThePartnerDeduplicates) {
    sender("approval").fails(Code::kPartnerTimeout);
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayUnknown, 1));
    const auto resent =
        desk_->resend_cause(clerk("operator"), "approval", "unknown", "PARTNER_TIMEOUT");
    ASSERT_FALSE(resent);
    EXPECT_EQ(resent.error().code(), Code::kCommandNotAllowed);
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kUnknown);
}

TEST_F(RelayTest, TheQueueListsRefusedMessagesByCauseToo) {
    for (const char* key : {"r1", "r2"})
        EXPECT_TRUE(receive_bytes("channel", "application", std::string{"{"} + key, key).error);
    EXPECT_FALSE(receive("channel", "application", object{{"code", "x9"}}, "q1").error)
        << "taken, and waits for the code";
    const auto causes = desk_->queue(clerk("operator"));
    ASSERT_EQ(causes.size(), 2U);
    EXPECT_EQ(causes[0].at("state").as_string(), "quarantined");
    EXPECT_EQ(causes[0].at("reason").as_string(), "MAPPING_CODE_UNKNOWN");
    EXPECT_EQ(causes[1].at("state").as_string(), "refused");
    EXPECT_EQ(causes[1].at("reason").as_string(), "JSON_INVALID");
    EXPECT_EQ(causes[1].at("direction").as_string(), "in");
    EXPECT_EQ(causes[1].at("count").as_int64(), 2);
    EXPECT_FALSE(causes[1].at("group").as_bool()) << "the partner sends it again, not we";
    EXPECT_EQ(causes[1].at("rows").as_array().size(), 2U);
    EXPECT_NE(causes[1].at("operator").as_string().find("对方工程师"), std::string::npos);
}

TEST_F(RelayTest, ARefusalParksAtOnceAndTheCaseGoesOn) {
    sender("approval").fails(Code::kPartnerRefused);
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kLaneParked, 1));
    EXPECT_EQ(sender("approval").sent().size(), 1U);
    EXPECT_EQ(row_of(no, "approval", "application").reason, "PARTNER_REFUSED");
    EXPECT_EQ(state(no).stage, model::Stage::kAccepted);
}

TEST_F(RelayTest, WhatCannotBeSaidIsNeverSentAndNamesTheCause) {
    translator_.unsayable.insert("application");
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kLaneParked, 1));
    EXPECT_TRUE(sender("approval").sent().empty());
    EXPECT_EQ(row_of(no, "approval", "application").reason, "FIELD_TOO_LONG");
}

TEST_F(RelayTest, ALostAnswerOfAPartnerThatDoesNotDeduplicateIsUnknownAndNeverSentAgain) {
    sender("approval").fails(Code::kPartnerTimeout);
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayUnknown, 1));
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kUnknown);
    clock_.forward(std::chrono::hours{48});
    (void)new_case("F-2");
    ASSERT_TRUE(relay_until(LogEvent::kRelayUnknown, 2));
    EXPECT_EQ(sender("approval").sent().size(), 2U) << "the other case's, not this one's again";
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kUnknown);
}

TEST_F(RelayTest, ALostAnswerOfAPartnerThatDeduplicatesIsSentAgainUnderTheSameKey) {
    sender("channel").fails(Code::kPartnerTimeout);
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 1));
    sender("channel").answers([](const auto&) { return ports::Receipt{}; });
    clock_.forward(Millis{1200});
    ASSERT_TRUE(relay_until([&](auto&) { return sender("channel").sent().size() >= 2; }));
    const auto sent = sender("channel").sent();
    EXPECT_EQ(sent[0].idempotency_key, sent[1].idempotency_key);
    EXPECT_EQ(row_of(no, "channel", "accepted").state, OutboxState::kSent);
}

/// A gateway that stopped between the call and the receipt: claimed, marked, never finished.
void cut_off(ports::Store& store, Instant now, const std::string& partner) {
    for (const auto& claim : store.claim(now, Millis{1000}, 10, {})) {
        if (claim.row.partner.str() != partner) continue;
        std::promise<Status> marked;
        store.mark_sending(claim.row.id, claim.fence, now + Millis{1000},
                           [&](Status status) { marked.set_value(std::move(status)); });
        ASSERT_TRUE(marked.get_future().get());
    }
}

TEST_F(RelayTest, AfterACrashInACallOnlyADeduplicatingPartnerIsCalledAgain) {
    const CaseNo no = new_case();
    cut_off(*store_, clock_.now(), "approval");
    clock_.forward(Millis{2000});
    cut_off(*store_, clock_.now(), "channel");
    clock_.forward(Millis{2000});
    ASSERT_TRUE(relay_until(
        [](auto& n) { return n[LogEvent::kRelayUnknown] >= 1 && n[LogEvent::kRelaySent] >= 1; }));
    EXPECT_TRUE(sender("approval").sent().empty());
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kUnknown);
    EXPECT_EQ(sender("channel").sent().size(), 1U);
    EXPECT_EQ(row_of(no, "channel", "accepted").state, OutboxState::kSent);
}

TEST_F(RelayTest, RefusedCredentialsPauseThePartnerOnce) {
    sender("approval").fails(Code::kPartnerCredentials);
    for (int i = 0; i < 6; ++i) (void)new_case("F-" + std::to_string(i));
    std::set<PartnerId> paused;
    during_relay_ = [&](Relay& relay) { paused = relay.paused(); };
    ASSERT_TRUE(relay_until(
        [](auto& n) { return n[LogEvent::kPartnerPaused] >= 1 && n[LogEvent::kRelaySent] >= 6; }));
    EXPECT_EQ(log_.count(LogEvent::kPartnerPaused), 1) << "one alarm";
    EXPECT_EQ(paused, std::set{PartnerId{"approval"}});
    EXPECT_LE(sender("approval").sent().size(), 2U) << "no more than were under way";
    EXPECT_EQ(sender("channel").sent().size(), 6U) << "everybody else goes on";
    EXPECT_TRUE(store_->outbox_in(OutboxState::kParked, 10).empty()) << "nothing was lost";
}

TEST_F(RelayTest, APausedPartnerGoesOnWhenItIsResumed) {
    sender("approval").fails(Code::kPartnerCredentials);
    const CaseNo no = new_case();
    during_relay_ = [&](Relay& relay) {
        sender("approval").answers([](const auto&) { return ports::Receipt{}; });
        clock_.forward(Millis{4000});
        relay.resume(PartnerId{"approval"});
        EXPECT_TRUE(log_.wait([&](auto&) { return sender("approval").sent().size() >= 2; }));
    };
    ASSERT_TRUE(relay_until(LogEvent::kPartnerPaused, 1));
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSent);
}

TEST_F(RelayTest, APausedPartnerGoesOnWhenAPersonSendsOneOfItsRowsAgain) {
    sender("approval").fails(Code::kPartnerCredentials);
    const CaseNo first = new_case();
    const CaseNo second = new_case("F-2");
    during_relay_ = [&](Relay& relay) {
        desk_->on_retry([&](const PartnerId& partner) {
            relay.resume(partner);
            relay.wake();
        });
        sender("approval").answers([](const auto&) { return ports::Receipt{}; });
        const int before = log_.count(LogEvent::kRelaySent);
        auto row = row_of(first, "approval", "application");  // whichever was sent first
        if (row.reason.empty()) row = row_of(second, "approval", "application");
        EXPECT_EQ(row.reason, "PARTNER_CREDENTIALS");
        const auto done = desk_->resolve(clerk("operator"), row.id, "retry");
        EXPECT_TRUE(done) << (done ? "" : done.error().text());
        EXPECT_TRUE(log_.wait([&](auto& n) { return n[LogEvent::kRelaySent] >= before + 2; }));
        EXPECT_TRUE(relay.paused().empty());
    };
    ASSERT_TRUE(relay_until(
        [](auto& n) { return n[LogEvent::kPartnerPaused] >= 1 && n[LogEvent::kRelaySent] >= 2; }));
    EXPECT_EQ(row_of(first, "approval", "application").state, OutboxState::kSent);
    EXPECT_EQ(row_of(second, "approval", "application").state, OutboxState::kSent)
        << "its other lanes as well";
}

TEST_F(RelayTest, WhatAPersonSendsAgainDoesNotWaitForItsPartnersBackOff) {
    sender("approval").fails(Code::kPartnerUnreachable);
    const CaseNo no = new_case();
    during_relay_ = [&](Relay& relay) {
        desk_->on_retry([&](const PartnerId& partner) { relay.resume(partner); });
        EXPECT_TRUE(relay.held_until(PartnerId{"approval"}));
        sender("approval").answers([](const auto&) { return ports::Receipt{}; });
        const auto row = row_of(no, "approval", "application");
        ASSERT_TRUE(desk_->resolve(clerk("operator"), row.id, "retry"));
        EXPECT_TRUE(log_.wait([](auto& n) { return n[LogEvent::kRelaySent] >= 2; }))
            << "the clock stands still; the first is the other partner's";
    };
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 1));
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSent);
}

TEST_F(RelayTest, ABookingsRowIsSentAgainByAPersonToo) {
    sender("messenger").fails(Code::kPartnerRefused);
    const object wish{{"booking", object{{"item_code", "code-licence"},
                                         {"date", "2024-09-30"},
                                         {"slot", "09:00-10:00"},
                                         {"name", "欧阳测试"}}}};
    ASSERT_FALSE(receive("messenger", "booking", wish, "b1").error);
    ASSERT_TRUE(relay_until(LogEvent::kLaneParked, 1));
    const auto parked = store_->outbox_in(OutboxState::kParked, 10);
    ASSERT_EQ(parked.size(), 1U);
    ASSERT_TRUE(desk_->resolve(clerk("operator"), parked[0].id, "retry"));
    EXPECT_EQ(store_->outbox_in(OutboxState::kWaiting, 10).size(), 1U);
    const auto unknown = desk_->resolve(clerk("operator"), "nothing-1-x-y", "retry");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), Code::kRequestInvalid);
}

TEST_F(RelayTest, AHangingPartnerCannotTakeEveryWorker) {
    std::promise<void> gate;
    const std::shared_future<void> open = gate.get_future().share();
    sender("approval").answers([open](const auto&) {
        open.wait();
        return ports::Receipt{};
    });
    setting_.partners[PartnerId{"approval"}].workers = 50;
    for (int i = 0; i < 10; ++i) (void)new_case("F-" + std::to_string(i));
    during_relay_ = [&](Relay&) { gate.set_value(); };
    EXPECT_TRUE(relay_until([&](auto&) { return sender("channel").sent().size() >= 10; }, 2))
        << "the others are served while it hangs";
}

TEST_F(RelayTest, R32_ARefusedDocumentLeavesTheCaseGoingAndIsShown) {
    paper_.refuses = true;
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until([](auto& n) {
        return n[LogEvent::kDocumentRefused] >= 1 && n[LogEvent::kRelaySent] >= 2;
    }));
    const auto s = state(no);
    EXPECT_EQ(s.stage, model::Stage::kAccepted);
    EXPECT_EQ(s.documents.at("D2").refused, "DOCUMENT_GLYPH_MISSING");
    EXPECT_NE(s.documents.at("D2").refused_where.find("U+2A6D6"), std::string::npos);
    EXPECT_EQ(store_->stream(case_stream(no))->row.flags, "document_refused");
}

TEST_F(RelayTest, R32_ADocumentThatNobodyCanSignNowWaitsInTheQueueWithTheReason) {
    paper_.unsealed = Code::kSealUnusable;
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kLaneParked, 1));
    const auto parked = store_->outbox_in(OutboxState::kParked, 10);
    ASSERT_EQ(parked.size(), 1U);
    EXPECT_EQ(parked[0].partner.str(), kRenderPartner);
    EXPECT_EQ(parked[0].reason, "SEAL_UNUSABLE");
    EXPECT_TRUE(state(no).documents.empty() || state(no).documents.begin()->second.address.empty());
    EXPECT_EQ(state(no).stage, model::Stage::kAccepted);
}

TEST_F(RelayTest, R32_ADocumentWithoutItsTimestampIsMadeWhenThereIsOne) {
    paper_.unsealed = Code::kTimestampUnavailable;
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 1));
    const auto waiting = [&] { return store_->outbox_in(OutboxState::kWaiting, 10); };
    ASSERT_FALSE(waiting().empty());
    EXPECT_EQ(waiting()[0].reason, "TIMESTAMP_UNAVAILABLE");
    EXPECT_EQ(state(no).stage, model::Stage::kAccepted);
}

TEST_F(RelayTest, AnExceptionEndsTheRowNotTheProcess) {
    translator_.throws = true;
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kLaneParked, 2));
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kParked);
    EXPECT_EQ(row_of(no, "approval", "application").reason, "INTERNAL");
    EXPECT_TRUE(sender("approval").sent().empty());
}

TEST_F(RelayTest, AnExceptionInTheCallLeavesTheRowsFateUnknown) {
    sender("approval").answers([](const auto&) -> Result<ports::Receipt> {
        throw std::runtime_error("a broken invariant");
    });
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayUnknown, 1));
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kUnknown);
}

TEST_F(RelayTest, APartnerWithoutASenderParksItsRows) {
    senders_.erase(PartnerId{"approval"});
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until([&](auto& n) {
        return n[LogEvent::kRelaySent] >= 1 && n[LogEvent::kDocumentStored] >= 1;
    }));
    EXPECT_EQ(row_of(no, "approval", "application").reason, "PARTNER_CONFIGURATION");
}

TEST_F(RelayTest, S7_AnApplicationItsDepartmentHasNoMappingForIsParkedInTheQueue) {
    setting_.partners[PartnerId{"approval"}].outbound.erase("application");
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until([&](auto& n) {
        return n[LogEvent::kRelaySent] >= 1 && n[LogEvent::kDocumentStored] >= 1;
    }));
    const auto row = row_of(no, "approval", "application");
    EXPECT_EQ(row.state, OutboxState::kParked);
    EXPECT_EQ(row.reason, "PARTNER_CONFIGURATION");
    EXPECT_TRUE(sender("approval").sent().empty());
}

TEST_F(RelayTest, TheCouriersReceiptBringsTheWaybillIntoTheCase) {
    const CaseNo no = new_case();
    sender("courier").answers([](const auto&) {
        return ports::Receipt{{{"waybill", "EA000000001CN"}}};
    });
    ASSERT_FALSE(receive("approval", "decision", decision_for(no), "d1").error);
    ASSERT_FALSE(run(no, model::TakeOverResult{}).error);
    ASSERT_FALSE(run(no, model::MailOut{}).error);
    ASSERT_TRUE(relay_until([&](auto&) { return sender("courier").sent().size() >= 1; }));
    EXPECT_EQ(state(no).stage, model::Stage::kMailed);
    EXPECT_EQ(state(no).waybill, "EA000000001CN");
}

TEST_F(RelayTest, AMessageSpeaksOfTheStateItWasPlannedIn) {
    sender("channel").fails(Code::kPartnerUnreachable);
    const CaseNo no = new_case();
    ASSERT_TRUE(relay_until(LogEvent::kRelayRetry, 1));
    ASSERT_FALSE(receive("approval", "decision", decision_for(no), "d1").error);
    clock_.forward(Millis{1200});
    ASSERT_TRUE(relay_until([&](auto&) { return sender("channel").sent().size() >= 2; }));
    const auto sent = sender("channel").sent();
    EXPECT_EQ(sent[1].kind, "accepted") << "in order, one lane";
    EXPECT_EQ(sent[0].body, sent[1].body) << "though the case was decided meanwhile";
}

}  // namespace
}  // namespace ow::flow
