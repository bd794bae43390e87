#include "gateway/app/web_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace ow::app {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";
constexpr int kLastPort = 65535;

bool is_only_of(std::string_view text, std::initializer_list<std::string_view> sets) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return std::any_of(sets.begin(), sets.end(), [c](std::string_view set) {
            return set.find(c) != std::string_view::npos;
        });
    });
}

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    return failed == std::errc{} && end == text.data() + text.size() && port >= 1 &&
           port <= kLastPort;
}

/// What stands behind the scheme; nothing if it is none of these.
std::optional<std::string_view> behind_scheme(std::string_view address,
                                              std::span<const std::string_view> schemes) {
    for (const std::string_view scheme : schemes) {
        const std::string start = std::string{scheme} + "://";
        if (address.starts_with(start)) return address.substr(start.size());
    }
    return std::nullopt;
}

std::string wrong_in_place(std::string_view place) {
    const bool v6 = place.starts_with('[');
    const std::size_t close = v6 ? place.find(']') : 0;
    if (close == std::string_view::npos) return "`]` is missing behind the IPv6 address";
    const std::size_t end = v6 ? close + 1 : std::min(place.find(':'), place.size());
    const std::string_view host = v6 ? place.substr(1, close - 1) : place.substr(0, end);
    if (host.empty()) return "an address with a host is expected, as https://hall.example";
    const bool right = v6 ? is_only_of(host, {kDigits, "abcdefABCDEF:."})
                          : is_only_of(host, {kLetters, kDigits, "-._"});
    if (!right) return fmt::format("`{}` is no host", host);
    const std::string_view rest = place.substr(end);
    if (rest.empty()) return {};
    if (rest.front() != ':' || !is_port(rest.substr(1)))
        return fmt::format("`{}` is no port: 1 to {} is expected", rest.substr(1), kLastPort);
    return {};
}

std::string checked(yaml::Reader& reader, std::string_view key, std::string address,
                    std::span<const std::string_view> schemes) {
    if (address.empty()) return address;
    std::string wrong = wrong_in_address(address, schemes);
    if (!wrong.empty()) reader.report(key, std::move(wrong));
    return address;
}

}  // namespace

std::string wrong_in_address(std::string_view address, std::span<const std::string_view> schemes) {
    const auto rest = behind_scheme(address, schemes);
    if (!rest) return fmt::format("an address with {}:// is expected", fmt::join(schemes, "://, "));
    const bool is_visible =
        std::all_of(rest->begin(), rest->end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!is_visible) return "an address has no blanks and no characters beyond ASCII";
    return wrong_in_place(rest->substr(0, rest->find_first_of("/?#")));
}

std::string address_or_none(yaml::Reader& reader, std::string_view key,
                            std::span<const std::string_view> schemes) {
    return checked(reader, key, reader.text_or(key, ""), schemes);
}

std::string address_of(yaml::Reader& reader, std::string_view key) {
    return checked(reader, key, reader.text(key), kWebSchemes);
}

}  // namespace ow::app
