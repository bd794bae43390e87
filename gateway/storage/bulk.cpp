#include "gateway/storage/bulk.hpp"

#include <Poco/Data/Statement.h>
#include <Poco/Exception.h>

#include <utility>

namespace ow::storage {
namespace {

using Poco::Data::Session;
using Poco::Data::Statement;
using Poco::Data::Keywords::use;

Poco::Nullable<Poco::Int64> nullable(const std::optional<Instant>& t) {
    return t ? Poco::Nullable<Poco::Int64>{t->time_since_epoch().count()}
             : Poco::Nullable<Poco::Int64>{};
}

// A binding remembers where its vector began when it was made: the columns are complete by then
// and the statement lives for one group only.
void insert_streams(Session& session, NewStreamColumns& c) {
    if (c.id.empty()) return;
    Statement insert{session};
    insert << "INSERT INTO stream(id,name,kind,version,head,key,opened_at,changed_at,hall,item,"
              "department,source,stage,flags,promised_due,next_due,closed)"
              " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        use(c.id), use(c.name), use(c.kind), use(c.version), use(c.head), use(c.key),
        use(c.changed_at), use(c.changed_at), use(c.hall), use(c.item), use(c.department),
        use(c.source), use(c.stage), use(c.flags), use(c.promised_due), use(c.next_due),
        use(c.closed);
    insert.execute();
}

void update_streams(Session& session, StreamColumns& c) {
    if (c.id.empty()) return;
    Statement update{session};
    update << "UPDATE stream SET version=?,head=?,changed_at=?,hall=?,item=?,department=?,source=?,"
              "stage=?,flags=?,promised_due=?,next_due=?,closed=? WHERE id=?",
        use(c.version), use(c.head), use(c.changed_at), use(c.hall), use(c.item), use(c.department),
        use(c.source), use(c.stage), use(c.flags), use(c.promised_due), use(c.next_due),
        use(c.closed), use(c.id);
    update.execute();
}

void insert_steps(Session& session, StepColumns& c) {
    if (c.id.empty()) return;
    Statement insert{session};
    insert << "INSERT INTO step(id,stream,sequence,events,clear,cipher,hash)"
              " VALUES(?,?,?,?,?,?,?)",
        use(c.id), use(c.stream), use(c.sequence), use(c.events), use(c.clear), use(c.cipher),
        use(c.hash);
    insert.execute();
}

void insert_messages(Session& session, MessageColumns& c) {
    if (c.id.empty()) return;
    Statement insert{session};
    insert << "INSERT INTO message(id,partner,key,kind,digest,stream,received_at,size,body,answer)"
              " VALUES(?,?,?,?,?,?,?,?,?,?)",
        use(c.id), use(c.partner), use(c.key), use(c.kind), use(c.digest), use(c.stream),
        use(c.received_at), use(c.size), use(c.body), use(c.answer);
    insert.execute();
}

void insert_outbox(Session& session, OutboxColumns& c) {
    if (c.id.empty()) return;
    Statement insert{session};
    insert << "INSERT INTO outbox(id,name,partner,stream,kind,due,body,state,place,ready_at,"
              "attempts,fence,reason,created_at,changed_at)"
              " VALUES(?,?,?,?,?,?,?,0,?,?,0,0,'',?,?)",
        use(c.id), use(c.name), use(c.partner), use(c.stream), use(c.kind), use(c.due), use(c.body),
        use(c.place), use(c.due), use(c.created_at), use(c.created_at);
    insert.execute();
}

}  // namespace

Poco::Data::BLOB to_blob(const std::string& bytes) {
    return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

void StreamColumns::add(std::int64_t stream, std::int64_t to_version, const std::string& to_head,
                        Instant at, ports::StreamRow& row) {
    id.push_back(stream);
    version.push_back(to_version);
    head.push_back(to_blob(to_head));
    changed_at.push_back(at.time_since_epoch().count());
    hall.push_back(std::move(row.hall));
    item.push_back(std::move(row.item));
    department.push_back(std::move(row.department));
    source.push_back(std::move(row.source));
    stage.push_back(std::move(row.stage));
    flags.push_back(std::move(row.flags));
    promised_due.push_back(nullable(row.promised_due));
    next_due.push_back(nullable(row.next_due));
    closed.push_back(row.closed ? 1 : 0);
}

void Bulk::write(Connection& connection) {
    try {
        Session& session = connection.session();
        insert_streams(session, made);
        update_streams(session, moved);
        insert_steps(session, steps);
        insert_messages(session, messages);
        insert_outbox(session, outbox);
    } catch (const Poco::Exception&) {
        throw connection.failure();
    }
}

}  // namespace ow::storage
