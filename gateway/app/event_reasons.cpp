#include "gateway/app/event_reasons.hpp"

#include <algorithm>

namespace ow::app {
namespace {

// Sorted by event. 000 to 004 are the five halls' published rules.
constexpr EventReason kReasons[] = {
    {"archive.consulted", "R22", "004 四(六)；003B 三(七)", "", ""},
    {"archive.handed_in", "R22", "004 四(六)；003B 三(七)", "archive_by_department", ""},
    {"archive.packed", "R22", "003B 三(七)；004 四(六)", "", ""},
    {"call.logged", "R10", "000 六(一)2；003B 二(三)1", "", ""},
    {"case.accepted", "R1 R28 R43", "000 五(四)；001 六(一)1、二(二)；003B 三(三)2(2)、4(1)",
     "formal_check_automatic", ""},
    {"case.approval_near", "R8", "000 六(四) 超时默认", "deemed_approval approval_alarm", ""},
    {"case.at_issuance", "R12 R39", "000 五(七)1；001 六(三)1、2；004 三(二)4(1)", "", ""},
    {"case.correction_told", "R1 R26", "行政许可法32(4)；001 六(一)3；003B 三(三)4(2)",
     "formal_check_automatic", "correction"},
    {"case.decided", "R39", "行政许可法34、38、42", "", ""},
    {"case.decision_drafted", "R4", "001 六(二)4 模拟审批；003A 三(三) 拟审批决定", "", ""},
    {"case.deemed_accepted", "R26", "行政许可法32(4)", "",
     "correction deems_accepted correction_rule"},
    {"case.deemed_approved", "R8", "000 六(四) 超时默认", "deemed_approval", ""},
    {"case.deemed_signed", "R7", "000 六(三) 缺席默认",
     "deemed_receipt handover_morning_by handover_afternoon_by", ""},
    {"case.deemed_soon", "R26", "行政许可法32(4)", "correction_alarm", "correction deems_accepted"},
    {"case.delay_registered", "R8", "000 六(四) 特殊情况说明", "deemed_approval", ""},
    {"case.delivered", "R13 R14", "000 五(七)1；003B 三(六)2；004 三(二)4", "", ""},
    {"case.draft_ended", "R5", "003A 三(四)(五)", "pledge_broken", ""},
    {"case.fed_back", "R14", "003B 三(六)2；001 六(三)5", "result_feedback", ""},
    {"case.joined", "R45", "004 二(三)2、三(二)1(4)；002 7", "stage_alarm", ""},
    {"case.left", "R45", "004 二(三)2；002 7", "", ""},
    {"case.listed", "R6 R7", "003B 三(四)；004 三(二)2(2)",
     "handover_morning_by handover_afternoon_by deemed_receipt", ""},
    {"case.notified", "R13", "000 五(七)1；003B 三(六)2", "", ""},
    {"case.paper_near", "R11", "000 五(七)2", "result_paper_lead", ""},
    {"case.progressed", "R9", "004 三(二)2(5)", "", "special"},
    {"case.rated", "R21", "004 四(一)、五(一)；002 12、18", "", ""},
    {"case.received", "R1 R19 R35", "000 五(四)；003B 三(三)2；004 三(二)1(2)",
     "formal_check_automatic correction_alarm", "correction deems_accepted"},
    {"case.refused", "R1", "行政许可法32(1)(2)；003B 三(三)4(3)", "", ""},
    {"case.result_rejected", "R12", "001 六(三)2", "", ""},
    {"case.return_confirmed", "R20", "004 三(二)5；行政许可法38", "", ""},
    {"case.signed_for", "R6 R36", "003B 三(四)；001 六(一)6", "", ""},
    {"case.supplemented", "R28", "行政许可法32(5)", "", ""},
    {"case.withdrawn", "R5", "003A 三(五)；本厅设置", "pledge_broken", ""},
    {"clock.card", "R10", "003B 二(三)1；004 三(二)3", "yellow_card red_card", ""},
    {"clock.extended", "R47", "行政许可法42", "", ""},
    {"clock.overdue", "R14 R39", "行政许可法44；003B 三(六)2", "issue_and_serve result_feedback",
     ""},
    {"clock.paused", "R9", "行政许可法45", "", "special"},
    {"clock.recomputed", "R29", "国务院办公厅放假通知", "", ""},
    {"clock.resumed", "R9", "行政许可法45", "", "special"},
    {"clock.started", "R47", "行政许可法42、82", "", ""},
    {"department.answered", "R25", "000 五(四)；003B 三(三)2(1)", "", ""},
    {"department.asked", "R25", "000 五(四)；001 六(一)1；003B 三(三)2(1)", "", ""},
    {"dispatch.direct", "R41", "004 三(二)1(3)、三(三)", "", ""},
    {"dispatch.ordered", "R13", "001 六(三)4；003B 三(六)2；004 三(三)", "", ""},
    {"dispatch.requested", "R13", "001 六(三)4；003B 三(六)2；004 三(三)", "", ""},
    {"dispatch.tracked", "R30", "004 三(三)", "", ""},
    {"dispatch.voided", "R30", "004 三(三)", "", ""},
    {"document.refused", "R32", "GB 18030-2022 级别3", "", ""},
    {"file.moved", "R40", "003B 三(五)；000 四(二)、五(五)", "files_stay_inside files_by_courier",
     ""},
    {"file.not_back", "R40", "003B 三(五)", "file_back files_stay_inside", ""},
    {"leg.deemed_signed", "R7", "000 六(三) 缺席默认", "deemed_receipt sign_within", "legs"},
    {"leg.opined", "R15", "003B 三(四)(五)；001 六(一)7；000 五(五)(六)",
     "serial_by_lead_department", "legs"},
    {"leg.overdue", "R15 R16", "003B 三(四)(八)", "reported_up", "legs"},
    {"leg.progressed", "R15", "000 五(六)", "", "legs"},
    {"leg.pushed", "R15", "003B 三(四)；001 六(一)7", "serial_by_lead_department", "legs"},
    {"leg.reported_up", "R16", "003B 三(八)", "reported_up", "legs"},
    {"leg.signed_for", "R6 R15", "003B 三(四)；001 六(一)6、7", "", "legs"},
    {"listing.confirmed", "R5 R44", "003A 三(五)；002 21", "distrust_months promise_months", ""},
    {"listing.dropped", "R5 R44", "河南省社会信用条例", "", ""},
    {"listing.objected", "R5 R44", "河南省社会信用条例", "listing_objection", ""},
    {"listing.objection_over", "R5 R44", "河南省社会信用条例", "listing_objection", ""},
    {"listing.proposed", "R5 R44", "003A 三(五)；河南省社会信用条例", "listing_objection", ""},
    {"listing.removed", "R5 R44", "003A 三(五)；河南省社会信用条例", "", ""},
    {"listing.waived", "R5 R44", "河南省社会信用条例", "", ""},
    {"papers.compared", "R3", "003B 三(三)1；001 六(一)5", "", ""},
    {"pledge.broken", "R5 R44", "003A 三(五)；002 21", "pledge_broken", ""},
    {"pledge.delivered", "R5", "003A 三(四)；001 六(二)4", "", ""},
    {"pledge.examined", "R5", "003A 三(四)", "", ""},
    {"pledge.made", "R4 R23 R44", "003A 三(一)(二)(三)；001 六(一)2；004 三(二)1",
     "pledge_slip pledge_window pledge_reminder", "tolerance pledge promised"},
    {"pledge.reminded", "R5", "S16", "pledge_reminder", ""},
    {"pledge.untrue", "R44", "002 21；004 三(二)1", "promise_months", ""},
    {"pre_acceptance.answered", "R3", "003B 三(三)1；001 六(一)5；000 五(一)",
     "pre_acceptance pre_acceptance_by", ""},
    {"pre_acceptance.overdue", "R3", "003B 三(三)1", "pre_acceptance", ""},
    {"procedure.begun", "R9", "004 三(二)2(5)", "", "special"},
    {"procedure.ended", "R9", "004 三(二)2(5)", "", "special"},
    {"rating.overdue", "R21", "004 四(一)、五(一)", "rectification", ""},
    {"rating.rectified", "R21", "004 四(一)、五(一)", "rectification", ""},
    {"reminder.made", "R10", "003B 二(三)1；004 三(二)2(4)", "remind_ahead", ""},
    {"review.convened", "R15", "000 五(六)；003B 三(五)", "joint_review_by", "legs"},
    {"review.held", "R7 R15", "000 五(六)、六(三)；003B 三(五)", "joint_review_by deemed_receipt",
     "legs"},
    {"stage.near", "R45", "002 7", "stage_alarm", ""},
    {"stage.overdue", "R45", "002 7；004 二(三)2", "", ""},
    {"stub.missing", "R42", "004 三(二)2(2)(3)、4(3)", "handover_proof", ""},
    {"stub.registered", "R42", "004 三(二)2(2)(3)、4(3)", "handover_proof", ""},
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
