#pragma once
// 一件事 and 项目 (R45) as the flow keeps them: the stream `parent:<no>` says who joined; what a
// decision must know of the siblings; how the whole stands, derived from the cases' own events each
// time it is asked. An application that names a whole opens its first case; the others follow by
// the parent's timer, each once, however often the gateway stops in between.

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

#include "gateway/flow/case_service.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/model/case_commands.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// `parent:<no>`.
[[nodiscard]] StreamId parent_stream(std::string_view no);

struct ParentReading {
    model::ParentFacts facts;
    std::vector<ports::Guard> guards;  ///< what the facts hang on
};
/// The case gets a parent, or has one whose stage may begin with it.
[[nodiscard]] bool concerns_parent(const model::CaseState& before, const model::Command& command);
/// It is a new one, which needs a number.
[[nodiscard]] bool opens_parent(const model::Command& command);
/// `fresh`: the number of a new parent.
[[nodiscard]] Result<ParentReading> read_parent(ports::Store& store, const model::CaseState& before,
                                                const model::Command& command,
                                                const std::string& fresh);

/// What the events of a case add to its parent's stream.
[[nodiscard]] Result<std::vector<ports::Append>> parent_appends(
    ports::Store& store, const model::CaseState& after, const std::vector<model::Event>& events,
    Instant now);

/// Opens the next case that the application behind a parent named; what is none of the hall's is
/// left out. True: done, or nothing was to be done.
void open_next(ports::Store& store, CaseService& cases, const StreamId& parent,
               const std::function<void(bool)>& done);

/// {"no","name","kind_label","state_label","stages":[{"name","lead","limit","due","state_label",
/// "overdue","cases":[{"case_no","item","stage_label","due"}]}],"lacking":[item names]}; of the
/// parent that `state` belongs to.
[[nodiscard]] boost::json::object parent_view(ports::Store& store, const model::CaseState& state,
                                              const Setting& setting);

/// An application for a 一件事 or 项目 of the hall: the item of its first stage that is opened at
/// once, and what is received for it. kMaterialNotListed for a material that none of the items has
/// (R2).
struct WholeApplication {
    ItemId item;
    boost::json::object content;
    model::JoinParent join;
};
[[nodiscard]] Result<WholeApplication> read_whole(const boost::json::object& content,
                                                  const model::ParentPlan& plan,
                                                  const Setting& setting);

}  // namespace ow::flow
