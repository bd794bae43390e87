#include "gateway/http/partner_auth.hpp"

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

bool address_allowed(const PartnerCredentials& partner, std::string_view address) {
    return partner.addresses.empty() ||
           std::any_of(partner.addresses.begin(), partner.addresses.end(),
                       [&](const AddressRange& range) { return range.contains(address); });
}

Error expired(Code code, std::string field, Instant until) {
    return Error{
        code, At{.field = std::move(field)},
        "it was accepted until " + to_iso(day_of(until - Millis{1})) + " and has been replaced"};
}

/// The key that made the signature, nullptr if none did. All are tried: how long it takes does not
/// tell which.
const Credential* signing_key(const PartnerCredentials& partner,
                              const ports::HttpRequest& request) {
    const auto given = crypto::from_hex(header(request, "x-ow-signature"));
    if (!given) return nullptr;
    const Credential* found = nullptr;
    for (const Credential& key : partner.hmac_keys) {
        if (key.value.empty()) continue;
        const std::string expected =
            sign_request(key.value, request.method, request.raw_target,
                         header(request, "x-ow-time"), header(request, "x-ow-nonce"), request.body);
        const bool fits = crypto::equal_constant_time(expected, crypto::to_hex(*given));
        if (fits && (found == nullptr || key.until > found->until)) found = &key;
    }
    return found;
}

struct Owner {
    const PartnerCredentials* partner = nullptr;
    const Credential* certificate = nullptr;
};

Owner by_certificate(const std::vector<PartnerCredentials>& partners, std::string_view sha256) {
    for (const PartnerCredentials& partner : partners)
        for (const Credential& known : partner.certificates)
            if (known.value == sha256) return {&partner, &known};
    return {};
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
        for (Credential& known : partner.certificates) known.value = plain_fingerprint(known.value);
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
    const auto partner = identify(*known, request);
    if (!partner) return partner.error();
    const PartnerCredentials& caller = **partner;
    const std::scoped_lock lock{mutex_};
    if (!rates_.take(caller.id, caller.rate, clock_.now()))
        return Error{Code::kRateLimited, At{.where = caller.id.str()},
                     std::to_string(caller.rate.per_second) + " a second"};
    return caller.id;
}

Result<const PartnerCredentials*> PartnerAuth::identify(const Partners& partners,
                                                        const ports::HttpRequest& request) {
    if (request.certificate_sha256.empty()) return by_signature(partners, request);
    const Owner owner = by_certificate(partners, request.certificate_sha256);
    const bool ended = owner.partner != nullptr && clock_.now() >= owner.certificate->until;
    if (owner.partner != nullptr && !ended) {
        if (!address_allowed(*owner.partner, request.remote_address))
            return refuse(Code::kAuthForbidden, "remote address");
        return owner.partner;
    }
    if (!header(request, "x-ow-signature").empty()) return by_signature(partners, request);
    if (ended)
        return expired(Code::kAuthCertificateUnknown, "client certificate",
                       owner.certificate->until);
    return refuse(Code::kAuthCertificateUnknown, "client certificate");
}

Result<const PartnerCredentials*> PartnerAuth::by_signature(const Partners& partners,
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
    const Credential* key = signing_key(*partner, request);
    if (key == nullptr) return refuse(Code::kAuthSignatureInvalid, "x-ow-signature");
    if (clock_.now() >= key->until)
        return expired(Code::kAuthSignatureInvalid, "x-ow-signature", key->until);
    const Status fresh = take_nonce(partner->id, nonce, seconds{*stamp}, now);
    if (!fresh) return fresh.error();
    return &*partner;
}

Status PartnerAuth::take_nonce(const PartnerId& partner, std::string_view nonce, seconds stamp,
                               seconds now) {
    const std::scoped_lock lock{mutex_};
    auto& memory = nonces_.try_emplace(partner, nonces_per_partner_).first->second;
    switch (memory.take(nonce, stamp, now, kWindow)) {
        case NonceMemory::Seen::kNew:
            return ok();
        case NonceMemory::Seen::kBefore:
            return refuse(Code::kAuthReplay, "x-ow-nonce");
        case NonceMemory::Seen::kFull:
            break;
    }
    return refuse(Code::kOverloaded, "x-ow-nonce");
}

}  // namespace ow::http
