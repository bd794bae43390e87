#pragma once
// IP addresses as an allow-list writes them: "192.0.2.7", "10.1.0.0/16", "2001:db8::/32". Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ow {

/// An IPv4 address that stands in IPv6 (::ffff:192.0.2.7) is the IPv4 address.
class AddressRange {
  public:
    /// nullopt: no address, a prefix longer than the address, or bits set behind the prefix.
    [[nodiscard]] static std::optional<AddressRange> parse(std::string_view text);
    [[nodiscard]] bool contains(std::string_view address) const;

  private:
    using Bytes = std::array<std::uint8_t, 16>;  ///< IPv4 as ::ffff:a.b.c.d
    AddressRange(const Bytes& net, int bits) : net_(net), bits_(bits) {}
    [[nodiscard]] static std::optional<Bytes> bytes_of(std::string_view address);

    Bytes net_;
    int bits_;  ///< of the 128
};

}  // namespace ow
