#pragma once
// The keys of a printer's file, and how each document goes onto paper there.

#include <map>
#include <span>
#include <string>

#include "adapters/partner_keys.hpp"
#include "gateway/base/result.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::ipp_print {

/// Where the printer listens: ipp (631), ipps (631, TLS from the first byte), http (80), https
/// (443).
struct Address {
    std::string host;
    int port = 0;
    std::string resource;  ///< "/printers/hall"
    bool is_encrypted = false;
    [[nodiscard]] std::string uri() const;  ///< as IPP names it: ipp://host:port/resource
};

/// Empty texts: as the printer is set.
struct Sheet {
    int copies = 1;
    std::string sides;  ///< "one-sided", "two-sided-long-edge", "two-sided-short-edge"
    std::string tray;   ///< media-source: "tray-1", "by-pass-tray" …
    std::string media;  ///< PWG 5101.1 name: "iso_a4_210x297mm", "om_label_100x180mm"
};

struct Settings {
    Address address;
    Sheet sheet;
    std::map<std::string, Sheet> documents;  ///< those with a word of their own, by id

    /// "D15-2", of a later result, is a D15.
    [[nodiscard]] const Sheet& sheet_of(const std::string& document) const;
};

/// Sorted.
[[nodiscard]] std::span<const adapters::SettingRow> setting_rows();
/// kPartnerConfiguration with the key: missing, of wrong form, or not in the table.
[[nodiscard]] Result<Settings> read_settings(const ports::PartnerSettings& partner);

}  // namespace ow::ipp_print
