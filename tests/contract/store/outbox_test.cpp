#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

class StoreOutbox : public StoreTest {
  protected:
    /// A stream with one row for each of `ids` in the lane of `partner`.
    void fill(Store& store, const std::string& stream, const std::string& partner,
              const std::vector<std::string>& ids, Instant due = Instant{}) {
        Step step = append_step(stream, 0);
        for (const std::string& id : ids)
            step.outbox.push_back(outbox_row(id, partner, stream, due));
        ASSERT_TRUE(committed(commit(store, std::move(step))));
    }
    static std::vector<std::string> ids(const std::vector<Claim>& claims) {
        std::vector<std::string> result;
        for (const Claim& claim : claims) result.push_back(claim.row.id);
        return result;
    }
    using Ids = std::vector<std::string>;
    const Instant t0_ = clock_.at;
};

TEST_F(StoreOutbox, ALaneGivesOnlyItsOldestRowAndTheNextWhenThatIsSent) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1", "a2", "a3"});
    fill(store, "case:2", "dept", {"b1"});
    const auto first = claim(store, t0_);
    EXPECT_EQ(ids(first), (Ids{"a1", "b1"}));
    EXPECT_EQ(first[0].row.body, "{\"to\":\"王测试\"}");
    EXPECT_TRUE(claim(store, t0_).empty());
    ASSERT_TRUE(mark(store, first[0]));
    ASSERT_TRUE(committed(finish(store, first[0], OutboxState::kSent)));
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"a2"});
}

TEST_F(StoreOutbox, RowsAddedLaterQueueUpBehindTheLane) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    Step later = append_step("case:1", 1);
    later.outbox.push_back(outbox_row("a2", "dept", "case:1"));
    later.outbox.push_back(outbox_row("x1", "portal", "case:1"));
    ASSERT_TRUE(committed(commit(store, std::move(later))));
    const auto claims = claim(store, t0_);
    EXPECT_EQ(ids(claims), (Ids{"a1", "x1"}));
    finish(store, claims[0], OutboxState::kSent);
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"a2"});
    Step reopened = append_step("case:1", 2);
    reopened.outbox.push_back(outbox_row("x2", "portal", "case:1"));
    finish(store, claims[1], OutboxState::kSent);
    ASSERT_TRUE(committed(commit(store, std::move(reopened))));
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"x2"});
}

TEST_F(StoreOutbox, AClaimTakesNoMoreOfOnePartnerThanIsAsked) {
    Store& store = open();
    for (int i = 0; i < 5; ++i)
        fill(store, "case:" + std::to_string(i), "dept", {"a" + std::to_string(i)});
    fill(store, "case:9", "portal", {"x1"});
    const auto claims = store.claim(t0_, Millis{1000}, 100, {}, 2);
    EXPECT_EQ(ids(claims), (Ids{"a0", "a1", "x1"}));
    EXPECT_EQ(ids(store.claim(t0_, Millis{1000}, 100, {}, 2)), (Ids{"a2", "a3"}));
}

TEST_F(StoreOutbox, AnAttemptTheRowCouldNotHelpIsNotCounted) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    for (const bool counts : {true, false}) {
        const auto claims = claim(store, t0_);
        ASSERT_EQ(claims.size(), 1U);
        Step step;
        step.recorded_at = t0_;
        step.finishes = {{"a1", claims[0].fence, OutboxState::kWaiting, t0_, "X", counts}};
        ASSERT_TRUE(committed(commit(store, std::move(step))));
    }
    EXPECT_EQ(claim(store, t0_).at(0).attempts, 1);
}

TEST_F(StoreOutbox, ARowGivenBackUntriedKeepsTheCauseItWaitsFor) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    finish(store, claim(store, t0_)[0], OutboxState::kWaiting, t0_);
    const Claim again = claim(store, t0_).at(0);
    Step step;
    step.recorded_at = t0_;
    step.finishes = {{"a1", again.fence, OutboxState::kWaiting, t0_, {}, false}};
    ASSERT_TRUE(committed(commit(store, std::move(step))));
    const auto causes = store.outbox_causes();
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, "PARTNER_REFUSED") << "else a paused partner looks merely slow";
}

TEST_F(StoreOutbox, WaitingRowsAreGroupedByCauseAndTheRestOfTheirPartnerIsItsBacklog) {
    Store& store = open();
    for (int i = 0; i < 5; ++i)
        fill(store, "case:" + std::to_string(i), "dept", {"a" + std::to_string(i)});
    for (const Claim& one : claim(store, t0_, 2))
        finish(store, one, OutboxState::kWaiting, t0_ + Millis{5000});
    const auto causes = store.outbox_causes();
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].state, OutboxState::kWaiting);
    EXPECT_EQ(causes[0].reason, "PARTNER_REFUSED");
    EXPECT_EQ(causes[0].count, 2);
    EXPECT_EQ(causes[0].next_try, t0_ + Millis{5000});
    EXPECT_EQ(store.outbox_of(causes[0], 10).size(), 2U);
    const auto backlog = store.outbox_backlog(t0_ + Millis{6000});
    ASSERT_EQ(backlog.size(), 1U);
    EXPECT_EQ(backlog[0].count, 3) << "the two that were tried are not of it, though due again";
}

TEST_F(StoreOutbox, ReleasingACauseLetsItsRowsGoAndNoOthers) {
    Store& store = open();
    for (const char* partner : {"dept", "portal"}) {
        for (int i = 0; i < 2; ++i) {
            const std::string id = partner + std::to_string(i);
            fill(store, "case:" + id, partner, {id});
        }
    }
    for (const Claim& one : claim(store, t0_)) {
        const bool parks = one.row.id != "dept1";
        finish(store, one, parks ? OutboxState::kParked : OutboxState::kWaiting,
               t0_ + Millis{60'000});
    }
    EXPECT_EQ(
        store.release(OutboxState::kParked, PartnerId{"dept"}, "PARTNER_REFUSED", t0_).value(), 1);
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"dept0"});
    EXPECT_EQ(
        store.release(OutboxState::kWaiting, PartnerId{"dept"}, "PARTNER_REFUSED", t0_).value(), 1);
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"dept1"}) << "before its time";
    EXPECT_EQ(store.release(OutboxState::kParked, PartnerId{"dept"}, "OTHER", t0_).value(), 0);
    EXPECT_EQ(store.outbox_causes().at(0).partner, PartnerId{"portal"});
}

TEST_F(StoreOutbox, AParkedOrUnknownRowStopsItsLaneAlone) {
    for (OutboxState state : {OutboxState::kParked, OutboxState::kUnknown}) {
        const std::string n = std::to_string(static_cast<int>(state));
        Store& store = open();
        fill(store, "case:1" + n, "dept", {"a1" + n, "a2" + n});
        fill(store, "case:2" + n, "dept", {"b1" + n, "b2" + n});
        const auto claims = claim(store, t0_);
        ASSERT_EQ(claims.size(), 2U);
        ASSERT_TRUE(committed(finish(store, claims[0], state)));
        ASSERT_TRUE(committed(finish(store, claims[1], OutboxState::kSent)));
        const auto next = claim(store, t0_ + Millis{5000});
        EXPECT_EQ(ids(next), Ids{"b2" + n});
        finish(store, next[0], OutboxState::kSent);
        const auto stopped = store.outbox_in(state, 10);
        ASSERT_EQ(stopped.size(), 1U);
        EXPECT_EQ(stopped[0].id, "a1" + n);
        EXPECT_EQ(stopped[0].reason, "PARTNER_REFUSED");
        ASSERT_TRUE(store.resolve("a1" + n, OutboxState::kWaiting, t0_));
        const auto again = claim(store, t0_);
        EXPECT_EQ(ids(again), Ids{"a1" + n});
        EXPECT_EQ(again[0].attempts, 0) << "a person gives it all its attempts again";
        finish(store, again[0], state);
        ASSERT_TRUE(store.resolve("a1" + n, OutboxState::kCancelled, t0_));
        const auto last = claim(store, t0_);
        EXPECT_EQ(ids(last), Ids{"a2" + n});
        finish(store, last[0], OutboxState::kSent);
    }
}

TEST_F(StoreOutbox, AReleasedRowHasAllItsAttemptsAgain) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    finish(store, claim(store, t0_)[0], OutboxState::kParked);
    ASSERT_TRUE(store.release(OutboxState::kParked, PartnerId{"dept"}, "PARTNER_REFUSED", t0_));
    EXPECT_EQ(claim(store, t0_).at(0).attempts, 0);
}

TEST_F(StoreOutbox, OnlyAStoppedRowCanBeResolved) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    EXPECT_EQ(store.resolve("a1", OutboxState::kSent, t0_).error().code(),
              Code::kCommandNotAllowed);
    EXPECT_EQ(store.resolve("zz", OutboxState::kSent, t0_).error().code(), Code::kRequestInvalid);
}

TEST_F(StoreOutbox, AWaitingRowCanBeCancelledAndWhoeverHoldsItsLeaseHasLostIt) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1", "a2", "a3"});
    const auto held = claim(store, t0_);
    ASSERT_EQ(ids(held), Ids{"a1"});
    ASSERT_TRUE(store.resolve("a2", OutboxState::kCancelled, t0_)) << "behind the head";
    EXPECT_TRUE(claim(store, t0_).empty()) << "the head still has its lease";
    ASSERT_TRUE(store.resolve("a1", OutboxState::kCancelled, t0_));
    EXPECT_EQ(mark(store, held[0]).error().code(), Code::kLeaseLost);
    const auto last = claim(store, t0_);
    ASSERT_EQ(ids(last), Ids{"a3"});
    ASSERT_TRUE(mark(store, last[0]));
    EXPECT_EQ(store.resolve("a3", OutboxState::kCancelled, t0_).error().code(),
              Code::kCommandNotAllowed)
        << "it is on its way";
}

TEST_F(StoreOutbox, AWaitingRowSentAgainGoesAtOnceAndKeepsItsPlaceInTheLane) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1", "a2"});
    const auto first = claim(store, t0_);
    ASSERT_EQ(ids(first), Ids{"a1"});
    ASSERT_TRUE(committed(finish(store, first[0], OutboxState::kWaiting, t0_ + Millis{600'000})));
    EXPECT_TRUE(claim(store, t0_).empty());
    ASSERT_TRUE(store.resolve("a2", OutboxState::kWaiting, t0_));
    EXPECT_TRUE(claim(store, t0_).empty()) << "not before the one it waits behind";
    ASSERT_TRUE(store.resolve("a1", OutboxState::kWaiting, t0_));
    const auto again = claim(store, t0_);
    EXPECT_EQ(ids(again), Ids{"a1"});
    ASSERT_TRUE(store.resolve("a1", OutboxState::kWaiting, t0_));
    EXPECT_EQ(mark(store, again[0]).error().code(), Code::kLeaseLost) << "never two at once";
}

TEST_F(StoreOutbox, ALeaseEndsAndTheLateHolderChangesNothing) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1", "a2"});
    const auto slow = claim(store, t0_);
    const auto quick = claim(store, t0_ + Millis{1000});
    ASSERT_EQ(quick.size(), 1U);
    EXPECT_GT(quick[0].fence, slow[0].fence);
    EXPECT_EQ(mark(store, slow[0]).error().code(), Code::kLeaseLost);
    Step receipt = append_step("case:1", 1);
    receipt.finishes.push_back({"a1", slow[0].fence, OutboxState::kSent, {}, ""});
    EXPECT_EQ(name_of(commit(store, std::move(receipt))), "LEASE_LOST");
    EXPECT_EQ(store.load(StreamId{"case:1"})->size(), 1U);
    ASSERT_TRUE(mark(store, quick[0]));
    EXPECT_TRUE(committed(finish(store, quick[0], OutboxState::kSent)));
    EXPECT_EQ(name_of(finish(store, quick[0], OutboxState::kSent)), "LEASE_LOST");
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"a2"});
}

TEST_F(StoreOutbox, ARowCalledLateInItsLeaseIsNotClaimedAgainDuringTheCall) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    const auto held = claim(store, t0_);
    ASSERT_TRUE(mark(store, held.at(0), t0_ + Millis{1900}));
    EXPECT_TRUE(claim(store, t0_ + Millis{1899}).empty()) << "the lease began anew with the call";
    ASSERT_TRUE(committed(finish(store, held[0], OutboxState::kSent)));
}

TEST_F(StoreOutbox, TwoReceiptsOfOneRowInOneGroupCountOnce) {
    settings_.fsync_delay = Millis{20};
    Store& store = open();
    fill(store, "case:1", "dept", {"a1", "a2", "a3"});
    const auto held = claim(store, t0_);
    std::vector<std::future<CommitOutcome>> outcomes;
    outcomes.push_back(send(store, append_step("case:other", 0)));
    for (int i = 0; i < 2; ++i) {
        Step step;
        step.finishes.push_back({"a1", held[0].fence, OutboxState::kSent, {}, ""});
        outcomes.push_back(send(store, std::move(step)));
    }
    outcomes[0].get();
    EXPECT_EQ(name_of(outcomes[1].get()), "committed");
    EXPECT_EQ(name_of(outcomes[2].get()), "LEASE_LOST");
    EXPECT_EQ(ids(claim(store, t0_)), Ids{"a2"});
}

TEST_F(StoreOutbox, ARetryWaitsForItsTimeAndKeepsItsPlace) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1", "a2"});
    finish(store, claim(store, t0_)[0], OutboxState::kWaiting, t0_ + Millis{60'000});
    EXPECT_TRUE(claim(store, t0_ + Millis{59'999}).empty());
    const auto again = claim(store, t0_ + Millis{60'000});
    EXPECT_EQ(ids(again), Ids{"a1"});
    EXPECT_EQ(again[0].attempts, 1);
    EXPECT_FALSE(again[0].was_sending);
}

TEST_F(StoreOutbox, SkippedPartnersAndRowsNotYetDueAreLeftAlone) {
    Store& store = open();
    fill(store, "case:1", "dept", {"a1"});
    fill(store, "case:2", "portal", {"b1"});
    fill(store, "case:3", "late", {"c1"}, t0_ + Millis{10});
    EXPECT_EQ(ids(claim(store, t0_, 10, {PartnerId{"dept"}})), Ids{"b1"});
    EXPECT_EQ(ids(claim(store, t0_, 10)), Ids{"a1"});
    EXPECT_EQ(ids(claim(store, t0_ + Millis{10}, 10)), Ids{"c1"});
}

TEST_F(StoreOutbox, TheOldestDueComesFirstWhateverThePartner) {
    Store& store = open();
    fill(store, "case:1", "z", {"first"}, t0_ - Millis{30});
    fill(store, "case:2", "a", {"third"}, t0_ - Millis{10});
    fill(store, "case:3", "m", {"second"}, t0_ - Millis{20});
    EXPECT_EQ(ids(claim(store, t0_, 2)), (Ids{"first", "second"}));
    EXPECT_EQ(ids(claim(store, t0_, 2)), Ids{"third"});
}

TEST_F(StoreOutbox, ARowFoundInSendingAfterReopeningSaysSoAndItsLeaseEndedWithTheProcess) {
    std::vector<Claim> before;
    {
        Store& store = open();
        fill(store, "case:1", "dept", {"a1"});
        fill(store, "case:2", "dept", {"b1"});
        before = claim(store, t0_);
        ASSERT_TRUE(mark(store, before[0]));
    }
    Store& store = open();
    const auto claims = claim(store, t0_);
    ASSERT_EQ(ids(claims), (Ids{"a1", "b1"}));
    EXPECT_TRUE(claims[0].was_sending);
    EXPECT_FALSE(claims[1].was_sending);
    EXPECT_FALSE(mark(store, before[1])) << "a fence of the process before";
    EXPECT_EQ(store.outbox(StreamId{"case:1"})[0].state, OutboxState::kSending);
}

TEST_F(StoreOutbox, ReopeningLeavesARowThatIsNotYetDueAlone) {
    fill(open(), "case:1", "dept", {"a1"}, t0_ + Millis{5000});
    Store& store = open();
    EXPECT_TRUE(claim(store, t0_ + Millis{4999}).empty());
    EXPECT_EQ(ids(claim(store, t0_ + Millis{5000})), Ids{"a1"});
}

}  // namespace
}  // namespace ow::contract
