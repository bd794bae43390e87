#include "gateway/model/case_decide.hpp"

#include "gateway/model/signer.hpp"

namespace ow::model {
namespace {

/// What each stage allows, for the words of a refusal.
std::string_view possible(Stage stage) {
    switch (stage) {
        case Stage::kNone:
            return "收件";
        case Stage::kReceived:
            return "受理、补正告知、不予受理";
        case Stage::kCorrection:
            return "补交材料、不予受理";
        case Stage::kRefused:
            return "无";
        case Stage::kWithdrawn:
            return "登记期限内已补交的材料";
        case Stage::kAccepted:
            return "部门办理、作出决定";
        case Stage::kDecided:
            return "接收结果、退回部门";
        case Stage::kAtIssuance:
            return "通知、发放、交寄";
        case Stage::kNotified:
            return "发放、交寄";
        case Stage::kMailed:
            return "登记物流、发放、作废交寄";
        case Stage::kDelivered:
            return "送达反馈";
        case Stage::kFedBack:
            return "无";
    }
    return "";
}

}  // namespace

Error not_allowed(const CaseState& state, std::string_view rule) {
    std::string cause{"当前状态："};
    cause += row_of(state.stage).label;
    if (!rule.empty()) cause.append("；").append(rule);
    cause += "；可以：";
    cause += possible(state.stage);
    return Error{Code::kCommandNotAllowed, {}, std::move(cause)};
}

Error not_allowed(const CaseState& state) {
    return not_allowed(state, {});
}

Status own_case(const CaseState& s, const CaseFacts& f) {
    const bool is_partner = f.actor.starts_with("partner:");
    const bool is_own = is_partner ? f.actor.substr(8) == s.department_partner.str()
                                   : f.department.empty() || f.department == s.department;
    if (is_own) return ok();
    return Error{Code::kAuthForbidden, {"case_no", {}, 0, 0}, "another department's case"};
}

Status stated(Instant at, const std::optional<Instant>& cause, std::string_view word, Instant now) {
    if (at <= now && (!cause || at >= *cause)) return ok();
    return Error{
        Code::kFieldFormat, {"at", {}, 0, 0}, "时间不能晚于现在，也不能早于" + std::string{word}};
}

Event event(std::string type, Instant at, const CaseFacts& f, boost::json::object clear,
            boost::json::object secret) {
    return {std::move(type), 1, at, f.actor, std::move(clear), std::move(secret)};
}

Event signed_by(Event event, const std::string& who) {
    const bool names_nobody = who.empty() || is_signer_kind(who);
    event.clear["by"] = names_nobody ? who : "他人";
    if (!names_nobody) event.secret["by"] = who;
    return event;
}

std::vector<Event> one(Event event) {
    std::vector<Event> events;
    events.push_back(std::move(event));
    return events;
}

Result<std::vector<Event>> decide(const CaseState& state, Command command, const CaseFacts& facts,
                                  Instant now) {
    if (state.stage == Stage::kNone && !std::holds_alternative<Receive>(command))
        return not_allowed(state);
    auto events = std::visit(
        [&](auto&& asked) {
            return decide_on(state, std::forward<decltype(asked)>(asked), facts, now);
        },
        std::move(command));
    if (events && !facts.parent.no.empty()) start_stage(*events, state, facts, now);
    return events;
}

}  // namespace ow::model
