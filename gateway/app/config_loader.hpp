#pragma once
// Reads the configuration folder into plain structs, collecting every mistake with file, line,
// column and what would be right. Nothing is started, opened or guessed.
//
//   config/gateway.yaml               this process: address, certificate, store, limits, hall
//   config/halls/<id>.yaml            hall rules (model/hall.hpp)
//   config/catalogue/*.csv            items, materials, department names, remedies
//   config/calendar/<year>.json       State Council notices
//   config/partners/<id>.yaml         partners (model/partner.hpp)
//
// Paths inside gateway.yaml are relative to the configuration folder.

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/app/config_signing.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/model/calendar.hpp"
#include "gateway/model/catalogue.hpp"
#include "gateway/model/hall.hpp"
#include "gateway/model/partner.hpp"
#include "gateway/model/remedies.hpp"

namespace ow::app {

struct ListenSettings {
    std::string address = "127.0.0.1";
    int port = 8443;  ///< 0: any free one (tests)
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::filesystem::path client_ca;  ///< who may sign client certificates
};

struct LimitSettings {
    std::int64_t body_bytes = 20 << 20;
    int connections = 512;
    int connections_per_address = 256;
    Millis header_timeout{10'000};
    Millis body_timeout{60'000};
    Millis idle_timeout{60'000};
    int pool_threads = 4;
    int pool_queue = 256;
};

enum class HashName : std::uint8_t { kSm3, kSha256 };

struct GatewaySettings {
    HallId hall;  ///< which of config/halls this process is
    std::string public_url;
    ListenSettings listen;
    LimitSettings limits;
    std::filesystem::path store;       ///< data directory
    std::filesystem::path master_key;  ///< outside the data directory
    std::filesystem::path templates;
    std::filesystem::path fonts;  ///< fonts.yaml
    std::filesystem::path mappings;
    std::filesystem::path seals;
    std::filesystem::path console;  ///< the pages' folder
    SigningSettings signing;
    HashName hash = HashName::kSm3;         ///< used only when the store is made
    Millis partners_heard_within{600'000};  ///< timers wait so long for a silent partner
    int relay_workers = 4;
    int document_workers = 1;
};

struct Config {
    std::filesystem::path directory;
    GatewaySettings gateway;
    std::map<HallId, model::Hall> halls;
    model::Catalogue catalogue;
    model::Calendar calendar;
    std::map<PartnerId, model::PartnerConfig> partners;
    model::Remedies remedies;

    /// The hall this process is; only after a load without problems.
    [[nodiscard]] const model::Hall& hall() const { return halls.at(gateway.hall); }
};

template <class T>
struct Loaded {
    T value;
    std::vector<Error> problems;  ///< empty: the value may be used
    [[nodiscard]] bool ok() const { return problems.empty(); }
};

/// An adapter as the configuration may name it: from adapters/registry.
struct AdapterKeys {
    std::string_view name;
    std::vector<std::string_view>
        settings;  ///< the keys it knows; `path.*`: one a message it sends
};

/// Everything, cross-checked: the hall exists, departments point to partners, items to departments,
/// partners to `adapters` and their settings to that adapter's keys (not checked if empty).
[[nodiscard]] Loaded<Config> load_config(const std::filesystem::path& directory,
                                         std::span<const AdapterKeys> adapters = {});

/// Parts of it, for commands that need no more.
[[nodiscard]] Loaded<GatewaySettings> load_gateway(const std::filesystem::path& directory);
/// `instead`: read in place of the folder's file of the same year, whatever its name.
[[nodiscard]] Loaded<model::Calendar> load_calendar(const std::filesystem::path& directory,
                                                    const std::filesystem::path& instead = {});
/// The year that a file of the calendar is about; 0: none.
[[nodiscard]] int calendar_year(const std::filesystem::path& file);
[[nodiscard]] Loaded<model::Catalogue> load_catalogue(const std::filesystem::path& directory);
[[nodiscard]] Loaded<model::Remedies> load_remedies(const std::filesystem::path& directory);
[[nodiscard]] Loaded<std::map<HallId, model::Hall>> load_halls(
    const std::filesystem::path& directory);
[[nodiscard]] Loaded<std::map<PartnerId, model::PartnerConfig>> load_partners(
    const std::filesystem::path& directory);

}  // namespace ow::app
