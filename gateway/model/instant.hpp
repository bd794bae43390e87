#pragma once
// 即办件 (R43): the department's own staff take, decide and issue an item at their window in one
// entry. Nothing is sent to a department, handed over or pledged; number, papers, ledgers, figures,
// rating and the answers to the source are those of every case. The rule is in case_instant.cpp.

#include <string>

namespace ow::model {

/// Decided and handed to the applicant at once. With a Receive: the whole case in one step.
struct FinishAtOnce {
    std::string outcome;             ///< "approved", "refused"
    std::string number;              ///< of the decision or certificate
    std::string document_name;       ///< of what is issued
    std::string applicant_name;      ///< as it stands there (R12)
    std::string reason = {};         ///< of a refusal
    std::string recipient = {};      ///< 本人 or the agent's name
    std::string authorisation = {};  ///< R23: of an agent who was not one at intake
};

}  // namespace ow::model
