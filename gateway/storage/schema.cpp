#include "gateway/storage/schema.hpp"

#include <fmt/format.h>

#include <span>

namespace ow::storage {
namespace {

// stream.key NULL: destroyed. stream.head: hash of the last step. step.id and stream.id have no
// gaps, so that a removed row shows. step.sequence: of its first event.
// outbox.place: 0 done, 1 oldest unfinished of its lane, 2 waits behind; ready_at: when it may be
// claimed next (due, retry or end of lease).
constexpr const char* kMain[] = {R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE stream(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    version INTEGER NOT NULL, head BLOB NOT NULL, key BLOB,
    opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    hall TEXT NOT NULL, item TEXT NOT NULL, department TEXT NOT NULL, source TEXT NOT NULL,
    stage TEXT NOT NULL, flags TEXT NOT NULL,
    promised_due INTEGER, next_due INTEGER, closed INTEGER NOT NULL);
CREATE INDEX stream_list ON stream(kind, closed, stage, hall, opened_at);
CREATE INDEX stream_due ON stream(next_due) WHERE next_due IS NOT NULL;
CREATE TABLE step(
    id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, sequence INTEGER NOT NULL,
    events INTEGER NOT NULL, clear TEXT NOT NULL, cipher BLOB NOT NULL, hash BLOB NOT NULL);
CREATE UNIQUE INDEX step_of_stream ON step(stream, sequence);
CREATE TABLE message(
    id INTEGER PRIMARY KEY, partner TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL,
    digest TEXT NOT NULL, stream INTEGER NOT NULL, received_at INTEGER NOT NULL,
    size INTEGER NOT NULL, body BLOB NOT NULL, answer BLOB NOT NULL);
CREATE UNIQUE INDEX message_key ON message(key, partner);
CREATE INDEX message_of_stream ON message(stream);
CREATE TABLE outbox(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, partner TEXT NOT NULL,
    stream INTEGER NOT NULL, kind TEXT NOT NULL, due INTEGER NOT NULL, body BLOB NOT NULL,
    state INTEGER NOT NULL, place INTEGER NOT NULL, ready_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL, fence INTEGER NOT NULL, reason TEXT NOT NULL,
    created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL);
CREATE INDEX outbox_lane ON outbox(stream, partner, place);
CREATE INDEX outbox_ready ON outbox(partner, ready_at) WHERE place = 1 AND state < 2;
CREATE INDEX outbox_stopped ON outbox(state, changed_at) WHERE place = 1 AND state > 2;
CREATE TABLE serial(series TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE root(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, last_step INTEGER NOT NULL,
    streams INTEGER NOT NULL, root BLOB NOT NULL, signature BLOB NOT NULL);
CREATE TABLE destroyed(stream INTEGER PRIMARY KEY, at INTEGER NOT NULL);
)sql",
                                 // What waits for a person, by cause and by mark.
                                 R"sql(
CREATE INDEX outbox_causes ON outbox(state, partner, reason, changed_at)
    WHERE place = 1 AND state > 2;
CREATE INDEX stream_flagged ON stream(kind, closed, opened_at) WHERE flags <> '';
)sql",
                                 // Partners to whom nothing goes since a restore.
                                 R"sql(
CREATE TABLE held(partner TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
)sql",
                                 // What waits after a failed attempt, by cause.
                                 R"sql(
CREATE INDEX outbox_delayed ON outbox(partner, reason, ready_at, created_at)
    WHERE place = 1 AND state < 2 AND reason <> '';
)sql",
                                 // Papers that wait for a handover list are found by a word behind
                                 // the departments; any case under way may have some.
                                 R"sql(
UPDATE stream SET department = department || ' papers:waiting'
    WHERE kind = 'case' AND closed = 0 AND stage IN ('accepted', 'decided');
)sql",
                                 // Papers go to a department with a system of its own as well.
                                 R"sql(
UPDATE stream SET department = department || ' papers:waiting'
    WHERE kind = 'case' AND closed = 0 AND stage IN ('accepted', 'decided')
    AND instr(department, 'papers:waiting') = 0;
)sql"};

constexpr const char* kBlobs[] = {R"sql(
CREATE TABLE blob(
    id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
    size INTEGER NOT NULL, data BLOB);
CREATE INDEX blob_of_stream ON blob(stream);
)sql"};

constexpr const char* kSearch[] = {R"sql(
CREATE TABLE term(term BLOB NOT NULL, stream INTEGER NOT NULL, PRIMARY KEY(term, stream))
    WITHOUT ROWID;
CREATE TABLE terms_of(stream INTEGER PRIMARY KEY, terms BLOB NOT NULL);
CREATE TABLE watermark(one INTEGER PRIMARY KEY, step INTEGER NOT NULL);
INSERT INTO watermark VALUES(1, 0);
)sql"};

std::span<const char* const> migrations_of(Database which) {
    switch (which) {
        case Database::kMain:
            return kMain;
        case Database::kBlobs:
            return kBlobs;
        case Database::kSearch:
            return kSearch;
    }
    return {};
}

std::size_t version_of(Connection& connection) {
    Query query = connection.query("PRAGMA user_version");
    return query.step() ? static_cast<std::size_t>(query.number(0)) : 0;
}

}  // namespace

Status migrate(Connection& connection, Database which) {
    const auto migrations = migrations_of(which);
    const std::size_t version = version_of(connection);
    if (version > migrations.size())
        return Error{Code::kStoreDamaged, {}, "the store was made by a later version"};
    for (std::size_t i = version; i < migrations.size(); ++i) {
        Transaction transaction{connection};
        connection.run(migrations[i]);
        connection.run(fmt::format("PRAGMA user_version={}", i + 1).c_str());
        transaction.commit();
    }
    return ok();
}

std::string read_meta(Connection& connection, std::string_view name) {
    Query query = connection.query("SELECT value FROM meta WHERE name=?1");
    query.bind(name);
    return query.step() ? query.text(0) : std::string{};
}

void write_meta(Connection& connection, std::string_view name, std::string_view value) {
    connection.query("INSERT OR REPLACE INTO meta VALUES(?1,?2)").bind(name, Bytes{value}).run();
}

}  // namespace ow::storage
