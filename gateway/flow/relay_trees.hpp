#pragma once
// What a row of the outbox speaks of, as the tree that mappings and templates read: the case as of
// the state the row names (plan.hpp), so that every attempt says the same bytes. Thread-safe.

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/flow/plan.hpp"

namespace ow::flow {

class RelayTrees {
  public:
    RelayTrees(CaseService& cases, Appointments& appointments, const Setting& setting)
        : cases_(cases), appointments_(appointments), setting_(setting) {}

    [[nodiscard]] Result<boost::json::object> of(const ports::Claim& claim, const RowBody& body);

  private:
    CaseService& cases_;
    Appointments& appointments_;
    const Setting& setting_;
};

}  // namespace ow::flow
