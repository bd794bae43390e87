// Messages that have not gone out: what a person sees of them and may decide.

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/print_ask.hpp"
#include "gateway/flow/queue_view.hpp"
#include "gateway/flow/relay_ends.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using ports::OutboxState;

constexpr std::string_view kDispatch = "dispatch";
constexpr int kPage = 50;

array lines_of(const std::vector<QueueRow>& rows) {
    array lines;
    for (const QueueRow& row : rows) {
        lines.push_back(object{{"id", row.id},
                               {"case_no", row.case_no},
                               {"kind", kind_label(row.kind)},
                               {"since", to_iso(row.since)},
                               {"attempts", row.attempts},
                               {"trace", row.trace},
                               {"field", row.field}});
    }
    return lines;
}

}  // namespace

/// Every cause with its true count and the rows that have waited longest; further rows follow as
/// these are dealt with.
array Desk::queue(const ports::StaffUser&) {
    array groups;
    for (const QueueCause& cause : queue_causes(store_, setting_, clock_.now())) {
        groups.push_back(object{{"partner", cause.partner_name},
                                {"partner_id", cause.partner.str()},
                                {"direction", cause.is_inbound ? "in" : "out"},
                                {"state", cause.state},
                                {"reason", cause.reason},
                                {"operator", cause.next_step},
                                {"count", cause.count},
                                {"behind", cause.behind},
                                {"oldest", to_iso(cause.oldest)},
                                {"next_try", cause.next_try ? to_iso(*cause.next_try) : ""},
                                {"group", cause.may_resend},
                                {"rows", lines_of(queue_rows(store_, cause, kPage))}});
    }
    return groups;
}

Result<std::int64_t> Desk::resend_cause(const ports::StaffUser&, const std::string& partner,
                                        const std::string& state, const std::string& reason) {
    auto count = resend(store_, setting_, {partner, state, reason}, clock_.now());
    if (count) retried_(PartnerId{partner});
    return count;
}

/// A row's id begins with the number of its case or booking (plan.hpp).
std::optional<ports::OutboxView> Desk::outbox_row(const std::string& id) {
    const CaseNo no{id.substr(0, id.find('-'))};
    for (const StreamId& stream : {case_stream(no), booking_stream(no)}) {
        for (ports::OutboxView& row : store_.outbox(stream)) {
            if (row.id == id) return std::move(row);
        }
    }
    return std::nullopt;
}

Status Desk::cancel(const ports::StaffUser& user, const ports::OutboxView& row) {
    if (row.kind == kPrintKind)
        return drop_print(store_, cases_, row, "cancelled", "staff:" + user.id, clock_.now());
    if (auto done = store_.resolve(row.id, ports::OutboxState::kCancelled, clock_.now()); !done)
        return done;
    if (row.kind != kDispatch) return ok();
    // R30: the courier will not come; the window may order anew.
    Request request;
    request.actor = "staff:" + user.id;
    (void)cases_.run_and_wait(number_of(row.stream), model::VoidDispatch{"寄件下单已作废"},
                              std::move(request));
    return ok();
}

Status Desk::stop_dispatch(const CaseNo& no) {
    for (const ports::OutboxView& row : store_.outbox(case_stream(no))) {
        if (row.kind != kDispatch) continue;
        if (row.state == ports::OutboxState::kWaiting || row.state == ports::OutboxState::kSending)
            return Error{Code::kCommandNotAllowed, {}, "寄件下单正在发送，待有结果后再作废"};
        const bool stopped =
            row.state == ports::OutboxState::kParked || row.state == ports::OutboxState::kUnknown;
        if (!stopped) continue;
        auto done = store_.resolve(row.id, ports::OutboxState::kCancelled, clock_.now());
        if (!done) return done;
    }
    return ok();
}

Status Desk::resolve(const ports::StaffUser& user, const std::string& row,
                     const std::string& verb) {
    const auto known = outbox_row(row);
    if (!known) return Error{Code::kRequestInvalid, {"id", row, 0, 0}, "no such outbox row"};
    if (verb == "retry") {
        if (auto done = store_.resolve(row, ports::OutboxState::kWaiting, clock_.now()); !done)
            return done;
        retried_(known->partner);
        return ok();
    }
    if (verb == "cancel") return cancel(user, *known);
    if (verb == "confirm_sent" && known->kind == kPrintKind)
        return confirm_print(store_, cases_, *known, "staff:" + user.id, clock_.now());
    if (verb == "confirm_sent") return store_.resolve(row, ports::OutboxState::kSent, clock_.now());
    return Error{Code::kCommandNotAllowed, {verb, {}, 0, 0}, "retry, cancel, confirm_sent"};
}

}  // namespace ow::flow
