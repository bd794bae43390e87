#include "gateway/documents/signed_data.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>

#include "gateway/base/freed.hpp"
#include "gateway/documents/der.hpp"
#include "gateway/documents/object_ids.hpp"
#include "gateway/documents/signer.hpp"
#include "gateway/documents/signer_chain.hpp"
#include "gateway/documents/signing_der.hpp"

namespace ow::documents {
namespace {

using Cms = std::unique_ptr<CMS_ContentInfo, Freed<&CMS_ContentInfo_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freed<&EVP_MD_CTX_free>>;

Error broken(std::string cause) {
    return Error{Code::kCryptoFailed, {"signature", {}, 0, 0}, std::move(cause)};
}
Error malformed() {
    return broken("签名数据残缺或不合格式");
}

const unsigned char* in(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

struct DigestRow {
    std::string_view oid;
    const EVP_MD* (*algorithm)();
};
constexpr DigestRow kDigests[] = {
    {kOidSha256, &EVP_sha256},
    {kOidSha384, &EVP_sha384},
    {kOidSha512, &EVP_sha512},
    {kOidSm3, &EVP_sm3},
};
const EVP_MD* digest_of(std::string_view oid) {
    for (const DigestRow& row : kDigests)
        if (row.oid == oid) return row.algorithm();
    return nullptr;
}

/// Which key a signature algorithm is for, and with which digest; an empty digest: any.
struct SignatureRow {
    std::string_view oid;
    const char* key;
    std::string_view digest;
};
constexpr SignatureRow kSignatures[] = {
    {kOidRsa, "RSA", {}},
    {kOidRsaSha256, "RSA", kOidSha256},
    {kOidRsaSha384, "RSA", kOidSha384},
    {kOidRsaSha512, "RSA", kOidSha512},
    {kOidEcdsaSha256, "EC", kOidSha256},
    {kOidEcdsaSha384, "EC", kOidSha384},
    {kOidEcdsaSha512, "EC", kOidSha512},
    {kOidSm2Sm3, "SM2", kOidSm3},
};

/// An AlgorithmIdentifier without parameters worth the name; nullopt: it has others.
std::optional<std::string> algorithm_in(DerReader& reader) {
    const auto whole = reader.take(kDerSequence);
    if (!whole) return std::nullopt;
    DerReader inner{whole->content};
    const auto name = inner.take(kDerOid);
    if (!name) return std::nullopt;
    if (const auto null = inner.take(kDerNull); null && !null->content.empty()) return std::nullopt;
    if (!inner.at_end()) return std::nullopt;
    return std::string{name->content};
}

/// Each with exactly one value, none twice.
bool read_attributes(std::string_view content, std::map<std::string, std::string>& out) {
    DerReader reader{content};
    while (!reader.at_end()) {
        const auto attribute = reader.take(kDerSequence);
        if (!attribute) return false;
        DerReader parts{attribute->content};
        const auto type = parts.take(kDerOid);
        const auto values = parts.take(kDerSet);
        if (!type || !values || !parts.at_end()) return false;
        DerReader one{values->content};
        const auto value = one.take();
        if (!value || !one.at_end()) return false;
        if (!out.emplace(type->content, value->whole).second) return false;
    }
    return true;
}

/// The place among `certificates`; nullopt: not there.
std::optional<std::size_t> named_by(const DerValue& sid,
                                    const std::vector<std::string>& certificates) {
    for (std::size_t i = 0; i < certificates.size(); ++i) {
        const ReadCertificate one = certificate_in(certificates[i]);
        if (!one) continue;
        if (sid.tag == kDerSequence) {
            const std::string name = encoded(i2d_X509_NAME, X509_get_issuer_name(one.get())) +
                                     encoded(i2d_ASN1_INTEGER, X509_get_serialNumber(one.get()));
            if (name == sid.content) return i;
        } else if (const auto* id = X509_get0_subject_key_id(one.get());
                   id != nullptr &&
                   sid.content ==
                       std::string_view{reinterpret_cast<const char*>(ASN1_STRING_get0_data(id)),
                                        static_cast<std::size_t>(ASN1_STRING_length(id))}) {
            return i;
        }
    }
    return std::nullopt;
}

Status read_signer(std::string_view infos, std::string_view digests, SignedData& out) {
    DerReader all{infos};
    const auto info = all.take(kDerSequence);
    if (!info) return malformed();
    if (!all.at_end()) return broken("一个签名域里有多个签名人，不支持");
    DerReader fields{info->content};
    const auto version = fields.take(kDerInteger);
    const auto sid = fields.take();
    if (!version || !sid) return malformed();
    const bool by_name = sid->tag == kDerSequence;
    if (version->content != (by_name ? "\x01" : "\x03")) return malformed();
    const auto digest = algorithm_in(fields);
    if (!digest || digest_of(*digest) == nullptr) return broken("不安全或不支持的摘要算法");
    out.digest_oid = *digest;
    DerReader declared{digests};
    if (algorithm_in(declared) != digest || !declared.at_end()) return malformed();
    const auto attributes = fields.take(kDerContext0);
    if (!attributes) return broken("签名没有签名属性，不支持");
    out.signed_attributes = der(kDerSet, {attributes->content});
    const auto algorithm = algorithm_in(fields);
    const auto value = fields.take(kDerOctets);
    if (!algorithm || !value) return broken("不支持的签名算法");
    out.signature_oid = *algorithm;
    out.signature = value->content;
    if (const auto more = fields.take(kDerContext1);
        more && !read_attributes(more->content, out.unsigned_attributes))
        return malformed();
    if (!fields.at_end() || !read_attributes(attributes->content, out.attributes))
        return malformed();
    const auto signer = named_by(*sid, out.certificates);
    if (!signer) return broken("签名里没有签名人的证书");
    out.signer = *signer;
    return ok();
}

Status read_content(DerReader& data, SignedData& out) {
    const auto encapsulated = data.take(kDerSequence);
    if (!encapsulated) return malformed();
    DerReader parts{encapsulated->content};
    const auto type = parts.take(kDerOid);
    if (!type) return malformed();
    out.content_type = type->content;
    if (parts.at_end()) return ok();
    const auto wrapped = parts.take(kDerContext0);
    const auto octets = wrapped ? der_whole(wrapped->content, kDerOctets) : std::nullopt;
    if (!octets || !parts.at_end()) return malformed();
    out.content = octets->content;
    return ok();
}

/// The version follows from what is inside (RFC 5652, 5.1).
bool version_fits(std::string_view version, const SignedData& data, bool by_key) {
    const bool three = by_key || data.content_type != kOidData;
    return version == (three ? "\x03" : "\x01");
}

Result<SignedData> read_strictly(std::string_view bytes) {
    SignedData out;
    DerReader outer{bytes};
    const auto info = outer.take(kDerSequence);
    if (!info) return malformed();
    out.size = info->whole.size();
    DerReader fields{info->content};
    const auto type = fields.take(kDerOid);
    const auto wrapped = fields.take(kDerContext0);
    if (!type || type->content != kOidSignedData || !wrapped || !fields.at_end())
        return malformed();
    const auto whole = der_whole(wrapped->content, kDerSequence);
    if (!whole) return malformed();
    DerReader data{whole->content};
    const auto version = data.take(kDerInteger);
    const auto digests = data.take(kDerSet);
    if (!version || !digests) return malformed();
    if (Status read = read_content(data, out); !read) return read.error();
    if (const auto certificates = data.take(kDerContext0)) {
        DerReader each{certificates->content};
        while (!each.at_end()) {
            const auto one = each.take(kDerSequence);
            if (!one) return malformed();
            out.certificates.emplace_back(one->whole);
        }
    }
    (void)data.take(kDerContext1);  // revocation lists are not used
    const auto infos = data.take(kDerSet);
    if (!infos || !data.at_end()) return malformed();
    if (Status read = read_signer(infos->content, digests->content, out); !read)
        return read.error();
    DerReader first{DerReader{infos->content}.take()->content};
    (void)first.take();
    if (!version_fits(version->content, out, first.tag() != kDerSequence)) return malformed();
    return out;
}

/// DER of what OpenSSL understands; empty: it does not. `size`: what it took.
std::string normalised(std::string_view bytes, std::size_t& size) {
    const auto* at = in(bytes);
    const auto* begin = at;
    const Cms cms{d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(bytes.size()))};
    ERR_clear_error();
    if (!cms) return {};
    size = static_cast<std::size_t>(at - begin);
    return encoded(i2d_CMS_ContentInfo, cms.get());
}

bool verified(const SignedData& data, EVP_PKEY* key, const EVP_MD* digest,
              std::string_view identity) {
    const Context context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* more = nullptr;
    if (!context || EVP_DigestVerifyInit(context.get(), &more, digest, nullptr, key) != 1)
        return false;
    if (!identity.empty() &&
        EVP_PKEY_CTX_set1_id(more, identity.data(), static_cast<int>(identity.size())) != 1)
        return false;
    const bool right =
        EVP_DigestVerify(context.get(), in(data.signature), data.signature.size(),
                         in(data.signed_attributes), data.signed_attributes.size()) == 1;
    ERR_clear_error();
    return right;
}

Status check_value(const SignedData& data) {
    const ReadCertificate signer = certificate_in(data.certificates[data.signer]);
    EVP_PKEY* key = signer ? X509_get0_pubkey(signer.get()) : nullptr;
    if (key == nullptr) return broken("签名人的证书残缺");
    const auto* row = std::find_if(std::begin(kSignatures), std::end(kSignatures),
                                   [&](const auto& r) { return r.oid == data.signature_oid; });
    if (row == std::end(kSignatures)) return broken("不支持的签名算法");
    if (EVP_PKEY_is_a(key, row->key) != 1 ||
        (!row->digest.empty() && row->digest != data.digest_oid))
        return broken("签名算法与证书或摘要不符");
    const EVP_MD* digest = digest_of(data.digest_oid);
    const bool sm2 = row->oid == kOidSm2Sm3;
    // Without an identity: what OpenSSL 3.0 makes of SM2.
    if (verified(data, key, digest, sm2 ? kSm2Identity : std::string_view{}) ||
        (sm2 && verified(data, key, digest, {})))
        return ok();
    return broken("签名值不符：签名或签名属性被改动");
}

/// ESSCertID or ESSCertIDv2: the digest of the first certificate named.
Status check_named(std::string_view value, std::string_view certificate, bool is_v2) {
    const auto signing = der_whole(value, kDerSequence);
    if (!signing) return malformed();
    const auto list = DerReader{signing->content}.take(kDerSequence);
    const auto first = list ? DerReader{list->content}.take(kDerSequence) : std::nullopt;
    if (!first) return malformed();
    DerReader id{first->content};
    std::string oid{is_v2 ? kOidSha256 : kOidSha1};
    if (is_v2 && id.tag() == kDerSequence) {
        const auto named = algorithm_in(id);
        if (!named) return malformed();
        oid = *named;
    }
    const auto hash = id.take(kDerOctets);
    if (!hash || digest_by(oid, certificate) != std::string{hash->content})
        return broken("签名属性指的不是这张证书");
    return ok();
}

bool issued(x509_st& certificate, x509_st& issuer) {
    return X509_check_issued(&issuer, &certificate) == X509_V_OK &&
           is_signed_by(certificate, issuer);
}

bool issued_by_one(x509_st& certificate, const std::string& der,
                   const std::vector<std::string>& trusted) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const std::string& one) {
        const ReadCertificate issuer = certificate_in(one);
        return one == der || (issuer && issued(certificate, *issuer));
    });
}

}  // namespace

std::optional<std::string> digest_by(std::string_view oid, std::string_view bytes) {
    const EVP_MD* algorithm = oid == kOidSha1 ? EVP_sha1() : digest_of(oid);
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    if (algorithm == nullptr ||
        EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr) != 1)
        return std::nullopt;
    return std::string{reinterpret_cast<const char*>(out.data()), size};
}

Result<SignedData> read_signed_data(std::string_view bytes) {
    Result<SignedData> strict = read_strictly(bytes);
    if (strict) return strict;
    std::size_t size = 0;
    const std::string der = normalised(bytes, size);
    if (der.empty() || bytes.substr(0, size) == der) return strict;
    Result<SignedData> out = read_strictly(der);
    if (!out) return out;
    out->size = size;
    out->is_der = false;
    return out;
}

Status check_signed_data(const SignedData& data, std::string_view content) {
    const auto type = data.attributes.find(std::string{kOidContentType});
    const auto digest = data.attributes.find(std::string{kOidMessageDigest});
    if (type == data.attributes.end() || digest == data.attributes.end() ||
        type->second != der_oid(data.content_type))
        return malformed();
    const auto computed = digest_by(data.digest_oid, content);
    if (!computed || digest->second != der(kDerOctets, {*computed}))
        return broken("内容与签名时不同：已被改动");
    if (Status value = check_value(data); !value) return value;
    const std::string& own = data.certificates[data.signer];
    const auto v2 = data.attributes.find(std::string{kOidSigningCertificateV2});
    if (v2 != data.attributes.end()) return check_named(v2->second, own, true);
    const auto v1 = data.attributes.find(std::string{kOidSigningCertificate});
    return v1 == data.attributes.end() ? ok() : check_named(v1->second, own, false);
}

bool is_one_chain(const SignedData& data, const std::vector<std::string>& trusted) {
    std::vector<ReadCertificate> all;
    for (const std::string& der : data.certificates) {
        all.push_back(certificate_in(der));
        if (!all.back() || encoded(i2d_X509, all.back().get()) != der) return false;
    }
    std::vector<bool> used(all.size());
    for (std::size_t now = data.signer; !used[now];) {
        used[now] = true;
        std::size_t next = 0;
        while (next < all.size() && !issued(*all[now], *all[next])) ++next;
        if (next < all.size())
            now = next;
        else if (!trusted.empty() && !issued_by_one(*all[now], data.certificates[now], trusted))
            return false;
    }
    ERR_clear_error();
    return std::all_of(used.begin(), used.end(), [](bool one) { return one; });
}

}  // namespace ow::documents
