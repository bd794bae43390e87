#pragma once
// From a broken promise to a list, by persons only (R5, R44): written notice, time to object, then
// the listing, and its end by time or by removal with a reason. Two lists, kept apart: "distrust"
// (容缺失信: no 容缺 for a year, whatever the item) and "integrity" (告知承诺 诚信档案: no
// 告知承诺). The case holds the course of it; the person's own record is a stream of its own
// (credit.hpp).

#include <optional>
#include <string>

#include "gateway/base/time.hpp"

namespace ow::model {

/// Written notice was served that the applicant is to be listed; the time to object runs.
struct ProposeListing {
    std::string notice_no;
    Instant served_at{};
};
struct RecordObjection {
    std::string grounds;
    Instant at{};
};
/// A person confirms; not before the time to object is over.
struct ConfirmListing {};
/// The objection was right, or nothing is proposed at all: no listing.
struct DropListing {
    std::string reason;
};
/// Appeal or credit repair: the listing ends before its time.
struct RemoveListing {
    std::string reason;
};

struct CaseListing {
    std::string list;   ///< "distrust", "integrity"; empty: none proposed
    std::string stage;  ///< "proposed", "listed", "dropped", "removed", "waived" (never proposed)
    std::optional<Instant> object_until;  ///< the first moment after the time to object
    std::optional<Instant> listed_at;
    std::optional<Instant> until;  ///< nullopt while listed: no end
    bool has_objection = false;
    bool is_open_to_confirm = false;  ///< the time to object is over
    std::string reason;               ///< why it was dropped or removed
    std::string judged;  ///< reasons a person has decided on: "broken", "not_conforming", "untrue"
};

/// What decide() must know of the applicant: read with the version of the record.
struct CreditFacts {
    bool is_distrusted = false;
    std::string distrusted_until;  ///< ISO day, the last one
    bool lost_promise = false;     ///< no 告知承诺
};

[[nodiscard]] std::string_view list_label(std::string_view list);

}  // namespace ow::model
