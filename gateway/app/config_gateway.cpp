#include "gateway/app/config_loader.hpp"
#include "gateway/app/config_values.hpp"
#include "gateway/app/web_address.hpp"
#include "gateway/base/address_range.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

Millis millis(yaml::Reader& reader, std::string_view key, Millis fallback) {
    constexpr std::int64_t kDay = 86'400'000;
    return Millis{reader.integer_or(key, fallback.count(), 1, kDay)};
}

int count(yaml::Reader& reader, std::string_view key, int fallback, int least, int most) {
    return static_cast<int>(reader.integer_or(key, fallback, least, most));
}

ListenSettings read_listen(const yaml::Node& node, const fs::path& directory,
                           std::vector<Error>& problems) {
    ListenSettings out;
    yaml::Reader reader{node, problems};
    out.address = reader.text_or("address", out.address);
    if (out.address.find('/') != std::string::npos || !AddressRange::parse(out.address))
        reader.report("address", "an IP address is expected, such as 127.0.0.1");
    out.port = count(reader, "port", out.port, 0, 65535);
    out.certificate = path_or(reader, "certificate", "", directory);
    out.key = path_or(reader, "key", "", directory);
    out.client_ca = path_or(reader, "client_ca", "", directory);
    return out;
}

LimitSettings read_limits(const yaml::Node& node, std::vector<Error>& problems) {
    LimitSettings out;
    yaml::Reader reader{node, problems};
    out.body_bytes = reader.integer_or("body_bytes", out.body_bytes, 1 << 10, 1 << 30);
    out.connections = count(reader, "connections", out.connections, 1, 100'000);
    out.connections_per_address =
        count(reader, "connections_per_address", out.connections_per_address, 1, 100'000);
    out.header_timeout = millis(reader, "header_timeout_ms", out.header_timeout);
    out.body_timeout = millis(reader, "body_timeout_ms", out.body_timeout);
    out.idle_timeout = millis(reader, "idle_timeout_ms", out.idle_timeout);
    out.pool_threads = count(reader, "pool_threads", out.pool_threads, 1, 256);
    out.pool_queue = count(reader, "pool_queue", out.pool_queue, 1, 100'000);
    return out;
}

void read_store(const yaml::Node& node, const fs::path& directory, GatewaySettings& out,
                std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    out.store = path_or(reader, "directory", "../var/store", directory);
    out.master_key = path_or(reader, "master_key", "../var/keys/master.key", directory);
    out.hash = reader.one_of_or("hash", "sm3", {"sha256", "sm3"}) == "sm3" ? HashName::kSm3
                                                                           : HashName::kSha256;
    const fs::path relative = out.master_key.lexically_relative(out.store);
    if (!relative.empty() && *relative.begin() != "..") {
        reader.report("master_key", "the master key must lie outside the data directory");
    }
}

void read_folders(const yaml::Node& node, const fs::path& directory, GatewaySettings& out,
                  std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    out.templates = path_or(reader, "templates", "../templates", directory);
    out.fonts = path_or(reader, "fonts", "../templates/fonts.yaml", directory);
    out.mappings = path_or(reader, "mappings", "../mappings", directory);
    out.seals = path_or(reader, "seals", "seals", directory);
    out.console = path_or(reader, "console", "../gateway/console/web", directory);
}

}  // namespace

Loaded<GatewaySettings> load_gateway(const fs::path& directory) {
    Loaded<GatewaySettings> out;
    const auto root = read_yaml(directory / "gateway.yaml", out.problems);
    if (!root) return out;
    yaml::Reader reader{*root, out.problems};
    out.value.hall = HallId{reader.text("hall")};
    out.value.public_url = address_of(reader, "public_url");
    if (const auto* node = reader.map("listen")) {
        out.value.listen = read_listen(*node, directory, out.problems);
    }
    if (const auto* node = reader.map("store")) {
        read_store(*node, directory, out.value, out.problems);
    }
    if (const auto* node = reader.map_or_none("limits")) {
        out.value.limits = read_limits(*node, out.problems);
    }
    if (const auto* node = reader.map("folders")) {
        read_folders(*node, directory, out.value, out.problems);
    }
    if (const auto* node = reader.map_or_none("workers")) {
        yaml::Reader workers{*node, out.problems};
        out.value.relay_workers = count(workers, "relay", out.value.relay_workers, 1, 64);
        out.value.document_workers = count(workers, "documents", out.value.document_workers, 1, 64);
    }
    if (const auto* node = reader.map_or_none("signing")) {
        out.value.signing = read_signing(*node, directory, out.problems);
    }
    if (const auto* node = reader.map_or_none("timers")) {
        yaml::Reader timers{*node, out.problems};
        out.value.partners_heard_within =
            millis(timers, "partners_heard_within_ms", out.value.partners_heard_within);
    }
    return out;
}

}  // namespace ow::app
