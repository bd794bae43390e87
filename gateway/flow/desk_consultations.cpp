// Consultations at the desk (R18), and what people do with a booking (R17).

#include "gateway/flow/case_view_papers.hpp"
#include "gateway/flow/consultations.hpp"
#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/record_paper.hpp"
#include "gateway/flow/seal_words.hpp"

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
    if (no.empty()) return all.ask(action, actor);
    const auto known = all.load(CaseNo{no});
    if (!known) return known.error();
    if (!user.department.empty() && known->department != user.department)
        return Error{Code::kCaseNotFound, {no, {}, 0, 0}};
    return all.answer(CaseNo{no}, action, actor);
}

Result<ports::DocumentFile> Desk::consultation_slip(const ports::StaffUser& user,
                                                    const std::string& no) {
    Consultations all{store_, cases_, setting_, clock_};
    const auto known = all.load(CaseNo{no});
    if (!known) return known.error();
    if (!user.department.empty() && known->department != user.department)
        return Error{Code::kCaseNotFound, {no, {}, 0, 0}};
    return all.slip(CaseNo{no}, *paper_, user);
}

Result<ports::DocumentFile> Desk::booking_slip(const ports::StaffUser& user,
                                               const std::string& no) {
    const auto b = appointments_.booking(CaseNo{no});
    if (!b) return b.error();
    const Instant now = clock_.now();
    object tree = appointments_.booking_view(*b, "D18");
    const SealWords seal = seal_words(setting_.hall, nullptr, "D18");
    tree["issued_at"] = to_iso(now);
    tree["issued_on_cn"] = to_chinese(day_of(now));
    tree["handler"] = user.name;
    tree["hall"].get_object()["address"] = setting_.hall.address;
    tree["phones"] = phones_view(setting_.hall);
    tree["document"] = object{{"title", document_title("D18", setting_)},
                              {"issuer", setting_.hall.name},
                              {"seal_text", seal.arc},
                              {"seal_bottom", seal.bottom}};
    return record_paper(store_, *paper_,
                        {booking_stream(b->no), b->version, booking_row(*b, setting_), "D18",
                         "staff:" + user.id, std::move(tree)},
                        now);
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
