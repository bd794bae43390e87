#include "gateway/model/case_decide.hpp"

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

struct Dispatch {
    const CaseState& s;
    const CaseFacts& f;
    Instant now;

    Decided operator()(Receive&& c) const { return decide_receive(s, std::move(c), f, now); }
    Decided operator()(const Supplement& c) const { return decide_supplement(s, c, f, now); }
    Decided operator()(const Accept& c) const { return decide_accept(s, c, f, now); }
    Decided operator()(const TellCorrection& c) const {
        return decide_tell_correction(s, c, f, now);
    }
    Decided operator()(const RefuseAcceptance& c) const { return decide_refuse(s, c, f, now); }
    Decided operator()(const Progress& c) const { return decide_progress(s, c, f, now); }
    Decided operator()(const Decide& c) const { return decide_decision(s, c, f, now); }
    Decided operator()(const TakeOverResult& c) const { return decide_take_over(s, c, f, now); }
    Decided operator()(const RejectResult& c) const { return decide_reject(s, c, f, now); }
    Decided operator()(const Notify& c) const { return decide_notify(s, c, f, now); }
    Decided operator()(const HandOver& c) const { return decide_hand_over(s, c, f, now); }
    Decided operator()(const MailOut& c) const { return decide_mail_out(s, c, f, now); }
    Decided operator()(const VoidDispatch& c) const { return decide_void_dispatch(s, c, f, now); }
    Decided operator()(const DispatchOrdered& c) const { return decide_dispatch(s, c, f, now); }
    Decided operator()(const Tracked& c) const { return decide_track(s, c, f, now); }
    Decided operator()(const FeedBack& c) const { return decide_feed_back(s, c, f, now); }
    Decided operator()(const DocumentStored& c) const {
        return decide_document_stored(s, c, f, now);
    }
    Decided operator()(const DocumentRefused& c) const {
        return decide_document_refused(s, c, f, now);
    }
    Decided operator()(const DocumentPrinted& c) const { return decide_printed(s, c, f, now); }
    Decided operator()(const MessageSent& c) const { return decide_sent(s, c, f, now); }
    Decided operator()(const TimerFired& c) const { return decide_timer(s, c, f, now); }
    Decided operator()(const Unmasked& c) const { return decide_unmasked(s, c, f, now); }
};

}  // namespace

Error not_allowed(const CaseState& state) {
    std::string cause{"当前状态："};
    cause += row_of(state.stage).label;
    cause += "；可以：";
    cause += possible(state.stage);
    return Error{Code::kCommandNotAllowed, {}, std::move(cause)};
}

std::vector<Event> one(Event event) {
    std::vector<Event> events;
    events.push_back(std::move(event));
    return events;
}

Result<std::vector<Event>> decide(const CaseState& state, Command command, const CaseFacts& facts,
                                  Instant now) {
    return std::visit(Dispatch{state, facts, now}, std::move(command));
}

}  // namespace ow::model
