#include "gateway/storage/lanes.hpp"

#include <algorithm>

#include "gateway/storage/held.hpp"

namespace ow::storage {
namespace {

using ports::OutboxState;

struct Due {
    Instant ready_at;
    std::int64_t id;
};

bool is_done(OutboxState state) {
    return state == OutboxState::kSent || state == OutboxState::kCancelled;
}

int number_of(OutboxState state) {
    return static_cast<int>(state);
}

/// The next partner after `last` that has a row to send; partners are few, their rows may be many.
std::optional<std::string> next_partner(Connection& connection, const std::string& last) {
    Query query = connection.query(
        "SELECT partner FROM outbox INDEXED BY outbox_ready WHERE place = 1 AND state < 2"
        " AND partner > ?1 ORDER BY partner LIMIT 1");
    query.bind(last);
    if (!query.step()) return std::nullopt;
    return query.text(0);
}

void add_due(Connection& connection, const std::string& partner, Instant now, int limit,
             std::vector<Due>& found) {
    Query query = connection.query(
        "SELECT ready_at, id FROM outbox INDEXED BY outbox_ready WHERE place = 1 AND state < 2"
        " AND partner = ?1 AND ready_at <= ?2 ORDER BY ready_at, id LIMIT ?3");
    query.bind(partner, now, limit);
    while (query.step()) found.push_back({query.instant(0), query.number(1)});
}

void lease_row(Connection& connection, std::int64_t id, Instant until) {
    connection.query("UPDATE outbox SET fence = fence + 1, ready_at = ?2 WHERE id = ?1")
        .bind(id, until)
        .run();
}

ports::Claim read_claim(Connection& connection, std::int64_t id) {
    Query query = connection.query(
        "SELECT o.name, o.partner, s.name, o.kind, o.due, o.body, o.fence, o.attempts, o.state"
        " FROM outbox o JOIN stream s ON s.id = o.stream WHERE o.id = ?1");
    query.bind(id);
    ports::Claim claim;
    if (!query.step()) return claim;
    claim.row.id = query.text(0);
    claim.row.partner = PartnerId{query.text(1)};
    claim.row.stream = StreamId{query.text(2)};
    claim.row.kind = query.text(3);
    claim.row.due = query.instant(4);
    claim.row.body = query.text(5);
    claim.fence = query.number(6);
    claim.attempts = static_cast<int>(query.number(7));
    claim.was_sending = query.number(8) == number_of(OutboxState::kSending);
    return claim;
}

void bring_next_forward(Connection& connection, const LaneRow& row) {
    connection
        .query(
            "UPDATE outbox SET place = 1 WHERE id ="
            " (SELECT min(id) FROM outbox WHERE stream = ?1 AND partner = ?2 AND place = 2)")
        .bind(row.stream, row.partner.str())
        .run();
}

/// The oldest row of its lane is due at once; who holds its lease has lost it. One behind it keeps
/// its place.
void hurry(Connection& connection, std::int64_t id, Instant now) {
    connection
        .query(
            "UPDATE outbox SET ready_at = ?2, fence = fence + 1, attempts = 0, reason = ''"
            " WHERE id = ?1 AND place = 1")
        .bind(id, now)
        .run();
}

ports::OutboxView read_view(const Query& query) {
    ports::OutboxView view;
    view.id = query.text(0);
    view.partner = PartnerId{query.text(1)};
    view.stream = StreamId{query.text(2)};
    view.kind = query.text(3);
    view.state = static_cast<OutboxState>(query.number(4));
    view.attempts = static_cast<int>(query.number(5));
    view.reason = query.text(6);
    view.created_at = query.instant(7);
    view.changed_at = query.instant(8);
    view.due = query.instant(9);
    return view;
}

std::vector<ports::OutboxView> read_views(Query& query) {
    std::vector<ports::OutboxView> views;
    while (query.step()) views.push_back(read_view(query));
    return views;
}

/// Newest change first, then newest row; behind `after` if it is given.
std::vector<ports::OutboxView> stopped_rows(Connection& connection, OutboxState state, int limit,
                                            const std::optional<ports::OutboxPlace>& after) {
    Instant changed_at = Instant::max();
    std::int64_t id = 0;
    if (after) {
        Query place = connection.query("SELECT id FROM outbox WHERE name = ?1");
        place.bind(after->id);
        if (!place.step()) return {};
        id = place.number(0);
        changed_at = after->changed_at;
    }
    Query query = connection.query(
        "SELECT o.name, o.partner, s.name, o.kind, o.state, o.attempts, o.reason, o.created_at,"
        " o.changed_at, o.due FROM outbox o INDEXED BY outbox_stopped"
        " JOIN stream s ON s.id = o.stream WHERE o.place = 1 AND o.state > 2 AND o.state = ?1"
        " AND (o.changed_at, o.id) < (?2, ?3)"
        " ORDER BY o.changed_at DESC, o.id DESC LIMIT ?4");
    query.bind(number_of(state), changed_at, id, limit);
    return read_views(query);
}

Error not_found(const std::string& id) {
    return Error{Code::kRequestInvalid, At{"id", id}, "no such outbox row"};
}

}  // namespace

bool lane_is_open(Connection& connection, std::int64_t stream, const PartnerId& partner) {
    Query query = connection.query(
        "SELECT 1 FROM outbox WHERE stream = ?1 AND partner = ?2 AND place = 1 LIMIT 1");
    query.bind(stream, partner.str());
    return query.step();
}

std::optional<LaneRow> find_row(Connection& connection, const std::string& id) {
    Query query =
        connection.query("SELECT id, stream, fence, partner, state FROM outbox WHERE name = ?1");
    query.bind(id);
    if (!query.step()) return std::nullopt;
    return LaneRow{query.number(0), query.number(1), query.number(2), PartnerId{query.text(3)},
                   static_cast<OutboxState>(query.number(4))};
}

bool holds(const LaneRow& row, std::int64_t fence) {
    return fence > 0 && row.fence == fence &&
           (row.state == OutboxState::kWaiting || row.state == OutboxState::kSending);
}

// A row given back untried waits for what it waited for before.
void finish(Connection& connection, const LaneRow& row, const ports::OutboxFinish& how,
            Instant at) {
    const bool done = is_done(how.state);
    connection
        .query(
            "UPDATE outbox SET state = ?2, place = ?3, ready_at = ?4, attempts = attempts + ?7,"
            " fence = fence + 1, changed_at = ?6,"
            " reason = CASE WHEN ?5 = '' AND ?2 = 0 THEN reason ELSE ?5 END WHERE id = ?1")
        .bind(row.id, number_of(how.state), done ? 0 : 1, how.retry_at, how.reason, at,
              how.counts ? 1 : 0)
        .run();
    if (done) bring_next_forward(connection, row);
}

std::vector<ports::Claim> claim(Connection& connection, Instant now, Millis lease, int limit,
                                const std::vector<PartnerId>& asked_to_skip, int per_partner) {
    std::vector<PartnerId> skip = held_ids(connection);
    skip.insert(skip.end(), asked_to_skip.begin(), asked_to_skip.end());
    std::vector<Due> due;
    std::optional<std::string> partner = next_partner(connection, "");
    for (; partner; partner = next_partner(connection, *partner)) {
        if (std::find(skip.begin(), skip.end(), PartnerId{*partner}) == skip.end())
            add_due(connection, *partner, now, std::min(limit, per_partner), due);
    }
    std::sort(due.begin(), due.end(), [](const Due& a, const Due& b) {
        return a.ready_at != b.ready_at ? a.ready_at < b.ready_at : a.id < b.id;
    });
    if (due.size() > static_cast<std::size_t>(limit)) due.resize(static_cast<std::size_t>(limit));
    std::vector<ports::Claim> claims;
    for (const Due& row : due) {
        lease_row(connection, row.id, now + lease);
        claims.push_back(read_claim(connection, row.id));
    }
    return claims;
}

void end_leases(Connection& connection, Instant now) {
    connection
        .query(
            "UPDATE outbox SET fence = fence + 1, ready_at = due"
            " WHERE place = 1 AND state < 2 AND ready_at > ?1 AND ready_at > due")
        .bind(now)
        .run();
}

// The lease given by the claim may be nearly over: the row has waited behind its partner's calls.
Status mark_sending(Connection& connection, const std::string& id, std::int64_t fence,
                    Instant until) {
    const std::optional<LaneRow> row = find_row(connection, id);
    if (!row || !holds(*row, fence)) return Error{Code::kLeaseLost, At{{}, id}};
    connection.query("UPDATE outbox SET state = ?2, ready_at = ?3 WHERE id = ?1")
        .bind(row->id, number_of(OutboxState::kSending), until)
        .run();
    return ok();
}

Status resolve(Connection& connection, const std::string& id, OutboxState state, Instant now) {
    const std::optional<LaneRow> row = find_row(connection, id);
    if (!row) return not_found(id);
    const bool stopped = row->state == OutboxState::kParked || row->state == OutboxState::kUnknown;
    if (row->state == OutboxState::kWaiting && state == OutboxState::kWaiting) {
        hurry(connection, row->id, now);
        return ok();
    }
    const bool drops = row->state == OutboxState::kWaiting && state == OutboxState::kCancelled;
    if (!drops && (!stopped || (state != OutboxState::kWaiting && !is_done(state))))
        return Error{Code::kCommandNotAllowed, At{"state", id}};
    connection
        .query(
            "UPDATE outbox SET state = ?2, place = CASE WHEN ?3 THEN 0 ELSE place END,"
            " ready_at = ?4, fence = fence + 1, attempts = 0, reason = '', changed_at = ?4"
            " WHERE id = ?1")
        .bind(row->id, number_of(state), is_done(state) ? 1 : 0, now)
        .run();
    // It may have stood behind the head of its lane, and still does if it is to be sent.
    if (is_done(state) && !lane_is_open(connection, row->stream, row->partner))
        bring_next_forward(connection, *row);
    return ok();
}

void cancel_all(Connection& connection, std::int64_t stream, Instant now) {
    connection
        .query(
            "UPDATE outbox SET state = ?2, place = 0, fence = fence + 1, changed_at = ?3"
            " WHERE stream = ?1 AND place > 0")
        .bind(stream, number_of(OutboxState::kCancelled), now)
        .run();
    connection.query("UPDATE outbox SET body = x'' WHERE stream = ?1").bind(stream).run();
}

std::vector<ports::OutboxView> rows_of_stream(Connection& connection, const StreamId& stream) {
    Query query = connection.query(
        "SELECT o.name, o.partner, s.name, o.kind, o.state, o.attempts, o.reason, o.created_at,"
        " o.changed_at, o.due FROM outbox o JOIN stream s ON s.id = o.stream"
        " WHERE s.name = ?1 ORDER BY o.id");
    query.bind(stream.str());
    return read_views(query);
}

std::vector<ports::OutboxView> rows_in_state(Connection& connection, OutboxState state, int limit,
                                             const std::optional<ports::OutboxPlace>& after) {
    if (state == OutboxState::kParked || state == OutboxState::kUnknown)
        return stopped_rows(connection, state, limit, after);
    Query query = connection.query(
        "SELECT o.name, o.partner, s.name, o.kind, o.state, o.attempts, o.reason, o.created_at,"
        " o.changed_at, o.due FROM outbox o JOIN stream s ON s.id = o.stream"
        " WHERE o.state = ?1 ORDER BY o.id DESC LIMIT ?2");
    query.bind(number_of(state), limit);
    return read_views(query);
}

std::vector<ports::OutboxCause> causes_of(Connection& connection) {
    std::vector<ports::OutboxCause> causes;
    Query stopped = connection.query(
        "SELECT state, partner, reason, count(*), min(changed_at) FROM outbox"
        " INDEXED BY outbox_causes WHERE place = 1 AND state > 2 GROUP BY state, partner, reason");
    while (stopped.step()) {
        causes.push_back({static_cast<OutboxState>(stopped.number(0)), PartnerId{stopped.text(1)},
                          stopped.text(2), stopped.number(3), stopped.instant(4), Instant{}});
    }
    Query waiting = connection.query(
        "SELECT partner, reason, count(*), min(created_at), max(ready_at) FROM outbox"
        " INDEXED BY outbox_delayed WHERE place = 1 AND state < 2 AND reason <> ''"
        " GROUP BY partner, reason");
    while (waiting.step()) {
        causes.push_back({OutboxState::kWaiting, PartnerId{waiting.text(0)}, waiting.text(1),
                          waiting.number(2), waiting.instant(3), waiting.instant(4)});
    }
    return causes;
}

std::vector<ports::OutboxBacklog> backlog_of(Connection& connection, Instant now) {
    std::vector<ports::OutboxBacklog> backlog;
    std::optional<std::string> partner = next_partner(connection, "");
    for (; partner; partner = next_partner(connection, *partner)) {
        Query due = connection.query(
            "SELECT count(*), min(ready_at) FROM outbox INDEXED BY outbox_ready"
            " WHERE place = 1 AND state < 2 AND partner = ?1 AND ready_at <= ?2");
        due.bind(*partner, now);
        Query tried = connection.query(
            "SELECT count(*) FROM outbox INDEXED BY outbox_delayed"
            " WHERE place = 1 AND state < 2 AND reason <> '' AND partner = ?1 AND ready_at <= ?2");
        tried.bind(*partner, now);
        if (!due.step() || !tried.step()) continue;
        const std::int64_t count = due.number(0) - tried.number(0);
        if (count > 0) backlog.push_back({PartnerId{*partner}, count, due.instant(1)});
    }
    return backlog;
}

std::vector<ports::OutboxView> rows_of_cause(Connection& connection,
                                             const ports::OutboxCause& cause, int limit) {
    const bool waits = cause.state == OutboxState::kWaiting;
    Query query = connection.query(
        waits ? "SELECT o.name, o.partner, s.name, o.kind, o.state, o.attempts, o.reason,"
                " o.created_at, o.changed_at, o.due FROM outbox o INDEXED BY outbox_delayed"
                " JOIN stream s ON s.id = o.stream WHERE o.place = 1 AND o.state < 2"
                " AND o.reason <> '' AND o.partner = ?1 AND o.reason = ?2"
                " ORDER BY o.created_at, o.id LIMIT ?3"
              : "SELECT o.name, o.partner, s.name, o.kind, o.state, o.attempts, o.reason,"
                " o.created_at, o.changed_at, o.due FROM outbox o INDEXED BY outbox_causes"
                " JOIN stream s ON s.id = o.stream WHERE o.place = 1 AND o.state > 2"
                " AND o.partner = ?1 AND o.reason = ?2 AND o.state = ?4"
                " ORDER BY o.changed_at LIMIT ?3");
    query.bind(cause.partner.str(), cause.reason, limit);
    if (!waits) query.bind(number_of(cause.state));
    return read_views(query);
}

std::int64_t release(Connection& connection, OutboxState state, const PartnerId& partner,
                     const std::string& reason, Instant now) {
    // A partial index serves only a condition that is written out.
    connection
        .query(state == OutboxState::kWaiting
                   ? "UPDATE outbox INDEXED BY outbox_delayed SET state = 0, ready_at = ?4,"
                     " fence = fence + 1, attempts = 0, reason = '' WHERE place = 1 AND state < 2"
                     " AND reason <> '' AND state = ?1 AND partner = ?2 AND reason = ?3"
                   : "UPDATE outbox INDEXED BY outbox_causes SET state = 0, ready_at = ?4,"
                     " fence = fence + 1, attempts = 0, reason = '' WHERE place = 1 AND state > 2"
                     " AND state = ?1 AND partner = ?2 AND reason = ?3")
        .bind(number_of(state), partner.str(), reason, now)
        .run();
    return ::sqlite3_changes(connection.handle());
}

}  // namespace ow::storage
