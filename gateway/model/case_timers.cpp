// What wakes a case: the literal table, and the command that a timer is.

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

struct TimerRow {
    std::optional<Instant> (*due)(const CaseState&);
    Decided (*fire)(const CaseState&, const CaseFacts&, Instant now);
};

// Of two that are due at the same moment, the upper one fires first.
constexpr TimerRow kTimers[] = {
    {&deemed_signed_due, &fire_deemed_signed},          // R7
    {&leg_deemed_signed_due, &fire_leg_deemed_signed},  // R7
    {&leg_overdue_due, &fire_leg_overdue},              // R15, R16
    {&deemed_accepted_due, &fire_deemed_accepted},      // R26
    {&pause_end_due, &fire_pause_end},                  // R9
    {&deemed_approved_due, &fire_deemed_approved},      // R8
    {&card_due, &fire_card},                            // R10
    {&paper_due, &fire_paper},                          // R11
    {&stage_limit_due, &fire_stage_limit},              // R45
    {&serve_overdue_due, &fire_serve_overdue},          // R39
    {&feedback_overdue_due, &fire_feedback_overdue},    // R14
    {&pledge_due, &fire_pledge},                        // R5, R44
    {&listing_due, &fire_listing},                      // R5
    {&pre_acceptance_due, &fire_pre_acceptance},        // R3
    {&file_back_due, &fire_file_not_back},              // R40
    {&stub_due, &fire_stub_missing},                    // R42
    {&rectification_due, &fire_rectification},          // R21
};

const TimerRow* earliest(const CaseState& s) {
    const TimerRow* first = nullptr;
    for (const TimerRow& row : kTimers) {
        const auto due = row.due(s);
        if (due && (first == nullptr || *due < *first->due(s))) first = &row;
    }
    return first;
}

}  // namespace

/// All that is due by then, in order of due time: several limits end on one day.
Decided decide_on(const CaseState& s, const TimerFired& c, const CaseFacts& f, Instant now) {
    std::vector<Event> all;  // empty: obsolete
    CaseState at = s;
    for (const TimerRow* row = earliest(at); row != nullptr && *row->due(at) <= c.due;
         row = earliest(at)) {
        auto fired = row->fire(at, f, now);
        if (!fired && all.empty()) return fired.error();  // it stands aside and is tried again
        if (!fired || fired->empty()) break;
        for (Event& event : *fired) {
            all.push_back(std::move(event));
            evolve(at, {all.back(), at.version + 1, now, {}, {}});
        }
    }
    return all;
}

std::optional<Instant> next_due(const CaseState& s) {
    const TimerRow* row = earliest(s);
    return row == nullptr ? std::nullopt : row->due(s);
}

}  // namespace ow::model
