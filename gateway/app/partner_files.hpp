#pragma once
// A partner's configuration with the files it names read: what its adapter is given, what it shows
// when it calls us, what we show when we call it.

#include <string_view>

#include "gateway/app/config_loader.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/partner_auth.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::app {

/// The settings with every file that one of them, or `trust.hmac_key_file`, names. kFileUnreadable.
[[nodiscard]] Result<ports::PartnerSettings> partner_settings(
    const model::PartnerConfig& partner, const std::filesystem::path& directory);

/// Of a shared key, without the white space around it; in bytes.
inline constexpr std::size_t kShortestKey = 16;
inline constexpr std::string_view kKeyTooShort = "a key has at least 16 bytes";

/// What is accepted of the partner, each until the end of its last day. kFileUnreadable;
/// kConfigInvalid: a key shorter than 16 bytes.
[[nodiscard]] Result<http::PartnerCredentials> credentials_of(
    const model::PartnerConfig& partner, const ports::PartnerSettings& settings,
    const std::filesystem::path& directory);

/// A route that anyone may call (the protocol checks its own signature, or none is needed) answers
/// only the partner's addresses, if it has a list. The others are guarded by the server.
void guard(ports::Route& route, const std::vector<AddressRange>& addresses);

/// For calls to partners that say nothing else: the CA of the gateway's own clients, no
/// certificate.
[[nodiscard]] http::TlsIdentity default_tls(const Config& config);
[[nodiscard]] http::TlsIdentity tls_of(const Config& config, const model::PartnerConfig& partner);

}  // namespace ow::app
