#pragma once
// A department without a system (S8): what is sent to it stands in a work list of the console, and
// its people enter signature, decision and result there. So sending ends here, at once: the receipt
// says that the case is on the list, and the case itself keeps the list (case.listed).
//
// Thread-safe; calls nobody.

#include "gateway/ports/partner.hpp"

namespace ow::manual {

/// kPartnerConfiguration if the file has an endpoint or a way in: nobody calls and is called.
[[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make_adapter(
    const ports::AdapterContext& context);

}  // namespace ow::manual
