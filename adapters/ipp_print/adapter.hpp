#pragma once
// A printer that speaks IPP, as a partner: one delivery is one stored document, the receipt is what
// the printer says came out. See README.md.

#include "gateway/ports/partner.hpp"

namespace ow::ipp_print {

[[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make_adapter(
    const ports::AdapterContext& context);

}  // namespace ow::ipp_print
