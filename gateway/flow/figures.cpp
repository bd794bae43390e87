#include "gateway/flow/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "gateway/flow/event_words.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {
namespace {

using model::StoredEvent;

/// A case as it is now, with all that happened to it.
struct Whole {
    const std::vector<StoredEvent>& events;
    const model::CaseState& state;
    const Month& month;
};

int count_of(const Whole& w, std::string_view type) {
    return static_cast<int>(
        std::count_if(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
            return e.event.type == type && w.month.holds(e.event.happened_at);
        }));
}
bool ever(const Whole& w, std::string_view type) {
    return std::any_of(w.events.begin(), w.events.end(),
                       [&](const StoredEvent& e) { return e.event.type == type; });
}
bool is_finished(const Whole& w) {
    return w.state.promised.stopped && w.month.holds(*w.state.promised.stopped);
}

int received(const Whole& w) {
    return count_of(w, "case.received");
}
int deemed(const Whole& w) {
    return count_of(w, "case.deemed_accepted");
}
int accepted(const Whole& w) {
    return count_of(w, "case.accepted") + deemed(w);
}
int corrected(const Whole& w) {
    return count_of(w, "case.correction_told");
}
int refused(const Whole& w) {
    return count_of(w, "case.refused");
}
int finished(const Whole& w) {
    return is_finished(w) ? 1 : 0;
}
int in_time(const Whole& w) {
    const auto& clock = w.state.promised;
    return is_finished(w) && clock.due && *clock.stopped < *clock.due ? 1 : 0;
}
int late(const Whole& w) {
    const auto& clock = w.state.promised;
    return is_finished(w) && clock.due && *clock.stopped >= *clock.due ? 1 : 0;
}
int undated(const Whole& w) {
    return is_finished(w) && !w.state.promised.due ? 1 : 0;
}
/// At the end of the month: the day was over and the result not at the window.
int still_late(const Whole& w) {
    const auto& clock = w.state.promised;
    const bool open = clock.started && *clock.started < w.month.to &&
                      (!clock.stopped || *clock.stopped >= w.month.to);
    return open && clock.due && *clock.due <= w.month.to ? 1 : 0;
}
int returned(const Whole& w) {
    return static_cast<int>(
        std::count_if(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
            return e.event.type == "case.decided" && w.month.holds(e.event.happened_at) &&
                   model::text_at(e.event.clear, "outcome") == "returned";
        }));
}
int cards(const Whole& w, std::string_view colour) {
    return static_cast<int>(
        std::count_if(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
            return e.event.type == "clock.card" && w.month.holds(e.event.happened_at) &&
                   model::text_at(e.event.clear, "colour") == colour;
        }));
}
int yellow(const Whole& w) {
    return cards(w, "yellow");
}
int red(const Whole& w) {
    return cards(w, "red");
}
int reminded(const Whole& w) {
    return count_of(w, "reminder.made");
}
int deemed_approved(const Whole& w) {
    return count_of(w, "case.deemed_approved");
}
int on_pledge(const Whole& w) {
    return count_of(w, "pledge.made");
}
int pledge_kept(const Whole& w) {
    return static_cast<int>(
        std::count_if(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
            return e.event.type == "pledge.examined" && w.month.holds(e.event.happened_at) &&
                   model::text_at(e.event.clear, "conforms") == "yes";
        }));
}
int pledge_broken(const Whole& w) {
    return count_of(w, "pledge.broken");
}
int listed(const Whole& w) {
    return count_of(w, "listing.confirmed");
}
int rejected(const Whole& w) {
    return count_of(w, "case.result_rejected");
}
int delivered(const Whole& w) {
    return w.state.delivered_at && w.month.holds(*w.state.delivered_at) ? 1 : 0;
}
/// 一次办妥: nothing had to be brought again and nothing went back.
int at_once(const Whole& w) {
    const bool back = ever(w, "case.correction_told") || ever(w, "case.result_rejected") ||
                      (w.state.decision && w.state.decision->outcome == "returned");
    return is_finished(w) && !back ? 1 : 0;
}
int entered_later(const Whole& w) {
    return static_cast<int>(
        std::count_if(w.events.begin(), w.events.end(), [&](const StoredEvent& e) {
            return w.month.holds(e.event.happened_at) && is_entered_later(e);
        }));
}

struct Measure {
    std::string_view label;
    int (*count)(const Whole&);
};

// In the order of the sheet.
constexpr Measure kMeasures[] = {
    {"收件", &received},
    {"受理", &accepted},
    {"其中视为受理", &deemed},
    {"告知补正", &corrected},
    {"不予受理", &refused},
    {"办结", &finished},
    {"按时办结", &in_time},
    {"超期办结", &late},
    {"期限待公布", &undated},
    {"超期未办结", &still_late},
    {"超时默认", &deemed_approved},
    {"催办", &reminded},
    {"黄牌", &yellow},
    {"红牌", &red},
    {"容缺和承诺", &on_pledge},
    {"补交合格", &pledge_kept},
    {"承诺逾期", &pledge_broken},
    {"列入失信", &listed},
    {"退件", &returned},
    {"结果退回部门", &rejected},
    {"送达", &delivered},
    {"一次办妥", &at_once},
    {"补录", &entered_later},
};

/// What a person's own acts are counted by, in the order of the sheet.
struct Act {
    std::string_view label;
    std::string_view type;
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

void add_case(const Whole& whole, Tally& tally) {
    Counts counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = kMeasures[i].count(whole);
    if (counts == Counts{}) return;
    Counts& sum = tally.departments[whole.state.department.str()];
    for (std::size_t i = 0; i < counts.size(); ++i) sum[i] += counts[i];
}

void add_people(const Whole& whole, Tally& tally) {
    constexpr std::string_view kStaff = "staff:";
    for (const StoredEvent& e : whole.events) {
        if (!e.event.actor.starts_with(kStaff) || !whole.month.holds(e.event.happened_at)) continue;
        for (std::size_t i = 0; i < std::size(kActs); ++i) {
            if (kActs[i].type == e.event.type)
                ++tally.people[e.event.actor.substr(kStaff.size())][i];
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

Result<std::vector<model::Sheet>> figures(const Month& month, const Setting& setting,
                                          ports::History& history) {
    Tally tally;
    const Status read = history.each("case", month.from, ports::Secrets::kLeft,
                                     [&](const StreamId&, const std::vector<StoredEvent>& events) {
                                         const model::CaseState state = model::replay(events);
                                         const Whole whole{events, state, month};
                                         add_case(whole, tally);
                                         add_people(whole, tally);
                                     });
    if (!read) return read.error();
    return std::vector<model::Sheet>{department_sheet(tally, month, setting),
                                     people_sheet(tally, month, setting)};
}

}  // namespace ow::flow
