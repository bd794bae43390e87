#pragma once
// A batch of papers on its way to a department (R6, D11): the cases pushed to it in one half of a
// day. A draft is whatever is pushed and in no batch yet; made, its list is fixed and printed; the
// department checks it line by line and signs. The list names cases and materials, no person: what
// is destroyed with a case's key must not stand in a batch's file.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/flow/case_service.hpp"

namespace ow::flow {

struct HandoverCase {
    CaseNo no;
    std::string item;
    boost::json::array materials;  ///< {name, form_cn, copies}
};

struct HandoverBatch {
    std::string id;  ///< <department>-<yyyymmdd>-am|pm-<n>
    DepartmentId department;
    std::string day;  ///< 2024-10-10
    bool morning = true;
    std::optional<Instant> due;
    std::vector<HandoverCase> cases;
    // Of a made one:
    std::int64_t version = 0;  ///< 0: a draft
    bool works_here = true;    ///< the department signs in the console; else on the printed list
    std::string maker;         ///< the window's clerk
    Instant made_at{};
    std::string address;  ///< of the printed list; empty until it is stored
    bool is_signed = false;
};

[[nodiscard]] StreamId handover_stream(const std::string& id);

/// Papers of a case; empty if it was handed in without any.
[[nodiscard]] boost::json::array papers_of(const model::CaseState& state);
/// True from the push to the department until it has signed for them.
[[nodiscard]] bool papers_wait(const model::CaseState& state);

/// The tree that D11 is printed from.
[[nodiscard]] boost::json::object handover_view(const HandoverBatch& batch, const Setting& setting);

[[nodiscard]] model::Event handover_made(const HandoverBatch& batch, const std::string& actor);
/// kCaseNotFound if there is none.
[[nodiscard]] Result<HandoverBatch> load_handover(ports::Store& store, const std::string& id);
[[nodiscard]] ports::StreamRow handover_row(const HandoverBatch& batch, const Setting& setting);

}  // namespace ow::flow
