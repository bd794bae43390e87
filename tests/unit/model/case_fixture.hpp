#pragma once
// One hall, one item with three materials (the third only in some cases), the autumn of 2024; the
// calendar of 2025 is not published. A case is driven by commands and keeps its stream.

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <utility>
#include <vector>

#include "gateway/model/case_commands.hpp"

namespace ow::model::test {

using boost::json::array;
using boost::json::object;

inline Instant at(std::string_view text) {
    return parse_instant(text).value();
}

inline Calendar autumn() {
    Notice notice{2024, {}};
    for (int day = 1; day <= 7; ++day) {
        notice.days.push_back({add_days(*parse_day("2024-09-30"), day), true, "国庆节"});
    }
    notice.days.push_back({*parse_day("2024-09-29"), false, "国庆节"});
    notice.days.push_back({*parse_day("2024-10-12"), false, "国庆节"});
    return Calendar{{notice}, "calendar-1"};
}

inline Item licence() {
    Item item;
    item.id = ItemId{"licence"};
    item.code = "000100000001";
    item.name = "样本许可";
    item.department = DepartmentId{"bureau"};
    item.statutory = Limit{20, LimitUnit::kWorkday};
    item.promised = {5, LimitUnit::kWorkday};
    item.correction = {5, LimitUnit::kWorkday};
    item.deems_accepted = true;
    item.materials = {{.id = "M1", .name = "申请书"},
                      {.id = "M2", .name = "平面图"},
                      {.id = "M3", .name = "授权委托书", .condition = "委托代理人办理的"}};
    return item;
}

inline Hall hall() {
    Hall hall;
    hall.id = HallId{"sample"};
    hall.name = "样本大厅";
    hall.area_code = "410184";
    hall.settings.pre_acceptance.amount = 0;
    hall.opening = {*parse_opening_span("09:00-12:00"), *parse_opening_span("13:00-17:00")};
    hall.departments[DepartmentId{"bureau"}] = {
        .id = DepartmentId{"bureau"}, .name = "样本局", .partner = PartnerId{"approval"}};
    return hall;
}

/// What stops the statutory clock for the time told (R9).
inline SpecialProcedure hearing() {
    return {"hearing", "听证", ProcedureClass::kPause, Limit{20, LimitUnit::kWorkday},
            "D23",     "",     "行政许可法45",         {}};
}

/// An application with these materials received, by name.
inline object content(const std::vector<std::string>& materials) {
    array list;
    for (const std::string& name : materials)
        list.push_back(object{{"name", name}, {"received", true}});
    return {{"applicant", object{{"kind", "person"}, {"name", "王测试"}}},
            {"delivery", object{{"way", "mail"}, {"address", "样本路1号"}}},
            {"materials", std::move(list)}};
}
inline object complete() {
    return content({"申请书", "平面图"});
}

class Case {
  public:
    /// Decides and, if it was allowed, appends; the answer of decide().
    Result<std::vector<Event>> run(const Command& command, std::string_view now) {
        const CaseFacts facts{hall_,     item_,      calendar_,
                              actor,     actor_name, CaseNo{"4101842024092710000013"},
                              "token-1", procedures, credit,
                              department};
        auto events = decide(state_, command, facts, at(now));
        if (events) {
            for (const Event& event : *events) append(event, at(now));
        }
        return events;
    }
    Result<std::vector<Event>> receive(object application, std::string_view now,
                                       bool by_person = false) {
        Receive receive;
        receive.content = std::move(application);
        receive.source = PartnerId{"channel"};
        receive.foreign_no = "F-1";
        receive.received_at = at(now);
        receive.by_person = by_person;
        if (by_person) receive.checks = checks;
        return run(receive, now);
    }
    void append(const Event& event, Instant now) {
        stored_.push_back({event, static_cast<std::int64_t>(stored_.size()) + 1, now, "catalogue-1",
                           "mapping-1"});
        evolve(state_, stored_.back());
    }
    [[nodiscard]] std::vector<std::string> types() const {
        std::vector<std::string> names;
        for (const StoredEvent& e : stored_) names.push_back(e.event.type);
        return names;
    }

    [[nodiscard]] const CaseState& state() const { return state_; }
    [[nodiscard]] const std::vector<StoredEvent>& stored() const { return stored_; }
    [[nodiscard]] Hall& rules() { return hall_; }
    [[nodiscard]] Item& item() { return item_; }
    [[nodiscard]] Calendar& calendar() { return calendar_; }

    std::string actor = "partner:channel";
    std::string actor_name = {};
    DepartmentId department = {};  ///< of staff
    CreditFacts credit = {};
    std::vector<SpecialProcedure> procedures = {};
    IntakeChecks checks{.applicant = "original"};  ///< of who takes it in at the window

  private:
    Hall hall_ = hall();
    Item item_ = licence();
    Calendar calendar_ = autumn();
    CaseState state_;
    std::vector<StoredEvent> stored_;
};

inline Decide decision(std::string_view when, object result = {},
                       const std::string& outcome = "approved") {
    return Decide{{outcome, "许可〔2024〕1号", "样本许可证", at(when), std::move(result),
                   outcome == "refused" ? "不符合条件" : ""}};
}

/// Accepted on 2024-09-27, a Friday.
inline Case accepted_case() {
    Case c;
    (void)c.receive(complete(), "2024-09-27T10:00");
    c.actor = "partner:approval";
    return c;
}
inline Case case_at_issuance() {
    Case c = accepted_case();
    (void)c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    c.actor = "staff:chuzheng";
    c.actor_name = "出证员一号";
    (void)c.run(TakeOverResult{}, "2024-09-30T15:00");
    return c;
}
inline Case mailed_case() {
    Case c = case_at_issuance();
    (void)c.run(MailOut{}, "2024-09-30T15:10");
    (void)c.run(DispatchOrdered{"EA000000001CN"}, "2024-09-30T15:11");
    return c;
}
inline Tracked tracked(std::string meaning, std::string_view when, std::string by = {}) {
    return {meaning == "delivery_voided" ? "743" : "704", std::move(meaning), std::move(by),
            at(when)};
}

}  // namespace ow::model::test
