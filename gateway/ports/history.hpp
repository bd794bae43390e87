#pragma once
// The events of many streams, for ledgers and figures: read beside the store, also while a gateway
// has it open, and as of one moment. Nothing is written.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/model/event.hpp"

namespace ow::ports {

enum class Secrets : std::uint8_t {
    kLeft,    ///< events have their clear parts only; needs no key, so destroyed streams count too
    kOpened,  ///< of a stream whose key is destroyed they stay empty
};

/// Thread-safe; each call blocks for its reading.
class History {
  public:
    using Visit = std::function<void(const StreamId&, const std::vector<model::StoredEvent>&)>;

    virtual ~History() = default;
    /// Every stream of `kind` ("case", "parcel") that something was recorded in at or after
    /// `since`, and every one that is not closed: all its events, from the first. In the order the
    /// streams were opened. What happened earlier and was recorded later (R36) is among them.
    [[nodiscard]] virtual Status each(std::string_view kind, Instant since, Secrets secrets,
                                      const Visit& visit) = 0;
};

}  // namespace ow::ports
