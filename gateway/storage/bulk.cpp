#include "gateway/storage/bulk.hpp"

namespace ow::storage {
namespace {

std::string_view kind_of(const StreamId& stream) {
    return std::string_view{stream.str()}.substr(0, stream.str().find(':'));
}

void insert_streams(Connection& connection, const std::vector<StreamWrite>& rows) {
    Query insert = connection.query(
        "INSERT INTO stream(id,name,kind,version,head,key,opened_at,changed_at,hall,item,"
        "department,source,stage,flags,promised_due,next_due,closed)"
        " VALUES(?,?,?,?,?,?,?7,?7,?,?,?,?,?,?,?,?,?)");
    for (const StreamWrite& w : rows) {
        const ports::StreamRow& row = w.append->row;
        const std::string& name = w.append->stream.str();
        insert.restart()
            .bind(w.id, name, kind_of(w.append->stream), w.version, Bytes{w.head},
                  Bytes{w.append->wrapped_key}, w.at, row.hall, row.item, row.department,
                  row.source, row.stage, row.flags, row.promised_due, row.next_due,
                  row.closed ? 1 : 0)
            .run();
    }
}

void update_streams(Connection& connection, const std::vector<StreamWrite>& rows) {
    Query update = connection.query(
        "UPDATE stream SET version=?,head=?,changed_at=?,hall=?,item=?,department=?,source=?,"
        "stage=?,flags=?,promised_due=?,next_due=?,closed=? WHERE id=?");
    for (const StreamWrite& w : rows) {
        const ports::StreamRow& row = w.append->row;
        update.restart()
            .bind(w.version, Bytes{w.head}, w.at, row.hall, row.item, row.department, row.source,
                  row.stage, row.flags, row.promised_due, row.next_due, row.closed ? 1 : 0, w.id)
            .run();
    }
}

void insert_steps(Connection& connection, const std::vector<StepWrite>& rows) {
    Query insert = connection.query(
        "INSERT INTO step(id,stream,sequence,events,clear,cipher,hash) VALUES(?,?,?,?,?,?,?)");
    for (const StepWrite& w : rows) {
        insert.restart()
            .bind(w.id, w.stream, w.sequence, w.append->events, w.append->clear,
                  Bytes{w.append->cipher}, Bytes{w.hash})
            .run();
    }
}

void insert_messages(Connection& connection, const std::vector<MessageWrite>& rows) {
    Query insert = connection.query(
        "INSERT INTO message(id,partner,key,kind,digest,stream,received_at,size,body,answer)"
        " VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (const MessageWrite& w : rows) {
        const SealedMessage& m = *w.message;
        insert.restart()
            .bind(w.id, m.head.partner.str(), m.head.key, m.head.kind, m.head.digest, w.stream,
                  m.head.received_at, m.size, Bytes{m.body}, Bytes{m.answer})
            .run();
    }
}

void insert_outbox(Connection& connection, const std::vector<OutboxWrite>& rows) {
    Query insert = connection.query(
        "INSERT INTO outbox(id,name,partner,stream,kind,due,body,state,place,ready_at,attempts,"
        "fence,reason,created_at,changed_at) VALUES(?1,?2,?3,?4,?5,?6,?7,0,?8,?6,0,0,'',?9,?9)");
    for (const OutboxWrite& w : rows) {
        const ports::OutboxRow& row = w.outbox->row;
        insert.restart()
            .bind(w.id, row.id, row.partner.str(), w.stream, row.kind, row.due, Bytes{row.body},
                  w.place, w.at)
            .run();
    }
}

}  // namespace

void Bulk::write(Connection& connection) const {
    insert_streams(connection, made);
    update_streams(connection, moved);
    insert_steps(connection, steps);
    insert_messages(connection, messages);
    insert_outbox(connection, outbox);
}

}  // namespace ow::storage
