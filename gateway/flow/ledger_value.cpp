#include "gateway/flow/ledger_value.hpp"

#include <algorithm>

#include "gateway/flow/case_view.hpp"
#include "gateway/flow/consultations.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/ledger_way.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/model/consultation.hpp"
#include "gateway/model/parcel.hpp"

namespace ow::flow::ledger_value {
namespace {

using model::StoredEvent;
using model::text_at;

std::string minute(Instant at) {
    return to_iso(at).substr(0, 16).replace(10, 1, " ");
}
std::string day(const std::optional<Instant>& at) {
    return at ? to_iso(day_of(*at)) : std::string{};
}
std::string name_of(const Entry& e, const std::string& name) {
    return e.names == Names::kClear ? name : mask_name(name);
}
std::string person(const std::string& actor) {
    constexpr std::string_view kStaff = "staff:";
    return actor.starts_with(kStaff) ? actor.substr(kStaff.size()) : std::string{};
}
/// The first event of a type after the row's; nullptr: none.
const StoredEvent* later(const Entry& e, std::string_view type) {
    for (const StoredEvent& one : e.events) {
        if (one.sequence > e.event.sequence && one.event.type == type) return &one;
    }
    return nullptr;
}
std::string day_of_later(const Entry& e, std::string_view type) {
    const StoredEvent* found = later(e, type);
    return found == nullptr ? std::string{} : day(found->event.happened_at);
}

}  // namespace

std::string happened(const Entry& e) {
    return minute(e.event.event.happened_at);
}
std::string mark(const Entry& e) {
    return is_entered_later(e.event) ? "补录" : "";
}
std::string actor(const Entry& e) {
    return person(e.event.event.actor);
}
std::string archive_by(const Entry& e) {
    return text_at(e.event.event.clear, "kept_by") == "department" ? "承办部门" : "出证窗口";
}
std::string giver(const Entry& e) {
    return text_at(e.event.event.clear, "giver");
}
std::string taker(const Entry& e) {
    return text_at(e.event.event.clear, "taker");
}
std::string nothing(const Entry&) {
    return {};
}
std::string case_no(const Entry& e) {
    return e.state.no.str();
}
std::string item(const Entry& e) {
    return e.state.item_name;
}
std::string department(const Entry& e) {
    const auto* found = e.setting.hall.find(e.state.department);
    return found == nullptr ? e.state.department.str() : found->name;
}
std::string applicant(const Entry& e) {
    return name_of(e, text_at(e.state.content, "applicant.name"));
}
std::string source(const Entry& e) {
    return partner_name(e.state.source, e.setting);
}
std::string handler(const Entry& e) {
    return e.state.handler;
}
std::string accepted(const Entry& e) {
    return day(e.state.accepted_at);
}
std::string promised(const Entry& e) {
    if (!e.state.promised.started) return {};
    return e.state.promised.due ? day(*e.state.promised.due - Millis{1}) : "待公布";
}
std::string finished(const Entry& e) {
    return day(e.state.promised.stopped);
}
std::string outcome(const Entry& e) {
    if (e.state.stage == model::Stage::kRefused) return "不予受理";
    return e.state.decision ? outcome_label(e.state.decision->outcome) : std::string{};
}
std::string way(const Entry& e) {
    return delivery_way_label(e.state.delivery_way);
}
std::string delivered(const Entry& e) {
    return day(e.state.delivered_at);
}
std::string number(const Entry& e) {
    return e.state.decision ? e.state.decision->number : std::string{};
}
std::string number_of_event(const Entry& e) {
    return text_at(e.event.event.clear, "number");
}
std::string document(const Entry& e) {
    return document_title(text_at(e.event.event.clear, "id"), e.setting);
}
std::string digest(const Entry& e) {
    return text_at(e.event.event.clear, "sha256");
}
std::string notified(const Entry& e) {
    return day_of_later(e, "case.notified");
}
std::string fed_back(const Entry& e) {
    return day_of_later(e, "case.fed_back");
}
std::string waybill(const Entry& e) {
    return text_at(e.event.event.clear, "waybill");
}
/// R30: what became of this parcel, also of one that was voided.
std::string mail_end(const Entry& e) {
    const std::string sent = waybill(e);
    const auto& past = e.state.past_waybills;
    if (std::find(past.begin(), past.end(), sent) != past.end()) return "作废";
    return e.state.delivered_at ? "妥投 " + day(e.state.delivered_at) : "在途";
}
std::string sender(const Entry& e) {
    return name_of(e, text_at(model::replay_parcel(e.events).person, "sender_name"));
}
std::string parcel_source(const Entry& e) {
    return partner_name(model::replay_parcel(e.events).source, e.setting);
}
std::string parcel_no(const Entry& e) {
    return model::replay_parcel(e.events).waybill;
}
std::string parcel_case(const Entry& e) {
    return model::replay_parcel(e.events).case_no.str();
}
std::string opened(const Entry& e) {
    return day_of_later(e, "parcel.opened");
}

std::string how_reminded(const Entry& e) {
    const std::string how = text_at(e.event.event.clear, "how");
    return how == "phone" ? "电话" : how == "visit" ? "当面" : how == "message" ? "消息" : how;
}
std::string reminded_late(const Entry& e) {
    return text_at(e.event.event.clear, "overdue") == "yes" ? "超期后" : "期限内";
}
std::string colour(const Entry& e) {
    return text_at(e.event.event.clear, "colour") == "red" ? "红牌" : "黄牌";
}

std::string pledge_kind(const Entry& e) {
    return text_at(e.event.event.clear, "kind") == "tolerance" ? "容缺受理" : "告知承诺";
}
std::string owed(const Entry& e) {
    std::string names;
    for (const model::OwedMaterial& one : e.state.pledge.materials)
        names += (names.empty() ? "" : "、") + one.name;
    return names;
}
std::string until(const Entry& e) {
    const auto& clear = e.event.event.clear;
    const std::string last = text_at(clear, "until_day");
    return last.empty() ? text_at(clear, "until") : last;
}
std::string pledge_end(const Entry& e) {
    const model::CasePledge& p = e.state.pledge;
    if (p.untrue) return "承诺不实";
    if (p.examined == "no") return "补交不合格";
    if (p.broken) return "逾期未补";
    return p.is_owing() ? "待补交" : "已补交";
}
std::string list_name(const Entry& e) {
    return text_at(e.event.event.clear, "list") == "distrust" ? "容缺失信" : "告知承诺诚信档案";
}
std::string list_end(const Entry& e) {
    const StoredEvent* removed = later(e, "listing.removed");
    return removed == nullptr ? "列入" : "移出 " + day(removed->event.happened_at);
}

std::string occasion(const Entry& e) {
    const std::string name = text_at(e.event.event.clear, "occasion");
    if (name == "intake") return "收件";
    if (name == "online") return "网上申报";
    return name == "collect" ? "领取" : "退件";
}
std::string stars(const Entry& e) {
    return text_at(e.event.event.clear, "stars") + " 星";
}
std::string rated(const Entry& e) {
    return person(text_at(e.event.event.clear, "rated"));
}
std::string rectify_by(const Entry& e) {
    const auto due = parse_instant(text_at(e.event.event.clear, "rectify_due"));
    return due ? day(*due - Millis{1}) : std::string{};
}
std::string rectified(const Entry& e) {
    for (const StoredEvent& one : e.events) {
        const bool same =
            text_at(one.event.clear, "occasion") == text_at(e.event.event.clear, "occasion");
        if (one.event.type == "rating.rectified" && same) return day(one.event.happened_at);
    }
    return {};
}
std::string asked_no(const Entry& e) {
    return model::replay_consultation(e.events).no.str();
}
std::string asked_item(const Entry& e) {
    const model::Item* found = e.setting.catalogue.find(model::replay_consultation(e.events).item);
    return found == nullptr ? std::string{} : found->name;
}
std::string asked_department(const Entry& e) {
    const DepartmentId id = model::replay_consultation(e.events).department;
    const auto* found = e.setting.hall.find(id);
    return found == nullptr ? id.str() : found->name;
}
std::string asker(const Entry& e) {
    return name_of(e, text_at(model::replay_consultation(e.events).person, "name"));
}
std::string asked_way(const Entry& e) {
    return consultation_way_label(text_at(e.event.event.clear, "way"));
}
std::string answer_by(const Entry& e) {
    const auto due = model::replay_consultation(e.events).due;
    return due ? day(*due - Millis{1}) : std::string{};
}
std::string answered(const Entry& e) {
    return day(model::replay_consultation(e.events).answered_at);
}
std::string slip(const Entry& e) {
    return model::replay_consultation(e.events).has_slip ? "已出具" : "";
}

std::size_t one_part(const Entry&) {
    return 1;
}

bool always(const Entry&) {
    return true;
}
bool at_window(const Entry& e) {
    return way_of(e.event.event, e.setting) == Way::kWindow;
}
bool online(const Entry& e) {
    return way_of(e.event.event, e.setting) == Way::kOnline;
}
bool by_department(const Entry& e) {
    return way_of(e.event.event, e.setting) == Way::kDepartment;
}
bool is_return(const Entry& e) {
    return text_at(e.event.event.clear, "outcome") == "returned";
}

}  // namespace ow::flow::ledger_value
