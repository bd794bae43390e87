#include "gateway/storage/held.hpp"

#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

class StoreHeld : public StoreTest {
  protected:
    /// append_step() records its steps before this.
    static constexpr Instant kLater{Millis{1'728'525'700'000}};
    StoreHeld() { clock_.at = kLater; }

    /// Two rows in one lane of "office", one of "render"; then as after a restore.
    Store& restored() {
        Store& store = open();
        Step step = append_step("case:1", 0);
        step.outbox = {outbox_row("r1", "office", "case:1"), outbox_row("r2", "office", "case:1"),
                       outbox_row("r3", "render", "case:1")};
        EXPECT_TRUE(committed(commit(store, std::move(step))));
        EXPECT_EQ(*store.lease_serials("a", 10), 1);
        store.close();
        const auto held = storage::hold_store(
            dir_.path(),
            {{PartnerId{"idle"}}, {PartnerId{"render"}}, 1000, std::chrono::hours{1}, kLater});
        EXPECT_EQ(held->partners, 2);
        EXPECT_EQ(held->rows, 2);
        return open();
    }

    std::vector<std::string> claimed(Store& store) {
        std::vector<std::string> ids;
        for (const Claim& one : claim(store, clock_.at + Millis{10'000})) ids.push_back(one.row.id);
        return ids;
    }
};

TEST_F(StoreHeld, NothingOfAHeldPartnerIsClaimedAndOurOwnWorkGoesOn) {
    Store& store = restored();
    EXPECT_EQ(claimed(store), std::vector<std::string>{"r3"});
    const auto held = store.held();
    ASSERT_EQ(held.size(), 2U);
    EXPECT_EQ(held[0].partner.str(), "idle");
    EXPECT_EQ(held[1].partner.str(), "office");
    EXPECT_EQ(held[1].lanes, 1);
    open();
    EXPECT_EQ(store_->held().size(), 2U) << "a start does not end it";
}

TEST_F(StoreHeld, InDoubtAreAlsoTheRowsBehindTheFirstOfTheirLane) {
    Store& store = restored();
    EXPECT_EQ(*store.end_hold(PartnerId{"office"}, Doubt::kAll, "PARTNER_IN_DOUBT", clock_.at), 2);
    ASSERT_TRUE(store.resolve("r1", OutboxState::kSent, clock_.at));
    EXPECT_EQ(claimed(store), std::vector<std::string>{"r3"});
    const auto unknown = store.outbox_in(OutboxState::kUnknown, 10);
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_EQ(unknown[0].id, "r2");
    EXPECT_EQ(unknown[0].reason, "PARTNER_IN_DOUBT");
    EXPECT_FALSE(store.end_hold(PartnerId{"office"}, Doubt::kNone, "x", clock_.at)) << "not held";
}

TEST_F(StoreHeld, ARowInDoubtThatIsSentAgainDoesNotOvertakeTheOneBeforeIt) {
    Store& store = restored();
    ASSERT_TRUE(store.end_hold(PartnerId{"office"}, Doubt::kAll, "PARTNER_IN_DOUBT", clock_.at));
    ASSERT_TRUE(store.resolve("r2", OutboxState::kWaiting, clock_.at));
    EXPECT_EQ(claimed(store), std::vector<std::string>{"r3"}) << "r1 is unknown still";
    ASSERT_TRUE(store.resolve("r1", OutboxState::kWaiting, clock_.at));
    const auto first = claim(store, clock_.at + Millis{10'000});
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].row.id, "r1");
    finish(store, first[0], OutboxState::kSent);
    EXPECT_EQ(claimed(store), std::vector<std::string>{"r2"});
}

TEST_F(StoreHeld, APartnerThatRecognisesIdsGetsTheOlderOnesAgain) {
    Store& store = restored();
    Step young = append_step("case:2", 0);
    young.recorded_at = clock_.at + Millis{5};
    young.outbox = {outbox_row("r4", "office", "case:2")};
    ASSERT_TRUE(committed(commit(store, std::move(young))));
    clock_.at += Millis{10};
    EXPECT_EQ(*store.end_hold(PartnerId{"office"}, Doubt::kYoung, "PARTNER_IN_DOUBT", clock_.at),
              1);
    EXPECT_EQ(store.outbox_in(OutboxState::kUnknown, 10).at(0).id, "r4");
    EXPECT_EQ(claimed(store), (std::vector<std::string>{"r1", "r3"}));
}

TEST_F(StoreHeld, WhoSaysThatThePartnerHasNothingLetsEverythingGo) {
    Store& store = restored();
    EXPECT_EQ(*store.end_hold(PartnerId{"office"}, Doubt::kNone, "PARTNER_IN_DOUBT", clock_.at), 0);
    EXPECT_EQ(claimed(store), (std::vector<std::string>{"r1", "r3"}));
}

TEST_F(StoreHeld, NoNumberThatMayHaveBeenGivenOutIsGivenOutAgain) {
    Store& store = restored();
    EXPECT_EQ(*store.lease_serials("a", 10), 1011);
    EXPECT_EQ(*store.lease_serials("b", 10), 1001) << "begun after the backup, or maybe before";
    clock_.at += std::chrono::hours{2};
    EXPECT_EQ(*store.lease_serials("c", 10), 1);
    EXPECT_EQ(*store.lease_serials("b", 10), 1011);
}

}  // namespace
}  // namespace ow::contract
