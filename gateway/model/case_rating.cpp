// R21: one rating for each service occasion; a bad one is put right by a day.

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

constexpr int kBad = 2;  // stars: 不满意, 非常不满意

bool is_done(const CaseState& s, std::string_view occasion) {
    const bool delivered = s.stage == Stage::kDelivered || s.stage == Stage::kFedBack;
    const bool returned = s.decision && s.decision->outcome == "returned";
    const bool in_one = s.accepted_how == "instant" && delivered;  // R43: one occasion
    if (occasion == "intake") return s.stage != Stage::kNone && s.people.by_person && !in_one;
    if (occasion == "online") return s.stage != Stage::kNone && !s.people.by_person;
    if (occasion == "collect") return delivered && !returned;
    return occasion == "return" && delivered && returned;
}

/// The bad rating whose day comes next.
const std::pair<const std::string, Rating>* next_bad(const CaseState& s) {
    const std::pair<const std::string, Rating>* next = nullptr;
    for (const auto& one : s.people.ratings) {
        const Rating& r = one.second;
        if (!r.rectify_due || r.rectified_at || r.is_late) continue;
        if (next == nullptr || *r.rectify_due < *next->second.rectify_due) next = &one;
    }
    return next;
}

void rated(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.people.ratings[text_at(c, "occasion")] = {number_at(c, "stars"), e.event.happened_at,
                                                instant_at(c, "rectify_due"), std::nullopt, false};
}

void rectified(CaseState& s, const StoredEvent& e) {
    Rating& r = s.people.ratings[text_at(e.event.clear, "occasion")];
    r.rectified_at = e.event.happened_at;
    r.is_late = false;
}

void delivered(CaseState& s, const StoredEvent& e) {
    s.people.handed_out_by = e.event.actor;
}

const std::string& whom(const CaseState& s, std::string_view occasion) {
    const bool at_intake = occasion == "intake" || occasion == "online";
    return at_intake ? s.people.taken_in_by : s.people.handed_out_by;
}

void overdue(CaseState& s, const StoredEvent& e) {
    s.people.ratings[text_at(e.event.clear, "occasion")].is_late = true;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.delivered", &delivered},
    {"case.rated", &rated},
    {"rating.overdue", &overdue},
    {"rating.rectified", &rectified},
};

}  // namespace

std::span<const EvolveRow> rating_rows() {
    return kRows;
}

std::vector<std::string> to_be_rated(const CaseState& s) {
    std::vector<std::string> occasions;
    for (const char* occasion : {"intake", "online", "collect", "return"}) {
        if (is_done(s, occasion) && !s.people.ratings.contains(occasion))
            occasions.emplace_back(occasion);
    }
    return occasions;
}

Decided decide_on(const CaseState& s, const Rate& c, const CaseFacts& f, Instant now) {
    if (!is_done(s, c.occasion)) return not_allowed(s);
    if (s.people.ratings.contains(c.occasion)) {
        const Error error = not_allowed(s);
        return Error{error.code(), {}, error.cause() + "；该次服务已经评价，评价不能更改"};
    }
    if (c.stars < 1 || c.stars > 5) return Error{Code::kFieldFormat, {"stars", {}, 0, 0}};
    if (c.via != "device" && c.via != "channel" && c.via != "paper")
        return Error{Code::kFieldFormat, {"via", {}, 0, 0}};
    if (c.evidence.empty()) return Error{Code::kFieldMissing, {"evidence", {}, 0, 0}};
    const std::string& rated = whom(s, c.occasion);
    if (rated == f.actor && c.via == "paper")
        return Error{Code::kAuthForbidden, {"via", {}, 0, 0}, "被评价人不能录入对自己的评价"};
    object clear{{"occasion", c.occasion}, {"stars", c.stars}, {"grade", grade_of(c.stars)},
                 {"via", c.via},           {"rated", rated},   {"item", s.item_code}};
    if (c.stars <= kBad) {
        clear["bad"] = "yes";
        if (const auto due = due_of(f.hall.settings.rectification, now, f.calendar, f.hall.opening))
            clear["rectify_due"] = to_iso(due->instant);
    }
    return one(event("case.rated", now, f, std::move(clear),
                     {{"evidence", c.evidence}, {"words", c.words}}));
}

Decided decide_on(const CaseState& s, const Rectify& c, const CaseFacts& f, Instant now) {
    const auto rating = s.people.ratings.find(c.occasion);
    const bool open = rating != s.people.ratings.end() && rating->second.stars <= kBad &&
                      !rating->second.rectified_at;
    if (!open) return not_allowed(s);
    if (c.result.empty()) return Error{Code::kFieldMissing, {"result", {}, 0, 0}};
    const bool late = rating->second.rectify_due && now >= *rating->second.rectify_due;
    return one(event("rating.rectified", now, f,
                     {{"occasion", c.occasion}, {"late", late ? "yes" : "no"}},
                     {{"result", c.result}}));
}

std::optional<Instant> rectification_due(const CaseState& s) {
    const auto* bad = next_bad(s);
    return bad == nullptr ? std::nullopt : bad->second.rectify_due;
}

Decided fire_rectification(const CaseState& s, const CaseFacts& f, Instant) {
    const auto* bad = next_bad(s);
    return one(event("rating.overdue", *bad->second.rectify_due, f, {{"occasion", bad->first}}));
}

}  // namespace ow::model
