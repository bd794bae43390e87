#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/config_values.hpp"
#include "gateway/app/web_address.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using model::PartnerConfig;

bool is_digest(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

constexpr const char* kDigestExpected = "64 hex digits in lower case are expected";

model::PartnerCredential read_credential(const yaml::Node& node, std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    model::PartnerCredential out;
    out.certificate_sha256 = reader.text_or("certificate_sha256", "");
    out.hmac_key_file = reader.text_or("hmac_key_file", "");
    if (out.certificate_sha256.empty() == out.hmac_key_file.empty())
        problems.push_back(
            node.error("either `certificate_sha256` or `hmac_key_file` is expected"));
    if (!out.certificate_sha256.empty() && !is_digest(out.certificate_sha256))
        reader.report("certificate_sha256", kDigestExpected);
    const std::string day = reader.text("not_after");
    if (const auto last = parse_day(day)) {
        out.not_after = *last;
    } else if (!day.empty()) {
        reader.report("not_after", "the last day it is accepted is expected, as 2026-12-31");
    }
    return out;
}

void read_addresses(yaml::Reader& reader, PartnerConfig& out) {
    for (const std::string& text : reader.texts("addresses")) {
        const auto range = AddressRange::parse(text);
        if (range) out.trust.addresses.push_back(*range);
        if (!range)
            reader.report("addresses", fmt::format("`{}`: an address or a network is expected, as "
                                                   "192.0.2.7, 10.1.0.0/16 or 2001:db8::/32",
                                                   text));
    }
}

void read_rate(const yaml::Node& node, PartnerConfig& out, std::vector<Error>& problems) {
    constexpr std::int64_t kMost = 100'000;
    yaml::Reader reader{node, problems};
    const std::int64_t per_second = reader.integer("per_second", 1, kMost);
    out.rate.per_second = static_cast<int>(per_second);
    out.rate.burst = static_cast<int>(reader.integer_or("burst", per_second, 1, kMost));
}

void read_tls(const yaml::Node& node, PartnerConfig& out, std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    out.tls.ca_file = reader.text_or("ca_file", "");
    out.tls.certificate_file = reader.text_or("certificate_file", "");
    out.tls.key_file = reader.text_or("key_file", "");
    if (out.tls.certificate_file.empty() != out.tls.key_file.empty())
        problems.push_back(node.error("`certificate_file` and `key_file` go together"));
}

void read_trust(const yaml::Node& node, PartnerConfig& out, std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    out.trust.certificate_sha256 = reader.texts("certificate_sha256");
    for (const std::string& digest : out.trust.certificate_sha256) {
        if (!is_digest(digest)) {
            reader.report("certificate_sha256", kDigestExpected);
        }
    }
    out.trust.hmac_key_file = reader.text_or("hmac_key_file", "");
    read_addresses(reader, out);
    const yaml::Node* also = reader.list_or_none("also_accepted");
    if (also == nullptr) return;
    for (const yaml::Node& each : also->items())
        out.trust.also_accepted.push_back(read_credential(each, problems));
}

void read_retry(const yaml::Node& node, PartnerConfig& out, std::vector<Error>& problems) {
    constexpr std::int64_t kDay = 86'400'000;
    yaml::Reader reader{node, problems};
    out.retry.first = Millis{reader.integer_or("first_ms", out.retry.first.count(), 1, kDay)};
    out.retry.most = Millis{reader.integer_or("max_ms", out.retry.most.count(), 1, kDay)};
    out.retry.attempts =
        static_cast<int>(reader.integer_or("attempts", out.retry.attempts, 1, 1000));
    if (out.retry.most < out.retry.first) reader.report("max_ms", "less than `first_ms`");
}

void read_roles(yaml::Reader& reader, PartnerConfig& out, std::vector<Error>& problems) {
    const yaml::Node* roles = reader.list_or_none("roles");
    if (roles == nullptr) return;
    const std::vector<std::string_view> allowed{std::begin(model::kPartnerRoles),
                                                std::end(model::kPartnerRoles)};
    for (const yaml::Node& item : roles->items()) {
        auto role = item.as_one_of(allowed);
        if (role) out.roles.push_back(std::move(*role));
        if (!role) problems.push_back(role.error());
    }
}

std::map<std::string, std::string> read_kinds(yaml::Reader& reader, std::string_view key,
                                              std::vector<Error>& problems) {
    auto out = reader.free_map(key);
    const std::vector<std::string_view> known{std::begin(model::kMessageKinds),
                                              std::end(model::kMessageKinds)};
    for (const auto& [kind, mapping] : out) {
        if (std::find(known.begin(), known.end(), kind) != known.end()) continue;
        const std::string_view near = nearest(kind, known);
        std::string cause = fmt::format("unknown message kind `{}`", kind);
        cause += near.empty() ? fmt::format("; known: {}", fmt::join(known, ", "))
                              : fmt::format("; did you mean `{}`?", near);
        problems.push_back(reader.node().find(key)->key_error(kind, std::move(cause)));
    }
    return out;
}

char read_channel(yaml::Reader& reader) {
    const std::string text = reader.text_or("channel", "0");
    const bool right = text.size() == 1 &&
                       ((text[0] >= '0' && text[0] <= '9') || (text[0] >= 'A' && text[0] <= 'Z'));
    if (!right) reader.report("channel", "one character is expected, 0-9 or A-Z");
    return right ? text[0] : '0';
}

model::ServiceHours read_service_hours(yaml::Reader& reader) {
    const std::string text = reader.text_or("service_hours", "");
    if (text.empty()) return {};
    const auto hours = model::parse_service_hours(text);
    if (!hours)
        reader.report("service_hours",
                      "spans are expected, such as \"08:30-12:00 13:30-17:30 workdays\"");
    return hours.value_or(model::ServiceHours{});
}

PartnerConfig read_partner(const yaml::Node& root, std::string id, std::vector<Error>& problems) {
    PartnerConfig out;
    out.id = PartnerId{std::move(id)};
    yaml::Reader reader{root, problems};
    out.name = reader.text("name");
    out.adapter = reader.text("adapter");
    read_roles(reader, out, problems);
    out.channel = read_channel(reader);
    if (const auto* node = reader.map_or_none("trust")) read_trust(*node, out, problems);
    if (const auto* node = reader.map_or_none("rate")) read_rate(*node, out, problems);
    if (const auto* node = reader.map_or_none("tls")) read_tls(*node, out, problems);
    out.endpoint = out.has_role("printer") ? address_or_none(reader, "endpoint", kPrinterSchemes)
                                           : address_or_none(reader, "endpoint");
    out.deduplicates = reader.flag_or("deduplicates", out.deduplicates);
    if (out.deduplicates && out.has_role("printer"))
        reader.report("deduplicates", "no printer knows what it has printed already");
    out.workers = static_cast<int>(reader.integer_or("workers", out.workers, 1, 64));
    out.total_deadline =
        Millis{reader.integer_or("total_deadline_ms", out.total_deadline.count(), 1, 600'000)};
    if (const auto* node = reader.map_or_none("retry")) read_retry(*node, out, problems);
    out.service_hours = read_service_hours(reader);
    out.inbound = read_kinds(reader, "inbound", problems);
    out.outbound = read_kinds(reader, "outbound", problems);
    out.settings = reader.free_map("settings");
    return out;
}

}  // namespace

Loaded<std::map<PartnerId, PartnerConfig>> load_partners(const fs::path& directory) {
    Loaded<std::map<PartnerId, PartnerConfig>> out;
    for (const fs::path& path : files_in(directory / "partners", ".yaml", out.problems)) {
        const auto root = read_yaml(path, out.problems);
        if (!root) continue;
        PartnerConfig partner = read_partner(*root, path.stem().string(), out.problems);
        const PartnerId id = partner.id;
        out.value.emplace(id, std::move(partner));
    }
    return out;
}

}  // namespace ow::app
