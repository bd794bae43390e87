// From a broken promise to a list: R5, R44.

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

/// R5: not delivering is a reason for the list of 容缺, delivering what does not conform is none.
/// R44: for the integrity file each of the three is.
std::string reasons_of(const CasePledge& p) {
    std::string reasons;
    if (p.broken) reasons += " broken";
    if (p.is_promise() && p.examined == "no") reasons += " not_conforming";
    if (p.is_promise() && p.untrue) reasons += " untrue";
    return p.is_tolerance() || p.is_promise() ? reasons : std::string{};
}

bool has_reason(const CasePledge& p) {
    return !reasons_of(p).empty();
}

/// One that no person has decided on yet: what was waived once is no pardon for what comes later.
bool has_fresh_reason(const CaseState& s) {
    const std::string all = reasons_of(s.pledge);
    const auto reasons = split(all, ' ');
    return std::any_of(reasons.begin(), reasons.end(), [&](std::string_view one) {
        return s.listing.judged.find(one) == std::string::npos;
    });
}

std::string_view list_of(const CasePledge& p) {
    return p.is_tolerance() ? "distrust" : "integrity";
}

/// The last day of the entry: so many months after it was made; nullopt: no end.
std::optional<Day> end_of_entry(const CaseListing& l, const HallSettings& settings, Instant now) {
    const int months = l.list == "distrust" ? settings.distrust_months : settings.promise_months;
    if (months <= 0) return std::nullopt;
    Day day = day_of(now) + std::chrono::months{months};
    if (!day.ok()) day = Day{day.year() / day.month() / std::chrono::last};
    return day;
}

}  // namespace

bool may_be_listed(const CaseState& s) {
    const bool is_open = s.listing.stage == "proposed" || s.listing.stage == "listed";
    return !is_open && has_fresh_reason(s);
}

std::string_view list_label(std::string_view list) {
    return list == "distrust" ? "容缺失信名单" : "企业诚信档案（告知承诺）";
}

Decided decide_on(const CaseState& s, const ProposeListing& c, const CaseFacts& f, Instant now) {
    if (!may_be_listed(s))
        return not_allowed(
            s, "只有逾期未补交（容缺），或逾期未补交、不符合要求、不实（告知承诺）才可列入");
    if (c.notice_no.empty()) return Error{Code::kFieldMissing, {"notice_no", {}, 0, 0}};
    if (auto possible = stated(c.served_at, s.accepted_at, "受理", now); !possible)
        return possible.error();
    const auto until =
        due_of(f.hall.settings.listing_objection, c.served_at, f.calendar, f.hall.opening);
    if (!until) return Error{Code::kCalendarUnknown, {"listing_objection", {}, 0, 0}};
    return one(event("listing.proposed", c.served_at, f,
                     {{"list", list_of(s.pledge)},
                      {"notice_no", c.notice_no},
                      {"object_until", to_iso(until->instant)}}));
}

Decided decide_on(const CaseState& s, const RecordObjection& c, const CaseFacts& f, Instant now) {
    if (s.listing.stage != "proposed") return not_allowed(s);
    if (c.grounds.empty()) return Error{Code::kFieldMissing, {"grounds", {}, 0, 0}};
    if (c.at > now) return Error{Code::kFieldFormat, {"at", {}, 0, 0}, "时间不能晚于现在"};
    return one(event("listing.objected", c.at, f, {}, {{"grounds", c.grounds}}));
}

Decided decide_on(const CaseState& s, const ConfirmListing&, const CaseFacts& f, Instant now) {
    if (s.listing.stage != "proposed") return not_allowed(s, "列入前须书面告知并留出异议期");
    if (!has_reason(s.pledge))
        return not_allowed(s, "材料已查明按期补交，列入的事由不再成立，应终止列入（R36）");
    if (now < *s.listing.object_until)
        return not_allowed(s, "异议期至" +
                                  ow::to_chinese(day_of(*s.listing.object_until - Millis{1})) +
                                  "，期满方可确认列入");
    object clear{{"list", s.listing.list}};
    if (const auto last = end_of_entry(s.listing, f.hall.settings, now)) {
        clear["until_day"] = to_iso(*last);
        clear["until"] = to_iso(from_local({add_days(*last, 1), Millis{}}));
    }
    return one(event("listing.confirmed", now, f, std::move(clear)));
}

Decided decide_on(const CaseState& s, const DropListing& c, const CaseFacts& f, Instant now) {
    if (s.listing.stage != "proposed" && !may_be_listed(s)) return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    if (s.listing.stage != "proposed")
        return one(event("listing.waived", now, f, {}, {{"reason", c.reason}}));
    return one(
        event("listing.dropped", now, f, {{"list", s.listing.list}}, {{"reason", c.reason}}));
}

Decided decide_on(const CaseState& s, const RemoveListing& c, const CaseFacts& f, Instant now) {
    if (s.listing.stage != "listed") return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    return one(
        event("listing.removed", now, f, {{"list", s.listing.list}}, {{"reason", c.reason}}));
}

std::optional<Instant> listing_due(const CaseState& s) {
    const bool waits = s.listing.stage == "proposed" && !s.listing.is_open_to_confirm;
    return waits ? s.listing.object_until : std::nullopt;
}

Decided fire_listing(const CaseState& s, const CaseFacts& f, Instant) {
    return one(event("listing.objection_over", *s.listing.object_until, f, {}));
}

namespace {

void objection_over(CaseState& s, const StoredEvent&) {
    s.listing.is_open_to_confirm = true;
}

/// `stage`, and that the reasons there are have been decided on.
void judged(CaseState& s, const StoredEvent& e, const char* stage) {
    s.listing.stage = stage;
    s.listing.reason = text_at(e.event.secret, "reason");
    s.listing.judged = reasons_of(s.pledge);
}

void waived(CaseState& s, const StoredEvent& e) {
    judged(s, e, "waived");
}

void proposed(CaseState& s, const StoredEvent& e) {
    s.listing = {.judged = std::move(s.listing.judged)};
    s.listing.list = text_at(e.event.clear, "list");
    s.listing.stage = "proposed";
    s.listing.object_until = instant_at(e.event.clear, "object_until");
}

void objected(CaseState& s, const StoredEvent&) {
    s.listing.has_objection = true;
}

void confirmed(CaseState& s, const StoredEvent& e) {
    s.listing.stage = "listed";
    s.listing.listed_at = e.event.happened_at;
    s.listing.until = instant_at(e.event.clear, "until");
}

void dropped(CaseState& s, const StoredEvent& e) {
    judged(s, e, "dropped");
}

void removed(CaseState& s, const StoredEvent& e) {
    judged(s, e, "removed");
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"listing.confirmed", &confirmed}, {"listing.dropped", &dropped},
    {"listing.objected", &objected},   {"listing.proposed", &proposed},
    {"listing.removed", &removed},     {"listing.objection_over", &objection_over},
    {"listing.waived", &waived},
};

}  // namespace

std::span<const EvolveRow> listing_rows() {
    return kRows;
}

}  // namespace ow::model
