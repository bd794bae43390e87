#include "gateway/flow/event_words.hpp"

#include <algorithm>
#include <span>

#include "gateway/base/text.hpp"
#include "gateway/flow/case_view.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/model/case_evolve.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {
namespace {

struct Word {
    std::string_view key;
    std::string_view text;
};

constexpr Word kEvents[] = {
    {"archive.consulted", "档案查阅"},
    {"archive.handed_in", "档案移交"},
    {"archive.packed", "生成电子档案包"},
    {"call.logged", "电话通知"},
    {"case.accepted", "受理"},
    {"case.approval_near", "承诺时限将满，到期未决定即视为准予"},
    {"case.at_issuance", "结果核对一致，已到出证窗口"},
    {"case.correction_told", "一次性告知补正"},
    {"case.decided", "部门作出决定"},
    {"case.decision_drafted", "拟作审批决定（模拟审批），待补齐材料"},
    {"case.deemed_accepted", "逾期未告知，视为受理"},
    {"case.deemed_approved", "部门逾期未决定也未说明，视为准予（超时默认）"},
    {"case.deemed_signed", "部门逾期未签收，视为已收到"},
    {"case.deemed_soon", "补正期限将满，到期未告知即视为受理"},
    {"case.delay_registered", "登记特殊情况说明"},
    {"case.delivered", "已送达"},
    {"case.draft_ended", "拟作的审批决定不再生效"},
    {"case.fed_back", "送达结果已反馈"},
    {"case.joined", "并入"},
    {"case.left", "移出一件事或项目"},
    {"case.listed", "列入部门待办"},
    {"case.notified", "已通知申请人"},
    {"case.paper_near", "纸质结果应在今日送到出证窗口"},
    {"case.progressed", "部门办理进度"},
    {"case.rated", "服务评价"},
    {"case.received", "收件"},
    {"case.refused", "不予受理"},
    {"case.result_rejected", "结果与受理信息不一致，退回部门"},
    {"case.return_confirmed", "确认退件未经实体审查"},
    {"case.signed_for", "部门签收材料"},
    {"case.supplemented", "收到补正材料"},
    {"case.withdrawn", "视为撤回申请"},
    {"clock.card", "督办"},
    {"clock.extended", "延长法定期限"},
    {"clock.overdue", "逾期"},
    {"clock.paused", "特殊程序开始，期限暂停"},
    {"clock.recomputed", "期限重新计算"},
    {"clock.resumed", "特殊程序结束，期限恢复"},
    {"clock.started", "法定期限起算"},
    {"department.answered", "部门答复征求意见"},
    {"department.asked", "就疑难情形征求部门意见"},
    {"dispatch.direct", "部门直接寄出结果"},
    {"dispatch.ordered", "已交寄"},
    {"dispatch.requested", "申请交寄"},
    {"dispatch.tracked", "物流进度"},
    {"dispatch.voided", "交寄作废"},
    {"document.asked", "要求出具文书"},
    {"document.print_asked", "申请打印"},
    {"document.print_ended", "不再打印"},
    {"document.printed", "打印文书"},
    {"document.refused", "文书未能生成"},
    {"document.stored", "文书已生成"},
    {"leg.deemed_signed", "分办部门缺席默认，视为已收到"},
    {"leg.opined", "分办部门提出意见"},
    {"leg.overdue", "分办环节超期"},
    {"leg.progressed", "分办部门办理进度"},
    {"leg.pushed", "分送部门"},
    {"leg.reported_up", "上报上级部门"},
    {"leg.signed_for", "分办部门签收材料"},
    {"file.moved", "案卷材料流转"},
    {"file.not_back", "案卷材料到期未归还"},
    {"listing.confirmed", "确认列入名单"},
    {"listing.dropped", "异议成立，不予列入"},
    {"listing.objected", "申请人提出异议"},
    {"listing.objection_over", "异议期满，待确认是否列入"},
    {"listing.proposed", "书面告知拟列入名单"},
    {"listing.removed", "移出名单"},
    {"listing.waived", "决定不予列入名单"},
    {"message.sent", "报文已送出"},
    {"papers.compared", "纸质材料与上传材料核对"},
    {"personal_data.unmasked", "查看完整个人信息"},
    {"review.convened", "召集会审"},
    {"review.held", "会审已举行"},
    {"pledge.broken", "逾期未补交承诺的材料"},
    {"pledge.delivered", "收到承诺补交的材料"},
    {"pledge.examined", "部门审查补交材料"},
    {"pledge.made", "容缺受理或告知承诺"},
    {"pledge.reminded", "提醒补交期限将至"},
    {"pledge.untrue", "发现承诺不实"},
    {"pre_acceptance.answered", "预受理结果已告知"},
    {"pre_acceptance.overdue", "预受理逾期未答复"},
    {"procedure.begun", "特殊环节开始（不停钟）"},
    {"procedure.ended", "特殊环节结束"},
    {"rating.overdue", "差评到期未整改"},
    {"rating.rectified", "差评已整改"},
    {"reminder.made", "催办"},
    {"stage.near", "阶段时限将满"},
    {"stage.overdue", "阶段时限已过"},
    {"stub.missing", "当日未收到已签字的存根"},
    {"stub.registered", "登记已签字的存根"},
};

constexpr Word kPrintEnds[] = {
    {"cancelled", "已取消"},
    {"moved", "改用其他打印机"},
    {"repeated", "结果未知，重新打印"},
};

// clang-format off
constexpr Word kKinds[] = {
    {"accepted", "受理结果"},
    {"application", "办件申请"},
    {"booking", "预约"},
    {"clock_changed", "期限变动告知"},
    {"correction", "补正通知"},
    {"decided", "决定结果"},
    {"decision", "部门决定"},
    {"delivered", "送达结果"},
    {"dispatch", "寄件下单"},
    {"dispatch_cancel", "寄件撤单"},
    {"label", "快递面单"},
    {"notice", "消息通知"},
    {"parcel", "邮件登记"},
    {"print", "打印文书"},
    {"progress", "办理进度"},
    {"refused", "不予受理"},
    {"result_rejected", "结果退回"},
    {"supplement", "补正材料"},
    {"track", "物流轨迹"},
};
// clang-format on

// clang-format off
constexpr Word kDocuments[] = {
    {"D1", "材料受理及接收凭证"},
    {"D10", "一次性告知单"},
    {"D11", "材料交接单"},
    {"D12", "申请材料收件凭证"},
    {"D13", "业务受理回执单"},
    {"D14", "行政许可决定书"},
    {"D15", "办理结果交接单"},
    {"D16", "送达回证"},
    {"D16A", "保证声明"},
    {"D17", "一次性告知单（退件）"},
    {"D18", "预约结果"},
    {"D19", "邮寄凭证"},
    {"D19A", "邮寄标签"},
    {"D2", "受理通知书"},
    {"D20", "督办单"},
    {"D21", "会审通知"},
    {"D23", "特别程序（延期）告知书"},
    {"D24", "“双告知”告知书"},
    {"D25", "特殊情况说明"},
    {"D3", "补正通知书"},
    {"D4", "不予受理决定书"},
    {"D5", "容缺受理回执单"},
    {"D6", "限期补齐材料承诺书"},
    {"D7", "补交材料接收清单"},
    {"D8", "收件通知单"},
    {"D8A", "收件档案"},
    {"D8B", "信用承诺书"},
    {"D9", "告知承诺书"},
    {"label", "快递面单"},
};
// clang-format on

constexpr Word kMarks[] = {
    {"approval_near", "即将视为准予"},
    {"deemed_soon", "即将视为受理"},
    {"document_refused", "文书待处理"},
    {"feedback_overdue", "送达反馈逾期"},
    {"file_not_back", "案卷未归还"},
    {"leg_overdue", "分办环节超期"},
    {"leg_to_pass", "待分送下一部门"},
    {"listing_ready", "异议期满待确认"},
    {"paper_near", "待送纸质结果"},
    {"pledge_broken", "承诺逾期未补或不实"},
    {"pre_acceptance_overdue", "预受理逾期"},
    {"rating_bad", "差评待整改"},
    {"red_card", "红牌"},
    {"result_superseded", "新结果取代原结果"},
    {"return_open", "退件待确认"},
    {"serve_overdue", "颁发送达逾期"},
    {"stage_near", "阶段时限将满"},
    {"stage_overdue", "阶段时限已过"},
    {"stub_missing", "缺签字存根"},
    {"yellow_card", "黄牌"},
};

constexpr Word kWhy[] = {
    {"calendar", "放假安排变化"}, {"extension", "延长期限"},   {"inspection", "需要现场核查"},
    {"pause", "特殊程序"},        {"resumed", "特殊程序结束"},
};

constexpr Word kClocks[] = {
    {"correction", "补正告知"}, {"feedback", "送达反馈"},     {"leg", "分办"},
    {"pause", "特殊环节"},      {"pre_acceptance", "预受理"}, {"promised", "承诺"},
    {"serve", "颁发、送达"},    {"sign", "材料签收"},         {"stage", "阶段"},
    {"statutory", "法定"},
};

constexpr Word kEnds[] = {
    {"not_conforming", "补交的材料不符合要求"},
    {"pledge_broken", "承诺的材料逾期未补交"},
};

constexpr Word kAtOnce[] = {
    {"case.accepted", "受理（即办件，不分送）"},
    {"case.at_issuance", "结果核对一致，在承办部门窗口"},
    {"case.deemed_accepted", "逾期未告知，视为受理（即办件，不分送）"},
    {"case.delivered", "当场发证，已送达"},
    {"case.fed_back", "当场办结，没有交接"},
};

constexpr Word kHow[] = {
    {"message", "消息"},
    {"phone", "电话"},
    {"visit", "当面"},
};

std::string look_up(std::span<const Word> words, std::string_view key) {
    const auto found =
        std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.key == key; });
    return std::string{found == words.end() ? key : found->text};
}

constexpr Millis kLater{60'000};

std::string call_words(const model::Event& e) {
    const std::string to = model::text_at(e.clear, "to") == "department" ? "部门" : "申请人";
    return "电话通知" + to +
           (model::text_at(e.clear, "outcome") == "reached" ? "：已接通" : "：未接通");
}

/// The last day of a limit that an event names; 待公布 where it names none.
std::string last_day(const model::Event& e, std::string_view key) {
    const auto due = parse_instant(model::text_at(e.clear, key));
    return due ? to_iso(day_of(*due - Millis{1})) : "待公布";
}

}  // namespace

std::string clock_word(std::string_view clock) {
    return look_up(kClocks, clock);
}

namespace {

/// What of a clock's event people want to read; empty: no such event.
std::string clock_words(const model::Event& e) {
    using model::text_at;
    if (e.type == "clock.recomputed") {
        const std::string which = text_at(e.clear, "clock");
        if (which == "watch") return "提醒、督办的日期按新的日历计算";
        return clock_word(which) + "期限 " + last_day(e, "old") + " → " + last_day(e, "due") +
               "（" + look_up(kWhy, text_at(e.clear, "why")) + "）";
    }
    if (e.type == "clock.card") return text_at(e.clear, "colour") == "red" ? "红牌" : "黄牌";
    if (e.type == "clock.overdue")
        return text_at(e.clear, "what") == "serve" ? "颁发、送达期限已过" : "送达反馈期限已过";
    if (e.type == "reminder.made") return look_up(kHow, text_at(e.clear, "how"));
    if (e.type == "case.delay_registered") return "新的办结日期 " + text_at(e.clear, "until");
    const bool is_procedure = e.type.starts_with("clock.") || e.type.starts_with("procedure.");
    return is_procedure ? text_at(e.clear, "name") : "";
}

/// Clear facts worth a line of their own.
std::string detail_of(const model::Event& e, const Setting& setting) {
    if (std::string words = clock_words(e); !words.empty()) return words;
    for (std::string_view key :
         {"waybill", "id", "kind", "stage", "meaning", "fields", "code", "document"}) {
        const std::string value = model::text_at(e.clear, key);
        if (value.empty()) continue;
        if (key == "kind")
            return look_up(kKinds, value) + " → " +
                   partner_name(PartnerId{model::text_at(e.clear, "partner")}, setting);
        return key == "id" || key == "document" ? look_up(kDocuments, value) : value;
    }
    return {};
}

}  // namespace

bool is_entered_later(const model::StoredEvent& stored) {
    return stored.event.actor.starts_with("staff:") &&
           stored.recorded_at - stored.event.happened_at > kLater;
}

std::string words_of(const model::StoredEvent& stored, const Setting& setting) {
    const std::string words = words_of(stored.event, setting);
    return is_entered_later(stored) ? words + "（补录）" : words;
}

/// 分办部门提出意见：样本局：同意
std::string leg_words(const model::Event& e, const Setting& setting) {
    const DepartmentId id{model::text_at(e.clear, "department")};
    const auto* department = setting.hall.find(id);
    std::string words = look_up(kEvents, e.type) + "：";
    words += department == nullptr ? id.str() : department->name;
    const std::string opinion = opinion_label(model::text_at(e.clear, "opinion"));
    return opinion.empty() ? words : words + "：" + opinion;
}

/// R43; empty: of an item that goes the ordinary way, or nothing of its own.
std::string at_once_words(const model::Event& e) {
    if (model::text_at(e.clear, "instant") != "yes") return {};
    const auto* found = std::find_if(std::begin(kAtOnce), std::end(kAtOnce),
                                     [&](const Word& w) { return w.key == e.type; });
    return found == std::end(kAtOnce) ? std::string{} : std::string{found->text};
}

/// 打印文书：受理通知书：3号窗口打印机，第 2 次
std::string print_words(const model::Event& e, const Setting& setting) {
    std::string words =
        look_up(kEvents, e.type) + "：" + look_up(kDocuments, model::text_at(e.clear, "id"));
    const std::string printer = model::text_at(e.clear, "printer");
    if (!printer.empty()) words += "：" + partner_name(PartnerId{printer}, setting);
    const auto* nth = e.clear.if_contains("nth");
    if (nth != nullptr && nth->is_int64() && nth->get_int64() > 1)
        words += "，第 " + std::to_string(nth->get_int64()) + " 次";
    const std::string why = model::text_at(e.clear, "reason");
    return why.empty() ? words : words + "（" + look_up(kPrintEnds, why) + "）";
}

std::string words_of(const model::Event& event, const Setting& setting) {
    if (event.type.starts_with("document.print")) return print_words(event, setting);
    if (event.type.starts_with("leg.")) return leg_words(event, setting);
    if (event.type == "call.logged") return call_words(event);
    if (event.type == "case.joined")
        return "并入“" + model::text_at(event.clear, "name") + "”" +
               model::text_at(event.clear, "parent") + "：" +
               model::text_at(event.clear, "stage_name");
    if (event.type == "case.draft_ended")
        return look_up(kEvents, event.type) + "：" +
               look_up(kEnds, model::text_at(event.clear, "why"));
    if (std::string words = at_once_words(event); !words.empty()) return words;
    if (event.type == "case.signed_for")
        return model::text_at(event.clear, "differs") == "yes" ? "部门签收材料，与清单有差异"
                                                               : "部门签收材料";
    if (event.type == "pledge.made" && model::text_at(event.clear, "kind") == "tolerance")
        return "容缺受理，承诺期限 " + model::text_at(event.clear, "until");
    if (event.type == "pledge.made")
        return "告知承诺，材料期限 " + model::text_at(event.clear, "until");
    if (event.type == "pledge.examined")
        return model::text_at(event.clear, "conforms") == "yes" ? "补交材料符合要求"
                                                                : "补交材料不符合要求";
    if (event.type == "case.accepted" && model::text_at(event.clear, "department") == "silent")
        return "受理（征求意见部门未配合，窗口先行接收）";
    if (!model::text_at(event.clear, "supersedes").empty()) return "部门作出新的决定，取代原结果";
    const std::string detail = event.type == "case.received" ? "" : detail_of(event, setting);
    return look_up(kEvents, event.type) + (detail.empty() ? "" : "：" + detail);
}

std::string actor_of(const std::string& actor, const Setting& setting) {
    constexpr std::string_view kPartner = "partner:";
    if (!actor.starts_with(kPartner)) return actor;
    return partner_name(PartnerId{actor.substr(kPartner.size())}, setting);
}

std::string changes_since(const std::vector<model::StoredEvent>& events, std::int64_t version,
                          const Setting& setting) {
    constexpr std::size_t kClock = 11;  // of 2024-10-10T09:30:00.000+08:00
    std::string changes;
    for (const model::StoredEvent& stored : events) {
        if (stored.sequence <= version || !model::is_act(stored.event.type)) continue;
        if (!changes.empty()) changes += "；";
        changes += words_of(stored, setting) + "（" + actor_of(stored.event.actor, setting) + "，" +
                   to_iso(stored.recorded_at).substr(kClock, 5) + "）";
    }
    return changes;
}

std::string kind_label(std::string_view kind) {
    const bool is_document = kind != "label" &&  // the courier makes it, we ask for it
                             std::any_of(std::begin(kDocuments), std::end(kDocuments),
                                         [&](const Word& w) { return w.key == kind; });
    return is_document ? "生成文书：" + look_up(kDocuments, kind) : look_up(kKinds, kind);
}

std::string document_title(const std::string& id, const Setting& setting) {
    const std::string kind = id.substr(0, id.find('-'));  // D15-2: of a later result
    return std::string{setting.hall.title_of(kind, look_up(kDocuments, kind))};
}

boost::json::array mark_labels(std::string_view marks) {
    boost::json::array labels;
    for (std::string_view mark : split(marks, ' ')) {
        if (!mark.empty()) labels.push_back(boost::json::value(look_up(kMarks, mark)));
    }
    return labels;
}

std::string_view outbox_state_name(ports::OutboxState state) {
    constexpr std::string_view kNames[] = {"waiting", "sending", "sent",
                                           "parked",  "unknown", "cancelled"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string partner_name(const PartnerId& id, const Setting& setting) {
    if (id.str() == kRenderPartner) return "文书生成";
    const model::PartnerConfig* partner = setting.partner(id);
    return partner == nullptr ? id.str() : partner->name;
}

}  // namespace ow::flow
