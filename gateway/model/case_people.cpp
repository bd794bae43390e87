// Whom the window checked and what a case is marked with (R1, R23, R46); what rides on acceptance
// (R42).

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::array;
using boost::json::object;

bool is_way_of_checking(std::string_view how) {
    return how == "original" || how == "copy" || how == "e_certificate";
}

void received(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    const object checked = object_at(c, "checked");
    IntakeChecks& checks = s.people.checks;
    checks.applicant = text_at(checked, "applicant");
    checks.agent = text_at(checked, "agent");
    checks.authorisation = text_at(checked, "authorisation");
    for (const auto& [code, how] : object_at(checked, "materials"))
        checks.materials[std::string{code}] = std::string{how.as_string()};
    checks.helper = text_at(c, "helper");
    if (const auto* marks = c.if_contains("marks"); marks != nullptr && marks->is_array()) {
        for (const auto& mark : marks->get_array())
            checks.marks.insert(std::string{mark.as_string()});
    }
    s.people.by_person = !checks.applicant.empty();
    s.people.from_parcel = text_at(c, "origin").starts_with("parcel:");
    s.people.taken_in_by = e.event.actor;
    if (!s.people.by_person) return;
    s.people.custody.holder = "window";
    s.people.custody.person = text_at(c, "handler");
    s.people.custody.since = e.event.happened_at;
}

void accepted(CaseState& s, const StoredEvent& e) {
    s.people.stub_due = instant_at(e.event.clear, "stub_due");
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.accepted", &accepted},
    {"case.deemed_accepted", &accepted},
    {"case.received", &received},
};

}  // namespace

std::span<const EvolveRow> people_rows() {
    return kRows;
}

Status check_identity(const Receive& c) {
    if (!c.by_person) return ok();
    const IntakeChecks& checks = c.checks;
    if (!is_way_of_checking(checks.applicant))
        return Error{Code::kFieldMissing, {"identity", {}, 0, 0}};
    const bool has_agent = !text_at(c.content, "agent.name").empty();
    if (!has_agent) return ok();
    if (!is_way_of_checking(checks.agent))
        return Error{Code::kFieldMissing, {"agent_identity", {}, 0, 0}};
    if (checks.authorisation != "original")
        return Error{Code::kFieldMissing, {"authorisation", {}, 0, 0}};
    return ok();
}

void add_checks(object& clear, const IntakeChecks& checks) {
    if (!checks.applicant.empty()) {
        object checked{{"applicant", checks.applicant}};
        if (!checks.agent.empty()) checked["agent"] = checks.agent;
        if (!checks.authorisation.empty()) checked["authorisation"] = checks.authorisation;
        object materials;
        for (const auto& [code, how] : checks.materials) materials[code] = how;
        checked["materials"] = std::move(materials);
        clear["checked"] = std::move(checked);
    }
    if (!checks.helper.empty()) clear["helper"] = checks.helper;
    if (checks.marks.empty()) return;
    array marks;
    for (const std::string& mark : checks.marks) marks.push_back(boost::json::value(mark));
    clear["marks"] = std::move(marks);
}

void add_stub_due(object& clear, Instant accepted_at, const CaseFacts& f) {
    if (f.hall.settings.handover_proof != HandoverProof::kSignedStub) return;
    clear["stub_due"] = to_iso(from_local({add_days(day_of(accepted_at), 1), Millis{}}));
}

}  // namespace ow::model
