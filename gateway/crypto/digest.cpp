#include "gateway/crypto/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace ow::crypto {
namespace {

const unsigned char* bytes_of(std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
}

constexpr const char* kNames[] = {"SHA256", "SM3", "SHA1", "MD5"};  // in the order of Hash

// OpenSSL looks an algorithm up by name whenever it is not given one fetched before; that costs
// more than hashing a kilobyte. So each thread fetches once and keeps its contexts.
struct Digests {
    using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
    using Algorithm = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;
    Context context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    std::vector<Algorithm> algorithms;

    Digests() {
        for (const char* name : kNames)
            algorithms.emplace_back(EVP_MD_fetch(nullptr, name, nullptr), &EVP_MD_free);
    }
};

struct Macs {
    using Context = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;
    std::vector<Context> contexts;
    std::array<std::string, std::size(kNames)> keys;  // the one each context was last given

    /// Ready for bytes. Given the key it had last, a context need not hash it again.
    EVP_MAC_CTX* keyed(std::size_t which, std::string_view key) {
        EVP_MAC_CTX* context = contexts[which].get();
        const bool same = !key.empty() && keys[which] == key;
        if (EVP_MAC_init(context, same ? nullptr : bytes_of(key), same ? 0 : key.size(), nullptr) !=
            1)
            return nullptr;
        keys[which] = key;
        return context;
    }

    Macs() {
        const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac{
            EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free};
        for (const char* name : kNames) {
            contexts.emplace_back(EVP_MAC_CTX_new(mac.get()), &EVP_MAC_CTX_free);
            std::string digest{name};
            const OSSL_PARAM parameters[] = {
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                OSSL_PARAM_construct_end()};
            EVP_MAC_CTX_set_params(contexts.back().get(), parameters);
        }
    }
};

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string digest(Hash hash, std::string_view bytes) {
    thread_local const Digests digests;
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    const EVP_MD* algorithm = digests.algorithms[static_cast<std::size_t>(hash)].get();
    EVP_MD_CTX* context = digests.context.get();
    const bool done = algorithm != nullptr &&
                      EVP_DigestInit_ex2(context, algorithm, nullptr) == 1 &&
                      EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context, out.data(), &size) == 1;
    if (!done) throw std::runtime_error("digest algorithm not available");
    return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hmac(Hash hash, std::string_view key, std::string_view bytes) {
    thread_local Macs macs;
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    std::size_t size = 0;
    EVP_MAC_CTX* context = macs.keyed(static_cast<std::size_t>(hash), key);
    const bool done = context != nullptr &&
                      EVP_MAC_update(context, bytes_of(bytes), bytes.size()) == 1 &&
                      EVP_MAC_final(context, out.data(), &size, out.size()) == 1;
    if (!done) throw std::runtime_error("HMAC not available");
    return {reinterpret_cast<const char*>(out.data()), size};
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(kDigits[byte >> 4U]);
        out.push_back(kDigits[byte & 15U]);
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    const auto nibble = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = nibble(text[i]);
        const int low = nibble(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
    }
    return out;
}

std::string to_base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                    static_cast<int>(bytes.size()));
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::array<signed char, 256> value{};
    value.fill(-1);
    for (std::size_t i = 0; i < kBase64.size(); ++i) {
        value[static_cast<unsigned char>(kBase64[i])] = static_cast<signed char>(i);
    }
    std::string out;
    out.reserve(text.size() / 4 * 3);
    unsigned bits = 0;
    unsigned held = 0;
    std::size_t digits = 0;
    std::size_t pads = 0;
    for (char c : text) {
        if (c == ' ' || c == '\r' || c == '\n' || c == '\t') continue;
        if (c == '=') {
            ++pads;
            continue;
        }
        const signed char v = value[static_cast<unsigned char>(c)];
        if (v < 0 || pads > 0) return std::nullopt;
        ++digits;
        held = (held << 6U) | static_cast<unsigned>(v);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>((held >> bits) & 0xFFU));
        }
    }
    const bool padded_right = pads == 0 || (pads <= 2 && (digits + pads) % 4 == 0);
    if (digits % 4 == 1 || !padded_right) return std::nullopt;
    return out;
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1) {
        throw std::runtime_error("no randomness");
    }
    return out;
}

std::string random_token(std::size_t bytes) {
    std::string text = to_base64(random_bytes(bytes));
    while (text.ends_with('=')) text.pop_back();
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

std::string scrypt(std::string_view password, std::string_view salt) {
    constexpr std::uint64_t kCost = 1U << 15U;
    constexpr std::uint64_t kMemory = 64ULL * 1024 * 1024;
    std::string out(32, '\0');
    if (EVP_PBE_scrypt(password.data(), password.size(), bytes_of(salt), salt.size(), kCost, 8, 1,
                       kMemory, reinterpret_cast<unsigned char*>(out.data()), out.size()) != 1) {
        throw std::runtime_error("scrypt not available");
    }
    return out;
}

}  // namespace ow::crypto
