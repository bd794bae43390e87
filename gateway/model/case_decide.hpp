#pragma once
// Inside of decide(): one function a command, grouped by the part of the way (case_intake.cpp,
// case_result.cpp, case_paper.cpp …). Not for use outside gateway/model.

#include "gateway/model/case_commands.hpp"

namespace ow::model {

using Decided = Result<std::vector<Event>>;

/// COMMAND_NOT_ALLOWED naming the state.
[[nodiscard]] Error not_allowed(const CaseState& state);
[[nodiscard]] std::vector<Event> one(Event event);

Decided decide_on(const CaseState&, Receive, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Supplement&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Accept&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const TellCorrection&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RefuseAcceptance&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const TimerFired&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const Progress&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Decide&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const TakeOverResult&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RejectResult&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Notify&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const HandOver&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MailOut&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const VoidDispatch&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const DispatchOrdered&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Tracked&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const FeedBack&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const DocumentStored&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const DocumentRefused&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const DocumentPrinted&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MessageSent&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const SignFor&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const LogCall&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Unmasked&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const ConfirmDelivery&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ConsultArchive&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const HandInArchive&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MailDirect&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MakePackage&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MoveFile&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Rate&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Rectify&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RegisterStub&, const CaseFacts&, Instant now);

/// R1, R23: a person who takes a case in checked the applicant, and an agent with his
/// authorisation.
[[nodiscard]] Status check_identity(const Receive&);
/// What was checked and marked, for the event of intake.
void add_checks(boost::json::object& clear, const IntakeChecks&);
/// R42: the end of the day of acceptance, where the hall has the signed stub.
void add_stub_due(boost::json::object& clear, Instant accepted_at, const CaseFacts&);

// Timers (case_timers.cpp): when it is due by the state alone, and the events when it fires.

/// R26: the alarm before the period ends, then its end.
[[nodiscard]] std::optional<Instant> deemed_accepted_due(const CaseState&);
Decided fire_deemed_accepted(const CaseState&, const CaseFacts&, Instant now);
/// R7: the department did not sign in time.
[[nodiscard]] std::optional<Instant> deemed_signed_due(const CaseState&);
Decided fire_deemed_signed(const CaseState&, const CaseFacts&, Instant now);
/// R21: a bad rating was not put right.
[[nodiscard]] std::optional<Instant> rectification_due(const CaseState&);
Decided fire_rectification(const CaseState&, const CaseFacts&, Instant now);
/// R40: the paper is not back in the hall.
[[nodiscard]] std::optional<Instant> file_back_due(const CaseState&);
Decided fire_file_not_back(const CaseState&, const CaseFacts&, Instant now);
/// R42: the day ends without the signed stub.
[[nodiscard]] std::optional<Instant> stub_due(const CaseState&);
Decided fire_stub_missing(const CaseState&, const CaseFacts&, Instant now);

}  // namespace ow::model
