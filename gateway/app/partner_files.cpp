#include "gateway/app/partner_files.hpp"

#include <algorithm>

#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

Result<std::string> secret_in(const std::filesystem::path& file) {
    auto content = read_file(file);
    if (!content) return content.error();
    return std::string{trim(*content)};
}

}  // namespace

Result<ports::PartnerSettings> partner_settings(const model::PartnerConfig& partner,
                                                const std::filesystem::path& directory) {
    ports::PartnerSettings out{
        partner.id, partner.name, partner.endpoint, partner.total_deadline, partner.settings, {},
        {}};
    for (const auto& [kind, mapping] : partner.inbound) out.inbound.push_back(kind);
    auto files = partner.settings;
    if (!partner.trust.hmac_key_file.empty())
        files.try_emplace("hmac_key_file", partner.trust.hmac_key_file);
    for (const auto& [key, value] : files) {
        if (!key.ends_with("_file")) continue;
        auto content = secret_in(directory / value);
        if (!content) return content.error();
        out.files[key] = std::move(*content);
    }
    return out;
}

Result<http::PartnerCredentials> credentials_of(const model::PartnerConfig& partner,
                                                const ports::PartnerSettings& settings,
                                                const std::filesystem::path& directory) {
    http::PartnerCredentials out{
        partner.id, {}, {}, partner.trust.addresses, {partner.rate.per_second, partner.rate.burst}};
    for (const std::string& digest : partner.trust.certificate_sha256)
        out.certificates.push_back({digest});
    if (const auto key = settings.files.find("hmac_key_file"); key != settings.files.end())
        out.hmac_keys.push_back({key->second});
    for (const model::PartnerCredential& other : partner.trust.also_accepted) {
        const Instant until = from_local({add_days(other.not_after, 1), Millis{0}});
        if (!other.certificate_sha256.empty()) {
            out.certificates.push_back({other.certificate_sha256, until});
            continue;
        }
        auto key = secret_in(directory / other.hmac_key_file);
        if (!key) return key.error();
        out.hmac_keys.push_back({std::move(*key), until});
    }
    for (const http::Credential& key : out.hmac_keys) {
        if (key.value.size() >= kShortestKey) continue;
        return Error{Code::kConfigInvalid, At{.field = "hmac_key_file", .where = partner.id.str()},
                     std::string{kKeyTooShort}};
    }
    return out;
}

void guard(ports::Route& route, const std::vector<AddressRange>& addresses) {
    if (route.trust != ports::Trust::kPublic || addresses.empty()) return;
    route.handler = [inner = std::move(route.handler), words = route.refuse, addresses](
                        const std::shared_ptr<const ports::HttpRequest>& request,
                        const ports::Respond& respond) {
        const bool known = std::any_of(addresses.begin(), addresses.end(), [&](const auto& range) {
            return range.contains(request->remote_address);
        });
        if (known) return inner(request, respond);
        const Error error{Code::kAuthForbidden, At{.field = "remote address"}};
        respond(words != nullptr ? words(error, request->trace)
                                 : ports::error_response(error, request->trace));
    };
}

http::TlsIdentity default_tls(const Config& config) {
    return {config.gateway.listen.client_ca.string(), {}, {}};
}

http::TlsIdentity tls_of(const Config& config, const model::PartnerConfig& partner) {
    http::TlsIdentity out = default_tls(config);
    const auto set = [&](std::string& slot, const std::string& file) {
        if (!file.empty()) slot = (config.directory / file).string();
    };
    set(out.ca, partner.tls.ca_file);
    set(out.certificate_chain, partner.tls.certificate_file);
    set(out.private_key, partner.tls.key_file);
    return out;
}

}  // namespace ow::app
