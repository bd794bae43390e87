#pragma once
// A hall: where the rules differ from hall to hall, the difference is here, with the value of the
// hall's own published rule (domain.md §1). One installation runs as any hall by its file alone.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/model/clocks.hpp"
#include "gateway/model/parent.hpp"

namespace ow::model {

enum class Presence : std::uint8_t { kFull, kItemsOnly, kNotResident, kUnknown };
enum class Intake : std::uint8_t {
    kHall,  ///< the hall's windows take cases in
    kOwn,   ///< the department's own staff at the hall's windows do (003B 三(三)2(1))
};

/// A department as this hall has it.
struct Department {
    DepartmentId id{};
    std::string name{};
    std::string kind{};  ///< 83 kinds; key of the remedies table (R31)
    std::string
        organ_type;  ///< gov_dept, vertical_27 …; `utility`: its items are no administrative acts
    std::string phone{};  ///< back office; shown to windows
    Presence presence = Presence::kUnknown;
    Intake intake = Intake::kHall;
    PartnerId partner{};  ///< who receives its cases
};

enum class PledgeBroken : std::uint8_t { kRefused, kWithdrawn };                // R5
enum class PledgeSlip : std::uint8_t { kReceipt, kOnNotice };                   // D5, D6
enum class PreAcceptance : std::uint8_t { kWindow, kOnlineDesk, kDepartment };  // R3
enum class ReviewBy : std::uint8_t { kHall, kLead };                            // R15 会审
enum class HandoverProof : std::uint8_t { kList, kSignedStub };                 // R6, D11

struct HallSettings {
    PreAcceptance pre_acceptance_by = PreAcceptance::kOnlineDesk;
    Limit pre_acceptance{2, LimitUnit::kWorkday};  ///< R3; 0: no answer is due
    PledgeBroken pledge_broken = PledgeBroken::kRefused;
    PledgeSlip pledge_slip = PledgeSlip::kReceipt;     ///< D5 and D6, or a block on D2 (001)
    Limit pledge_reminder{1, LimitUnit::kWorkday};     ///< R5: before the date; 0: none
    std::string pledge_window = "综合受理窗口";        ///< R4: 补交窗口 unless another is named
    Limit listing_objection{10, LimitUnit::kWorkday};  ///< R5: time to object before a listing
    int distrust_months = 12;                          ///< R5: no 容缺 for so long
    int promise_months = 0;      ///< R44: no 告知承诺 for so long; 0: no end
    int look_alike_days = 30;    ///< R37: the same applicant and item within; 0: not looked for
    bool credit_export = false;  ///< R5: off unless switched on
    std::vector<std::string> credit_export_fields{"name",      "cert_number", "list",
                                                  "listed_on", "until",       "case_no"};
    HandoverProof handover_proof = HandoverProof::kList;
    std::vector<std::string> intake_papers{"D1"};  ///< made when a window takes a case in (R1)
    std::vector<std::string> online_papers{};      ///< made with the result of an online case (R22)
    bool formal_check_automatic = true;  ///< R1: complete online applications are accepted at once
    Millis handover_morning_by{};        ///< R6; 0: no such time
    Millis handover_afternoon_by{};      ///< R6, next working day; 0: no such time
    bool deemed_receipt = false;         ///< R7 缺席默认
    Limit sign_within{1, LimitUnit::kWorkday};     ///< R7, where no handover time is stated
    ReviewBy joint_review_by = ReviewBy::kLead;    ///< R15
    bool return_told_by_phone = true;              ///< R20
    bool deemed_approval = false;                  ///< R8 超时默认: off unless switched on
    Limit approval_alarm{1, LimitUnit::kWorkday};  ///< R8: before the limit
    Limit remind_ahead{1, LimitUnit::kWorkday};    ///< R10: the list of cases near their limit
    std::optional<Limit> yellow_card{};            ///< R10: so long past the limit; none: no cards
    std::optional<Limit> red_card{};
    Limit correction_alarm{2, LimitUnit::kWorkday};  ///< R26: before the period ends
    std::optional<Limit> correction_within{};    ///< D3's date for 补正; none: no rule names one
    Limit consultation{2, LimitUnit::kWorkday};  ///< R18
    int booking_mean_daily = 200;                ///< R17: mean daily cases of an item
    std::map<ItemId, int> booking_mean_of{};     ///< R17: of items that have a figure
    int booking_share_percent = 10;              ///< R17
    int booking_grace_minutes = 60;              ///< R17
    bool booking_all_items = false;              ///< R17 (000: all; else items marked)
    Limit result_paper_lead{1, LimitUnit::kWorkday};  ///< R11
    Limit result_feedback{1, LimitUnit::kWorkday};    ///< R14
    Limit reported_up{2, LimitUnit::kWorkday};        ///< R16
    Limit issue_and_serve{10, LimitUnit::kWorkday};   ///< R39, 行政许可法 44
    bool mail_needs_department = false;               ///< R24
    bool serial_by_lead_department = true;            ///< R15
    bool archive_by_department = true;                ///< R22
    bool files_stay_inside = false;                   ///< R40 封闭
    bool files_by_courier = false;                    ///< R40 派送
    Limit file_back{1, LimitUnit::kWorkday};          ///< R40: back in the hall, if nothing is said
    Limit rectification{5, LimitUnit::kWorkday};      ///< R21: a bad rating is put right
    bool booking_needs_id = true;                     ///< R17: a valid ID (a unit: its code too)
    bool consultation_substance = true;               ///< R18: also obvious substance (000: form)
    Limit stage_alarm{2, LimitUnit::kWorkday};        ///< R45: before a stage's limit
};

/// Fixed words of a hall's rule that documents and steps use; the keys of `Hall::wordings`, sorted.
inline constexpr std::string_view kWordings[] = {
    "booking_lapsed",   // an hour late (R17)
    "pledge_broken",    // what not delivering pledged materials means (D6)
    "pledge_contents",  // what a pledge says (D6)
    "reported_up"       // the fixed opinion (R16)
};

struct Hall {
    HallId id{};
    std::string name{};
    std::string level{};
    std::string area_code{};  ///< 6 digits, first part of a case number
    std::string rule_no{};    ///< 新政办〔2018〕27号
    std::string address{};
    std::string query_url{};
    std::string query_phone{};
    std::string complaint_phone{};
    std::string review_government{};  ///< 复议机关 unless the remedies table says otherwise
    std::string basic_court{};
    std::string review_url{};  ///< where 复议 is asked for online (行政复议法 22); empty: nowhere
    /// Bodies of the remedies table by the name in braces, or by department and name:
    /// `上一级主管部门`, `<department>/上一级主管部门` (R31).
    std::map<std::string, std::string> remedy_bodies{};
    OpeningHours opening{};
    HallSettings settings{};
    std::map<std::string, std::string> titles{};    ///< document id → title; absent: the default
    std::map<std::string, std::string> wordings{};  ///< fixed words of the rule
    std::map<std::string, std::string> seals{};     ///< who (`hall`, a department id) → seal text
    std::map<DepartmentId, Department> departments{};
    std::vector<ParentPlan> parents{};  ///< R45: 一件事 and 项目, in order

    /// By id or name; nullptr: the hall has no such 一件事 or 项目.
    [[nodiscard]] const ParentPlan* find_parent(std::string_view id_or_name) const;
    /// nullptr: not a department of this hall.
    [[nodiscard]] const Department* find(const DepartmentId& id) const;
    /// The hall's title of a document, or `fallback`.
    [[nodiscard]] std::string_view title_of(std::string_view document,
                                            std::string_view fallback) const;
    /// The seal text of a department; without one of its own, name + 行政审批专用章.
    [[nodiscard]] std::string seal_of(const DepartmentId& id) const;
};

}  // namespace ow::model
