#pragma once
// A clock of a case (R27, R45), as decided when it started and later recomputed.

#include <optional>
#include <string>

#include "gateway/base/time.hpp"

namespace ow::model {

struct CaseClock {
    int amount = 0;
    std::string unit;                ///< "wd", "nd", "h"
    std::optional<Instant> due;      ///< nullopt: calendar not published (R29)
    std::optional<Instant> started;  ///< nullopt: not started
    std::optional<Instant> stopped;  ///< R39: decision / arrival at the issuance window
};

}  // namespace ow::model
