// A bad day of the relay on a turned clock, with the real store and the real relay: one partner is
// down for six hours while 2,000 cases an hour come for it and then is back at a tenth of its
// speed, cutting answers; another hangs; our certificate for a third expires. The fourth must
// notice nothing. What the calls cost the others in real time is for bench_relay.

#include "tests/scenarios/relay_partners.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using ports::OutboxState;
using scenario::BookedPartner;
using Mood = BookedPartner::Mood;

constexpr int kMinutes = 6 * 60;
constexpr int kCases = 12'000;  ///< for the partner that is down
constexpr int kOthers = 360;    ///< for each other one
constexpr int kDecided = 10;    ///< every tenth of them is decided at once, by post so to say
constexpr int kFull = 1'200;    ///< its calls a minute on a good day
constexpr Millis kMinute{60'000};

class RelayDay : public FlowTest {
  protected:
    RelayDay() {
        setting_ = make_day();
        for (const auto& [id, config] : setting_.partners)
            partners_.emplace(id.str(), std::make_unique<BookedPartner>(clock_, config.deduplicates,
                                                                        [this] { log_.nudge(); }));
    }

    /// The fixture's hall and two more departments: one whose certificate will expire, one well.
    static Setting make_day() {
        Setting s = make_setting();
        std::vector<model::Item> items = s.catalogue.items();
        for (const char* id : {"expired", "well"}) {
            s.partners[PartnerId{id}] = partner(id, {"decider"}, {}, {"application"}, true);
            s.hall.departments[DepartmentId{id}] = {
                .id = DepartmentId{id}, .name = id, .partner = PartnerId{id}};
            items.push_back(item_of(std::string{"item-"} + id, id));
        }
        s.catalogue = model::Catalogue{std::move(items), "c1"};
        s.partners.at(PartnerId{"both"}).outbound["decided"] = "both/decided";
        for (auto& [id, config] : s.partners)
            config.retry = {Millis{1000}, Millis{std::chrono::minutes{10}}, 12};
        return s;
    }

    BookedPartner& at_partner(const std::string& id) { return *partners_.at(id); }

    CaseNo apply(const std::string& source, const std::string& item) {
        const std::string no = source + std::to_string(++taken_);
        object content = application(no);
        content["item"].get_object()["code"] = "code-" + item;
        const auto answer = receive(source, "application", content, no);
        EXPECT_FALSE(answer.error) << answer.error->text();
        return CaseNo{model::text_at(answer.fields, "case_no")};
    }

    /// A third message behind the two that the partner does not take yet.
    void decide(const CaseNo& no) {
        Request request;
        request.actor = "partner:both";
        model::CaseDecision decision{"approved", "N-" + no.str(), "许可证", clock_.now(), {}, {}};
        const auto done = cases_->run_and_wait(no, model::Decide{decision}, std::move(request));
        ASSERT_FALSE(done.error) << done.error->text();
        decided_.insert(no.str());
    }

    void turn(Millis by) {
        clock_.forward(by);
        for (auto& [id, one] : partners_) one->tick();
    }

    /// A row whose answer was lost waits for its own time, also after others have got through.
    bool rests(const std::string& partner) {
        const auto causes = store_->outbox_causes();
        return std::any_of(causes.begin(), causes.end(), [&](const ports::OutboxCause& one) {
            return one.partner.str() == partner && one.state == ports::OutboxState::kWaiting &&
                   one.next_try > clock_.now();
        });
    }

    /// Whether the partners that are well have everything, and the slow one all it can take now.
    bool quiet(Relay& relay) {
        BookedPartner& slow = at_partner("both");
        const bool slow_done = slow.acted() == slow_due_ || slow.is_full_now() ||
                               relay.held_until(PartnerId{"both"}).has_value() || rests("both");
        return slow_done && at_partner("well").acted() == well_due_ &&
               at_partner("channel").acted() == told_due_;
    }
    void settle(Relay& relay) {
        ASSERT_TRUE(log_.wait([&](auto&) { return quiet(relay); }))
            << "minute " << minute_ << ": slow " << at_partner("both").acted() << " of "
            << slow_due_ << ", well " << at_partner("well").acted() << " of " << well_due_
            << ", channel " << at_partner("channel").acted() << " of " << told_due_;
    }

    void live_a_minute(Relay& relay) {
        const std::size_t slow = kCases * (minute_ + 1) / kMinutes - kCases * minute_ / kMinutes;
        for (std::size_t i = 0; i < slow; ++i) {
            const CaseNo no = apply("both", "own");
            if (++own_ % kDecided == 0) decide(no);
        }
        for (int i = 0; i < kOthers / kMinutes; ++i) {
            for (const char* item : {"item-well", "item-expired", "licence"})
                apply("channel", item);
        }
        ++minute_;
        // The case, the acceptance and of some the decision, in one lane.
        slow_due_ = 2 * kCases * minute_ / kMinutes + decided_.size();
        well_due_ = kOthers * minute_ / kMinutes;
        told_due_ = 3 * well_due_;
        relay.wake();
        settle(relay);
        turn(kMinute);
    }

    object cause(const std::string& partner_id) {
        object found;
        int causes = 0;
        for (const auto& value : desk_->queue(clerk("operator"))) {
            if (value.at("partner_id").as_string() != partner_id) continue;
            found = value.as_object();
            ++causes;
        }
        EXPECT_EQ(causes, 1) << partner_id;
        return found;
    }
    static std::int64_t held_up(const object& cause) {
        return cause.at("count").as_int64() + cause.at("behind").as_int64();
    }

    std::int64_t all_held_up(const std::string& partner_id) {
        std::int64_t count = 0;
        for (const auto& value : desk_->queue(clerk("operator"))) {
            if (value.at("partner_id").as_string() == partner_id)
                count += held_up(value.as_object());
        }
        return count;
    }

    void look_at_the_queue() {
        const object down = cause("both");
        EXPECT_EQ(down.at("reason").as_string(), "PARTNER_UNREACHABLE");
        EXPECT_EQ(held_up(down), kCases);
        EXPECT_EQ(std::string{down.at("oldest").as_string()}.substr(0, 16), "2024-09-27T10:00");
        EXPECT_GT(std::string{down.at("next_try").as_string()}, to_iso(clock_.now() - kMinute));
        EXPECT_NE(down.at("operator").as_string().find("联系对方运维"), std::string::npos);

        const object hanging = cause("approval");
        EXPECT_EQ(hanging.at("state").as_string(), "unknown");
        EXPECT_EQ(held_up(hanging), kOthers);
        EXPECT_LT(hanging.at("count").as_int64(), 60) << "six hours cost few rows their fate";
        EXPECT_EQ(hanging.at("next_try").as_string(), "") << "a person's turn";
        EXPECT_FALSE(hanging.at("group").as_bool()) << "it may have them";

        const object expired = cause("expired");
        EXPECT_EQ(expired.at("reason").as_string(), "PARTNER_CREDENTIALS");
        EXPECT_EQ(held_up(expired), kOthers);
        EXPECT_NE(expired.at("operator").as_string().find("更新证书"), std::string::npos);
        EXPECT_EQ(log_.count(LogEvent::kPartnerPaused), 1) << "one alarm";
        EXPECT_LE(at_partner("expired").calls(), 4U);
        EXPECT_LT(at_partner("both").calls(), 100U) << "one call a back-off";
    }

    /// The operator: asks the hanging department which messages it has, and sends the others again.
    void settle_the_unknown() {
        for (const auto& row : store_->outbox_in(OutboxState::kUnknown, 500)) {
            const bool there = at_partner("approval").has(row.id);
            ASSERT_TRUE(
                desk_->resolve(clerk("operator"), row.id, there ? "confirm_sent" : "retry"));
        }
    }

    void recover(Relay& relay) {
        at_partner("both").set_mood(Mood::kWell);
        at_partner("both").set_speed(kFull / 10);
        at_partner("both").cut_every(400);
        at_partner("approval").set_mood(Mood::kWell);
        at_partner("expired").set_mood(Mood::kWell);
        const auto resent =
            desk_->resend_cause(clerk("operator"), "expired", "waiting", "PARTNER_CREDENTIALS");
        ASSERT_TRUE(resent && *resent > 0);
        bool slow_seen = false;
        const auto all = [&] {
            return at_partner("both").acted() == 2 * kCases + decided_.size() &&
                   at_partner("approval").acted() == kOthers &&
                   at_partner("expired").acted() == kOthers;
        };
        for (int minutes = 0; !all() && minutes < 600; ++minutes) {
            settle_the_unknown();
            relay.wake();
            settle(relay);
            turn(kMinute);
            if (minutes == 30) slow_seen = all_held_up("both") > kCases / 2;
        }
        EXPECT_TRUE(all());
        EXPECT_TRUE(slow_seen) << "the page tells of the backlog while it is worked off";
    }

    void nothing_lost_or_doubled() {
        for (auto& [id, one] : partners_) EXPECT_TRUE(one->doubled().empty()) << id;
        EXPECT_EQ(at_partner("well").acted(), std::size_t{kOthers});
        std::size_t complete = 0;
        for (const auto& [no, kinds] : at_partner("both").order()) {
            std::vector<std::string> wanted{"application", "accepted"};
            if (decided_.contains(no)) wanted.emplace_back("decided");
            ASSERT_EQ(kinds, wanted) << no;
            ++complete;
        }
        EXPECT_EQ(complete, std::size_t{kCases});
        for (const OutboxState state : {OutboxState::kWaiting, OutboxState::kSending,
                                        OutboxState::kParked, OutboxState::kUnknown})
            EXPECT_TRUE(store_->outbox_in(state, 5).empty()) << static_cast<int>(state);
        EXPECT_TRUE(desk_->queue(clerk("operator")).empty());
        EXPECT_TRUE(store_->verify().damages.empty());
    }

    std::map<std::string, std::unique_ptr<BookedPartner>> partners_;
    std::size_t minute_ = 0;
    std::size_t slow_due_ = 0;
    std::size_t well_due_ = 0;
    std::size_t told_due_ = 0;
    int taken_ = 0;
    int own_ = 0;
    std::set<std::string> decided_;
};

TEST_F(RelayDay, OneDownOneHangingOneExpiredNothingIsLostOrDoubledAndTheOthersAreServed) {
    Relay::Senders senders;
    for (auto& [id, one] : partners_) senders[PartnerId{id}] = one.get();
    RelaySettings settings;
    settings.workers = 6;
    settings.idle = Millis{2};
    Relay relay{*store_, *cases_, *appointments_, setting_, translator_,
                paper_,  senders, clock_,         log_,     settings};
    desk_->on_retry([&](const PartnerId& id) {
        relay.resume(id);
        relay.wake();
    });
    at_partner("both").set_mood(Mood::kDown);
    at_partner("approval").set_mood(Mood::kHanging);
    at_partner("expired").set_mood(Mood::kExpired);
    relay.start();
    while (minute_ < kMinutes && !HasFatalFailure()) live_a_minute(relay);
    if (!HasFatalFailure()) look_at_the_queue();
    if (!HasFatalFailure()) recover(relay);
    at_partner("approval").set_mood(Mood::kWell);
    turn(std::chrono::hours{1});
    EXPECT_TRUE(log_.wait([&](auto&) {
        return store_->outbox_in(OutboxState::kWaiting, 1).empty() &&
               store_->outbox_in(OutboxState::kSending, 1).empty();
    }));
    relay.stop();
    if (!HasFatalFailure()) nothing_lost_or_doubled();
}

}  // namespace
}  // namespace ow::flow
