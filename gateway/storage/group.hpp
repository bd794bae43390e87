#pragma once
// One transaction's worth of steps: each is checked against the store and against the steps before
// it in the same group, then all rows are written in bulk. Lives for one attempt; writer's thread.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "gateway/storage/bulk.hpp"
#include "gateway/storage/heads.hpp"
#include "gateway/storage/lanes.hpp"
#include "gateway/storage/sealed_step.hpp"

namespace ow::storage {

/// The next free row ids. Streams and steps have no gaps: a failed group gives its ids back.
struct Counters {
    std::int64_t stream = 1;
    std::int64_t step = 1;
    std::int64_t message = 1;
    std::int64_t outbox = 1;

    [[nodiscard]] static Counters read(Connection& connection);
};

class Group {
  public:
    Group(Connection& connection, Heads& heads, KeyRing& keys, crypto::Hash hash,
          Counters& counters);

    /// `step` must stay until the group is written.
    /// Committed: taken into the group, true once the transaction is durable. Anything else is
    /// final and nothing of the step will be written. Throws SqlError.
    [[nodiscard]] ports::CommitOutcome admit(const SealedStep& step);
    /// Throws SqlError.
    void write();
    /// The transaction is durable: what was learnt may be remembered.
    void publish();
    /// What was written, in order.
    [[nodiscard]] const std::vector<StepWrite>& steps() const { return bulk_.steps; }

  private:
    struct Repetition {
        const std::string* digest;
        const std::string* answer;
    };
    struct Finish {
        LaneRow row;
        ports::OutboxFinish how;
        Instant at;
    };

    [[nodiscard]] Head head_of(const StreamId& stream);
    [[nodiscard]] std::optional<ports::CommitOutcome> repeated(const SealedMessage& message);
    [[nodiscard]] ports::CommitOutcome repeat(const SealedMessage& message,
                                              const std::string& digest, Query& stored);
    [[nodiscard]] std::optional<ports::CommitOutcome> refused_append(const SealedAppend& append);
    [[nodiscard]] std::optional<ports::CommitOutcome> refused(const SealedStep& step);
    [[nodiscard]] std::optional<Error> refused_outbox(const SealedStep& step);
    [[nodiscard]] bool find_finishes(const SealedStep& step, std::vector<Finish>& found);

    void take_append(const SealedAppend& append, Instant at);
    void take_message(const SealedMessage& message, const StreamId& stream,
                      const std::string& answer);
    void take_outbox(const SealedOutbox& outbox, Instant at);

    Connection& connection_;
    Heads& heads_;
    KeyRing& keys_;
    crypto::Hash hash_;
    Counters& counters_;
    Bulk bulk_;
    std::unordered_map<std::string, Head> moved_;
    std::unordered_map<std::string, Repetition> messages_;
    std::set<std::pair<std::int64_t, std::string_view>> lanes_;  ///< borrow from the steps
    std::unordered_set<std::int64_t> made_;
    std::vector<Finish> finishes_;
    std::unordered_set<std::int64_t> finished_;
};

}  // namespace ow::storage
