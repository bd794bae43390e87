#include "gateway/storage/reader.hpp"

#include <algorithm>

#include "gateway/crypto/cipher.hpp"
#include "gateway/storage/sealed_step.hpp"

namespace ow::storage {
namespace {

struct Group3 {
    int closed;
    std::string stage;
    std::string hall;
};

struct Place {
    Instant opened_at;
    std::int64_t id;
};

std::optional<Instant> optional_instant(const Query& query, int column) {
    if (query.null(column)) return std::nullopt;
    return query.instant(column);
}

// Columns: name, version, opened_at, changed_at, then the row's in the order of the struct.
ports::StreamView read_view(const Query& query) {
    ports::StreamView view;
    view.stream = StreamId{query.text(0)};
    view.version = query.number(1);
    view.opened_at = query.instant(2);
    view.changed_at = query.instant(3);
    view.row.hall = query.text(4);
    view.row.item = query.text(5);
    view.row.department = query.text(6);
    view.row.source = query.text(7);
    view.row.stage = query.text(8);
    view.row.flags = query.text(9);
    view.row.promised_due = optional_instant(query, 10);
    view.row.next_due = optional_instant(query, 11);
    view.row.closed = query.number(12) != 0;
    return view;
}

// One seek finds the next value; a comparison of (closed, stage, hall) as a row would walk
// through half a million closed streams.
std::optional<std::string> next_stage(Connection& connection, const std::string& kind, int closed,
                                      const std::string& after) {
    Query query = connection.query(
        "SELECT stage FROM stream INDEXED BY stream_list WHERE kind = ?1 AND closed = ?2"
        " AND stage > ?3 ORDER BY stage LIMIT 1");
    query.bind(kind, closed, after);
    if (!query.step()) return std::nullopt;
    return query.text(0);
}

std::optional<std::string> next_hall(Connection& connection, const std::string& kind,
                                     const Group3& after) {
    Query query = connection.query(
        "SELECT hall FROM stream INDEXED BY stream_list WHERE kind = ?1 AND closed = ?2"
        " AND stage = ?3 AND hall > ?4 ORDER BY hall LIMIT 1");
    query.bind(kind, after.closed, after.stage, after.hall);
    if (!query.step()) return std::nullopt;
    return query.text(0);
}

// The empty hall and stage are asked for whether they exist or not.
void add_halls(Connection& connection, const std::string& kind, int closed,
               const std::string& stage, std::vector<Group3>& groups) {
    Group3 group{closed, stage, ""};
    groups.push_back(group);
    while (auto hall = next_hall(connection, kind, group)) {
        group.hall = *hall;
        groups.push_back(group);
    }
}

/// Every (closed, stage, hall) there is of a kind: a few hundred at most.
std::vector<Group3> groups_of(Connection& connection, const std::string& kind) {
    std::vector<Group3> groups;
    for (int closed : {0, 1}) {
        add_halls(connection, kind, closed, "", groups);
        std::string last;
        while (auto stage = next_stage(connection, kind, closed, last)) {
            add_halls(connection, kind, closed, *stage, groups);
            last = *stage;
        }
    }
    return groups;
}

bool wanted(const ports::StreamQuery& query, const Group3& group) {
    if (query.closed && *query.closed != (group.closed != 0)) return false;
    if (!query.hall.empty() && query.hall != group.hall) return false;
    return query.stages.empty() ||
           std::find(query.stages.begin(), query.stages.end(), group.stage) != query.stages.end();
}

void add_places(Connection& connection, const ports::StreamQuery& query, const Group3& group,
                const Place& behind, int limit, std::vector<Place>& places) {
    // By whether a due time is asked for, and a department; bound in the order of the numbers.
    static constexpr const char* kSelects[2][2] = {
        {"SELECT opened_at, id FROM stream INDEXED BY stream_list WHERE kind = ?1"
         " AND closed = ?2 AND stage = ?3 AND hall = ?4 AND (opened_at, id) < (?5, ?6)"
         " ORDER BY opened_at DESC, id DESC LIMIT ?7",
         "SELECT opened_at, id FROM stream INDEXED BY stream_list WHERE kind = ?1"
         " AND closed = ?2 AND stage = ?3 AND hall = ?4 AND (opened_at, id) < (?5, ?6)"
         " AND instr(' ' || department || ' ', ' ' || ?8 || ' ') > 0"
         " ORDER BY opened_at DESC, id DESC LIMIT ?7"},
        {"SELECT opened_at, id FROM stream INDEXED BY stream_list WHERE kind = ?1"
         " AND closed = ?2 AND stage = ?3 AND hall = ?4 AND (opened_at, id) < (?5, ?6)"
         " AND promised_due <= ?8 ORDER BY opened_at DESC, id DESC LIMIT ?7",
         "SELECT opened_at, id FROM stream INDEXED BY stream_list WHERE kind = ?1"
         " AND closed = ?2 AND stage = ?3 AND hall = ?4 AND (opened_at, id) < (?5, ?6)"
         " AND instr(' ' || department || ' ', ' ' || ?8 || ' ') > 0 AND promised_due <= ?9"
         " ORDER BY opened_at DESC, id DESC LIMIT ?7"}};
    Query select =
        connection.query(kSelects[query.due_by ? 1 : 0][query.department.empty() ? 0 : 1]);
    select.bind(query.kind, group.closed, group.stage, group.hall, behind.opened_at, behind.id,
                limit);
    if (!query.department.empty()) select.bind(query.department);
    if (query.due_by) select.bind(*query.due_by);
    while (select.step()) places.push_back({select.instant(0), select.number(1)});
}

/// Where a page begins: every place is behind it.
Place start_of(Connection& connection, const ports::StreamQuery& query) {
    if (!query.after) return {query.before.value_or(Instant::max()), 0};
    Query select = connection.query("SELECT opened_at, id FROM stream WHERE name = ?1");
    select.bind(query.after->str());
    return select.step() ? Place{select.instant(0), select.number(1)} : Place{Instant::min(), 0};
}

std::vector<ports::StreamView> flagged_streams(Connection& connection,
                                               const ports::StreamQuery& query, int limit) {
    Query select = connection.query(
        "SELECT name, version, opened_at, changed_at, hall, item, department, source, stage, flags,"
        " promised_due, next_due, closed FROM stream INDEXED BY stream_flagged"
        " WHERE flags <> '' AND kind = ?1 AND closed = 0 AND opened_at < ?2"
        " AND (?3 = '' OR hall = ?3) ORDER BY opened_at DESC LIMIT ?4");
    select.bind(query.kind, query.before.value_or(Instant::max()), query.hall, limit);
    std::vector<ports::StreamView> views;
    while (select.step()) views.push_back(read_view(select));
    return views;
}

}  // namespace

Result<std::vector<model::StoredEvent>> load_stream(Connection& connection, KeyRing& keys,
                                                    const StreamId& stream) {
    const ReadSnapshot snapshot{connection};
    std::int64_t id = 0;
    std::string wrapped;
    {
        Query query = connection.query("SELECT id, key FROM stream WHERE name = ?1");
        query.bind(stream.str());
        if (!query.step()) return Error{Code::kCaseNotFound, At{{}, stream.str()}};
        id = query.number(0);
        wrapped = query.text(1);
    }
    const Result<DataKey> key = keys.of_row(stream, wrapped);
    if (!key) return key.error();
    Query query =
        connection.query("SELECT clear, cipher FROM step WHERE stream = ?1 ORDER BY sequence");
    query.bind(id);
    std::vector<model::StoredEvent> events;
    while (query.step()) {
        auto step = open_step(stream, key->plain, query.text(0), query.text(1));
        if (!step) return step.error();
        std::move(step->begin(), step->end(), std::back_inserter(events));
    }
    return events;
}

Result<ports::StreamView> read_stream(Connection& connection, const StreamId& stream) {
    Query query = connection.query(
        "SELECT name, version, opened_at, changed_at, hall, item, department, source, stage, flags,"
        " promised_due, next_due, closed FROM stream WHERE name = ?1");
    query.bind(stream.str());
    if (!query.step()) return Error{Code::kCaseNotFound, At{{}, stream.str()}};
    return read_view(query);
}

std::optional<ports::StreamView> read_stream(Connection& connection, std::int64_t id) {
    Query query = connection.query(
        "SELECT name, version, opened_at, changed_at, hall, item, department, source, stage, flags,"
        " promised_due, next_due, closed FROM stream WHERE id = ?1");
    query.bind(id);
    if (!query.step()) return std::nullopt;
    return read_view(query);
}

std::vector<ports::StreamView> list_streams(Connection& connection,
                                            const ports::StreamQuery& query) {
    const ReadSnapshot snapshot{connection};
    const int limit = std::clamp(query.limit, 1, 500);
    if (query.flagged) return flagged_streams(connection, query, limit);
    const Place behind = start_of(connection, query);
    std::vector<Place> places;
    for (const Group3& group : groups_of(connection, query.kind)) {
        if (wanted(query, group)) add_places(connection, query, group, behind, limit, places);
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return a.opened_at != b.opened_at ? a.opened_at > b.opened_at : a.id > b.id;
    });
    if (places.size() > static_cast<std::size_t>(limit))
        places.resize(static_cast<std::size_t>(limit));
    std::vector<ports::StreamView> views;
    for (const Place& place : places) {
        if (auto view = read_stream(connection, place.id)) views.push_back(std::move(*view));
    }
    return views;
}

std::vector<ports::StreamView> due_streams(Connection& connection, Instant now, int limit) {
    Query query = connection.query(
        "SELECT name, version, opened_at, changed_at, hall, item, department, source, stage, flags,"
        " promised_due, next_due, closed FROM stream INDEXED BY stream_due"
        " WHERE next_due IS NOT NULL AND next_due <= ?1 ORDER BY next_due LIMIT ?2");
    query.bind(now, limit);
    std::vector<ports::StreamView> views;
    while (query.step()) views.push_back(read_view(query));
    return views;
}

std::vector<ports::MessageView> messages_of(Connection& connection, const StreamId& stream) {
    Query query = connection.query(
        "SELECT m.partner, m.key, m.kind, m.received_at, m.size FROM message m"
        " JOIN stream s ON s.id = m.stream WHERE s.name = ?1 ORDER BY m.id");
    query.bind(stream.str());
    std::vector<ports::MessageView> views;
    while (query.step()) {
        views.push_back({PartnerId{query.text(0)}, query.text(1), query.text(2), stream,
                         query.instant(3), static_cast<std::size_t>(query.number(4))});
    }
    return views;
}

std::optional<ports::KnownMessage> known_message(Connection& connection, KeyRing& keys,
                                                 const PartnerId& partner, const std::string& key) {
    Query query = connection.query(
        "SELECT m.digest, m.answer, s.name, s.key FROM message m JOIN stream s ON s.id = m.stream"
        " WHERE m.key = ?1 AND m.partner = ?2");
    query.bind(key, partner.str());
    if (!query.step()) return std::nullopt;
    const Result<DataKey> data_key = keys.of_row(StreamId{query.text(2)}, query.text(3));
    if (!data_key) return std::nullopt;
    auto answer = crypto::open(data_key->plain, query.text(1), answer_context(partner, key));
    if (!answer) return std::nullopt;
    return ports::KnownMessage{query.text(0), std::move(*answer), StreamId{query.text(2)}};
}

Result<std::string> open_message(Connection& connection, KeyRing& keys, const PartnerId& partner,
                                 const std::string& key) {
    Query query = connection.query(
        "SELECT m.body, s.name, s.key FROM message m JOIN stream s ON s.id = m.stream"
        " WHERE m.key = ?1 AND m.partner = ?2");
    query.bind(key, partner.str());
    if (!query.step()) return Error{Code::kCaseNotFound, At{"key", partner.str()}};
    const Result<DataKey> data_key = keys.of_row(StreamId{query.text(1)}, query.text(2));
    if (!data_key) return data_key.error();
    return crypto::open(data_key->plain, query.text(0), message_context(partner, key));
}

}  // namespace ow::storage
