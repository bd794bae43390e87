// Lists of the desk: to-do, search, queue, bookings, parcels, refused messages.

#include <algorithm>
#include <map>
#include <set>

#include "gateway/base/text.hpp"
#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/held.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kAttention = "attention";
constexpr std::string_view kDispatch = "dispatch";

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

/// The work list of a department without a system (S8).
const std::vector<TabRow>& department_tabs() {
    static const std::vector<TabRow> kTabs{
        {"to_work", "待办", {"accepted"}},
        {"decided", "已决定", {"decided"}},
        {"all", "全部", {}},
    };
    return kTabs;
}

constexpr int kPage = 50;
constexpr int kCountLimit = 500;
constexpr std::size_t kTraceLength = 16;
constexpr int kMostLooked = 1000;  ///< rows one page of 需处理 looks at
constexpr std::string_view kCasePrefix = "case:";

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
    array flags = mark_labels(view.row.flags);
    if (state && state->delivery_way == "mail") flags.push_back("邮寄");
    if (state && state->listed_at && !state->is_signed_by_person)
        flags.push_back(boost::json::value(state->signed_at ? "视同签收" : "待签收"));
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

/// "<part> <instant> [<row>]": the part of the list and where its last page ended.
struct Desk::AttentionPlace {
    std::size_t part = 0;
    std::optional<Instant> at;
    std::string row;

    [[nodiscard]] static AttentionPlace parse(const std::string& cursor) {
        AttentionPlace place;
        const auto words = split(cursor, ' ');
        if (words.size() < 2 || words[0].size() != 1 || words[0][0] < '0' || words[0][0] > '2')
            return place;
        place.part = static_cast<std::size_t>(words[0][0] - '0');
        place.at = parse_instant(words[1]);
        if (words.size() > 2) place.row = words[2];
        return place;
    }
    [[nodiscard]] std::string text() const {
        std::string out = std::to_string(part) + " " + to_iso(at.value_or(Instant{}));
        if (!row.empty()) out += " " + row;
        return out;
    }
};

/// A case stands in the list once: with its mark, else with its row that comes first.
bool Desk::is_first_of_case(const ports::OutboxView& row, const ports::StreamView& view) {
    if (!view.row.flags.empty() && !view.row.closed) return false;
    for (const ports::OutboxView& other : store_.outbox(row.stream)) {
        const bool stopped = other.state == ports::OutboxState::kParked ||
                             other.state == ports::OutboxState::kUnknown;
        if (!stopped || other.id == row.id) continue;
        const bool earlier_part =
            other.state == ports::OutboxState::kUnknown && row.state == ports::OutboxState::kParked;
        const bool newer = other.state == row.state && other.changed_at > row.changed_at;
        const bool tie =
            other.state == row.state && other.changed_at == row.changed_at && other.id < row.id;
        if (earlier_part || newer || tie) return false;
    }
    return true;
}

/// Adds the cases of one part until the page is full; true: the part is through.
bool Desk::add_stopped(AttentionPlace& place, std::vector<ports::StreamView>& views) {
    const auto state = place.part == 1 ? ports::OutboxState::kUnknown : ports::OutboxState::kParked;
    for (int looked = 0; looked < kMostLooked; looked += kPage) {
        std::optional<ports::OutboxPlace> after;
        if (place.at) after = ports::OutboxPlace{*place.at, place.row};
        const auto rows = store_.outbox_in(state, kPage, after);
        for (const ports::OutboxView& row : rows) {
            place.at = row.changed_at;
            place.row = row.id;
            if (!row.stream.str().starts_with(kCasePrefix)) continue;
            auto view = store_.stream(row.stream);
            if (view && is_first_of_case(row, *view)) views.push_back(std::move(*view));
            if (views.size() >= static_cast<std::size_t>(kPage)) return false;
        }
        if (rows.size() < static_cast<std::size_t>(kPage)) return true;
    }
    return false;
}

/// Cases that wait for a person beside the ordinary way, a page of them: first those with a mark,
/// then those with a message of unknown end, then those with a parked one; newest first in each.
/// A page may be short where many rows are of bookings; `next` is empty at the end only.
std::vector<ports::StreamView> Desk::needing_attention(const std::string& cursor,
                                                       std::string& next) {
    AttentionPlace place = AttentionPlace::parse(cursor);
    std::vector<ports::StreamView> views;
    next.clear();
    if (place.part == 0) {
        ports::StreamQuery query;
        query.hall = setting_.hall.id.str();
        query.flagged = true;
        query.limit = kPage;
        query.before = place.at;
        views = store_.streams(query);
        if (views.size() == static_cast<std::size_t>(kPage)) {
            place.at = views.back().opened_at;
            next = place.text();
            return views;
        }
        place = {1, {}, {}};
    }
    for (; place.part <= 2; place = {place.part + 1, {}, {}}) {
        if (add_stopped(place, views)) continue;
        next = place.text();
        return views;
    }
    return views;
}

/// Up to kCountLimit, as of every tab.
std::int64_t Desk::count_attention() {
    std::set<std::string> cases;
    ports::StreamQuery query;
    query.hall = setting_.hall.id.str();
    query.flagged = true;
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) cases.insert(view.stream.str());
    for (const auto state : {ports::OutboxState::kUnknown, ports::OutboxState::kParked}) {
        if (cases.size() >= static_cast<std::size_t>(kCountLimit)) break;
        for (const ports::OutboxView& row : store_.outbox_in(state, kCountLimit)) {
            if (row.stream.str().starts_with(kCasePrefix)) cases.insert(row.stream.str());
        }
    }
    return std::min<std::int64_t>(kCountLimit, static_cast<std::int64_t>(cases.size()));
}

object Desk::todo(const ports::StaffUser& user, const std::string& tab, const std::string& cursor) {
    object counts;
    array labels;
    array rows;
    std::string next;
    for (const TabRow& t : user.department.empty() ? tabs() : department_tabs()) {
        labels.push_back(object{{"id", t.id}, {"label", t.label}});
        if (t.id == kAttention) {
            counts[t.id] = count_attention();
            if (t.id != tab) continue;
            for (const ports::StreamView& view : needing_attention(cursor, next))
                rows.push_back(row_view(view));
            continue;
        }
        ports::StreamQuery query;
        query.hall = setting_.hall.id.str();
        query.department = user.department.str();
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
            {"tasks", user.department.empty() ? tasks() : array{}},
            {"next", next}};
}

array Desk::search(const ports::StaffUser& user, const std::string& text) {
    array rows;
    const auto terms = terms_for_query(text);
    if (terms.empty()) return rows;
    for (const ports::StreamView& view : store_.find(terms, kPage)) {
        const bool own = user.department.empty() || view.row.department == user.department.str();
        if (own && view.stream.str().starts_with("case:")) rows.push_back(row_view(view));
    }
    return rows;
}

object Desk::cause_view(const ports::OutboxCause& cause,
                        const std::vector<ports::OutboxView>& rows) const {
    std::string_view operator_words;
    for (const ErrorRow& row : error_catalogue()) {
        if (row.name == cause.reason) operator_words = row.operator_;
    }
    array lines;
    for (const ports::OutboxView& row : rows) {
        lines.push_back(object{{"id", row.id},
                               {"case_no", id_of(row.stream)},
                               {"kind", kind_label(row.kind)},
                               {"since", to_iso(row.created_at)}});
    }
    return {{"partner", partner_name(cause.partner, setting_)},
            {"state", outbox_state_name(cause.state)},
            {"reason", cause.reason},
            {"operator", operator_words},
            {"count", cause.count},
            {"oldest", to_iso(cause.oldest)},
            {"rows", std::move(lines)}};
}

/// Every cause with its true count and the rows that have waited longest; further rows follow as
/// these are dealt with.
array Desk::queue(const ports::StaffUser&) {
    array groups = held_causes(store_, setting_);
    for (const ports::OutboxCause& cause : store_.outbox_causes())
        groups.push_back(cause_view(cause, store_.outbox_of(cause, kPage)));
    std::map<std::pair<std::string, std::string>, std::vector<ports::OutboxView>> waiting;
    for (ports::OutboxView& row : store_.outbox_in(ports::OutboxState::kWaiting, kCountLimit)) {
        if (!row.reason.empty()) waiting[{row.partner.str(), row.reason}].push_back(std::move(row));
    }
    for (const auto& [key, rows] : waiting) {
        const ports::OutboxCause cause{ports::OutboxState::kWaiting, PartnerId{key.first},
                                       key.second, static_cast<std::int64_t>(rows.size()),
                                       rows.back().created_at};
        groups.push_back(cause_view(cause, rows));
    }
    return groups;
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
    if (auto done = store_.resolve(row.id, ports::OutboxState::kCancelled, clock_.now()); !done)
        return done;
    if (row.kind != kDispatch) return ok();
    // R30: the courier will not come; the window may order anew.
    Request request;
    request.actor = "staff:" + user.id;
    (void)cases_.run_and_wait(CaseNo{id_of(row.stream)}, model::VoidDispatch{"寄件下单已作废"},
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
