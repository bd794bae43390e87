#pragma once
// The WeChat official account (S1, S16): menu, booking page, notices. Composes the parts of this
// folder.
//
//   GET  /partners/<id>/callback   URL check           POST /partners/<id>/callback   pushes
//   GET  /partners/<id>/book?t=…   booking page        POST /partners/<id>/book       its form

#include <memory>

#include "gateway/base/result.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::wechat {

/// kPartnerConfiguration with the key that is wrong (settings.hpp).
[[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make_adapter(
    const ports::AdapterContext& context);

}  // namespace ow::wechat
