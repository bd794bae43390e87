#pragma once
// Inside of decide(): one function a command, grouped by the part of the way (case_intake.cpp,
// case_result.cpp, case_paper.cpp). Not for use outside gateway/model.

#include "gateway/model/case_commands.hpp"

namespace ow::model {

using Decided = Result<std::vector<Event>>;

/// COMMAND_NOT_ALLOWED naming the state.
[[nodiscard]] Error not_allowed(const CaseState& state);
[[nodiscard]] std::vector<Event> one(Event event);

Decided decide_receive(const CaseState&, Receive, const CaseFacts&, Instant now);
Decided decide_supplement(const CaseState&, const Supplement&, const CaseFacts&, Instant now);
Decided decide_accept(const CaseState&, const Accept&, const CaseFacts&, Instant now);
Decided decide_tell_correction(const CaseState&, const TellCorrection&, const CaseFacts&,
                               Instant now);
Decided decide_refuse(const CaseState&, const RefuseAcceptance&, const CaseFacts&, Instant now);
Decided decide_timer(const CaseState&, const TimerFired&, const CaseFacts&, Instant now);

Decided decide_progress(const CaseState&, const Progress&, const CaseFacts&, Instant now);
Decided decide_decision(const CaseState&, const Decide&, const CaseFacts&, Instant now);
Decided decide_take_over(const CaseState&, const TakeOverResult&, const CaseFacts&, Instant now);
Decided decide_reject(const CaseState&, const RejectResult&, const CaseFacts&, Instant now);
Decided decide_notify(const CaseState&, const Notify&, const CaseFacts&, Instant now);
Decided decide_hand_over(const CaseState&, const HandOver&, const CaseFacts&, Instant now);
Decided decide_mail_out(const CaseState&, const MailOut&, const CaseFacts&, Instant now);
Decided decide_void_dispatch(const CaseState&, const VoidDispatch&, const CaseFacts&, Instant now);
Decided decide_dispatch(const CaseState&, const DispatchOrdered&, const CaseFacts&, Instant now);
Decided decide_track(const CaseState&, const Tracked&, const CaseFacts&, Instant now);
Decided decide_feed_back(const CaseState&, const FeedBack&, const CaseFacts&, Instant now);

Decided decide_document_stored(const CaseState&, const DocumentStored&, const CaseFacts&,
                               Instant now);
Decided decide_document_refused(const CaseState&, const DocumentRefused&, const CaseFacts&,
                                Instant now);
Decided decide_printed(const CaseState&, const DocumentPrinted&, const CaseFacts&, Instant now);
Decided decide_sent(const CaseState&, const MessageSent&, const CaseFacts&, Instant now);
Decided decide_unmasked(const CaseState&, const Unmasked&, const CaseFacts&, Instant now);

}  // namespace ow::model
