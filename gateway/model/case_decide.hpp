#pragma once
// Inside of decide(): one function a command, grouped by the part of the way (case_intake.cpp,
// case_result.cpp, case_paper.cpp …). Not for use outside gateway/model.

#include <optional>
#include <string_view>

#include "gateway/model/case_commands.hpp"

namespace ow::model {

using Decided = Result<std::vector<Event>>;

/// COMMAND_NOT_ALLOWED naming the state.
[[nodiscard]] Error not_allowed(const CaseState& state);
/// The same with the rule that forbids it: "当前状态：…；<rule>；可以：…".
[[nodiscard]] Error not_allowed(const CaseState& state, std::string_view rule);
/// R15: of the case as a whole only its own department speaks, be it a partner or a member of its
/// staff; who has a leg is kAuthForbidden. The hall's people speak of every case.
[[nodiscard]] Status own_case(const CaseState&, const CaseFacts&);
[[nodiscard]] std::vector<Event> one(Event event);
/// In its first version, by the actor of the command.
[[nodiscard]] Event event(std::string type, Instant at, const CaseFacts& f,
                          boost::json::object clear = {}, boost::json::object secret = {});
/// R36: a time that a person states is neither after now nor before `cause`, which `word` names in
/// Chinese (推送); no cause yet: only the first.
[[nodiscard]] Status stated(Instant at, const std::optional<Instant>& cause, std::string_view word,
                            Instant now);
/// R1: refuses what is still incomplete, naming the first that is missing.
[[nodiscard]] Status complete_for(const CaseState&, const Item&);
/// case.accepted, or case.deemed_accepted for `how` "deemed", with both clocks.
[[nodiscard]] Event accepted_event(Instant at, std::string_view how, Instant received,
                                   const CaseFacts&);
/// R30: a waybill that was voided is history.
[[nodiscard]] Status not_voided(const CaseState&, const std::string& waybill);
[[nodiscard]] Event decided_event(const CaseDecision&, const CaseFacts&);
/// The department's own number (R35) and who decided, if the decision names them.
void add_sayer(Event& event, const CaseDecision& decision);
/// Handed over at a window; R23: never to somebody without authorisation.
[[nodiscard]] Result<Event> delivered_event(const CaseState&, const HandOver&, const CaseFacts&,
                                            Instant now);
/// With who signed for a parcel: no name in clear (R38).
[[nodiscard]] Event signed_by(Event event, const std::string& who);
/// R12: kResultMismatch where the result's data differ from those of the intake.
[[nodiscard]] Status result_fits(const CaseState&, const boost::json::object& result);
/// The list with `fresh` in place of the rows of the same material; R2: only listed ones.
[[nodiscard]] Result<boost::json::array> merged_materials(const CaseState&,
                                                          const boost::json::array& fresh,
                                                          const CaseFacts&);
/// R4, R5: what a decision is while materials are owed; nullopt: an ordinary one.
[[nodiscard]] std::optional<Result<std::vector<Event>>> decided_on_pledge(const CaseState&,
                                                                          const CaseDecision&,
                                                                          const CaseFacts&,
                                                                          Instant now);

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
Decided decide_on(const CaseState&, const AskPrint&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const EndPrint&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MessageSent&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const SignFor&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const LogCall&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const MakeDocument&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Unmasked&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const AcceptOnPledge&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const DeliverPledged&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ExaminePledged&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ReportUntrue&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const ProposeListing&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RecordObjection&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ConfirmListing&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const DropListing&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RemoveListing&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const PreAccept&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ComparePapers&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const AskDepartment&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const DepartmentAnswers&, const CaseFacts&, Instant now);

/// R3, R25: why the case may not be accepted yet; nullopt: it may.
[[nodiscard]] std::optional<Error> acceptance_waits(const CaseState&, bool without_department);
/// R3: until when an online application is to be answered and by whom, into case.received.
void add_pre_acceptance(Event& received, const Receive&, const CaseFacts&);
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

Decided decide_on(const CaseState&, const PassOn&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ReportUp&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RefuseToSign&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ConveneReview&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const RecordReview&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const ConfirmReturn&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const SimulateApproval&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const FinishAtOnce&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const JoinParent&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const LeaveParent&, const CaseFacts&, Instant now);

// 即办件 (case_instant.cpp, R43).

/// Who may take an item in: a 即办件 the department's own staff, but for a parcel.
[[nodiscard]] Status may_take_in(const CaseState&, const Receive&, const CaseFacts&);
/// COMMAND_NOT_ALLOWED for a 即办件: what only other items go through.
[[nodiscard]] Status not_instant(const CaseState&, const CaseFacts&);

// 一件事, 项目 (case_parent.cpp, R45).

/// Lets the clock of the stage start with an acceptance among `events`.
void start_stage(std::vector<Event>& events, const CaseState& before, const CaseFacts&,
                 Instant now);
/// The stage's due time counted anew, if it is another one now.
[[nodiscard]] std::optional<Event> stage_moved(const CaseState&, const CaseFacts&, Instant at);

// Legs (case_legs.cpp).

/// What acceptance decides for an item of several departments: legs, and the first of them pushed.
void add_legs(Event& accepted, const CaseFacts& facts, Instant pushed);
/// Whose leg a partner or a member of staff speaks of; nullptr: of the case. Never guessed: with
/// two open legs of one partner it must be said.
[[nodiscard]] Result<const Leg*> leg_meant(const CaseState&, const DepartmentId& said,
                                           const CaseFacts&);
Decided decide_leg(const CaseState&, const Leg&, const Decide&, const CaseFacts&, Instant now);
Decided progress_leg(const Leg&, const Progress&, const CaseFacts&);
Decided sign_leg(const CaseState&, const Leg&, const SignFor&, const CaseFacts&, Instant now);
/// R15: the case may be decided so, as far as its legs go.
[[nodiscard]] Status legs_allow(const CaseState&, const CaseDecision&);
/// R7: by when what was pushed at `at` is to be signed for.
[[nodiscard]] std::optional<Instant> sign_due(const CaseFacts&, Instant at);
Decided decide_on(const CaseState&, const BeginProcedure&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const EndProcedure&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Extend&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const StartClock&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Recompute&, const CaseFacts&, Instant now);

Decided decide_on(const CaseState&, const RegisterDelay&, const CaseFacts&, Instant now);
Decided decide_on(const CaseState&, const Remind&, const CaseFacts&, Instant now);

// Timers (case_timers.cpp): when it is due by the state alone, and the events when it fires.

/// R26: the alarm before the period ends, then its end.
[[nodiscard]] std::optional<Instant> deemed_accepted_due(const CaseState&);
Decided fire_deemed_accepted(const CaseState&, const CaseFacts&, Instant now);
/// R7: the department did not sign in time.
[[nodiscard]] std::optional<Instant> deemed_signed_due(const CaseState&);
Decided fire_deemed_signed(const CaseState&, const CaseFacts&, Instant now);
/// R7 of a leg.
[[nodiscard]] std::optional<Instant> leg_deemed_signed_due(const CaseState&);
Decided fire_leg_deemed_signed(const CaseState&, const CaseFacts&, Instant now);
/// R15, R16: a leg's own limit is past.
[[nodiscard]] std::optional<Instant> leg_overdue_due(const CaseState&);
Decided fire_leg_overdue(const CaseState&, const CaseFacts&, Instant now);
/// R45: the alarm before the stage's limit, then the limit.
[[nodiscard]] std::optional<Instant> stage_limit_due(const CaseState&);
Decided fire_stage_limit(const CaseState&, const CaseFacts&, Instant now);
/// R5, R44: the reminder before the date, then the date itself.
[[nodiscard]] std::optional<Instant> pledge_due(const CaseState&);
Decided fire_pledge(const CaseState&, const CaseFacts&, Instant now);
/// R5: the time to object to a listing is over.
[[nodiscard]] std::optional<Instant> listing_due(const CaseState&);
Decided fire_listing(const CaseState&, const CaseFacts&, Instant now);
/// R3: the answer to an online application is late.
[[nodiscard]] std::optional<Instant> pre_acceptance_due(const CaseState&);
Decided fire_pre_acceptance(const CaseState&, const CaseFacts&, Instant now);
/// R21: a bad rating was not put right.
[[nodiscard]] std::optional<Instant> rectification_due(const CaseState&);
Decided fire_rectification(const CaseState&, const CaseFacts&, Instant now);
/// R40: the paper is not back in the hall.
[[nodiscard]] std::optional<Instant> file_back_due(const CaseState&);
Decided fire_file_not_back(const CaseState&, const CaseFacts&, Instant now);
/// R42: the day ends without the signed stub.
[[nodiscard]] std::optional<Instant> stub_due(const CaseState&);
Decided fire_stub_missing(const CaseState&, const CaseFacts&, Instant now);
/// R9: the time told for a pause ran out.
[[nodiscard]] std::optional<Instant> pause_end_due(const CaseState&);
Decided fire_pause_end(const CaseState&, const CaseFacts&, Instant now);
/// R8: the alarm before the limit, then silence.
[[nodiscard]] std::optional<Instant> deemed_approved_due(const CaseState&);
Decided fire_deemed_approved(const CaseState&, const CaseFacts&, Instant now);
/// R10.
[[nodiscard]] std::optional<Instant> card_due(const CaseState&);
Decided fire_card(const CaseState&, const CaseFacts&, Instant now);
/// R11: a paper result is to be at the window today.
[[nodiscard]] std::optional<Instant> paper_due(const CaseState&);
Decided fire_paper(const CaseState&, const CaseFacts&, Instant now);
/// R39, R14: not served, not fed back in time.
[[nodiscard]] std::optional<Instant> serve_overdue_due(const CaseState&);
Decided fire_serve_overdue(const CaseState&, const CaseFacts&, Instant now);
[[nodiscard]] std::optional<Instant> feedback_overdue_due(const CaseState&);
Decided fire_feedback_overdue(const CaseState&, const CaseFacts&, Instant now);

// What events carry for the timers (case_watch.cpp).

/// Adds "watch": what hangs on the promised limit (R8, R10; R11 for a case on a work list). Nothing
/// is added where there is nothing to watch.
void add_watch(boost::json::object& clear, const std::optional<Due>& promised, const CaseFacts&,
               bool is_listed);
/// R11 when a case comes on a work list.
void add_paper_lead(boost::json::object& clear, const CaseState&, const CaseFacts&);
/// R39: "serve_due" of a decision; R14: "feedback_due" of a delivery.
void add_serve_due(boost::json::object& clear, const CaseFacts&, Instant decided_at);
void add_feedback_due(boost::json::object& clear, const CaseFacts&, Instant delivered_at);
/// R8: what was deemed approved cannot be refused by a later word.
[[nodiscard]] Status not_against_silence(const CaseState&, const CaseDecision&);
/// When the statutory clock of a case accepted at `accepted` starts (R47); nullopt: by an event
/// that a person registers.
[[nodiscard]] std::optional<Instant> statutory_start(const Item&, std::string_view how,
                                                     Instant received, Instant accepted);

}  // namespace ow::model
