// Who holds the paper and where (R40), and the signed stub at the issuance window (R42).

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

bool is_reason(std::string_view reason) {
    return reason == "handover" || reason == "site_check" || reason == "disclosure" ||
           reason == "other";
}

/// R40 封闭: only 现场核查 and 依申请公开 leave the hall without the centre's consent.
bool needs_consent(const MoveFile& c, const HallSettings& settings) {
    return c.is_out && settings.files_stay_inside && c.reason != "site_check" &&
           c.reason != "disclosure";
}

void moved(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.people.custody = {text_at(c, "to"),
                        text_at(c, "person"),
                        text_at(c, "place"),
                        e.event.happened_at,
                        text_at(c, "out") == "yes",
                        instant_at(c, "back_due"),
                        false};
}

void not_back(CaseState& s, const StoredEvent&) {
    s.people.custody.is_late = true;
}

void signed_for(CaseState& s, const StoredEvent& e) {
    Custody& custody = s.people.custody;
    custody.holder = s.department.str();
    custody.person.clear();
    custody.place.clear();
    custody.since = e.event.happened_at;
}

void stub_registered(CaseState& s, const StoredEvent& e) {
    s.people.stub_at = e.event.happened_at;
    s.people.stub_missing = false;
}

void stub_missing(CaseState& s, const StoredEvent&) {
    s.people.stub_missing = true;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.signed_for", &signed_for},      {"file.moved", &moved},
    {"file.not_back", &not_back},          {"stub.missing", &stub_missing},
    {"stub.registered", &stub_registered},
};

}  // namespace

std::span<const EvolveRow> custody_rows() {
    return kRows;
}

Decided decide_on(const CaseState& s, const MoveFile& c, const CaseFacts& f, Instant now) {
    if (s.stage == Stage::kNone) return not_allowed(s);
    if (c.holder.empty()) return Error{Code::kFieldMissing, {"holder", {}, 0, 0}};
    if (c.place.empty()) return Error{Code::kFieldMissing, {"place", {}, 0, 0}};
    if (!is_reason(c.reason)) return Error{Code::kFieldFormat, {"reason", {}, 0, 0}};
    if (needs_consent(c, f.hall.settings) && c.consent.empty()) {
        return Error{Code::kCommandNotAllowed,
                     {"consent", {}, 0, 0},
                     "案卷材料封闭流转，未经中心同意不得带离大厅"};
    }
    if (c.holder == "courier" && !f.hall.settings.files_by_courier)
        return Error{Code::kFieldFormat, {"holder", {}, 0, 0}, "本厅不设纸质材料派送员"};
    if (c.back_due && *c.back_due <= now) return Error{Code::kFieldFormat, {"back", {}, 0, 0}};
    const Custody& now_with = s.people.custody;
    object clear{{"from", now_with.holder},
                 {"from_place", now_with.place},
                 {"to", c.holder},
                 {"person", c.person},
                 {"place", c.place},
                 {"reason", c.reason},
                 {"out", c.is_out ? "yes" : "no"}};
    if (now_with.is_out && !c.is_out) clear["back"] = "yes";
    if (!c.consent.empty()) clear["consent"] = c.consent;
    if (c.is_out) {
        std::optional<Instant> back = c.back_due;
        if (!back) {
            const auto due = due_of(f.hall.settings.file_back, now, f.calendar, f.hall.opening);
            if (due) back = due->instant;
        }
        if (back) clear["back_due"] = to_iso(*back);
    }
    return one(event("file.moved", now, f, std::move(clear)));
}

Decided decide_on(const CaseState& s, const RegisterStub& c, const CaseFacts& f, Instant now) {
    const bool accepted = s.accepted_at.has_value();
    if (!accepted || s.people.stub_at) return not_allowed(s);
    return one(
        event("stub.registered", now, f, {{"pledge_letter", c.has_pledge_letter ? "yes" : "no"}}));
}

std::optional<Instant> file_back_due(const CaseState& s) {
    const Custody& c = s.people.custody;
    return c.is_out && !c.is_late ? c.back_due : std::nullopt;
}

Decided fire_file_not_back(const CaseState& s, const CaseFacts& f, Instant) {
    return one(event("file.not_back", *s.people.custody.back_due, f,
                     {{"holder", s.people.custody.holder}}));
}

std::optional<Instant> stub_due(const CaseState& s) {
    return s.people.stub_at || s.people.stub_missing ? std::nullopt : s.people.stub_due;
}

Decided fire_stub_missing(const CaseState& s, const CaseFacts& f, Instant) {
    return one(event("stub.missing", *s.people.stub_due, f, {}));
}

}  // namespace ow::model
