// Papers and who signs for them, phone calls (R6, R7, R36; S8).

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

constexpr Millis kNoon = std::chrono::hours{12};

}  // namespace

bool is_morning(Instant at) {
    return to_local(at).since_midnight < kNoon;
}

std::optional<Instant> handover_due(const HallSettings& settings, const Calendar& calendar,
                                    Instant at) {
    const bool morning = is_morning(at);
    const Millis by = morning ? settings.handover_morning_by : settings.handover_afternoon_by;
    if (by == Millis{}) return std::nullopt;
    const Day today = day_of(at);
    const auto day = morning ? calendar.workday_from(today) : calendar.add_workdays(today, 1);
    if (!day) return std::nullopt;
    return from_local({*day, by});
}

Decided decide_on(const CaseState& s, const SignFor& c, const CaseFacts& f, Instant now) {
    if (const Leg* leg = s.legs.find(f.department); leg != nullptr && f.department != s.department)
        return sign_leg(s, *leg, c, f, now);
    if (!s.pushed_at || s.is_signed_by_person || row_of(s.stage).closed) return not_allowed(s);
    if (auto possible = stated(c.at, s.pushed_at, "推送", now); !possible) return possible.error();
    boost::json::object clear{{"differs", c.difference.empty() ? "no" : "yes"}};
    if (!c.handover.empty()) clear["handover"] = c.handover;
    const auto due =
        s.listed_at ? s.sign_due : handover_due(f.hall.settings, f.calendar, *s.pushed_at);
    if (due && c.at >= *due) clear["late"] = "yes";  // R10: collected late
    boost::json::object secret;
    if (!c.difference.empty()) secret["difference"] = c.difference;
    return one(event("case.signed_for", c.at, f, std::move(clear), std::move(secret)));
}

Decided decide_on(const CaseState& s, const LogCall& c, const CaseFacts& f, Instant now) {
    if (s.stage == Stage::kNone) return not_allowed(s);
    if (c.outcome != "reached" && c.outcome != "not_reached")
        return Error{Code::kFieldFormat, {"outcome", {}, 0, 0}};
    if (auto possible = stated(c.at, s.received_at, "收件", now); !possible)
        return possible.error();
    return one(
        event("call.logged", c.at, f, {{"to", c.to}, {"outcome", c.outcome}}, {{"note", c.note}}));
}

std::optional<Instant> deemed_signed_due(const CaseState& s) {
    const bool is_pushed = s.listed_at || s.legs.pushed_at;
    const bool waits = s.stage == Stage::kAccepted && is_pushed && !s.signed_at && s.deems_signed;
    return waits ? s.sign_due : std::nullopt;
}

Decided fire_deemed_signed(const CaseState& s, const CaseFacts& f, Instant) {
    // R7: received from the moment of the push.
    const Instant pushed = s.listed_at ? *s.listed_at : *s.legs.pushed_at;
    return one(event("case.deemed_signed", pushed, f, {{"due", to_iso(*s.sign_due)}}));
}

}  // namespace ow::model
