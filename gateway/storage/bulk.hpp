#pragma once
// The rows of one group, gathered while its steps are checked and written together: one prepared
// statement a table. They point into the sealed steps, so that no byte is copied on the writer's
// thread (ADR 0003 says why this is not Poco's vector binding).

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/storage/connection.hpp"
#include "gateway/storage/sealed_step.hpp"

namespace ow::storage {

struct StreamWrite {
    std::int64_t id;
    std::int64_t version;
    std::string head;
    Instant at;
    const SealedAppend* append;
};

struct StepWrite {
    std::int64_t id;
    std::int64_t stream;
    std::int64_t sequence;
    std::string hash;
    const SealedAppend* append;
};

struct MessageWrite {
    std::int64_t id;
    std::int64_t stream;
    const SealedMessage* message;
};

struct OutboxWrite {
    std::int64_t id;
    std::int64_t stream;
    int place;
    Instant at;
    const SealedOutbox* outbox;
};

struct Bulk {
    std::vector<StreamWrite> made;   ///< streams that are new
    std::vector<StreamWrite> moved;  ///< streams that were there, in order
    std::vector<StepWrite> steps;
    std::vector<MessageWrite> messages;
    std::vector<OutboxWrite> outbox;

    /// Throws SqlError.
    void write(Connection& connection) const;
};

}  // namespace ow::storage
