#include "gateway/base/address_range.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <string>

namespace ow {
namespace {

constexpr int kV4Before = 96;  // bits in front of an IPv4 address

bool bit(const std::array<std::uint8_t, 16>& bytes, int at) {
    const auto byte = bytes[static_cast<std::size_t>(at / 8)];
    return ((byte >> (7 - at % 8)) & 1) != 0;
}

}  // namespace

std::optional<AddressRange::Bytes> AddressRange::bytes_of(std::string_view address) {
    const std::string text{address};
    Bytes bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
    if (inet_pton(AF_INET, text.c_str(), bytes.data() + 12) != 1) return std::nullopt;
    bytes[10] = bytes[11] = 0xff;
    return bytes;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string_view address = text.substr(0, slash);
    const auto net = bytes_of(address);
    if (!net) return std::nullopt;
    if (slash == std::string_view::npos) return AddressRange{*net, 128};
    const int before = address.find(':') == std::string_view::npos ? kV4Before : 0;
    const std::string_view digits = text.substr(slash + 1);
    int bits = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (bits < 0 || bits > 128 - before) return std::nullopt;
    for (int at = before + bits; at < 128; ++at)
        if (bit(*net, at)) return std::nullopt;
    return AddressRange{*net, before + bits};
}

bool AddressRange::contains(std::string_view address) const {
    const auto bytes = bytes_of(address);
    if (!bytes) return false;
    for (int at = 0; at < bits_; ++at)
        if (bit(*bytes, at) != bit(net_, at)) return false;
    return true;
}

}  // namespace ow
