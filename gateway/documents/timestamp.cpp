#include "gateway/documents/timestamp.hpp"

#include <fmt/format.h>

#include <optional>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/der.hpp"
#include "gateway/documents/object_ids.hpp"

namespace ow::documents {
namespace {

Error unavailable(std::string cause) {
    return Error{Code::kTimestampUnavailable, {"timestamp", {}, 0, 0}, std::move(cause)};
}

Error malformed() {
    return unavailable("the answer of the timestamp service is malformed");
}

std::string without_leading_zeros(std::string_view number) {
    const std::size_t first = number.find_first_not_of('\0');
    return first == std::string_view::npos ? std::string{} : std::string{number.substr(first)};
}

/// GeneralizedTime as RFC 3161 wants it: 20261120020000Z, perhaps with a fraction.
std::optional<Instant> time_of(std::string_view text) {
    constexpr std::size_t kSeconds = 14;
    if (text.size() <= kSeconds || text.back() != 'Z') return std::nullopt;
    const std::string_view fraction = text.substr(kSeconds, text.size() - kSeconds - 1);
    if (!fraction.empty() && (fraction.size() < 2 || fraction[0] != '.' ||
                              fraction.find_first_not_of("0123456789", 1) != fraction.npos))
        return std::nullopt;
    const auto part = [&](std::size_t from, std::size_t count) { return text.substr(from, count); };
    return parse_instant(fmt::format("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 2), part(6, 2),
                                     part(8, 2), part(10, 2), part(12, 2)));
}

/// SignedData's encapsulated content of a token, as far as a request is compared with it.
std::optional<std::string_view> tst_info_in(std::string_view token) {
    const auto info = der_whole(token, kDerSequence);
    if (!info) return std::nullopt;
    DerReader outer{info->content};
    const auto type = outer.take(kDerOid);
    const auto wrapped = outer.take(kDerContext0);
    if (!type || type->content != kOidSignedData || !wrapped) return std::nullopt;
    const auto data = der_whole(wrapped->content, kDerSequence);
    if (!data) return std::nullopt;
    DerReader fields{data->content};
    (void)fields.take(kDerInteger);
    (void)fields.take(kDerSet);
    const auto content = fields.take(kDerSequence);
    if (!content) return std::nullopt;
    DerReader inner{content->content};
    const auto kind = inner.take(kDerOid);
    const auto explicit_octets = inner.take(kDerContext0);
    if (!kind || kind->content != kOidTstInfo || !explicit_octets) return std::nullopt;
    const auto octets = der_whole(explicit_octets->content, kDerOctets);
    return octets ? std::optional{octets->content} : std::nullopt;
}

}  // namespace

std::string timestamp_request(std::string_view signature, std::string_view nonce) {
    const std::string imprint = crypto::digest(crypto::Hash::kSha256, signature);
    const std::string algorithm = der(kDerSequence, {der_oid(kOidSha256), der(kDerNull, {})});
    return der(kDerSequence, {der(kDerInteger, {"\x01"}),
                              der(kDerSequence, {algorithm, der(kDerOctets, {imprint})}),
                              der_number(nonce), der(kDerBoolean, {"\xFF"})});
}

Result<std::string> timestamp_token(std::string_view response, std::string_view signature,
                                    std::string_view nonce) {
    const auto whole = der_whole(response, kDerSequence);
    if (!whole) return malformed();
    DerReader reader{whole->content};
    const auto status = reader.take(kDerSequence);
    if (!status) return malformed();
    const auto number = DerReader{status->content}.take(kDerInteger);
    if (!number || number->content.size() != 1) return malformed();
    const unsigned granted = static_cast<unsigned char>(number->content[0]);
    if (granted > 1)  // 0 granted, 1 granted with changes
        return unavailable(fmt::format("the timestamp service refused: status {}", granted));
    const std::string_view token = reader.rest();
    const auto content = tst_info_in(token);
    if (!content) return malformed();
    const auto info = read_timestamp_info(*content);
    if (!info) return info.error();
    if (info->hash_oid != kOidSha256 ||
        info->imprint != crypto::digest(crypto::Hash::kSha256, signature))
        return unavailable("the timestamp is not for this signature");
    if (info->nonce != without_leading_zeros(nonce))
        return unavailable("the timestamp answers another request");
    return std::string{token};
}

Result<TimestampInfo> read_timestamp_info(std::string_view tst_info) {
    const auto whole = der_whole(tst_info, kDerSequence);
    if (!whole) return malformed();
    DerReader reader{whole->content};
    const auto version = reader.take(kDerInteger);
    const auto policy = reader.take(kDerOid);
    const auto imprint = reader.take(kDerSequence);
    const auto serial = reader.take(kDerInteger);
    const auto time = reader.take(kDerTime);
    if (!version || !policy || !imprint || !serial || !time) return malformed();
    DerReader hashed{imprint->content};
    const auto algorithm = hashed.take(kDerSequence);
    const auto digest = hashed.take(kDerOctets);
    const auto at = time_of(time->content);
    if (!algorithm || !digest || !hashed.at_end() || !at) return malformed();
    const auto name = DerReader{algorithm->content}.take(kDerOid);
    if (!name) return malformed();
    TimestampInfo out{std::string{name->content}, std::string{digest->content}, {}, *at};
    (void)reader.take(kDerSequence);  // accuracy
    (void)reader.take(kDerBoolean);   // ordering
    if (const auto nonce = reader.take(kDerInteger))
        out.nonce = without_leading_zeros(nonce->content);
    return out;
}

}  // namespace ow::documents
