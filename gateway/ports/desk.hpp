#pragma once
// What the staff's console asks of the gateway. Answers are JSON as the pages show it; names and
// numbers are masked unless `unmask` is granted and audited (R38).

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"

namespace ow::ports {

struct StaffUser {
    std::string id;    ///< log-in name
    std::string name;  ///< shown, and printed as handler
    std::string role;  ///< "issuance", "acceptance", "department", "operator", "admin"
    HallId hall;
    DepartmentId department = {};  ///< of role "department": sees only this one's cases
};

/// A command of a person. `values` are the form's fields.
struct StaffAction {
    std::string action;  ///< one of case_view's "actions"
    std::int64_t seen_version =
        0;  ///< the version the person looked at; STORE_CONFLICT if it moved
    boost::json::object values;
    std::string idempotency_key;  ///< made by the page once per form
};

struct DocumentFile {
    std::string name;  ///< file name for saving
    std::string content_type;
    std::string bytes;
};

class Desk {
  public:
    virtual ~Desk() = default;
    /// {"counts":{tab:n},"tabs":[{id,label}],"rows":[{"case_no","item","department","applicant"(masked),
    ///  "stage","stage_label","due","overdue":bool,"source","opened_at","flags":[…]}],"next":cursor,
    ///  "tasks":[{"id","text"}] what a person must do that hangs on no case}
    /// `tab`: "result_due", "at_issuance", "to_notify", "to_deliver", "to_feed_back", "attention",
    /// "all".
    [[nodiscard]] virtual boost::json::object todo(const StaffUser& user, const std::string& tab,
                                                   const std::string& cursor) = 0;
    /// By case number, foreign number, scanned QR URL, ID number, phone, name or two characters of
    /// it: the newest 50, and one row more if there are others.
    [[nodiscard]] virtual boost::json::array search(const StaffUser& user,
                                                    const std::string& text) = 0;
    /// Everything of a case:
    /// {"case_no","version","stage","stage_label","applicant":{…masked},"item":{…},
    ///  "department":{…},"clocks":[{kind,label,state,days,unit,due,due_label}],"materials":[…],
    ///  "stops":[{name,label,at,detail}] (the eight names of the path),
    ///  "timeline":[{at,text,actor}],
    ///  "documents":[{id,title,number,url,state}],"messages":[{kind,partner,state,at,reason}],
    ///  "aliases":[{system,number}],"actions":[{id,label,fields:[{name,label,type,required,options}],confirm}]}
    [[nodiscard]] virtual Result<boost::json::object> case_view(const StaffUser& user,
                                                                const CaseNo& no, bool unmask) = 0;
    [[nodiscard]] virtual Result<boost::json::object> act(const StaffUser& user, const CaseNo& no,
                                                          const StaffAction& action) = 0;
    [[nodiscard]] virtual Result<DocumentFile> document(const StaffUser& user, const CaseNo& no,
                                                        const std::string& document_id) = 0;
    /// A file that came with one of the case's materials, by the material's `file`. kBlobMissing:
    /// no material has it (any more); kKeyDestroyed.
    [[nodiscard]] virtual Result<DocumentFile> material_file(const StaffUser& user,
                                                             const CaseNo& no,
                                                             const std::string& file) = 0;
    /// What stands still, by cause (partner and reason), outbound ("out") and refused inbound
    /// messages ("in"):
    /// [{"partner","partner_id","direction","state","reason","operator","count","behind","oldest",
    ///   "next_try","group":bool (may be sent again as a whole),
    ///   "rows":[{id,case_no,kind,since,attempts,trace,field}]}];
    /// a partner held since a restore: state "held".
    [[nodiscard]] virtual boost::json::array queue(const StaffUser& user) = 0;
    /// `verb`: "retry", "cancel", "confirm_sent".
    [[nodiscard]] virtual Status resolve(const StaffUser& user, const std::string& row,
                                         const std::string& verb) = 0;
    /// Notes what the partner of the row calls its case (R35); it may speak of it by that number.
    [[nodiscard]] virtual Status learn_number(const StaffUser& user, const std::string& row,
                                              const std::string& number) = 0;
    /// Ends the hold of a partner after a restore: {"in_doubt"}. `received`: "none" if it was asked
    /// and has nothing of the unsent messages, "some" if it may have.
    [[nodiscard]] virtual Result<boost::json::object> release(const StaffUser& user,
                                                              const PartnerId& partner,
                                                              const std::string& received) = 0;
    /// Sends every row of an outbound cause again, to its partner only; how many.
    /// kCommandNotAllowed where the partner may have them already.
    [[nodiscard]] virtual Result<std::int64_t> resend_cause(const StaffUser& user,
                                                            const std::string& partner,
                                                            const std::string& state,
                                                            const std::string& reason) = 0;
    /// {"rows": up to 500 bookings of a day [{"booking_no","item","slot","name"(masked),"state",
    /// "case_no"}], "slots": those of the hall}
    [[nodiscard]] virtual boost::json::object bookings(const StaffUser& user,
                                                       const std::string& day) = 0;
    /// "cancel" {reason} or "rebook" {date, slot} (R17): {"booking_no","state","date","slot"}.
    [[nodiscard]] virtual Result<boost::json::object> change_booking(const StaffUser& user,
                                                                     const std::string& no,
                                                                     const StaffAction& action) = 0;
    /// R18, open ones first: {"rows":[{no,item,department,kind,way,asked_at,due,late,name(masked),
    /// question,state}],"fields":[…of a new one]}; a department's user sees its own.
    [[nodiscard]] virtual boost::json::object consultations(const StaffUser& user) = 0;
    /// A new one (`no` empty: the form's fields) or the answer to an open one {answer, slip}:
    /// {"no","state"}.
    [[nodiscard]] virtual Result<boost::json::object> consult(const StaffUser& user,
                                                              const std::string& no,
                                                              const StaffAction& action) = 0;
    /// 一次性告知单 of a consultation (D10) and 预约结果 of a booking (D18): made when first asked
    /// for, then the same file until the record changes.
    [[nodiscard]] virtual Result<DocumentFile> consultation_slip(const StaffUser& user,
                                                                 const std::string& no) = 0;
    [[nodiscard]] virtual Result<DocumentFile> booking_slip(const StaffUser& user,
                                                            const std::string& no) = 0;
    /// Parcels not yet cases:
    /// [{"parcel_no","waybill","sender"(masked),"arrived_at","state","item"}]
    [[nodiscard]] virtual boost::json::array parcels(const StaffUser& user) = 0;
    /// Items with their materials for the 收件 form of a booking, a parcel or, as kind "window",
    /// of who comes to the window; of a department's staff: its 即办件, finished at once (R43).
    [[nodiscard]] virtual Result<boost::json::object> intake_form(const StaffUser& user,
                                                                  const std::string& kind,
                                                                  const std::string& id) = 0;
    /// Turns a checked-in booking or an opened parcel into a case: {"case_no"}.
    [[nodiscard]] virtual Result<boost::json::object> take_in(const StaffUser& user,
                                                              const std::string& kind,
                                                              const std::string& id,
                                                              const StaffAction& form) = 0;
    /// Refused and quarantined messages:
    /// [{"id","partner","kind","trace","stage","code","field","next","received_at"}]; `trace`
    /// stands in the log lines of the request.
    [[nodiscard]] virtual boost::json::array refused(const StaffUser& user) = 0;
    /// Paper handover by batch (R6), those not signed yet:
    /// [{"id","department","day","half","due","overdue":bool,"state":"draft"|"made","number",
    ///   "works_here":bool, "cases":[{"case_no","item","materials":[…]}]}]; a department's user
    ///   sees its own.
    [[nodiscard]] virtual boost::json::array handovers(const StaffUser& user) = 0;
    /// The window fixes the batch and signs its list (D11): {"id","number"}.
    [[nodiscard]] virtual Result<boost::json::object> make_handover(const StaffUser& user,
                                                                    const std::string& batch) = 0;
    /// The department signs: `lines` has every case of the list, {case_no: what differs or ""}. The
    /// window enters who signed the printed list (`signer`) if the department does not work here.
    [[nodiscard]] virtual Result<boost::json::object> sign_handover(
        const StaffUser& user, const std::string& batch, const boost::json::object& lines,
        const std::string& signer) = 0;
    /// D11 as it was made.
    [[nodiscard]] virtual Result<DocumentFile> handover_list(const StaffUser& user,
                                                             const std::string& batch) = 0;
    /// The ledgers and figures there are: [{"id","title"}].
    [[nodiscard]] virtual boost::json::array books(const StaffUser& user) = 0;
    /// One of them for a month ("2026-11"), as "xlsx", "pdf" or "text"; names are masked.
    [[nodiscard]] virtual Result<DocumentFile> book(const StaffUser& user, const std::string& id,
                                                    const std::string& month,
                                                    const std::string& format) = 0;
    /// The public page behind a QR code: masked; kCaseNotFound for an unknown token.
    [[nodiscard]] virtual Result<boost::json::object> by_token(const std::string& token) = 0;
};

}  // namespace ow::ports
