// To-do lists and search.

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/look_alike.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/relay_ends.hpp"
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
    bool near_limit = false;  ///< R10: only those whose promised limit is near or past
};

const std::vector<TabRow>& tabs() {
    static const std::vector<TabRow> kTabs{
        {"result_due", "待收结果", {"decided"}},
        {"to_notify", "待通知", {"at_issuance"}},
        {"to_deliver", "待发放", {"notified", "mailed"}},
        {"to_feed_back", "待反馈", {"delivered"}},
        {"to_check", "待审查", {"received", "correction"}},
        {"in_progress", "办理中", {"accepted"}},
        {"near_limit", "临近期限", {"accepted", "decided"}, true},
        {kAttention, "需处理", {}},
        {"all", "全部", {}},
    };
    return kTabs;
}

/// R10: limits up to here are near: so many working days ahead; the next day where the calendar
/// ends.
Instant near_by(const Setting& setting, Instant now) {
    const auto due = model::due_of(setting.hall.settings.remind_ahead, now, setting.calendar,
                                   setting.hall.opening);
    return due ? due->instant : now + std::chrono::hours{24};
}

/// The work list of a department without a system (S8).
const std::vector<TabRow>& department_tabs() {
    static const std::vector<TabRow> kTabs{
        {"to_work", "待办", {"accepted"}},
        {"decided", "已决定", {"decided"}},
        {"asked", "待受理", {"received"}},
        {"all", "全部", {}},
    };
    return kTabs;
}

constexpr int kPage = 50;
constexpr int kCountLimit = 500;

/// Up to kCountLimit; one more stands for all that are beyond.
std::int64_t count_of(ports::Store& store, ports::StreamQuery query) {
    query.limit = kCountLimit;
    const auto views = store.streams(query);
    if (views.size() < static_cast<std::size_t>(kCountLimit))
        return static_cast<std::int64_t>(views.size());
    query.after = views.back().stream;
    query.limit = 1;
    return kCountLimit + (store.streams(query).empty() ? 0 : 1);
}

/// The promised last day, of a stopped clock too; empty: no clock yet, or the calendar is unknown.
std::string due_day(const model::CaseClock& clock) {
    return clock.due ? to_iso(day_of(*clock.due - Millis{1})) : "";
}

/// What of it this user may see. The store knows no departments: it is asked for more until there
/// is a page, and a row to say that there are others, or no more to be had.
std::vector<ports::StreamView> cases_found(ports::Store& store,
                                           const std::vector<std::string>& terms,
                                           const ports::StaffUser& user) {
    for (int limit = kPage + 1;; limit *= 8) {
        auto views = store.find(terms, limit);
        const bool is_all = views.size() < static_cast<std::size_t>(limit);
        std::erase_if(views, [&](const ports::StreamView& view) {
            const bool own =
                user.department.empty() || is_of_department(view.row.department, user.department);
            return !own || !view.stream.str().starts_with("case:");
        });
        if (is_all || views.size() > static_cast<std::size_t>(kPage)) return views;
    }
}

}  // namespace

object Desk::row_view(const ports::StreamView& view) {
    const CaseNo no = number_of(view.stream);
    const model::Item* item = setting_.catalogue.find(ItemId{view.row.item});
    const auto* department = setting_.hall.find(lead_of(view.row.department));
    const auto state = cases_.load(no);
    const bool overdue = view.row.promised_due && clock_.now() >= *view.row.promised_due;
    array flags = mark_labels(view.row.flags);
    const bool green = state && state->people.checks.marks.contains("green_lane");
    if (green) flags.push_back("绿色通道");
    if (state && state->delivery_way == "mail") flags.push_back("邮寄");
    if (state && state->listed_at && !state->is_signed_by_person)
        flags.push_back(boost::json::value(state->signed_at ? "视同签收" : "待签收"));
    if (state && !look_alikes_of(store_, *state, setting_).empty()) flags.push_back("疑似重复");
    std::string_view label = view.row.stage;
    for (const model::StageRow& row : model::stages()) {
        if (row.name == view.row.stage) label = row.label;
    }
    return {{"case_no", no.str()},
            {"item", item == nullptr ? view.row.item : item->name},
            {"department",
             department == nullptr ? lead_of(view.row.department).str() : department->name},
            {"applicant",
             state ? mask_name(text_at(state->content, "applicant.name")) : "（信息已销毁）"},
            {"stage", view.row.stage},
            {"stage_label", label},
            {"due", state ? due_day(state->promised) : ""},
            {"overdue", overdue},
            {"source", partner_name(PartnerId{view.row.source}, setting_)},
            {"opened_at", to_iso(view.opened_at)},
            {"green_lane", green},
            {"flags", std::move(flags)}};
}

/// R46: 绿色通道 stands first on every page of every list; its clock is that of the others.
array green_first(array rows) {
    array out;
    for (const bool green : {true, false}) {
        for (const auto& row : rows) {
            if (row.as_object().at("green_lane").as_bool() == green) out.push_back(row);
        }
    }
    return out;
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
        if (t.near_limit) query.due_by = near_by(setting_, clock_.now());
        if (!t.stages.empty()) counts[t.id] = count_of(store_, query);
        if (t.id != tab) continue;
        query.limit = kPage;
        query.before = parse_instant(cursor);
        const auto views = store_.streams(query);
        for (const ports::StreamView& view : views) rows.push_back(row_view(view));
        if (views.size() == static_cast<std::size_t>(kPage)) next = to_iso(views.back().opened_at);
    }
    return {{"counts", std::move(counts)},
            {"tabs", std::move(labels)},
            {"rows", green_first(std::move(rows))},
            {"tasks", user.department.empty() ? tasks() : array{}},
            {"next", next}};
}

array Desk::search(const ports::StaffUser& user, const std::string& text) {
    array rows;
    const auto terms = terms_for_query(text);
    if (terms.empty()) return rows;
    for (const ports::StreamView& view : cases_found(store_, terms, user)) {
        rows.push_back(row_view(view));
        if (rows.size() > static_cast<std::size_t>(kPage)) break;
    }
    return rows;
}

}  // namespace ow::flow
