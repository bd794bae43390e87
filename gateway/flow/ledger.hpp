#pragma once
// The ledgers (台账, D22) of a month, from the events: one literal table of ledgers, each with its
// columns and with the event that makes a row. A new kind of event gets its ledger by a row here.
//
// A row belongs to the month its event happened in, whenever it was recorded (R36); its other
// columns say what is known now. Names are masked (R38) unless asked for.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/flow/month.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/model/sheet.hpp"
#include "gateway/ports/history.hpp"

namespace ow::flow {

struct LedgerName {
    std::string_view id;     ///< "window"
    std::string_view title;  ///< 综合窗口受理台账
};

/// Sorted by id.
[[nodiscard]] std::span<const LedgerName> ledger_names();

enum class Names : std::uint8_t { kMasked, kClear };

/// kRequestInvalid: no such ledger (did you mean); errors of the store.
[[nodiscard]] Result<model::Sheet> ledger(std::string_view id, const Month& month, Names names,
                                          const Setting& setting, ports::History& history);

}  // namespace ow::flow
