#include "gateway/crypto/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace ow::crypto {
namespace {

const EVP_MD* algorithm(Hash hash) {
    switch (hash) {
        case Hash::kSha256:
            return EVP_sha256();
        case Hash::kSm3:
            return EVP_sm3();
        case Hash::kSha1:
            return EVP_sha1();
        case Hash::kMd5:
            return EVP_md5();
    }
    return EVP_sha256();
}

const unsigned char* bytes_of(std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string digest(Hash hash, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm(hash), nullptr) != 1) {
        throw std::runtime_error("digest algorithm not available");
    }
    return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hmac(Hash hash, std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(algorithm(hash), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
         out.data(), &size);
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
