#include "gateway/http/partner_auth.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::http {
namespace {

using std::chrono::seconds;
constexpr seconds kWindow{300};

std::string_view header(const ports::HttpRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string_view{} : std::string_view{found->second};
}

Error refuse(Code code, std::string field) {
    return Error{code, At{.field = std::move(field)}};
}

std::string plain_fingerprint(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == ':' || c == ' ') continue;
        out.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return out;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::uint32_t> ipv4(std::string_view text) {
    in_addr address{};
    if (inet_pton(AF_INET, std::string{text}.c_str(), &address) != 1) return std::nullopt;
    return ntohl(address.s_addr);
}

bool within(std::string_view address, std::string_view rule) {
    const std::size_t slash = rule.find('/');
    if (slash == std::string_view::npos) return address == rule;
    const auto bits = number_of<unsigned>(rule.substr(slash + 1));
    const auto net = ipv4(rule.substr(0, slash));
    const auto host = ipv4(address);
    if (!bits || !net || !host || *bits > 32) return false;
    const std::uint32_t mask = *bits == 0 ? 0 : ~std::uint32_t{0} << (32 - *bits);
    return (*net & mask) == (*host & mask);
}

bool address_allowed(const PartnerCredentials& partner, std::string_view address) {
    return partner.addresses.empty() ||
           std::any_of(partner.addresses.begin(), partner.addresses.end(),
                       [&](const std::string& rule) { return within(address, rule); });
}

bool signature_fits(const PartnerCredentials& partner, const ports::HttpRequest& request) {
    const auto given = crypto::from_hex(header(request, "x-ow-signature"));
    if (!given) return false;
    bool fits = false;
    for (const std::string& key : partner.hmac_keys) {
        if (key.empty()) continue;
        const std::string expected =
            sign_request(key, request.method, request.raw_target, header(request, "x-ow-time"),
                         header(request, "x-ow-nonce"), request.body);
        fits = crypto::equal_constant_time(expected, crypto::to_hex(*given)) || fits;
    }
    return fits;
}

const PartnerCredentials* by_certificate(const std::vector<PartnerCredentials>& partners,
                                         std::string_view sha256) {
    for (const PartnerCredentials& partner : partners)
        for (const std::string& known : partner.certificate_sha256)
            if (known == sha256) return &partner;
    return nullptr;
}

}  // namespace

std::string sign_request(std::string_view key, std::string_view method, std::string_view target,
                         std::string_view time, std::string_view nonce, std::string_view body) {
    std::string text;
    for (std::string_view part : {method, target, time, nonce}) {
        text += part;
        text += '\n';
    }
    text += crypto::to_hex(crypto::digest(crypto::Hash::kSha256, body));
    return crypto::to_hex(crypto::hmac(crypto::Hash::kSha256, key, text));
}

NonceMemory::Seen NonceMemory::take(std::string_view nonce, seconds stamp, seconds now,
                                    seconds window) {
    const auto minute = [](seconds t) {
        return std::chrono::floor<std::chrono::minutes>(t).count();
    };
    while (!by_minute_.empty() && by_minute_.begin()->first < minute(now - window)) {
        count_ -= by_minute_.begin()->second.size();
        by_minute_.erase(by_minute_.begin());
    }
    const std::string key = crypto::digest(crypto::Hash::kSha256, nonce).substr(0, 12);
    for (const auto& [at, nonces] : by_minute_)
        if (nonces.contains(key)) return Seen::kBefore;
    if (count_ >= limit_) return Seen::kFull;
    by_minute_[minute(stamp)].insert(key);
    ++count_;
    return Seen::kNew;
}

PartnerAuth::PartnerAuth(std::vector<PartnerCredentials> partners, const Clock& clock,
                         std::size_t nonces_per_partner)
    : clock_(clock), nonces_per_partner_(nonces_per_partner) {
    replace(std::move(partners));
}

void PartnerAuth::replace(std::vector<PartnerCredentials> partners) {
    for (PartnerCredentials& partner : partners)
        for (std::string& known : partner.certificate_sha256) known = plain_fingerprint(known);
    auto fresh = std::make_shared<const Partners>(std::move(partners));
    const std::scoped_lock lock{mutex_};
    partners_ = std::move(fresh);
}

std::shared_ptr<const PartnerAuth::Partners> PartnerAuth::partners() const {
    const std::scoped_lock lock{mutex_};
    return partners_;
}

Result<PartnerId> PartnerAuth::authenticate(const ports::HttpRequest& request) {
    const auto known = partners();
    if (!request.certificate_sha256.empty()) {
        if (const auto* partner = by_certificate(*known, request.certificate_sha256)) {
            if (!address_allowed(*partner, request.remote_address))
                return refuse(Code::kAuthForbidden, "remote address");
            return partner->id;
        }
        if (header(request, "x-ow-signature").empty())
            return refuse(Code::kAuthCertificateUnknown, "client certificate");
    }
    return by_signature(*known, request);
}

Result<PartnerId> PartnerAuth::by_signature(const Partners& partners,
                                            const ports::HttpRequest& request) {
    for (const char* name : {"x-ow-partner", "x-ow-time", "x-ow-nonce", "x-ow-signature"})
        if (header(request, name).empty()) return refuse(Code::kAuthCredentialsMissing, name);
    const auto partner = std::find_if(partners.begin(), partners.end(), [&](const auto& p) {
        return p.id.str() == header(request, "x-ow-partner") && !p.hmac_keys.empty();
    });
    if (partner == partners.end()) return refuse(Code::kAuthCredentialsMissing, "x-ow-partner");
    if (!address_allowed(*partner, request.remote_address))
        return refuse(Code::kAuthForbidden, "remote address");
    const auto stamp = number_of<std::int64_t>(header(request, "x-ow-time"));
    const seconds now = std::chrono::floor<seconds>(clock_.now().time_since_epoch());
    constexpr std::int64_t kFarthest = 1'000'000'000'000;
    if (!stamp || *stamp < 0 || *stamp > kFarthest ||
        std::chrono::abs(now - seconds{*stamp}) > kWindow)
        return refuse(Code::kAuthTimeOutsideWindow, "x-ow-time");
    const std::string_view nonce = header(request, "x-ow-nonce");
    if (nonce.size() < 8 || nonce.size() > 128)
        return refuse(Code::kAuthSignatureInvalid, "x-ow-nonce");
    if (!signature_fits(*partner, request))
        return refuse(Code::kAuthSignatureInvalid, "x-ow-signature");
    const std::scoped_lock lock{mutex_};
    auto& memory = nonces_.try_emplace(partner->id, nonces_per_partner_).first->second;
    switch (memory.take(nonce, seconds{*stamp}, now, kWindow)) {
        case NonceMemory::Seen::kNew:
            return partner->id;
        case NonceMemory::Seen::kBefore:
            return refuse(Code::kAuthReplay, "x-ow-nonce");
        case NonceMemory::Seen::kFull:
            break;
    }
    return refuse(Code::kOverloaded, "x-ow-nonce");
}

}  // namespace ow::http
