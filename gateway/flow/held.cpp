#include "gateway/flow/held.hpp"

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"

namespace ow::flow {
namespace {

constexpr std::string_view kWhatToDo =
    "数据已从备份恢复，对该对端暂缓发送。大厅操作员：等来源系统重发完恢复前的报文，向对方核实后再解"
    "除；"
    "解除时可能已送达的报文列入“结果未知”，逐条核实。";

}  // namespace

std::vector<QueueCause> held_causes(ports::Store& store, const Setting& setting) {
    std::vector<QueueCause> causes;
    for (const ports::HeldPartner& one : store.held()) {
        QueueCause cause;
        cause.partner = one.partner;
        cause.partner_name = partner_name(one.partner, setting);
        cause.state = kQueueHeld;
        cause.reason = "RESTORED";
        cause.next_step = kWhatToDo;
        cause.count = one.lanes;
        cause.oldest = one.since;
        causes.push_back(std::move(cause));
    }
    return causes;
}

Result<std::int64_t> release_partner(ports::Store& store, const Setting& setting,
                                     const PartnerId& partner, const std::string& received,
                                     Instant now) {
    if (received != "none" && received != "some")
        return Error{Code::kFieldFormat, At{"received"}, "none, some"};
    const model::PartnerConfig* config = setting.partner(partner);
    // A case taken in again has another number than the one the partner may know it by.
    const ports::Doubt some =
        config != nullptr && config->deduplicates ? ports::Doubt::kYoung : ports::Doubt::kAll;
    return store.end_hold(partner, received == "none" ? ports::Doubt::kNone : some,
                          std::string{row_of(Code::kPartnerInDoubt).name}, now);
}

boost::json::array Desk::tasks() {
    boost::json::array tasks;
    for (const ports::HeldPartner& one : store_.held())
        tasks.push_back(boost::json::object{
            {"id", "held:" + one.partner.str()},
            {"text", "数据已从备份恢复：" + partner_name(one.partner, setting_) +
                         "暂缓发送，期限判定暂停。请运行值守核实后在“待发报文”解除。"}});
    for (const PartnerId& partner : silent_())
        tasks.push_back(boost::json::object{
            {"id", "silent:" + partner.str()},
            {"text",
             "网关启动后还没有收到" + partner_name(partner, setting_) +
                 "的报文，视为受理、视为签收等到期判定可能缺少它的答复。请联系对方核实。"}});
    // R29: the State Council publishes the next year's days in the autumn.
    const Day today = day_of(clock_.now());
    const int next_year = int(today.year()) + 1;
    if (unsigned(today.month()) >= 10 && !setting_.calendar.is_published(next_year))
        tasks.push_back(boost::json::object{
            {"id", "calendar:" + std::to_string(next_year)},
            {"text", std::to_string(next_year) +
                         "年放假安排尚未导入，跨年的期限显示为待公布。公布后请运行值守用 "
                         "onewindow calendar import 导入。"}});
    return tasks;
}

Result<boost::json::object> Desk::release(const ports::StaffUser&, const PartnerId& partner,
                                          const std::string& received) {
    const auto in_doubt = release_partner(store_, setting_, partner, received, clock_.now());
    if (!in_doubt) return in_doubt.error();
    released_(partner);
    return boost::json::object{{"in_doubt", *in_doubt}};
}

Status Desk::learn_number(const ports::StaffUser& user, const std::string& row,
                          const std::string& number) {
    const auto known = outbox_row(row);
    if (!known || !known->stream.str().starts_with("case:"))
        return Error{Code::kRequestInvalid, At{"id", row}, "no such outbox row of a case"};
    Request request;
    request.actor = "staff:" + user.id;
    const Outcome told = cases_.run_and_wait(
        CaseNo{known->stream.str().substr(5)},
        model::MessageSent{row, known->partner.str(), known->kind, {{"foreign_no", number}}},
        std::move(request));
    if (told.error) return *told.error;
    return ok();
}

}  // namespace ow::flow
