#pragma once
// The store's one writer: a thread that takes what is queued, at most `group_limit` at a time, and
// makes it durable in one transaction. A group that fails is halved until the broken step stands
// alone, so that a bad row hurts nobody else. Callbacks run on this thread after the commit.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>

#include "gateway/storage/group.hpp"

namespace ow::storage {

struct WriterSettings {
    ConnectionSettings connection;
    crypto::Hash hash = crypto::Hash::kSm3;
    std::size_t group_limit = 256;
    Millis fsync_delay{0};
};

/// Runs inside the group's transaction; may run twice if the group had to be done again.
using Work = std::function<Status(Connection&)>;
using Done = std::function<void(Status)>;

class Writer {
  public:
    using Committed = std::function<void(const std::vector<StepWrite>&)>;

    /// `committed` is called after every commit with the steps it made durable.
    Writer(const WriterSettings& settings, KeyRing& keys, Committed committed);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void start();
    void commit(Result<SealedStep> step, ports::CommitDone done);
    void post(Work work, Done done);
    /// Posts and waits until it is durable. Not to be called from a callback.
    [[nodiscard]] Status call(Work work);
    /// Like call, but alone and outside any transaction.
    [[nodiscard]] Status call_alone(Work work);
    /// In `work` only: the stream's row was changed behind the writer's back.
    void forget(const StreamId& stream) { heads_.forget(stream); }
    /// Completes what is queued and stops. What comes later gets kStoreUnavailable.
    void close();
    /// For use before start and after close, and inside `work`.
    [[nodiscard]] Connection& connection() { return *connection_; }

  private:
    struct Item {
        std::optional<Result<SealedStep>> step;
        ports::CommitDone step_done;
        Work work;
        Done work_done;
        bool alone = false;
        ports::CommitOutcome outcome;
    };
    using Items = std::span<Item>;

    void enqueue(Item item);
    [[nodiscard]] Status wait_for(Item item);
    void run();
    [[nodiscard]] std::vector<Item> take();
    void process(Items items);
    void attempt(Items items);
    void attempt_work(Item& item);
    static void attempt_step(Group& group, Item& item);
    void attempt_alone(Item& item);
    static void answer(Item& item);

    WriterSettings settings_;
    KeyRing& keys_;
    Committed committed_;
    std::unique_ptr<Connection> connection_;
    Heads heads_;
    Counters counters_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Item> queue_;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace ow::storage
