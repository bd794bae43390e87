#pragma once
// A case as its events tell it. evolve() reads neither catalogue nor clock: every decided value is
// in the events. Nothing is overwritten (R30): a voided delivery is a later event, the state is
// derived.

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/case_clock.hpp"
#include "gateway/model/case_legs.hpp"
#include "gateway/model/case_timing.hpp"
#include "gateway/model/event.hpp"
#include "gateway/model/inquiry.hpp"
#include "gateway/model/listing.hpp"
#include "gateway/model/parent.hpp"
#include "gateway/model/people.hpp"
#include "gateway/model/pledge.hpp"
#include "gateway/model/stage.hpp"

namespace ow::model {

struct MissingMaterial {
    std::string name;
    std::string reason;
};

struct CaseDocument {
    std::string id;  ///< "D2"
    std::string number;
    std::string address;  ///< blob; empty while refused
    std::string sha256;
    std::string refused;        ///< catalogue name when it could not be made
    std::string refused_where;  ///< field and character
    int prints = 0;
    bool is_signed = false;
    Instant at{};
    std::int64_t asked = 0;  ///< the event that asked for the print under way; 0: none
};

struct CaseDecision {
    std::string outcome;  ///< "approved", "refused", "returned"
    std::string number;
    std::string document_name;
    Instant decided_at{};
    boost::json::object result;  ///< the result's own data, compared by R12 (personal)
    std::string reason;
    // R20, of a result that is returned.
    std::string merits = {};          ///< "no": on form only; "yes": examined; "": nobody said
    std::string refusal_number = {};  ///< of the D14 that a refusal on the merits needs
    std::vector<std::string> returned_materials = {};
    std::string foreign_no = {};  ///< the department's own number for the case (R35)
    std::string decided_by = {};  ///< who decided, as the department says (personal)
};

struct CaseState {
    std::int64_t version = 0;  ///< sequence of the last event
    Instant last_at{};         ///< of the last event: the date of what it makes us print or send
    /// Sequence of the last event that changed what people may do; paper and receipts do not count.
    std::int64_t acted_version = 0;
    Stage stage = Stage::kNone;
    CaseNo no;
    HallId hall;
    ItemId item;
    std::string item_code;
    std::string item_name;
    DepartmentId department;
    PartnerId department_partner;  ///< who decides; empty: works in the browser
    PartnerId source;              ///< who the case came from and is told
    std::string query_token;
    std::string catalogue_version;
    std::string mapping_version;
    boost::json::object content;  ///< the application; empty once the key is destroyed
    std::map<std::string, std::string> aliases;  ///< system → foreign number (R35)

    std::optional<Instant> received_at;
    std::optional<Instant> accepted_at;
    std::string accepted_how;  ///< "complete", "corrected", "deemed", "person", "tolerance",
                               ///< "promise", "instant"
    std::string handler;       ///< 首办责任人 (R19)
    CaseClock statutory;
    CaseClock promised;
    CaseTiming timing;                        ///< pauses, silence, reminders, further limits
    std::optional<Instant> correction_due;    ///< R26: until then it must be told
    std::optional<Instant> correction_alarm;  ///< R26: not yet raised; when it will be
    bool deemed_soon = false;                 ///< R26: it was raised and nobody acted yet
    bool deems_accepted = false;  ///< R26: told later means accepted, by the law of the item
    std::vector<MissingMaterial> missing;
    std::optional<Instant> correction_until;
    std::string refusal_reason;

    // The papers go to every department (R6); one without a system (S8) has its work list besides.
    std::optional<Instant> pushed_at;  ///< to the department's system, or listed
    std::optional<Instant> listed_at;
    std::optional<Instant> sign_due;   ///< R6: the papers are to be there
    bool deems_signed = false;         ///< R7: not signed by then counts as received
    std::optional<Instant> signed_at;  ///< by a person, or deemed: the moment it was listed
    bool is_signed_by_person = false;
    std::string handover;  ///< the batch the papers went with

    std::optional<CaseDecision> decision;
    int returns = 0;              ///< R20: how often it was returned
    int superseded = 0;           ///< R30: results that came after one had reached the window
    std::string superseded_at;    ///< stage the last of them met; empty once it was taken over
    std::string returned_reason;  ///< R12: why the result went back to the department
    std::optional<Instant> at_issuance_at;
    std::optional<Instant> notified_at;
    bool dispatch_requested = false;  ///< the courier was asked and has not answered yet
    std::string waybill;
    std::int64_t dispatch_asked = 0;          ///< sequence of the event that asked the courier last
    std::string void_reason;                  ///< why the last order is off
    std::vector<std::string> past_waybills;   ///< R30: voided; their tracks are history
    std::optional<Instant> delivery_told_at;  ///< R30: of the newest word on the delivery, made or
                                              ///< voided; an older one changes nothing
    std::string delivery_way;                 ///< "self", "mail"
    std::string delivery_by;
    std::optional<Instant> delivered_at;
    std::optional<Instant> fed_back_at;

    std::map<std::string, CaseDocument> documents;
    std::string document_note;  ///< what a person adds to the document asked for last (personal)
    CaseLegs legs;

    CasePledge pledge;                 ///< R4, R5, R44
    CaseListing listing;               ///< R5, R44
    CasePreAcceptance pre_acceptance;  ///< R3
    CaseInquiry inquiry;               ///< R25
    People people;
    CaseParent parent;  ///< R45
};

void evolve(CaseState& state, const StoredEvent& stored);
[[nodiscard]] CaseState replay(const std::vector<StoredEvent>& events);

/// The id a document of `kind` is kept under: a slip of a later result stands beside the first one
/// ("D15-2"), which stays as it was printed; so do voucher and label of a later parcel.
[[nodiscard]] std::string document_id(const CaseState& state, std::string_view kind);

/// Text at a dotted path ("applicant.name"), numbers and flags as their text; empty if absent.
[[nodiscard]] std::string text_at(const boost::json::object& content, std::string_view path);

}  // namespace ow::model
