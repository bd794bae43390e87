#include "gateway/base/worker_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <vector>

namespace ow {
namespace {

/// Holds one worker of a pool until it is opened.
class Gate {
  public:
    explicit Gate(WorkerPool& pool) {
        std::promise<void> entered;
        auto inside = entered.get_future();
        EXPECT_TRUE(pool.post([&entered, opened = opened_.get_future().share()] {
            entered.set_value();
            opened.wait();
        }));
        inside.wait();
    }
    void open() { opened_.set_value(); }

  private:
    std::promise<void> opened_;
};

}  // namespace

TEST(WorkerPool, RunsEveryJobOnceBeforeItStops) {
    std::vector<std::atomic<int>> runs(200);
    WorkerPool pool{4, runs.size()};
    for (auto& run : runs) ASSERT_TRUE(pool.post([&run] { ++run; }));
    pool.stop();
    for (const auto& run : runs) EXPECT_EQ(run, 1);
    EXPECT_EQ(pool.depth(), 0u);
}

TEST(WorkerPool, RunsAsManyJobsAtOnceAsItHasThreads) {
    WorkerPool pool{3, 1};
    Gate first{pool};
    Gate second{pool};
    Gate third{pool};  // would wait for ever with fewer threads
    EXPECT_EQ(pool.depth(), 3u);
    first.open();
    second.open();
    third.open();
}

TEST(WorkerPool, RefusesWhatTheQueueCannotHoldAndTakesNothingOfIt) {
    std::atomic<int> ran = 0;
    WorkerPool pool{1, 2};
    Gate gate{pool};
    EXPECT_TRUE(pool.post([&] { ++ran; }));
    EXPECT_TRUE(pool.post([&] { ++ran; }));
    EXPECT_FALSE(pool.post([&] { ran += 100; }));
    EXPECT_EQ(pool.depth(), 3u);
    gate.open();
    pool.stop();
    EXPECT_EQ(ran, 2);
}

TEST(WorkerPool, KeepsTheOrderOfItsQueue) {
    std::vector<int> order;
    WorkerPool pool{1, 100};
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.post([&order, i] { order.push_back(i); }));
    pool.stop();
    ASSERT_EQ(order.size(), 100u);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(WorkerPool, RefusesAfterItsStopAndMayBeStoppedAgain) {
    WorkerPool pool{1, 1};
    pool.stop();
    EXPECT_FALSE(pool.post([] { FAIL() << "ran after the stop"; }));
    pool.stop();
}

TEST(WorkerPool, DiscardDropsWhatWaitsAndLetsWhatRunsEnd) {
    bool ran = false;
    auto answered = std::make_shared<int>(0);
    const std::weak_ptr<int> held = answered;
    WorkerPool pool{1, 5};
    Gate gate{pool};
    ASSERT_TRUE(pool.post([&ran, answered = std::move(answered)] { ran = true; }));
    EXPECT_FALSE(held.expired());
    pool.discard();
    EXPECT_TRUE(held.expired()) << "a dropped job still holds what it owned";
    EXPECT_EQ(pool.depth(), 1u);
    gate.open();
    pool.stop();
    EXPECT_FALSE(ran);
}

TEST(WorkerPool, ADroppedJobMayUseThePoolAsItGoes) {
    WorkerPool pool{1, 5};
    Gate gate{pool};
    std::size_t seen = 99;
    ASSERT_TRUE(pool.post([guard = std::shared_ptr<void>(nullptr, [&](void*) {
                               seen = pool.depth();  // a deadlock if destroyed under the lock
                           })] {}));
    pool.discard();
    EXPECT_EQ(seen, 1u);
    gate.open();
}

}  // namespace ow
