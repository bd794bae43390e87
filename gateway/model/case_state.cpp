#include "gateway/model/case_state.hpp"

#include <algorithm>

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;
using boost::json::value;

std::string text_of(const value& v) {
    if (v.is_string()) return std::string{v.get_string()};
    if (v.is_int64()) return std::to_string(v.get_int64());
    if (v.is_bool()) return v.get_bool() ? "true" : "false";
    return {};
}

// Every group of rows; an event may have a row in several. Without one it only counts as history.
constexpr std::span<const EvolveRow> (*kGroups[])() = {
    &archive_rows, &custody_rows, &inquiry_rows, &intake_rows, &leg_rows,
    &listing_rows, &paper_rows,   &parent_rows,  &people_rows, &pledge_rows,
    &print_rows,   &rating_rows,  &result_rows,  &timing_rows,
};

}  // namespace

bool is_act(std::string_view type) {
    return type != "call.logged" && type != "case.approval_near" && type != "case.deemed_soon" &&
           type != "case.listed" && type != "case.paper_near" && type != "clock.card" &&
           type != "clock.overdue" && type != "clock.recomputed" && type != "leg.overdue" &&
           type != "listing.objection_over" && type != "pledge.reminded" &&
           type != "pre_acceptance.overdue" && type != "reminder.made" &&
           !type.starts_with("stage.") && !type.starts_with("document.") &&
           !type.starts_with("message.") && !type.starts_with("personal_data.");
}

std::optional<Instant> instant_at(const object& o, std::string_view key) {
    return parse_instant(text_at(o, key));
}

int number_at(const object& o, std::string_view key) {
    const value* v = o.if_contains(key);
    return v != nullptr && v->is_int64() ? static_cast<int>(v->get_int64()) : 0;
}

std::vector<std::string> texts_at(const object& o, std::string_view key) {
    std::vector<std::string> texts;
    const value* list = o.if_contains(key);
    if (list == nullptr || !list->is_array()) return texts;
    for (const value& one : list->get_array()) texts.push_back(text_of(one));
    return texts;
}

object object_at(const object& o, std::string_view key) {
    const value* v = o.if_contains(key);
    return v != nullptr && v->is_object() ? v->get_object() : object{};
}

CaseClock clock_from(const object& o, std::optional<Instant> started) {
    if (o.empty()) return {};  // the law sets no limit
    return {number_at(o, "amount"), text_at(o, "unit"), instant_at(o, "due"), started,
            std::nullopt};
}

void evolve(CaseState& state, const StoredEvent& stored) {
    state.version = stored.sequence;
    if (is_act(stored.event.type)) state.acted_version = stored.sequence;
    state.last_at = stored.event.happened_at;
    for (const auto group : kGroups) {
        for (const EvolveRow& row : group()) {
            if (row.type == stored.event.type) row.apply(state, stored);
        }
    }
}

CaseState replay(const std::vector<StoredEvent>& events) {
    CaseState state;
    for (const StoredEvent& event : events) evolve(state, event);
    return state;
}

std::string document_id(const CaseState& state, std::string_view kind) {
    std::string id{kind};
    std::size_t before = 0;
    if (kind == "D15") before = static_cast<std::size_t>(state.superseded);
    if (kind == "D17") before = static_cast<std::size_t>(std::max(state.returns - 1, 0));
    if (kind == "D21") before = static_cast<std::size_t>(std::max(state.legs.reviews - 1, 0));
    if (kind == "D7" && state.pledge.deliveries > 0)
        before = static_cast<std::size_t>(state.pledge.deliveries - 1);
    if (kind == "D23") before = static_cast<std::size_t>(std::max(state.timing.notices - 1, 0));
    if (kind == "D20")
        before =
            static_cast<std::size_t>(std::max(state.timing.reminders + state.timing.cards - 1, 0));
    if (kind == "D19" || kind == "D19A" || kind == "label") before = state.past_waybills.size();
    if (before > 0) id += "-" + std::to_string(before + 1);
    return id;
}

std::string text_at(const object& content, std::string_view path) {
    const object* at = &content;
    for (;;) {
        const std::size_t dot = path.find('.');
        const value* v = at->if_contains(path.substr(0, dot));
        if (v == nullptr) return {};
        if (dot == std::string_view::npos) return text_of(*v);
        if (!v->is_object()) return {};
        at = &v->get_object();
        path.remove_prefix(dot + 1);
    }
}

}  // namespace ow::model
