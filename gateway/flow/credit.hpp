#pragma once
// The two lists (R5, R44) as the flow keeps them: which stream is whose, what a command must know,
// what a case's listing event writes. A stream's name is a pseudonym of the certificate number, so
// that a look-up is one read and a list can be guarded before anybody stands on it.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/model/case_commands.hpp"
#include "gateway/model/credit.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// `credit:<list>:<pseudonym>`; the same for a number typed with blanks or small letters.
[[nodiscard]] StreamId credit_stream(ports::Store& store, std::string_view list,
                                     std::string_view cert_number);

struct CreditReading {
    model::CreditFacts facts;
    std::vector<ports::Guard> guards;  ///< what the facts hang on
};
/// Both lists for the applicant of `content`, if the command asks for them; nothing for a person
/// without a certificate number.
[[nodiscard]] Result<CreditReading> read_credit(ports::Store& store, const model::Command& command,
                                                const boost::json::object& content, Instant now);

/// What the events of a case add to its applicant's record. kFieldMissing without a number.
[[nodiscard]] Result<std::vector<ports::Append>> credit_appends(
    ports::Store& store, const model::CaseState& after, const std::vector<model::Event>& events);

/// All records of a list that are proposed or listed, newest first.
[[nodiscard]] std::vector<model::CreditRecord> credit_records(ports::Store& store,
                                                              std::string_view list);

}  // namespace ow::flow
