#pragma once
// What an applicant still owes under a written promise: 容缺受理 (R4, R5), owed before the
// department decides, and 告知承诺 (R44), owed after it. The commands about it and its part of a
// case's state; the rules are in case_pledge.cpp. A broken promise may end on a list: listing.hpp.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/time.hpp"

namespace ow::model {

/// Accepted although materials are owed: the window told everything once and the applicant, or an
/// agent with 特别授权, signed for it.
struct AcceptOnPledge {
    std::string kind;                    ///< "tolerance" (容缺) or "promise" (告知承诺)
    std::vector<std::string> materials;  ///< by name, as on the item's list
    std::string flaw;                    ///< what is missing or flawed about them
    Day until{};                         ///< the last day to deliver them
    std::string window;                  ///< 补交窗口
    std::string signer;                  ///< "applicant" or "agent"
    std::string authorisation;           ///< number of the agent's 特别授权 (R23)
    bool told = false;                   ///< what, where, until when, what else follows
};
/// Owed materials arrive at the 补交窗口 (D7), at the time the window states (R36).
struct DeliverPledged {
    std::vector<std::string> materials;
    Instant at{};
};
/// The department examined what was delivered.
struct ExaminePledged {
    bool conforms = false;
    std::string reason;  ///< why not
};
/// 模拟审批 (001 六(二)4, 003A 三(三)): the department decides beforehand while materials are owed
/// under 容缺. The draft takes effect when they are delivered and conform, and ends with a broken
/// pledge; another one replaces it.
struct SimulateApproval {
    std::string outcome;  ///< "approved", "refused"
    std::string number;
    std::string document_name;
    std::string applicant_name;  ///< as it will stand in the document (R12)
    std::string reason;          ///< of a refusal
};
/// R44: supervision found that what was promised is untrue.
struct ReportUntrue {
    std::string reason;
};

struct OwedMaterial {
    std::string name;
    std::string flaw;
    bool delivered = false;
};

struct CasePledge {
    std::string kind;  ///< as in AcceptOnPledge; empty: nothing is owed
    std::vector<OwedMaterial> materials;
    std::string window;
    std::string signer;
    std::string slip;                 ///< "receipt" (D5, D6), "on_notice" (a block on D2)
    std::string until;                ///< the last day, ISO
    std::optional<Instant> due;       ///< the first moment that is too late
    std::optional<Instant> reminder;  ///< when to remind; empty once it was done
    int deliveries = 0;               ///< each has its D7
    std::string examined;             ///< "yes", "no"; empty: not yet
    bool broken = false;              ///< not delivered by the date
    bool untrue = false;              ///< R44
    std::string failed;               ///< why it does not conform or is untrue
    boost::json::object draft;  ///< 拟审批决定: the decision that waits for the materials

    [[nodiscard]] bool is_tolerance() const { return kind == "tolerance"; }
    [[nodiscard]] bool is_promise() const { return kind == "promise"; }
    /// Something is still to be delivered.
    [[nodiscard]] bool is_owing() const;
    [[nodiscard]] std::vector<std::string> owed() const;
};

}  // namespace ow::model
