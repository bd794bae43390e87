#include "adapters/ipp_print/settings.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ow::ipp_print {
namespace {

using adapters::wrong_setting;

constexpr adapters::SettingRow kRows[] = {
    {"copies", "how many of each document (default 1)"},
    {"copies.*", "how many of one document: copies.D2"},
    {"media", "paper by its PWG name (default: as the printer is set)"},
    {"media.*", "paper of one document: media.D19"},
    {"place", "where it stands, for the people who choose it: 3号窗口"},
    {"sides", "one-sided, two-sided-long-edge, two-sided-short-edge"},
    {"sides.*", "sides of one document"},
    {"tray", "media-source: tray-1, tray-2, by-pass-tray …"},
    {"tray.*", "tray of one document"},
};

constexpr int kMostCopies = 99;
constexpr std::string_view kSides[] = {"one-sided", "two-sided-long-edge", "two-sided-short-edge"};

struct SchemeRow {
    std::string_view prefix;
    int port;
    bool is_encrypted;
};
constexpr SchemeRow kSchemes[] = {{"http://", 80, false},
                                  {"https://", 443, true},
                                  {"ipp://", 631, false},
                                  {"ipps://", 631, true}};

std::optional<int> number_in(std::string_view text) {
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Result<Address> read_address(std::string_view endpoint) {
    for (const SchemeRow& row : kSchemes) {
        if (!endpoint.starts_with(row.prefix)) continue;
        const std::string_view rest = endpoint.substr(row.prefix.size());
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view place = rest.substr(0, slash);
        const std::size_t colon = place.rfind(':');
        const bool has_port = colon != std::string_view::npos && !place.ends_with(']');
        const auto port = has_port ? number_in(place.substr(colon + 1)) : row.port;
        std::string host{place.substr(0, has_port ? colon : place.size())};
        if (host.empty() || !port || *port < 1 || *port > 65535) break;
        std::string resource{rest.substr(slash)};
        return Address{std::move(host), *port, resource.empty() ? "/" : resource, row.is_encrypted};
    }
    return wrong_setting("endpoint",
                         "an address as ipp://printer.example:631/ipp/print is expected");
}

/// One value of `sheet` by the name of its key.
Status put(Sheet& sheet, std::string_view name, const std::string& key, const std::string& value) {
    if (name == "copies") {
        const auto copies = number_in(value);
        if (!copies || *copies < 1 || *copies > kMostCopies)
            return wrong_setting(key, "a number from 1 to 99 is expected");
        sheet.copies = *copies;
    } else if (name == "sides") {
        if (std::find(std::begin(kSides), std::end(kSides), value) == std::end(kSides))
            return wrong_setting(key, "one-sided, two-sided-long-edge or two-sided-short-edge");
        sheet.sides = value;
    } else if (name == "tray") {
        sheet.tray = value;
    } else if (name == "media") {
        sheet.media = value;
    }
    return ok();
}

}  // namespace

std::string Address::uri() const {
    return (is_encrypted ? "ipps://" : "ipp://") + host + ":" + std::to_string(port) + resource;
}

const Sheet& Settings::sheet_of(const std::string& document) const {
    const auto own = documents.find(document.substr(0, document.find('-')));
    return own == documents.end() ? sheet : own->second;
}

std::span<const adapters::SettingRow> setting_rows() {
    return kRows;
}

Result<Settings> read_settings(const ports::PartnerSettings& partner) {
    if (const Status known = adapters::check_keys(partner, kRows); !known) return known.error();
    auto address = read_address(partner.endpoint);
    if (!address) return address.error();
    Settings out{*std::move(address), {}, {}};
    for (const auto& [key, value] : partner.settings) {
        if (key.find('.') != std::string::npos) continue;
        if (const Status done = put(out.sheet, key, key, value); !done) return done.error();
    }
    for (const auto& [key, value] : partner.settings) {
        const std::size_t dot = key.find('.');
        if (dot == std::string::npos) continue;
        Sheet& sheet = out.documents.try_emplace(key.substr(dot + 1), out.sheet).first->second;
        if (const Status done = put(sheet, key.substr(0, dot), key, value); !done)
            return done.error();
    }
    return out;
}

}  // namespace ow::ipp_print
