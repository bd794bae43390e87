// Consultations at the desk (R18), and what people do with a booking (R17).

#include "gateway/flow/consultations.hpp"
#include "gateway/flow/desk.hpp"

namespace ow::flow {

using boost::json::object;
using model::text_at;

object Desk::consultations(const ports::StaffUser& user) {
    const Consultations all{store_, cases_, setting_, clock_};
    return {{"rows", all.list(user.department)}, {"fields", all.fields()}};
}

Result<object> Desk::consult(const ports::StaffUser& user, const std::string& no,
                             const ports::StaffAction& action) {
    Consultations all{store_, cases_, setting_, clock_};
    const std::string actor = "staff:" + user.id;
    if (no.empty()) return all.ask(action.values, actor);
    const auto known = all.load(CaseNo{no});
    if (!known) return known.error();
    if (!user.department.empty() && known->department != user.department)
        return Error{Code::kCaseNotFound, {no, {}, 0, 0}};
    return all.answer(CaseNo{no}, action.values, actor);
}

Result<object> Desk::change_booking(const ports::StaffUser& user, const std::string& no,
                                    const ports::StaffAction& action) {
    const std::string actor = "staff:" + user.id;
    if (action.action != "cancel" && action.action != "rebook")
        return Error{Code::kCommandNotAllowed, {action.action, {}, 0, 0}, "没有这种操作"};
    const auto changed =
        action.action == "cancel"
            ? appointments_.cancel(CaseNo{no}, text_at(action.values, "reason"), actor)
            : appointments_.rebook(CaseNo{no}, text_at(action.values, "date"),
                                   text_at(action.values, "slot"), actor);
    if (!changed) return changed.error();
    return object{{"booking_no", changed->no.str()},
                  {"state", model::to_name(changed->stage)},
                  {"date", changed->date},
                  {"slot", changed->slot}};
}

}  // namespace ow::flow
