#pragma once
// The rows of one group, column by column, written with one statement a table (Poco vector
// binding: its cost is per execute, not per row).

#include <Poco/Data/LOB.h>
#include <Poco/Data/Session.h>
#include <Poco/Nullable.h>
#include <Poco/Types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/ports/store.hpp"
#include "gateway/storage/connection.hpp"
#include "gateway/storage/sealed_step.hpp"

namespace ow::storage {

using Numbers = std::vector<Poco::Int64>;
using Texts = std::vector<std::string>;
using Blobs = std::vector<Poco::Data::BLOB>;
using Optionals = std::vector<Poco::Nullable<Poco::Int64>>;

struct StreamColumns {
    Numbers id, version, changed_at, closed;
    Blobs head;
    Texts hall, item, department, source, stage, flags;
    Optionals promised_due, next_due;

    void add(std::int64_t stream, std::int64_t to_version, const std::string& to_head, Instant at,
             ports::StreamRow& row);
};

/// Streams to be made: the same columns and those that never change.
struct NewStreamColumns : StreamColumns {
    Texts name, kind;
    Blobs key;
};

struct StepColumns {
    Numbers id, stream, sequence, events;
    Texts clear;
    Blobs cipher, hash;
};

struct MessageColumns {
    Numbers id, stream, received_at, size;
    Texts partner, key, kind, digest;
    Blobs body, answer;
};

struct OutboxColumns {
    Numbers id, stream, due, place, created_at;
    Texts name, partner, kind;
    Blobs body;
};

struct Bulk {
    NewStreamColumns made;
    StreamColumns moved;
    StepColumns steps;
    MessageColumns messages;
    OutboxColumns outbox;

    /// Throws SqlError.
    void write(Connection& connection);
};

[[nodiscard]] Poco::Data::BLOB to_blob(const std::string& bytes);

}  // namespace ow::storage
