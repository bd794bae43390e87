#include "gateway/storage/held.hpp"

#include <cstdlib>

#include "gateway/storage/schema.hpp"

namespace ow::storage {
namespace {

constexpr std::string_view kFirstSerial = "first_serial";
constexpr std::string_view kFirstSerialUntil = "first_serial_until";
constexpr int kUnknown = static_cast<int>(ports::OutboxState::kUnknown);

void hold(Connection& connection, const HoldPlan& plan) {
    for (const PartnerId& partner : plan.partners) {
        connection.query("INSERT OR REPLACE INTO held VALUES(?1, ?2)")
            .bind(partner.str(), plan.now)
            .run();
    }
    connection
        .query(
            "INSERT OR REPLACE INTO held SELECT DISTINCT partner, ?1 FROM outbox"
            " WHERE place > 0")
        .bind(plan.now)
        .run();
    for (const PartnerId& own : plan.exempt)
        connection.query("DELETE FROM held WHERE partner = ?1").bind(own.str()).run();
}

void pass_over_numbers(Connection& connection, const HoldPlan& plan) {
    connection.query("UPDATE serial SET next = next + ?1").bind(plan.serial_reserve).run();
    write_meta(connection, kFirstSerial, std::to_string(plan.serial_reserve + 1));
    write_meta(connection, kFirstSerialUntil, to_iso(plan.now + plan.reserve_for));
}

std::int64_t one_number(Connection& connection, std::string_view sql) {
    Query query = connection.query(sql);
    return query.step() ? query.number(0) : 0;
}

}  // namespace

Result<Held> hold_store(const std::string& dir, const HoldPlan& plan) {
    try {
        Connection connection{{dir + "/onewindow.db", "", "FULL", 4000, false}};
        if (Status migrated = migrate(connection, Database::kMain); !migrated)
            return migrated.error();
        Transaction transaction{connection};
        hold(connection, plan);
        pass_over_numbers(connection, plan);
        const Held held{one_number(connection, "SELECT count(*) FROM held"),
                        one_number(connection,
                                   "SELECT count(*) FROM outbox WHERE place > 0 AND partner IN"
                                   " (SELECT partner FROM held)")};
        transaction.commit();
        return held;
    } catch (const SqlError& e) {
        return e.error();
    }
}

std::vector<ports::HeldPartner> held_partners(Connection& connection) {
    Query query = connection.query(
        "SELECT h.partner, h.since, (SELECT count(*) FROM outbox o INDEXED BY outbox_ready"
        " WHERE o.place = 1 AND o.state < 2 AND o.partner = h.partner) FROM held h"
        " ORDER BY h.partner");
    std::vector<ports::HeldPartner> held;
    while (query.step())
        held.push_back({PartnerId{query.text(0)}, query.instant(1), query.number(2)});
    return held;
}

std::vector<PartnerId> held_ids(Connection& connection) {
    Query query = connection.query("SELECT partner FROM held");
    std::vector<PartnerId> ids;
    while (query.step()) ids.emplace_back(query.text(0));
    return ids;
}

Status end_hold(Connection& connection, const ReleaseOrder& order, std::int64_t& in_doubt) {
    Query known = connection.query("SELECT since FROM held WHERE partner = ?1");
    known.bind(order.partner.str());
    if (!known.step())
        return Error{Code::kRequestInvalid, At{"partner", order.partner.str()}, "not held"};
    const Instant since = known.instant(0);
    in_doubt = 0;
    if (order.doubt != ports::Doubt::kNone) {
        const Instant from = order.doubt == ports::Doubt::kAll ? Instant{} : since;
        connection
            .query(
                "UPDATE outbox SET state = ?2, reason = ?3, fence = fence + 1, changed_at = ?4"
                " WHERE partner = ?1 AND place > 0 AND state < 2 AND created_at >= ?5")
            .bind(order.partner.str(), kUnknown, order.reason, order.now, from)
            .run();
        in_doubt = one_number(connection, "SELECT changes()");
    }
    connection.query("DELETE FROM held WHERE partner = ?1").bind(order.partner.str()).run();
    return ok();
}

std::int64_t first_serial(Connection& connection, Instant now) {
    const auto until = parse_instant(read_meta(connection, kFirstSerialUntil));
    if (!until || now >= *until) return 1;
    return std::strtoll(read_meta(connection, kFirstSerial).c_str(), nullptr, 10);
}

}  // namespace ow::storage
