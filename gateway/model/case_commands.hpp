#pragma once
// What can be asked of a case, and the pure decision: decide(state, command, facts, now) -> events.
// No I/O, no clock, no globals. A command that the state does not allow is COMMAND_NOT_ALLOWED with
// the state and what would be possible.

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/model/calendar.hpp"
#include "gateway/model/case_state.hpp"
#include "gateway/model/catalogue.hpp"
#include "gateway/model/hall.hpp"
#include "gateway/model/inquiry.hpp"
#include "gateway/model/instant.hpp"
#include "gateway/model/listing.hpp"
#include "gateway/model/parent.hpp"
#include "gateway/model/pledge.hpp"
#include "gateway/model/seal_use.hpp"

namespace ow::model {

/// A new application (R1). `content` is validated canonical content.
struct Receive {
    boost::json::object content;
    PartnerId source;
    std::string foreign_no;    ///< the source's own number (R35)
    Instant received_at{};     ///< when the hall received it
    bool by_person = false;    ///< a window clerk ticked the materials
    std::string origin;        ///< stream it grew from (a booking, a parcel); may be empty
    IntakeChecks checks = {};  ///< what the person checked; the marks of the case (R1, R46)
    std::optional<FinishAtOnce> at_once = {};  ///< R43
    std::optional<JoinParent> join = {};       ///< R45
};
/// Missing materials arrive (R28): replaces their rows.
struct Supplement {
    boost::json::array materials;
    Instant arrived_at{};
};
/// A person's formal check of a received case.
struct Accept {
    bool without_department = false;  ///< R25: asked in vain, the window takes it all the same
};
struct TellCorrection {
    std::vector<MissingMaterial> missing;
};
struct RefuseAcceptance {
    std::string reason;
};
/// From the department.
struct Progress {
    std::string stage;
    std::string note;
    Instant at{};
    DepartmentId department = {};  ///< whose leg; empty: derived if only one can be meant
    std::string by = {};           ///< who handled it, as the department says (personal)
};
/// The decision of the case, or of a department of several its opinion (R15).
struct Decide {
    CaseDecision decision;
    DepartmentId department = {};  ///< whose leg; empty: derived if only one can be meant
};
/// The next legs of a series go out, where the window hands them on (R15).
struct PassOn {};
/// R16: sent up. `opinion` is the hall's fixed wording where the county only checks form.
struct ReportUp {
    std::string opinion;
    Instant at{};
};
/// R7: the department will not sign. Empty department: the item's own.
struct RefuseToSign {
    DepartmentId department;
    std::string reason;
};
/// 会审. No departments: all that have a leg.
struct ConveneReview {
    Instant at{};
    std::string where;
    std::vector<DepartmentId> departments;
};
struct RecordReview {
    std::vector<DepartmentId> present;
    std::string result;
};
/// R20: what is returned was not examined on its merits.
struct ConfirmReturn {};
/// The issuance window compares the result with the intake data (R12). Fields that differ, by
/// label.
struct TakeOverResult {};
struct RejectResult {
    std::string fields;
};
struct Notify {
    std::string how;  ///< "phone", "message"
    std::string note;
};
struct HandOver {
    std::string proof;      ///< "slip", "id" (lost slip: original ID and signed 保证声明, R13)
    std::string recipient;  ///< 本人 or the agent's name
    std::string authorisation = {};  ///< R23: of an agent who was not one at intake
};
struct MailOut {};
/// The courier's order is off: cancelled before it was taken, or the parcel is lost or back (R30).
struct VoidDispatch {
    std::string reason;
};
/// The courier took the order.
struct DispatchOrdered {
    std::string waybill;
};
/// A tracking event of the courier (R30). `meaning`: "delivered", "delivery_voided", "moving",
/// "failed".
struct Tracked {
    std::string code;
    std::string meaning;
    std::string by;  ///< who signed, as the code tells: "本人", "他人代收" …
    Instant at{};
    std::string waybill = {};  ///< of which parcel; empty: the case's latest
};
struct FeedBack {};
struct DocumentStored {
    CaseDocument document;
    std::vector<SealUse> seals = {};
    std::int64_t wanted_at = 0;  ///< the event whose step wanted it; 0: nobody knows
};
struct DocumentRefused {
    std::string id;
    std::string code;
    std::string where;
};
/// A printer is to print a stored document.
struct AskPrint {
    std::string id;
    std::string printer;  ///< partner id
    std::string batch;    ///< what was asked for together
};
/// A print that was asked for does not come: "cancelled", "moved" to another printer, "repeated".
struct EndPrint {
    std::string id;
    std::string reason;
};
struct DocumentPrinted {
    std::string id;
    boost::json::object facts = {};  ///< a printer's receipt; empty: printed by the browser
    std::string printer = {};        ///< partner id
};
/// A person wants a document that is not made by itself at this moment (D16A, D24 …), or is wanted
/// earlier. `note`: what only he knows, one line each: the approvals of D24.
struct MakeDocument {
    std::string kind;
    std::string note = {};
};
/// A partner's receipt for an outbox row.
struct MessageSent {
    std::string row;
    std::string partner;
    std::string kind;
    boost::json::object facts;
    std::string leg = {};  ///< the department whose leg the row spoke of
};
/// The department signs for the papers (R6), at the time it states (R36).
struct SignFor {
    Instant at{};
    std::string difference;  ///< what the list says and the papers are not; empty: all is there
    std::string handover;    ///< the batch; empty: by itself
};
/// A phone call about the case: who was called and how it ended. Never a number.
struct LogCall {
    std::string to;       ///< "applicant", "department"
    std::string outcome;  ///< "reached", "not_reached"
    std::string note;
    Instant at{};
};
/// A special procedure begins (R9). Whether it stops a clock is the law's and the item's to say.
struct BeginProcedure {
    std::string procedure;  ///< id or name
    std::string reason;
    std::string evidence;         ///< what shows it: a report's, an order's number
    std::string approver;         ///< who decided that it is held
    std::string notice;           ///< number of the department's own notice; empty: our D23's
    std::optional<Limit> needed;  ///< the time the applicant is told; none only for a 中止
    Instant at{};
};
struct EndProcedure {
    std::string procedure;
    std::string result;
    Instant at{};
};
/// 延长: of the statutory limit by what the item's law allows, once (行政许可法42).
struct Extend {
    std::string reason;
    std::string approver;
    std::string notice;
};
/// R47: what the item's clock begins with happened (公示期满, 受理期限终止 …).
struct StartClock {
    std::string reason;
    Instant at{};
};
/// 特殊情况说明 (D25, R8), at the issuance window before the limit.
struct RegisterDelay {
    std::string reason;
    std::optional<Day> until;  ///< the new date
};
/// 催办 (R10).
struct Remind {
    std::string how;  ///< "phone", "message", "visit"
    std::string note;
    Instant at{};
};
/// The calendar changed (R29): due times are counted anew.
struct Recompute {};
/// The case's next due time has come.
struct TimerFired {
    Instant due{};
};
struct Unmasked {};

using Command =
    std::variant<Receive, Supplement, Accept, TellCorrection, RefuseAcceptance, Progress, Decide,
                 TakeOverResult, RejectResult, Notify, HandOver, MailOut, VoidDispatch,
                 DispatchOrdered, Tracked, FeedBack, DocumentStored, DocumentRefused, AskPrint,
                 EndPrint, DocumentPrinted, MakeDocument, MessageSent, SignFor, LogCall, TimerFired,
                 Unmasked, BeginProcedure, EndProcedure, Extend, StartClock, RegisterDelay, Remind,
                 Recompute,
                 // pledge.hpp
                 AcceptOnPledge, DeliverPledged, ExaminePledged, ReportUntrue, SimulateApproval,
                 // listing.hpp
                 ProposeListing, RecordObjection, ConfirmListing, DropListing, RemoveListing,
                 // inquiry.hpp
                 PreAccept, ComparePapers, AskDepartment, DepartmentAnswers,
                 // people.hpp
                 Rate, Rectify, MoveFile, RegisterStub, MailDirect, ConfirmDelivery, MakePackage,
                 HandInArchive, ConsultArchive,
                 // legs.hpp
                 PassOn, ReportUp, RefuseToSign, ConveneReview, RecordReview, ConfirmReturn,
                 // instant.hpp, parent.hpp
                 FinishAtOnce, JoinParent, LeaveParent>;

/// What a decision may look at besides the state.
struct CaseFacts {
    const Hall& hall;
    const Item& item;
    const Calendar& calendar;
    std::string actor;       ///< "partner:<id>", "staff:<id>", "system"
    std::string actor_name;  ///< a person's name for 首办责任人 (R19); empty for systems
    CaseNo new_no;           ///< for Receive
    std::string new_token;   ///< for Receive
    std::span<const SpecialProcedure> procedures = {};  ///< of the catalogue (R9)
    CreditFacts credit = {};                            ///< for what a list forbids
    DepartmentId department = {};  ///< of a member of a department's staff; empty: the hall's
    ParentFacts parent = {};       ///< R45: of a case that has or gets one
    bool word_waits = false;  ///< R8: what the department said is in quarantine; for TimerFired
};

[[nodiscard]] Result<std::vector<Event>> decide(const CaseState& state, Command command,
                                                const CaseFacts& facts, Instant now);

/// R6: when papers pushed at `at` must be at the department: the morning's the same day, the
/// afternoon's on the next working day. nullopt: the hall has no such time, or the calendar ends.
[[nodiscard]] std::optional<Instant> handover_due(const HallSettings& settings,
                                                  const Calendar& calendar, Instant at);
[[nodiscard]] bool is_morning(Instant at);

/// When the case wants to be woken next; nullopt: never.
[[nodiscard]] std::optional<Instant> next_due(const CaseState& state);

/// A document of that kind can be asked for now: the case has what it says, and it is not made yet.
[[nodiscard]] bool may_make(const CaseState& state, std::string_view kind);

/// R5, R44: the promise was broken and nobody has decided yet what follows for the lists.
[[nodiscard]] bool may_be_listed(const CaseState& state);
/// R21: service occasions that are done and not rated yet.
[[nodiscard]] std::vector<std::string> to_be_rated(const CaseState& state);

/// R41: the department mails its result itself (全豫通办, 邮寄办件).
[[nodiscard]] bool bypasses_window(const CaseState& state);

/// R45: the limit of its stage waits for this case no more.
[[nodiscard]] bool is_stage_over(const CaseState& state);

/// Materials of the item that the content lacks, with the reason to be told (R1, R26).
[[nodiscard]] std::vector<MissingMaterial> missing_materials(const boost::json::object& content,
                                                             const Item& item);

}  // namespace ow::model
