#pragma once
// A message on its way through the gateway. Inside gateway/flow/intake only.

#include <string>

#include "gateway/flow/intake.hpp"

namespace ow::flow {

struct Intake::Taken {
    ports::InboundMessage message;
    std::string key;  ///< kind and the sender's number, or the digest of the body
    ports::Reading reading;
    Done done;
    StreamId quarantined_in = {};  ///< set when it comes back from quarantine
    std::int64_t quarantined_version = 0;
    std::int64_t scan = 0;  ///< how many scans of the quarantine were asked for when it was read
};

}  // namespace ow::flow
