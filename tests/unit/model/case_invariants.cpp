#include "tests/unit/model/case_invariants.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace ow::model::test {
namespace {

using boost::json::object;

bool after_window(Stage stage) {
    return stage == Stage::kAtIssuance || stage == Stage::kNotified || stage == Stage::kMailed ||
           stage == Stage::kDelivered || stage == Stage::kFedBack;
}

bool has_event(const Seen& seen, std::string_view type) {
    return std::any_of(seen.stream.begin(), seen.stream.end(),
                       [&](const StoredEvent& e) { return e.event.type == type; });
}

bool numbered(const Seen& seen) {
    std::int64_t next = 0;
    for (const StoredEvent& e : seen.stream) {
        if (e.sequence != ++next) return false;
    }
    return seen.after.version == next &&
           seen.after.version == seen.before.version + static_cast<std::int64_t>(seen.fresh);
}

bool known_types(const Seen& seen) {
    return std::all_of(seen.stream.end() - static_cast<std::ptrdiff_t>(seen.fresh),
                       seen.stream.end(), [](const StoredEvent& e) {
                           return is_event_type(e.event.type) &&
                                  e.event.happened_at <= e.recorded_at;
                       });
}

bool replayed(const Seen& seen) {
    return fingerprint(replay(seen.stream)) == fingerprint(seen.after);
}

bool received_first(const Seen& seen) {
    if (seen.stream.empty()) return seen.after.stage == Stage::kNone;
    const bool is_same = seen.before.no.empty() || seen.before.no == seen.after.no;
    return seen.stream.front().event.type == "case.received" && seen.after.received_at && is_same;
}

bool runs_well(const CaseClock& clock) {
    if (clock.unit.empty() || !clock.started) return !clock.due && !clock.started;
    return !clock.due || *clock.due > *clock.started;
}

bool clocks(const Seen& seen) {
    const CaseState& s = seen.after;
    // R47: the statutory one may begin by an event of its own, but not without an acceptance.
    return runs_well(s.promised) && runs_well(s.statutory) && s.promised.started == s.accepted_at &&
           (!s.statutory.started || s.accepted_at);
}

bool stopped(const Seen& seen) {
    const CaseState& s = seen.after;
    const bool law = !s.statutory.stopped || has_event(seen, "case.decided") ||
                     has_event(seen, "case.deemed_approved");
    return law && (!s.promised.stopped || has_event(seen, "case.at_issuance") ||
                   has_event(seen, "dispatch.direct"));
}

bool compared(const Seen& seen) {
    const CaseState& s = seen.after;
    if (!after_window(s.stage)) return true;
    if (s.people.is_direct) return s.decision.has_value();  // R41: it never came to the window
    if (!s.decision || !s.at_issuance_at) return false;
    const std::string name = text_at(s.decision->result, "applicant_name");
    const std::string item = text_at(s.decision->result, "item_code");
    return (name.empty() || name == text_at(s.content, "applicant.name")) &&
           (item.empty() || item == s.item_code);
}

bool delivered(const Seen& seen) {
    const CaseState& s = seen.after;
    const bool is_there = s.stage == Stage::kDelivered || s.stage == Stage::kFedBack;
    if (is_there != s.delivered_at.has_value()) return false;
    return !is_there || ((s.at_issuance_at || s.people.is_direct) && !s.delivery_way.empty());
}

bool fed_back(const Seen& seen) {
    const CaseState& s = seen.after;
    return (s.stage == Stage::kFedBack) == s.fed_back_at.has_value() &&
           (!s.fed_back_at || s.delivered_at);
}

bool told_once(const Seen& seen) {
    const auto told = std::count_if(seen.stream.begin(), seen.stream.end(), [](const auto& e) {
        return e.event.type == "case.correction_told";
    });
    const auto& missing = seen.after.missing;
    const bool listed = std::all_of(missing.begin(), missing.end(), [&](const auto& one) {
        return seen.item.find_material_by_name(one.name) != nullptr;
    });
    return told <= 1 && listed && (seen.after.stage != Stage::kCorrection || !missing.empty());
}

bool refused(const Seen& seen) {
    const CaseState& s = seen.after;
    if (s.accepted_at) return true;
    return !s.decision && !s.promised.started && !s.statutory.started && !s.at_issuance_at;
}

bool waybill(const Seen& seen) {
    const CaseState& s = seen.after;
    if (s.stage == Stage::kMailed && s.waybill.empty()) return false;
    return std::find(s.past_waybills.begin(), s.past_waybills.end(), s.waybill) ==
           s.past_waybills.end();
}

bool papers(const Seen& seen) {
    for (const auto& [id, before] : seen.before.documents) {
        const auto now = seen.after.documents.find(id);
        if (now == seen.after.documents.end()) return false;
        const bool was_made = !before.address.empty();
        if (was_made &&
            (now->second.address != before.address || now->second.sha256 != before.sha256))
            return false;
        if (now->second.prints < before.prints) return false;
    }
    return true;
}

bool no_person(const Seen& seen) {
    return std::all_of(seen.stream.end() - static_cast<std::ptrdiff_t>(seen.fresh),
                       seen.stream.end(), [&](const StoredEvent& e) {
                           const std::string clear = boost::json::serialize(e.event.clear);
                           return std::none_of(seen.personal.begin(), seen.personal.end(),
                                               [&](const std::string& text) {
                                                   return clear.find(text) != std::string::npos;
                                               });
                       });
}

/// R4, R5: who owes is granted nothing; nothing is owed that the list does not let be owed.
bool owed(const Seen& seen) {
    const CasePledge& p = seen.after.pledge;
    if (!p.is_tolerance()) return true;
    const bool is_granted = seen.after.decision && seen.after.decision->outcome == "approved";
    if (is_granted && (p.is_owing() || p.broken || p.examined == "no")) return false;
    return std::all_of(p.materials.begin(), p.materials.end(), [&](const OwedMaterial& one) {
        const Material* material = seen.item.find_material_by_name(one.name);
        return material != nullptr && material->tolerance && !material->key;
    });
}

/// R5: nobody is listed without notice and time to object, nor for anything but a broken promise.
bool listed(const Seen& seen) {
    const CaseListing& l = seen.after.listing;
    if (l.stage != "listed") return true;
    return l.listed_at && l.object_until && *l.listed_at >= *l.object_until &&
           (seen.after.pledge.broken || seen.after.pledge.is_promise());
}

bool timers(const Seen& seen) {
    if (!seen.fired) return true;
    if (seen.fresh == 0) return false;
    // Two may be due at one moment; the same one never fires again.
    const StoredEvent& last = seen.stream.back();
    return std::none_of(seen.stream.begin(), seen.stream.end() - 1, [&](const StoredEvent& e) {
        return e.event.type == last.event.type && e.event.happened_at == last.event.happened_at &&
               e.event.clear == last.event.clear;
    });
}

/// R15: nobody has an opinion on what was never pushed, and a decision waits for the last one.
bool legs(const Seen& seen) {
    const CaseLegs& l = seen.after.legs;
    const bool in_turn = std::all_of(l.all.begin(), l.all.end(), [](const Leg& leg) {
        return leg.pushed_at || (!leg.done_at && !leg.signed_at && leg.number.empty());
    });
    return in_turn && (!seen.after.decision || seen.after.timing.deemed_approved || !l.waits());
}

/// R20: what was taken over as returned is on form only, or has its decision beside it.
bool returned(const Seen& seen) {
    const CaseState& s = seen.after;
    if (!after_window(s.stage) || s.decision->outcome != "returned") return true;
    return s.decision->merits == "no" ||
           (s.decision->merits == "yes" && !s.decision->refusal_number.empty());
}

/// R43: nobody else has a part in a 即办件, and nothing of it may be late.
bool instant(const Seen& seen) {
    if (seen.item.handling != Handling::kInstant) return true;
    return seen.after.legs.empty() && !seen.after.pledge.is_tolerance();
}

/// R45: the third clock is of a stage, and begins no earlier than an acceptance.
bool third_clock(const Seen& seen) {
    const CaseParent& p = seen.after.parent;
    if (p.empty()) return !p.clock.started && !p.near && !p.overdue;
    return !p.clock.started || (seen.after.accepted_at && runs_well(p.clock));
}

struct Row {
    std::string_view name;
    bool (*holds)(const Seen&);
};

constexpr Row kInvariants[] = {
    {"numbered", &numbered},       {"known_types", &known_types},
    {"replayed", &replayed},       {"received_first", &received_first},
    {"clocks", &clocks},           {"stopped", &stopped},
    {"compared", &compared},       {"delivered", &delivered},
    {"fed_back", &fed_back},       {"told_once", &told_once},
    {"refused", &refused},         {"waybill", &waybill},
    {"papers", &papers},           {"no_person", &no_person},
    {"timers", &timers},           {"legs", &legs},
    {"returned", &returned},       {"owed", &owed},
    {"listed", &listed},           {"instant", &instant},
    {"third_clock", &third_clock},
};

std::string text(const std::optional<Instant>& at) {
    return at ? to_iso(*at) : "-";
}

std::string text(const CaseClock& clock) {
    return std::to_string(clock.amount) + clock.unit + " " + text(clock.due) + " " +
           text(clock.started) + " " + text(clock.stopped);
}

}  // namespace

std::vector<std::string> broken(const Seen& seen) {
    std::vector<std::string> names;
    for (const Row& row : kInvariants) {
        if (!row.holds(seen)) names.emplace_back(row.name);
    }
    return names;
}

std::string fingerprint(const CaseState& s) {
    std::string out = std::to_string(s.version) + "|" + std::to_string(s.acted_version) + "|";
    out.append(row_of(s.stage).name).append("|").append(s.no.str()).append("|");
    for (const auto& at :
         {s.received_at, s.accepted_at, s.correction_due, s.correction_alarm, s.correction_until,
          s.listed_at, s.sign_due, s.signed_at, s.at_issuance_at, s.notified_at, s.delivered_at,
          s.delivery_told_at, s.fed_back_at})
        out.append(text(at)).append("|");
    out.append(text(s.promised)).append("|").append(text(s.statutory)).append("|");
    for (const std::string& part :
         {s.accepted_how, s.handler, s.refusal_reason, s.returned_reason, s.waybill, s.void_reason,
          s.delivery_way, s.delivery_by, s.superseded_at, boost::json::serialize(s.content)})
        out.append(part).append("|");
    for (const MissingMaterial& one : s.missing) out.append(one.name).append(one.reason);
    for (const std::string& one : s.past_waybills) out.append(one).append(";");
    if (s.decision)
        out.append(s.decision->outcome + s.decision->number +
                   boost::json::serialize(s.decision->result));
    const CaseTiming& t = s.timing;
    for (const auto& at :
         {t.approval_alarm, t.yellow_at, t.red_at, t.paper_at, t.serve_due, t.feedback_due})
        out.append(text(at)).append("|");
    for (const bool flag : {t.deems_approval, t.approval_near, t.deemed_approved,
                            t.delay_registered, t.paper_near, t.serve_overdue, t.feedback_overdue})
        out.append(flag ? "1" : "0");
    for (const ClockPause& p : t.pauses)
        out.append(p.procedure + p.notice + text(p.from) + text(p.until) + text(p.ended));
    for (const RecordedProcedure& p : t.procedures)
        out.append(p.procedure + text(p.begun) + text(p.ended) + p.result);
    out.append(t.card + t.calendar + std::to_string(t.reminders) + std::to_string(t.notices));
    for (const auto& [id, d] : s.documents)
        out.append(id + d.address + d.sha256 + d.refused + std::to_string(d.prints));
    for (const Leg& leg : s.legs.all)
        out.append(leg.department.str() + leg.opinion + leg.deemed + leg.number + leg.reason +
                   leg.stage + text(leg.due) + text(leg.pushed_at) + text(leg.signed_at) +
                   text(leg.done_at) + (leg.overdue ? "!" : ""));
    if (s.legs.review) out.append(text(std::optional{s.legs.review->at}) + s.legs.review->result);
    const CasePledge& p = s.pledge;
    for (const std::string& part :
         {p.kind, p.window, p.signer, p.slip, p.until, text(p.due), text(p.reminder), p.examined,
          p.failed, boost::json::serialize(p.draft), s.listing.list, s.listing.stage,
          text(s.listing.until), s.listing.reason, s.pre_acceptance.way, s.pre_acceptance.papers,
          s.inquiry.answer})
        out.append(part).append("|");
    for (const OwedMaterial& one : p.materials)
        out.append(one.name).append(one.flaw).append(one.delivered ? "1" : "0");
    for (const bool flag : {p.broken, p.untrue, s.listing.has_objection,
                            s.listing.is_open_to_confirm, s.pre_acceptance.overdue})
        out.append(flag ? "1" : "0");
    const CaseParent& whole = s.parent;
    out.append(whole.no + whole.plan + whole.stage + text(whole.clock) + text(whole.reminder) +
               (whole.near ? "1" : "0") + (whole.overdue ? "1" : "0"));
    for (const auto& [system, number] : s.aliases) out.append(system + "=" + number);
    return out;
}

}  // namespace ow::model::test
