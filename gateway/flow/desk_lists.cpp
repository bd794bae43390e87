// Lists of the desk: to-do, search, queue, bookings, parcels, refused messages.

#include <algorithm>
#include <map>

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kAttention = "attention";

struct TabRow {
    std::string_view id;
    std::string_view label;
    std::vector<std::string> stages;
};

const std::vector<TabRow>& tabs() {
    static const std::vector<TabRow> kTabs{
        {"result_due", "待收结果", {"decided"}},
        {"to_notify", "待通知", {"at_issuance"}},
        {"to_deliver", "待发放", {"notified", "mailed"}},
        {"to_feed_back", "待反馈", {"delivered"}},
        {"to_check", "待审查", {"received", "correction"}},
        {"in_progress", "办理中", {"accepted"}},
        {kAttention, "需处理", {}},
        {"all", "全部", {}},
    };
    return kTabs;
}

constexpr int kPage = 50;
constexpr int kCountLimit = 500;
constexpr std::size_t kTraceLength = 16;

std::string id_of(const StreamId& stream) {
    return stream.str().substr(stream.str().find(':') + 1);
}

/// The trace of a message's request: its log lines carry the same.
std::string trace_of(const StreamId& message) {
    const std::string id = id_of(message);
    return id.size() > kTraceLength && id[kTraceLength] == '-' ? id.substr(0, kTraceLength)
                                                               : std::string{};
}

/// The promised last day, of a stopped clock too; empty: no clock yet, or the calendar is unknown.
std::string due_day(const model::CaseClock& clock) {
    return clock.due ? to_iso(day_of(*clock.due - Millis{1})) : "";
}

}  // namespace

object Desk::row_view(const ports::StreamView& view) {
    const CaseNo no{id_of(view.stream)};
    const model::Item* item = setting_.catalogue.find(ItemId{view.row.item});
    const auto* department = setting_.hall.find(DepartmentId{view.row.department});
    const auto state = cases_.load(no);
    const bool overdue = view.row.promised_due && clock_.now() >= *view.row.promised_due;
    array flags;
    if (state && state->delivery_way == "mail") flags.push_back("邮寄");
    if (!view.row.flags.empty()) flags.push_back("文书待处理");
    std::string_view label = view.row.stage;
    for (const model::StageRow& row : model::stages()) {
        if (row.name == view.row.stage) label = row.label;
    }
    return {{"case_no", no.str()},
            {"item", item == nullptr ? view.row.item : item->name},
            {"department", department == nullptr ? view.row.department : department->name},
            {"applicant",
             state ? mask_name(text_at(state->content, "applicant.name")) : "（信息已销毁）"},
            {"stage", view.row.stage},
            {"stage_label", label},
            {"due", state ? due_day(state->promised) : ""},
            {"overdue", overdue},
            {"source", partner_name(PartnerId{view.row.source}, setting_)},
            {"opened_at", to_iso(view.opened_at)},
            {"flags", std::move(flags)}};
}

/// Cases that wait for a person beside the ordinary way: a message parked or of unknown end, a
/// document that could not be made. Newest first.
std::vector<ports::StreamView> Desk::needing_attention() {
    std::map<std::string, ports::StreamView> found;
    for (const auto state : {ports::OutboxState::kParked, ports::OutboxState::kUnknown}) {
        for (const ports::OutboxView& row : store_.outbox_in(state, kCountLimit)) {
            if (!row.stream.str().starts_with("case:") || found.contains(row.stream.str()))
                continue;
            if (auto view = store_.stream(row.stream)) found.emplace(row.stream.str(), *view);
        }
    }
    ports::StreamQuery query;
    query.hall = setting_.hall.id.str();
    query.closed = false;
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        if (!view.row.flags.empty()) found.emplace(view.stream.str(), view);
    }
    std::vector<ports::StreamView> views;
    for (auto& [name, view] : found) views.push_back(std::move(view));
    std::sort(views.begin(), views.end(),
              [](const auto& a, const auto& b) { return a.opened_at > b.opened_at; });
    return views;
}

object Desk::todo(const ports::StaffUser&, const std::string& tab, const std::string& cursor) {
    object counts;
    array labels;
    array rows;
    std::string next;
    for (const TabRow& t : tabs()) {
        labels.push_back(object{{"id", t.id}, {"label", t.label}});
        if (t.id == kAttention) {
            const auto views = needing_attention();
            counts[t.id] = static_cast<std::int64_t>(views.size());
            if (t.id != tab) continue;
            for (const ports::StreamView& view : views) rows.push_back(row_view(view));
            continue;
        }
        ports::StreamQuery query;
        query.hall = setting_.hall.id.str();
        query.stages = t.stages;
        query.limit = kCountLimit;
        const bool counted = !t.stages.empty();
        if (counted) counts[t.id] = static_cast<std::int64_t>(store_.streams(query).size());
        if (t.id != tab) continue;
        query.limit = kPage;
        query.before = parse_instant(cursor);
        const auto views = store_.streams(query);
        for (const ports::StreamView& view : views) rows.push_back(row_view(view));
        if (views.size() == static_cast<std::size_t>(kPage)) next = to_iso(views.back().opened_at);
    }
    return {{"counts", std::move(counts)},
            {"tabs", std::move(labels)},
            {"rows", std::move(rows)},
            {"next", next}};
}

array Desk::search(const ports::StaffUser&, const std::string& text) {
    array rows;
    const auto terms = terms_for_query(text);
    if (terms.empty()) return rows;
    for (const ports::StreamView& view : store_.find(terms, kPage)) {
        if (view.stream.str().starts_with("case:")) rows.push_back(row_view(view));
    }
    return rows;
}

array Desk::queue(const ports::StaffUser&) {
    array groups;
    for (const auto state : {ports::OutboxState::kParked, ports::OutboxState::kUnknown,
                             ports::OutboxState::kWaiting}) {
        std::map<std::pair<std::string, std::string>, array> by_cause;
        for (const ports::OutboxView& row : store_.outbox_in(state, 500)) {
            if (state == ports::OutboxState::kWaiting && row.reason.empty()) continue;
            by_cause[{row.partner.str(), row.reason}].push_back(
                object{{"id", row.id},
                       {"case_no", id_of(row.stream)},
                       {"kind", kind_label(row.kind)},
                       {"since", to_iso(row.created_at)}});
        }
        for (auto& [cause, rows] : by_cause) {
            std::string_view operator_words;
            for (const ErrorRow& row : error_catalogue()) {
                if (row.name == cause.second) operator_words = row.operator_;
            }
            const auto oldest = rows.front().as_object().at("since");
            groups.push_back(object{{"partner", partner_name(PartnerId{cause.first}, setting_)},
                                    {"state", outbox_state_name(state)},
                                    {"reason", cause.second},
                                    {"operator", operator_words},
                                    {"count", rows.size()},
                                    {"oldest", oldest},
                                    {"rows", std::move(rows)}});
        }
    }
    return groups;
}

Status Desk::resolve(const ports::StaffUser&, const std::string& row, const std::string& verb) {
    if (verb == "retry") return store_.resolve(row, ports::OutboxState::kWaiting, clock_.now());
    if (verb == "cancel") return store_.resolve(row, ports::OutboxState::kCancelled, clock_.now());
    if (verb == "confirm_sent") return store_.resolve(row, ports::OutboxState::kSent, clock_.now());
    return Error{Code::kCommandNotAllowed, {verb, {}, 0, 0}, "retry, cancel, confirm_sent"};
}

array Desk::bookings(const ports::StaffUser&, const std::string& day) {
    array rows;
    ports::StreamQuery query;
    query.kind = "booking";
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        if (view.row.department != day) continue;  // the row's day, see booking_row
        const auto b = appointments_.booking(CaseNo{id_of(view.stream)});
        if (!b) continue;
        rows.push_back(object{{"booking_no", b->no.str()},
                              {"item", b->item_name},
                              {"slot", b->slot},
                              {"name", mask_name(text_at(b->person, "name"))},
                              {"state", model::to_name(b->stage)},
                              {"case_no", b->case_no.str()}});
    }
    return rows;
}

array Desk::parcels(const ports::StaffUser&) {
    array rows;
    ports::StreamQuery query;
    query.kind = "parcel";
    query.closed = false;
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        const auto p = appointments_.parcel(id_of(view.stream));
        if (!p) continue;
        rows.push_back(object{{"parcel_no", p->waybill},
                              {"waybill", p->waybill},
                              {"sender", mask_name(text_at(p->person, "sender_name"))},
                              {"arrived_at", to_iso(p->arrived_at)},
                              {"state", model::to_name(p->stage)},
                              {"item", text_at(p->person, "item_hint")}});
    }
    return rows;
}

array Desk::refused(const ports::StaffUser&) {
    array rows;
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined", "refused"};
    query.limit = 200;
    for (const ports::StreamView& view : store_.streams(query)) {
        const std::size_t blank = view.row.flags.find(' ');
        const std::string code = view.row.flags.substr(0, blank);
        std::string_view next;
        for (const ErrorRow& row : error_catalogue()) {
            if (row.name == code) next = row.operator_;
        }
        rows.push_back(
            object{{"id", id_of(view.stream)},
                   {"partner", partner_name(PartnerId{view.row.source}, setting_)},
                   {"kind", kind_label(view.row.department)},
                   {"trace", trace_of(view.stream)},
                   {"stage", view.row.stage},
                   {"code", code},
                   {"field", blank == std::string::npos ? "" : view.row.flags.substr(blank + 1)},
                   {"next", next},
                   {"received_at", to_iso(view.opened_at)}});
    }
    return rows;
}

}  // namespace ow::flow
