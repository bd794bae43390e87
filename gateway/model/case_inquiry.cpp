// Before acceptance: R3 预受理, R25 asking the department.

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

std::string_view name_of(PreAcceptance by) {
    switch (by) {
        case PreAcceptance::kWindow:
            return "window";
        case PreAcceptance::kDepartment:
            return "department";
        case PreAcceptance::kOnlineDesk:
            break;
    }
    return "online_desk";
}

bool waits_for_answer(const CaseState& s) {
    return s.stage == Stage::kReceived && s.pre_acceptance.due && !s.pre_acceptance.answered_at;
}

}  // namespace

void add_pre_acceptance(Event& received, const Receive& c, const CaseFacts& f) {
    const HallSettings& settings = f.hall.settings;
    const auto due = due_of(settings.pre_acceptance, c.received_at, f.calendar, f.hall.opening);
    const bool none = settings.pre_acceptance.amount == 0;
    if (c.by_person || settings.formal_check_automatic || none) return;
    object pre{{"due", nullptr}, {"by", name_of(settings.pre_acceptance_by)}};
    if (due) pre["due"] = to_iso(due->instant);
    received.clear["pre_acceptance"] = std::move(pre);
}

std::optional<Error> acceptance_waits(const CaseState& s, bool without_department) {
    const CasePreAcceptance& pre = s.pre_acceptance;
    if (pre.way == "on_site" && pre.papers.empty())
        return not_allowed(s, "预受理结果为现场递件，纸质材料尚未与上传材料核对");
    if (pre.papers == "different") return not_allowed(s, "纸质材料与上传材料不一致，应先补正");
    const bool unanswered = s.inquiry.asked_at && s.inquiry.answer.empty();
    if (unanswered && !without_department)
        return not_allowed(s, "已就该件征求部门意见，部门尚未答复；部门不配合的，可由窗口先行接收");
    if (s.inquiry.answer == "objected")
        return not_allowed(s, "部门认为不能当场接收，应告知补正或不予受理");
    return std::nullopt;
}

Decided decide_on(const CaseState& s, const PreAccept& c, const CaseFacts& f, Instant now) {
    if (!waits_for_answer(s)) return not_allowed(s);
    if (c.way != "online" && c.way != "on_site")
        return Error{Code::kFieldFormat, {"way", {}, 0, 0}};
    return one(event("pre_acceptance.answered", now, f, {{"way", c.way}}));
}

Decided decide_on(const CaseState& s, const ComparePapers& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived || s.pre_acceptance.way != "on_site") return not_allowed(s);
    object secret;
    if (!c.difference.empty()) secret["difference"] = c.difference;
    return one(event("papers.compared", now, f, {{"same", c.difference.empty() ? "yes" : "no"}},
                     std::move(secret)));
}

Decided decide_on(const CaseState& s, const AskDepartment& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived || s.inquiry.asked_at) return not_allowed(s);
    if (c.question.empty()) return Error{Code::kFieldMissing, {"question", {}, 0, 0}};
    return one(event("department.asked", now, f, {}, {{"question", c.question}}));
}

Decided decide_on(const CaseState& s, const DepartmentAnswers& c, const CaseFacts& f, Instant now) {
    const bool open = s.stage == Stage::kReceived && s.inquiry.asked_at && s.inquiry.answer.empty();
    if (!open) return not_allowed(s);
    object secret;
    if (!c.note.empty()) secret["note"] = c.note;
    return one(event("department.answered", now, f, {{"confirms", c.confirms ? "yes" : "no"}},
                     std::move(secret)));
}

std::optional<Instant> pre_acceptance_due(const CaseState& s) {
    if (!waits_for_answer(s) || s.pre_acceptance.overdue) return std::nullopt;
    return s.pre_acceptance.due;
}

Decided fire_pre_acceptance(const CaseState& s, const CaseFacts& f, Instant) {
    return one(
        event("pre_acceptance.overdue", *s.pre_acceptance.due, f, {{"by", s.pre_acceptance.by}}));
}

namespace {

void answered(CaseState& s, const StoredEvent& e) {
    s.pre_acceptance.answered_at = e.event.happened_at;
    s.pre_acceptance.way = text_at(e.event.clear, "way");
    s.pre_acceptance.overdue = false;
}

void overdue(CaseState& s, const StoredEvent&) {
    s.pre_acceptance.overdue = true;
}

void compared(CaseState& s, const StoredEvent& e) {
    s.pre_acceptance.papers = text_at(e.event.clear, "same") == "yes" ? "same" : "different";
}

void asked(CaseState& s, const StoredEvent& e) {
    s.inquiry.asked_at = e.event.happened_at;
}

void department_answered(CaseState& s, const StoredEvent& e) {
    s.inquiry.answer = text_at(e.event.clear, "confirms") == "yes" ? "confirmed" : "objected";
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"department.answered", &department_answered},
    {"department.asked", &asked},
    {"papers.compared", &compared},
    {"pre_acceptance.answered", &answered},
    {"pre_acceptance.overdue", &overdue},
};

}  // namespace

std::span<const EvolveRow> inquiry_rows() {
    return kRows;
}

}  // namespace ow::model
