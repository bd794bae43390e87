#pragma once
// EMS, both ways (S5, S9): arrived parcels and track pushes in, mailing orders out.
//
//   POST /partners/<id>/parcels   list of arrived parcels (the window's certificate or HMAC)
//   POST /partners/<id>/track     040002 (authorization and sealed with the contract's key)

#include <memory>

#include "gateway/base/result.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::ems {

/// kPartnerConfiguration with the key that is wrong (settings.hpp).
[[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make_adapter(
    const ports::AdapterContext& context);

}  // namespace ow::ems
