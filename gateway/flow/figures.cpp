#include "gateway/flow/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "gateway/model/case_state.hpp"
#include "gateway/model/consultation.hpp"

namespace ow::flow {
namespace {

using model::StoredEvent;

/// A case as it is now, with all that happened to it.
struct Whole {
    const std::vector<StoredEvent>& events;
    const model::CaseState& state;
    const Month& month;
    Instant seen;  ///< the end of the month, or now: what is not due by then is not late
};

bool ever(const Whole& w, std::string_view type) {
    return std::any_of(w.events.begin(), w.events.end(),
                       [&](const StoredEvent& e) { return e.event.type == type; });
}
bool is_finished(const Whole& w) {
    return w.state.promised.stopped && w.month.holds(*w.state.promised.stopped);
}

bool in_time(const Whole& w) {
    const auto& clock = w.state.promised;
    return is_finished(w) && clock.due && *clock.stopped < *clock.due;
}
bool late(const Whole& w) {
    return is_finished(w) && w.state.promised.due && !in_time(w);
}
bool undated(const Whole& w) {
    return is_finished(w) && !w.state.promised.due;
}
/// R5: a case that counts as withdrawn has ended, though its result never came to the window.
bool is_withdrawn(const Whole& w) {
    return std::any_of(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
        return e.event.type == "case.withdrawn" && e.event.happened_at < w.seen;
    });
}
/// The day was over and the result not at the window.
bool still_late(const Whole& w) {
    const auto& clock = w.state.promised;
    const bool open = clock.started && *clock.started < w.seen &&
                      (!clock.stopped || *clock.stopped >= w.seen) && !is_withdrawn(w);
    return open && clock.due && *clock.due <= w.seen;
}
bool delivered(const Whole& w) {
    return w.state.delivered_at && w.month.holds(*w.state.delivered_at);
}
/// 一次办妥: nothing had to be brought again and nothing went back.
bool at_once(const Whole& w) {
    const bool back = ever(w, "case.correction_told") || ever(w, "case.result_rejected") ||
                      (w.state.decision && w.state.decision->outcome == "returned");
    return is_finished(w) && !back;
}

/// Either how a case stands, or how often an event of a type happened whose fact `key` is `value`
/// (no key: whatever its facts).
struct Measure {
    std::string_view label;
    bool (*holds)(const Whole&) = nullptr;
    std::string_view type = {};
    std::string_view key = {};
    std::string_view value = {};
};

// In the order of the sheet. A new kind of event is counted by a row here.
constexpr Measure kMeasures[] = {
    {"收件", nullptr, "case.received"},
    {"受理", nullptr, "case.accepted"},
    {"视为受理", nullptr, "case.deemed_accepted"},
    {"告知补正", nullptr, "case.correction_told"},
    {"不予受理", nullptr, "case.refused"},
    {"办结", &is_finished},
    {"按时办结", &in_time},
    {"超期办结", &late},
    {"期限待公布", &undated},
    {"超期未办结", &still_late},
    {"超时默认", nullptr, "case.deemed_approved"},
    {"催办", nullptr, "reminder.made"},
    {"黄牌", nullptr, "clock.card", "colour", "yellow"},
    {"红牌", nullptr, "clock.card", "colour", "red"},
    {"容缺和承诺", nullptr, "pledge.made"},
    {"补交合格", nullptr, "pledge.examined", "conforms", "yes"},
    {"承诺逾期", nullptr, "pledge.broken"},
    {"列入失信", nullptr, "listing.confirmed"},
    {"退件", nullptr, "case.decided", "outcome", "returned"},
    {"结果退回部门", nullptr, "case.result_rejected"},
    {"送达", &delivered},
    {"一次办妥", &at_once},
    {"评价", nullptr, "case.rated"},
    {"差评", nullptr, "case.rated", "bad", "yes"},
    {"差评整改", nullptr, "rating.rectified"},
    {"咨询", nullptr, "consultation.asked"},
    {"咨询答复", nullptr, "consultation.answered"},
    {"咨询逾期", nullptr, "consultation.late"},
};

/// What a person's own acts are counted by, in the order of the sheet.
struct Act {
    std::string_view label;
    std::string_view type;
    std::string_view who = {};  ///< the fact that names the person; empty: the actor
    std::string_view key = {};
    std::string_view value = {};
};
constexpr Act kActs[] = {
    {"收件", "case.received"},
    {"受理", "case.accepted"},
    {"告知补正", "case.correction_told"},
    {"不予受理", "case.refused"},
    {"签收材料", "case.signed_for"},
    {"登记决定", "case.decided"},
    {"核对结果", "case.at_issuance"},
    {"退回结果", "case.result_rejected"},
    {"通知申请人", "case.notified"},
    {"电话通知", "call.logged"},
    {"催办", "reminder.made"},
    {"交付", "case.delivered"},
    {"反馈送达", "case.fed_back"},
    {"打印文书", "document.printed"},
    {"被评价", "case.rated", "rated"},
    {"其中差评", "case.rated", "rated", "bad", "yes"},
};

struct Share {
    std::string_view label;
    std::string_view part;
    std::string_view of;
};
constexpr Share kShares[] = {{"按时办结率", "按时办结", "办结"},
                             {"一次办妥率", "一次办妥", "办结"}};

using Counts = std::array<std::int64_t, std::size(kMeasures)>;
using Acts = std::array<std::int64_t, std::size(kActs)>;

struct Tally {
    std::map<std::string, Counts> departments;
    std::map<std::string, Acts> people;
};

bool has_fact(const StoredEvent& e, std::string_view key, std::string_view value) {
    return key.empty() || model::text_at(e.event.clear, key) == value;
}

std::int64_t count_of(const Measure& m, const Whole& w) {
    if (m.holds != nullptr) return m.holds(w) ? 1 : 0;
    return std::count_if(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
        return e.event.type == m.type && w.month.holds(e.event.happened_at) &&
               has_fact(e, m.key, m.value);
    });
}

void add_to(const std::string& department, const Whole& whole, Tally& tally) {
    Counts counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = count_of(kMeasures[i], whole);
    if (counts == Counts{}) return;
    Counts& sum = tally.departments[department];
    for (std::size_t i = 0; i < counts.size(); ++i) sum[i] += counts[i];
}

void add_people(const Whole& whole, Tally& tally) {
    constexpr std::string_view kStaff = "staff:";
    for (const StoredEvent& e : whole.events) {
        if (!whole.month.holds(e.event.happened_at)) continue;
        for (std::size_t i = 0; i < std::size(kActs); ++i) {
            const Act& act = kActs[i];
            if (act.type != e.event.type || !has_fact(e, act.key, act.value)) continue;
            const std::string who =
                act.who.empty() ? e.event.actor : model::text_at(e.event.clear, act.who);
            if (who.starts_with(kStaff)) ++tally.people[who.substr(kStaff.size())][i];
        }
    }
}

std::int64_t measure(const Counts& counts, std::string_view label) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (kMeasures[i].label == label) return counts[i];
    }
    return 0;
}

std::vector<std::string> department_row(std::string name, const Counts& counts) {
    std::vector<std::string> row{std::move(name)};
    for (const std::int64_t count : counts) row.push_back(std::to_string(count));
    for (const Share& share : kShares) {
        const std::int64_t of = measure(counts, share.of);
        const std::int64_t part = measure(counts, share.part);
        row.push_back(of == 0 ? std::string{}
                              : fmt::format("{}.{}%", part * 100 / of, part * 1000 / of % 10));
    }
    return row;
}

model::Sheet department_sheet(const Tally& tally, const Month& month, const Setting& setting) {
    model::Sheet sheet{
        "部门月度统计", {setting.hall.name, month.label}, {{"部门", 24, false}}, {}, {}};
    for (const Measure& m : kMeasures) sheet.columns.push_back({std::string{m.label}, 9, true});
    for (const Share& s : kShares) sheet.columns.push_back({std::string{s.label}, 10, false});
    Counts total{};
    for (const auto& [id, counts] : tally.departments) {
        const auto* department = setting.hall.find(DepartmentId{id});
        sheet.rows.push_back(department_row(department == nullptr ? id : department->name, counts));
        for (std::size_t i = 0; i < counts.size(); ++i) total[i] += counts[i];
    }
    sheet.sums = department_row("合计", total);
    return sheet;
}

model::Sheet people_sheet(const Tally& tally, const Month& month, const Setting& setting) {
    model::Sheet sheet{
        "人员月度统计", {setting.hall.name, month.label}, {{"工号", 16, false}}, {}, {}};
    for (const Act& act : kActs) sheet.columns.push_back({std::string{act.label}, 10, true});
    for (const auto& [id, acts] : tally.people) {
        std::vector<std::string> row{id};
        for (const std::int64_t count : acts) row.push_back(std::to_string(count));
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

}  // namespace

Result<std::vector<model::Sheet>> figures(const Month& month, Instant now, const Setting& setting,
                                          ports::History& history) {
    const Instant seen = std::min(month.to, now);
    Tally tally;
    const Status cases = history.each("case", month.from, ports::Secrets::kLeft,
                                      [&](const StreamId&, const std::vector<StoredEvent>& events) {
                                          const model::CaseState state = model::replay(events);
                                          const Whole whole{events, state, month, seen};
                                          add_to(state.department.str(), whole, tally);
                                          add_people(whole, tally);
                                      });
    if (!cases) return cases.error();
    const Status asked = history.each(
        "consultation", month.from, ports::Secrets::kLeft,
        [&](const StreamId&, const std::vector<StoredEvent>& events) {
            const std::string department = model::replay_consultation(events).department.str();
            add_to(department, {events, model::CaseState{}, month, seen}, tally);
        });
    if (!asked) return asked.error();
    return std::vector<model::Sheet>{department_sheet(tally, month, setting),
                                     people_sheet(tally, month, setting)};
}

}  // namespace ow::flow
