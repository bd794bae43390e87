#pragma once
// A person's or unit's own record on one of the two lists (R5, R44): a stream of its own, one a
// list and subject, written in the same step as the case's events (listing.hpp). Its clear part
// names cases and days only; who it is about is in the sealed part.

#include <optional>
#include <string>
#include <vector>

#include "gateway/model/event.hpp"
#include "gateway/model/listing.hpp"

namespace ow::model {

struct CreditEntry {
    std::string case_no;
    std::string stage;  ///< "proposed", "listed", "dropped", "removed"
    std::optional<Instant> listed_at;
    std::optional<Instant> until;  ///< the first moment it no longer counts; nullopt: no end
    std::optional<Instant> object_until;
    std::string reason;  ///< of a removal or a dropped proposal
};

struct CreditRecord {
    std::int64_t version = 0;
    std::string list;                  ///< "distrust", "integrity"
    std::vector<CreditEntry> entries;  ///< in order of their proposal
    boost::json::object person;        ///< name, cert_type, cert_number (personal)

    /// The entry that counts at `now`; nullptr: none.
    [[nodiscard]] const CreditEntry* in_force(Instant now) const;
    [[nodiscard]] bool has_proposal() const;
};

[[nodiscard]] CreditRecord replay_credit(const std::vector<StoredEvent>& events);
/// What a case's listing event is in the record of its applicant; nullopt: nothing.
[[nodiscard]] std::optional<Event> credit_event(const Event& of_case, const std::string& case_no,
                                                const boost::json::object& content,
                                                const std::string& list);

}  // namespace ow::model
