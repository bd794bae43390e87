#include <thread>

#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

class StoreCommit : public StoreTest {};

TEST_F(StoreCommit, GivesBackEveryPartOfAnEvent) {
    Store& store = open();
    Step step = append_step("case:1", 0);
    step.appends[0].events.push_back(event("case.progressed", "李样本"));
    ASSERT_TRUE(committed(commit(store, std::move(step))));
    const auto events = store.load(StreamId{"case:1"});
    ASSERT_TRUE(events);
    ASSERT_EQ(events->size(), 2U);
    const model::StoredEvent& second = (*events)[1];
    EXPECT_EQ(second.sequence, 2);
    EXPECT_EQ(second.event.type, "case.progressed");
    EXPECT_EQ(second.event.actor, "partner:portal");
    EXPECT_EQ(second.event.secret.at("name"), "李样本");
    EXPECT_EQ(second.event.clear.at("stage"), "accepted");
    EXPECT_EQ(second.recorded_at, Instant{Millis{1'728'525'601'000}});
    EXPECT_EQ(second.catalogue_version, "c1");
    EXPECT_EQ(second.mapping_version, "m1");
}

TEST_F(StoreCommit, IsThereAfterReopening) {
    ASSERT_TRUE(committed(commit(open(), message_step("case:1", "k1"))));
    Store& again = open();
    EXPECT_EQ(again.load(StreamId{"case:1"})->size(), 1U);
    EXPECT_EQ(*again.open_message(PartnerId{"portal"}, "k1"), "<body>王测试</body>");
    EXPECT_EQ(again.messages(StreamId{"case:1"}).at(0).key, "k1");
    EXPECT_TRUE(committed(commit(again, append_step("case:1", 1))));
}

TEST_F(StoreCommit, RacingWritersOfOneStreamHaveExactlyOneWinner) {
    Store& store = open();
    for (std::int64_t version = 0; version < 20; ++version) {
        std::vector<std::thread> threads;
        std::atomic<int> winners = 0;
        std::atomic<int> losers = 0;
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&] {
                const CommitOutcome outcome = commit(store, append_step("case:race", version));
                winners += committed(outcome) ? 1 : 0;
                losers += conflict(outcome) ? 1 : 0;
            });
        }
        for (std::thread& thread : threads) thread.join();
        ASSERT_EQ(winners, 1);
        ASSERT_EQ(losers, 5);
    }
    EXPECT_EQ(store.load(StreamId{"case:race"})->size(), 20U);
    EXPECT_TRUE(store.verify().damages.empty());
}

TEST_F(StoreCommit, StepsOfOneStreamInOneGroupFollowEachOtherOrConflict) {
    settings_.fsync_delay = Millis{20};  // while it lasts, the rest gathers in one group
    Store& store = open();
    std::vector<std::future<CommitOutcome>> outcomes;
    outcomes.push_back(send(store, append_step("case:0", 0)));
    for (int version : {0, 1, 1, 2, 5, 3})
        outcomes.push_back(send(store, append_step("case:1", version)));
    const std::vector<std::string> expected{"committed", "committed", "committed", "conflict",
                                            "committed", "conflict",  "committed"};
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        EXPECT_EQ(name_of(outcomes[i].get()), expected[i]) << i;
    EXPECT_EQ(store.load(StreamId{"case:1"})->size(), 4U);
    EXPECT_TRUE(store.verify().damages.empty());
}

TEST_F(StoreCommit, AConflictInOneStreamWritesNothingInTheOthers) {
    Store& store = open();
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 0))));
    Step step = message_step("case:2", "k");
    step.appends.push_back(append_step("case:1", 0).appends[0]);
    step.outbox.push_back(outbox_row("o1", "dept", "case:2"));
    EXPECT_TRUE(conflict(commit(store, std::move(step))));
    EXPECT_FALSE(store.load(StreamId{"case:2"}));
    EXPECT_FALSE(store.open_message(PartnerId{"portal"}, "k"));
    EXPECT_TRUE(claim(store, clock_.at).empty());
}

TEST_F(StoreCommit, AGuardThatMovedIsAConflict) {
    Store& store = open();
    ASSERT_TRUE(committed(commit(store, append_step("credit:a", 0))));
    Step fresh = append_step("case:1", 0);
    fresh.guards = {{StreamId{"credit:a"}, 1}, {StreamId{"credit:none"}, 0}};
    EXPECT_TRUE(committed(commit(store, std::move(fresh))));
    Step stale = append_step("case:2", 0);
    stale.guards = {{StreamId{"credit:a"}, 0}};
    EXPECT_TRUE(conflict(commit(store, std::move(stale))));
    EXPECT_FALSE(store.load(StreamId{"case:2"}));
}

TEST_F(StoreCommit, TheSameMessageGetsTheFirstAnswerAndAnotherBodyIsRefused) {
    Store& store = open();
    EXPECT_EQ(name_of(commit(store, message_step("case:1", "k"))), "committed");
    EXPECT_EQ(name_of(commit(store, message_step("case:2", "k"))), "duplicate: answer for case:1");
    EXPECT_EQ(name_of(commit(store, message_step("case:2", "k", "d2"))), "IDEMPOTENCY_KEY_REUSED");
    Store& again = open();
    EXPECT_EQ(name_of(commit(again, message_step("case:2", "k"))), "duplicate: answer for case:1");
    EXPECT_FALSE(again.load(StreamId{"case:2"}));
}

TEST_F(StoreCommit, RepetitionsInOneGroupGetTheFirstAnswerToo) {
    settings_.fsync_delay = Millis{20};
    Store& store = open();
    std::vector<std::future<CommitOutcome>> outcomes;
    outcomes.push_back(send(store, append_step("case:0", 0)));
    outcomes.push_back(send(store, message_step("case:1", "k")));
    outcomes.push_back(send(store, message_step("case:2", "k")));
    outcomes.push_back(send(store, message_step("case:3", "k", "d2")));
    outcomes[0].get();
    EXPECT_EQ(name_of(outcomes[1].get()), "committed");
    EXPECT_EQ(name_of(outcomes[2].get()), "duplicate: answer for case:1");
    EXPECT_EQ(name_of(outcomes[3].get()), "IDEMPOTENCY_KEY_REUSED");
}

TEST_F(StoreCommit, ABrokenRowHurtsNobodyElseInItsGroup) {
    settings_.fsync_delay = Millis{20};
    Store& store = open();
    Step taken = append_step("case:taken", 0);
    taken.outbox.push_back(outbox_row("same id", "dept", "case:taken"));
    std::vector<std::future<CommitOutcome>> outcomes;
    outcomes.push_back(send(store, std::move(taken)));
    for (int i = 0; i < 30; ++i) {
        const std::string stream = "case:" + std::to_string(i);
        Step step = message_step(stream, stream);
        step.outbox.push_back(outbox_row(i == 17 ? "same id" : "o" + stream, "dept", stream));
        outcomes.push_back(send(store, std::move(step)));
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        EXPECT_EQ(name_of(outcomes[i].get()), i == 18 ? "INTERNAL" : "committed") << i;
    EXPECT_FALSE(store.load(StreamId{"case:17"}));
    EXPECT_TRUE(store.load(StreamId{"case:29"}));
    EXPECT_TRUE(store.verify().damages.empty());
}

TEST_F(StoreCommit, ASenselessStepIsRefusedWhole) {
    Store& store = open();
    Step orphan = append_step("case:1", 0);
    orphan.outbox.push_back(outbox_row("o", "dept", "case:unknown"));
    EXPECT_EQ(name_of(commit(store, std::move(orphan))), "INTERNAL");
    Step twice = append_step("case:1", 0);
    twice.appends.push_back(twice.appends[0]);
    EXPECT_EQ(name_of(commit(store, std::move(twice))), "INTERNAL");
    EXPECT_EQ(name_of(commit(store, append_step("case:1", 0, 0))), "INTERNAL");
    EXPECT_FALSE(store.stream(StreamId{"case:1"}));
}

TEST_F(StoreCommit, ARowMayChangeWithoutAnEvent) {
    Store& store = open();
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 0))));
    Step step = append_step("case:1", 1, 0);
    step.appends[0].row.next_due = Instant{Millis{5}};
    ASSERT_TRUE(committed(commit(store, std::move(step))));
    EXPECT_EQ(store.stream(StreamId{"case:1"})->version, 1);
    EXPECT_EQ(store.due(Instant{Millis{5}}, 10).size(), 1U);
    EXPECT_TRUE(store.due(Instant{Millis{4}}, 10).empty());
}

TEST_F(StoreCommit, AfterCloseEveryCallIsRefusedAndCloseDuringLoadIsSafe) {
    Store& store = open();
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 0, 50))));
    std::atomic<bool> stop = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto events = store.load(StreamId{"case:1"});
                if (!events) {
                    EXPECT_EQ(events.error().code(), Code::kStoreUnavailable);
                }
                commit(store, append_step("case:1", 0));
            }
        });
    }
    store.close();
    EXPECT_EQ(name_of(commit(store, append_step("case:2", 0))), "STORE_UNAVAILABLE");
    EXPECT_EQ(store.load(StreamId{"case:1"}).error().code(), Code::kStoreUnavailable);
    EXPECT_TRUE(store.streams({}).empty());
    stop = true;
    for (std::thread& reader : readers) reader.join();
}

TEST_F(StoreCommit, SerialsNeverRepeatAcrossReopening) {
    std::int64_t next = 1;
    for (int round = 0; round < 3; ++round) {
        Store& store = open();
        for (int i = 0; i < 3; ++i) {
            const auto first = store.lease_serials("xz:20241010", 100);
            ASSERT_TRUE(first);
            EXPECT_GE(*first, next);
            next = *first + 100;
        }
        EXPECT_EQ(*store.lease_serials("other" + std::to_string(round), 5), 1);
    }
}

TEST_F(StoreCommit, ASecondProcessAnotherKeyOrAnotherHashIsKeptOut) {
    open();
    EXPECT_EQ(storage::open_store(settings_, clock_, log_).error().code(), Code::kStoreUnavailable);
    store_->close();
    auto other_key = settings_;
    other_key.master_key = std::string(32, 'x');
    EXPECT_EQ(storage::open_store(other_key, clock_, log_).error().code(), Code::kCryptoFailed);
    auto other_hash = settings_;
    other_hash.hash = crypto::Hash::kSha256;
    EXPECT_EQ(storage::open_store(other_hash, clock_, log_).error().code(), Code::kConfigInvalid);
}

}  // namespace
}  // namespace ow::contract
