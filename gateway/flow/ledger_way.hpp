#pragma once
// Which of the three acceptance ledgers a case stands in (004 四(六)4): taken in by a person at the
// windows, online, or by a department's own system
// or staff.

#include "gateway/flow/setting.hpp"
#include "gateway/model/event.hpp"

namespace ow::flow {

enum class Way : std::uint8_t { kWindow, kOnline, kDepartment };

/// Of a `case.received`.
[[nodiscard]] Way way_of(const model::Event& received, const Setting& setting);

}  // namespace ow::flow
