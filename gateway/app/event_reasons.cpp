#include "gateway/app/event_reasons.hpp"

#include <algorithm>

namespace ow::app {
namespace {

// Sorted by event. 000 to 004 are the five halls' published rules.
constexpr EventReason kReasons[] = {
    {"call.logged", "R10", "000 六(一)2；003B 二(三)1", "", ""},
    {"case.accepted", "R1 R28", "000 五(四)；001 六(一)1；003B 三(三)4(1)",
     "formal_check_automatic", ""},
    {"case.approval_near", "R8", "000 六(四) 超时默认", "deemed_approval approval_alarm", ""},
    {"case.at_issuance", "R12 R39", "000 五(七)1；001 六(三)1、2；004 三(二)4(1)", "", ""},
    {"case.correction_told", "R1 R26", "行政许可法32(4)；001 六(一)3；003B 三(三)4(2)",
     "formal_check_automatic", "correction"},
    {"case.decided", "R39", "行政许可法34、38、42", "", ""},
    {"case.deemed_accepted", "R26", "行政许可法32(4)", "",
     "correction deems_accepted correction_rule"},
    {"case.deemed_approved", "R8", "000 六(四) 超时默认", "deemed_approval", ""},
    {"case.deemed_signed", "R7", "000 六(三) 缺席默认",
     "deemed_receipt handover_morning_by handover_afternoon_by", ""},
    {"case.deemed_soon", "R26", "行政许可法32(4)", "correction_alarm", "correction deems_accepted"},
    {"case.delay_registered", "R8", "000 六(四) 特殊情况说明", "deemed_approval", ""},
    {"case.delivered", "R13 R14", "000 五(七)1；003B 三(六)2；004 三(二)4", "", ""},
    {"case.fed_back", "R14", "003B 三(六)2；001 六(三)5", "result_feedback", ""},
    {"case.listed", "R6 R7", "003B 三(四)；004 三(二)2(2)",
     "handover_morning_by handover_afternoon_by deemed_receipt", ""},
    {"case.notified", "R13", "000 五(七)1；003B 三(六)2", "", ""},
    {"case.paper_near", "R11", "000 五(七)2", "result_paper_lead", ""},
    {"case.progressed", "R9", "004 三(二)2(5)", "", "special"},
    {"case.received", "R1 R19 R35", "000 五(四)；003B 三(三)2；004 三(二)1(2)",
     "formal_check_automatic correction_alarm", "correction deems_accepted"},
    {"case.refused", "R1", "行政许可法32(1)(2)；003B 三(三)4(3)", "", ""},
    {"case.result_rejected", "R12", "001 六(三)2", "", ""},
    {"case.signed_for", "R6 R36", "003B 三(四)；001 六(一)6", "", ""},
    {"case.supplemented", "R28", "行政许可法32(5)", "", ""},
    {"clock.card", "R10", "003B 二(三)1；004 三(二)3", "yellow_card red_card", ""},
    {"clock.extended", "R47", "行政许可法42", "", ""},
    {"clock.overdue", "R14 R39", "行政许可法44；003B 三(六)2", "issue_and_serve result_feedback",
     ""},
    {"clock.paused", "R9", "行政许可法45", "", "special"},
    {"clock.recomputed", "R29", "国务院办公厅放假通知", "", ""},
    {"clock.resumed", "R9", "行政许可法45", "", "special"},
    {"clock.started", "R47", "行政许可法42、82", "", ""},
    {"dispatch.ordered", "R13", "001 六(三)4；003B 三(六)2；004 三(三)", "", ""},
    {"dispatch.requested", "R13", "001 六(三)4；003B 三(六)2；004 三(三)", "", ""},
    {"dispatch.tracked", "R30", "004 三(三)", "", ""},
    {"dispatch.voided", "R30", "004 三(三)", "", ""},
    {"document.refused", "R32", "GB 18030-2022 级别3", "", ""},
    {"procedure.begun", "R9", "004 三(二)2(5)", "", "special"},
    {"procedure.ended", "R9", "004 三(二)2(5)", "", "special"},
    {"reminder.made", "R10", "003B 二(三)1；004 三(二)2(4)", "remind_ahead", ""},
};

}  // namespace

std::span<const EventReason> event_reasons() {
    return kReasons;
}

const EventReason* reason_of(std::string_view event) {
    const auto* found = std::lower_bound(
        std::begin(kReasons), std::end(kReasons), event,
        [](const EventReason& row, std::string_view name) { return row.event < name; });
    return found != std::end(kReasons) && found->event == event ? found : nullptr;
}

}  // namespace ow::app
