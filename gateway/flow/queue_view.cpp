#include "gateway/flow/queue_view.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "gateway/flow/event_words.hpp"
#include "gateway/flow/held.hpp"
#include "gateway/flow/refused_messages.hpp"
#include "gateway/flow/relay_ends.hpp"

namespace ow::flow {
namespace {

using ports::OutboxState;

constexpr Millis kOrdinary{60'000};
constexpr int kMostRefused = 500;
constexpr std::string_view kClosedStep = "无需处理：不在对方的服务时间，到时自动发送。";
constexpr std::string_view kSlowStep =
    "无需处理：按对方的处理能力依次发送。持续增多时请联系对方运维。";

std::string_view name_of(Code code) {
    return row_of(code).name;
}

/// What is known to be with the partner already, or may be, is not sent again unasked.
bool may_resend(OutboxState state, const PartnerId& partner, const Setting& setting) {
    if (state != OutboxState::kUnknown) return true;
    const model::PartnerConfig* config = setting.partner(partner);
    return config != nullptr && config->deduplicates;
}

QueueCause of_outbox(const ports::OutboxCause& cause, const Setting& setting, Instant now) {
    QueueCause out;
    out.partner = cause.partner;
    out.partner_name = partner_name(cause.partner, setting);
    out.state = outbox_state_name(cause.state);
    out.outbox_state = cause.state;
    out.reason = cause.reason;
    out.next_step = next_step_of(cause.reason);
    out.count = cause.count;
    out.oldest = cause.oldest;
    const bool by_itself =
        cause.state == OutboxState::kWaiting && cause.reason != name_of(Code::kPartnerCredentials);
    if (by_itself) out.next_try = std::max(cause.next_try, now);
    out.may_resend = may_resend(cause.state, cause.partner, setting);
    return out;
}

/// Rows that wait for no fault of theirs: behind what holds their partner back, for its hours, or
/// for their turn.
void add_backlog(std::vector<QueueCause>& causes, const ports::OutboxBacklog& backlog,
                 const Setting& setting, Instant now) {
    // The last of a partner that holds it back: waiting ones come after unknown ones.
    const auto holding = std::find_if(causes.rbegin(), causes.rend(), [&](const QueueCause& c) {
        return c.partner == backlog.partner && c.outbox_state != OutboxState::kParked;
    });
    if (holding != causes.rend()) {
        holding->behind = backlog.count;
        return;
    }
    const model::PartnerConfig* config = setting.partner(backlog.partner);
    const auto open = config == nullptr
                          ? std::optional{now}
                          : model::next_service(config->service_hours, setting.calendar, now);
    const bool is_closed = open != now;
    if (!is_closed && now - backlog.oldest < kOrdinary) return;
    QueueCause out;
    out.partner = backlog.partner;
    out.partner_name = partner_name(backlog.partner, setting);
    out.state = outbox_state_name(OutboxState::kWaiting);
    out.reason = is_closed ? kQueueClosed : kQueueSlow;
    out.next_step = is_closed ? kClosedStep : kSlowStep;
    out.count = backlog.count;
    out.oldest = backlog.oldest;
    out.next_try = open;
    causes.push_back(std::move(out));
}

std::vector<RefusedMessage> inbound_of(ports::Store& store) {
    std::vector<RefusedMessage> all = quarantined_messages(store);
    for (RefusedMessage& message : refused_messages(store, kMostRefused))
        all.push_back(std::move(message));
    return all;
}

void add_refused(std::vector<QueueCause>& causes, ports::Store& store, const Setting& setting) {
    std::map<std::tuple<std::string, std::string, std::string>, QueueCause> groups;
    for (const RefusedMessage& message : inbound_of(store)) {
        QueueCause& group = groups[{message.stage, message.partner.str(), message.code}];
        if (group.count++ == 0) {
            group.partner = message.partner;
            group.partner_name = partner_name(message.partner, setting);
            group.is_inbound = true;
            group.state = message.stage == "refused" ? "refused" : "quarantined";
            group.reason = message.code;
            group.next_step = next_step_of(message.code);
        }
        group.oldest = message.received_at;  // they come newest first
    }
    for (auto& [key, group] : groups) causes.push_back(std::move(group));
}

}  // namespace

std::vector<QueueCause> queue_causes(ports::Store& store, const Setting& setting, Instant now) {
    std::vector<QueueCause> causes = held_causes(store, setting);
    for (const ports::OutboxCause& cause : store.outbox_causes())
        causes.push_back(of_outbox(cause, setting, now));
    for (const ports::OutboxBacklog& backlog : store.outbox_backlog(now))
        add_backlog(causes, backlog, setting, now);
    add_refused(causes, store, setting);
    return causes;
}

std::vector<QueueRow> queue_rows(ports::Store& store, const QueueCause& cause, int limit) {
    std::vector<QueueRow> rows;
    if (cause.state == kQueueHeld) return rows;
    if (cause.is_inbound) {
        for (const RefusedMessage& message : inbound_of(store)) {
            const bool mine = message.partner == cause.partner && message.code == cause.reason &&
                              message.stage == cause.state;
            if (!mine || rows.size() >= static_cast<std::size_t>(limit)) continue;
            rows.push_back({message.id,
                            {},
                            message.kind,
                            message.received_at,
                            0,
                            message.trace,
                            message.field});
        }
        return rows;
    }
    const ports::OutboxCause asked{cause.outbox_state, cause.partner, cause.reason, 0, {}, {}};
    for (const ports::OutboxView& row : store.outbox_of(asked, limit)) {
        const bool waits = cause.outbox_state == OutboxState::kWaiting;
        rows.push_back({row.id,
                        number_of(row.stream).str(),
                        row.kind,
                        waits ? row.created_at : row.changed_at,
                        row.attempts,
                        {},
                        {}});
    }
    return rows;
}

Result<std::int64_t> resend(ports::Store& store, const Setting& setting, const CauseName& name,
                            Instant now) {
    for (const ports::OutboxCause& cause : store.outbox_causes()) {
        const bool same = cause.partner.str() == name.partner && cause.reason == name.reason &&
                          outbox_state_name(cause.state) == name.state;
        if (!same) continue;
        if (!may_resend(cause.state, cause.partner, setting))
            return Error{Code::kCommandNotAllowed, {"state", name.partner, 0, 0}, name.state};
        return store.release(cause.state, cause.partner, cause.reason, now);
    }
    return std::int64_t{0};
}

}  // namespace ow::flow
