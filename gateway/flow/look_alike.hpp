#pragma once
// R37: the same application by two channels is noticed and shown to a person, never merged or
// dropped. Looked up when a person looks, by the terms every case is found by: intake pays nothing.

#include <string>
#include <vector>

#include "gateway/flow/setting.hpp"
#include "gateway/model/case_state.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// Numbers of other cases of the same applicant (certificate number) and item that came from
/// another source within the hall's `look_alike_days` of this one.
[[nodiscard]] std::vector<std::string> look_alikes_of(ports::Store& store,
                                                      const model::CaseState& state,
                                                      const Setting& setting);

}  // namespace ow::flow
