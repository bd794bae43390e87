// What several departments, a joint review and a return add to a case's tree (R15, R20).

#include "gateway/flow/case_view_legs.hpp"
#include "gateway/flow/case_view.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;

object leg_view(const model::Leg& leg) {
    object o{{"department", leg.department.str()},
             {"name", leg.name},
             {"order", std::to_string(leg.order)}};
    if (leg.due) {
        o["due"] = to_iso(*leg.due);
        o["due_cn"] = to_chinese(day_of(*leg.due - Millis{1}));
    }
    if (leg.pushed_at) o["pushed_at"] = to_iso(*leg.pushed_at);
    return o;
}

std::string minute_of(Instant at) {
    return to_chinese(day_of(at)) + to_iso(at).substr(11, 5);
}

object review_view(const model::CaseState& s, const Setting& setting) {
    array invited;
    for (const DepartmentId& one : s.legs.review->departments) {
        const auto* department = setting.hall.find(one);
        invited.push_back(object{{"name", department == nullptr ? one.str() : department->name}});
    }
    return {{"at", to_iso(s.legs.review->at)},
            {"at_cn", minute_of(s.legs.review->at)},
            {"where", s.legs.review->where},
            {"departments", object{{"department", std::move(invited)}}}};
}

}  // namespace

std::string opinion_label(std::string_view opinion) {
    if (opinion == "agreed") return "同意";
    if (opinion == "disagreed") return "不同意";
    if (opinion == "returned") return "退件";
    if (opinion == "reported_up") return "已上报";
    return opinion == "cancelled" ? "终止" : "";
}

void add_leg_views(object& tree, const model::CaseState& s, const Setting& setting) {
    if (!s.legs.empty()) {
        array legs;
        for (const model::Leg& leg : s.legs.all) {
            object o = leg_view(leg);
            o["opinion"] = leg.opinion;
            o["opinion_cn"] = opinion_label(leg.opinion);
            o["reason"] = leg.reason;
            o["number"] = leg.number;
            legs.push_back(std::move(o));
        }
        tree["legs"] = object{{"leg", std::move(legs)}};
        if (s.legs.review) tree["review"] = review_view(s, setting);
    }
    if (!s.decision || s.decision->outcome != "returned") return;
    array names;
    for (const std::string& name : s.decision->returned_materials)
        names.push_back(object{{"name", name}});
    tree["returned"] = object{{"materials", object{{"material", std::move(names)}}},
                              {"refusal_number", s.decision->refusal_number}};
}

void narrow_to_leg(object& tree, const model::CaseState& s, const DepartmentId& id,
                   const Setting& setting) {
    for (const char* others : {"legs", "delivery", "delivered", "decision", "result", "returned"})
        tree.erase(others);
    const model::Leg* leg = s.legs.find(id);
    if (leg != nullptr) tree["leg"] = leg_view(*leg);
    const auto* department = setting.hall.find(id);
    if (department == nullptr) return;
    tree["department"] =
        object{{"id", id.str()}, {"name", department->name}, {"phone", department->phone}};
}

}  // namespace ow::flow
