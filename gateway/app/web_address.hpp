#pragma once
// Addresses of the configuration: one that is wrong is noticed when a paper's code is scanned, or a
// message is sent, unless it is read here.

#include <span>
#include <string>
#include <string_view>

#include "gateway/yaml/reader.hpp"

namespace ow::app {

inline constexpr std::string_view kWebSchemes[] = {"http", "https"};
inline constexpr std::string_view kPrinterSchemes[] = {"http", "https", "ipp", "ipps"};

/// What is wrong with `<scheme>://<host>[:<port>][/…]`; empty: nothing. A host is a name, an IPv4
/// address or an IPv6 address in brackets, without a user; a port is 1 to 65535.
[[nodiscard]] std::string wrong_in_address(std::string_view address,
                                           std::span<const std::string_view> schemes);

/// An optional address; a wrong one is reported.
[[nodiscard]] std::string address_or_none(yaml::Reader& reader, std::string_view key,
                                          std::span<const std::string_view> schemes = kWebSchemes);
/// A required one.
[[nodiscard]] std::string address_of(yaml::Reader& reader, std::string_view key);

}  // namespace ow::app
