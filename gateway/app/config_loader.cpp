#include "gateway/app/config_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>

#include "gateway/app/config_parents.hpp"
#include "gateway/app/config_values.hpp"
#include "gateway/base/text.hpp"
#include "gateway/model/booking.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSlots = "slots";

template <class T>
T take(Loaded<T> part, std::vector<Error>& problems) {
    std::move(part.problems.begin(), part.problems.end(), std::back_inserter(problems));
    return std::move(part.value);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    const std::string_view near = nearest(word, known);
    return near.empty() ? fmt::format("; known: {}", fmt::join(known, ", "))
                        : fmt::format("; did you mean `{}`?", near);
}

template <class Map>
std::vector<std::string_view> names_of(const Map& map) {
    std::vector<std::string_view> names;
    for (const auto& [id, value] : map) names.emplace_back(id.str());
    return names;
}

/// Values that were right by themselves are looked up again for their place in the file.
void report_at(const fs::path& file, std::initializer_list<std::string_view> keys,
               std::string cause, std::vector<Error>& problems) {
    const auto root = yaml::parse_file(file);
    if (!root) return;
    const yaml::Node* node = &*root;
    for (std::string_view key : keys) {
        const yaml::Node* next = node->find(key);
        if (next == nullptr) break;
        node = next;
    }
    problems.push_back(node->error(std::move(cause)));
}

void check_hall(const Config& config, std::vector<Error>& problems) {
    if (config.gateway.hall.empty() || config.halls.contains(config.gateway.hall)) return;
    const std::string& hall = config.gateway.hall.str();
    if (fs::exists(config.directory / "halls" / (hall + ".yaml"))) return;  // its mistake was said
    report_at(
        config.directory / "gateway.yaml", {"hall"},
        fmt::format("there is no halls/{}.yaml", hall) + did_you_mean(hall, names_of(config.halls)),
        problems);
}

/// What keeps cases from going to a department by that partner; empty: nothing.
std::string wrong_for_department(const Config& config, const PartnerId& id) {
    const auto found = config.partners.find(id);
    if (found == config.partners.end()) {
        const fs::path file = config.directory / "partners" / (id.str() + ".yaml");
        if (fs::exists(file)) return {};  // not read: that was said
        return fmt::format("there is no partners/{}.yaml", id.str()) +
               did_you_mean(id.str(), names_of(config.partners));
    }
    if (!found->second.has_role("decider"))
        return fmt::format(
            "a department's partner has the role `decider`; partners/{}.yaml has not", id.str());
    if (!found->second.outbound.contains("application"))
        return fmt::format(
            "a department's partner maps `outbound: application`; partners/{}.yaml does not",
            id.str());
    return {};
}

void check_departments(const Config& config, std::vector<Error>& problems) {
    for (const auto& [hall_id, hall] : config.halls) {
        const fs::path file = config.directory / "halls" / (hall_id.str() + ".yaml");
        for (const auto& [id, department] : hall.departments) {
            if (department.partner.empty()) continue;
            std::string wrong = wrong_for_department(config, department.partner);
            if (!wrong.empty())
                report_at(file, {"departments", id.str(), "partner"}, std::move(wrong), problems);
        }
    }
}

/// R17: `booking_mean_of` names items.
void check_booking_means(const Config& config, std::vector<Error>& problems) {
    if (config.catalogue.items().empty()) return;  // not read: that was said
    std::vector<std::string_view> ids;
    for (const model::Item& item : config.catalogue.items()) ids.emplace_back(item.id.str());
    for (const auto& [hall_id, hall] : config.halls) {
        const fs::path file = config.directory / "halls" / (hall_id.str() + ".yaml");
        for (const auto& [item, mean] : hall.settings.booking_mean_of) {
            if (config.catalogue.find(item) != nullptr) continue;
            report_at(file, {"settings", "booking_mean_of", item.str()},
                      fmt::format("`{}` is no item", item.str()) + did_you_mean(item.str(), ids),
                      problems);
        }
    }
}

/// R4: what a broken pledge means is told beforehand, so a hall that takes one has to say it.
void check_pledges(const Config& config, std::vector<Error>& problems) {
    for (const auto& row : config.halls) {
        const model::Hall& hall = row.second;
        if (hall.wordings.contains("pledge_broken")) continue;
        const auto& items = config.catalogue.items();
        const auto takes = std::find_if(items.begin(), items.end(), [&](const model::Item& item) {
            return item.tolerance && hall.find(item.department) != nullptr;
        });
        if (takes == items.end()) continue;
        report_at(config.directory / "halls" / (hall.id.str() + ".yaml"), {"wordings"},
                  fmt::format("`pledge_broken` is missing: {} may be accepted with materials "
                              "missing (R4)",
                              takes->id.str()),
                  problems);
    }
}

/// R17: the hours that an applicant may choose are the hall's, unless the partner's file has some
/// of them.
void set_booking_slots(Config& config, std::span<const AdapterKeys> adapters,
                       std::vector<Error>& problems) {
    const auto hall = config.halls.find(config.gateway.hall);
    if (hall == config.halls.end()) return;
    const std::vector<std::string> slots = model::slots_of(hall->second);
    for (auto& [id, partner] : config.partners) {
        const auto adapter =
            std::find_if(adapters.begin(), adapters.end(),
                         [&, name = partner.adapter](const auto& one) { return one.name == name; });
        if (adapter == adapters.end() ||
            std::find(adapter->settings.begin(), adapter->settings.end(), kSlots) ==
                adapter->settings.end())
            continue;
        const auto [own, unsaid] = partner.settings.try_emplace(
            std::string{kSlots}, fmt::format("{}", fmt::join(slots, ",")));
        if (unsaid) continue;
        for (const std::string_view slot : split(own->second, ',')) {
            if (std::find(slots.begin(), slots.end(), trim(slot)) != slots.end()) continue;
            report_at(config.directory / "partners" / (id.str() + ".yaml"), {"settings", kSlots},
                      fmt::format("{} is none of the hall's hours: {}", trim(slot),
                                  fmt::join(slots, ", ")),
                      problems);
        }
    }
}

/// The adapter's keys for this partner: `path.*` is one for every message it is sent.
std::vector<std::string> keys_for(const model::PartnerConfig& partner, const AdapterKeys& adapter) {
    std::vector<std::string> keys;
    for (std::string_view key : adapter.settings) {
        if (!key.ends_with('*')) {
            keys.emplace_back(key);
            continue;
        }
        key.remove_suffix(1);
        for (const auto& [kind, mapping] : partner.outbound) {
            keys.push_back(std::string{key} + kind);
        }
    }
    return keys;
}

/// `copies.D2` of a printer; whether there is a D2 is checked with the templates.
bool is_of_a_document(const std::string& key, const model::PartnerConfig& partner,
                      const AdapterKeys& adapter) {
    static const std::regex document{"([a-z_]+\\.)[A-Z][0-9]+[A-Z]?"};
    std::smatch parts;
    if (!partner.has_role("printer") || !std::regex_match(key, parts, document)) return false;
    return std::find(adapter.settings.begin(), adapter.settings.end(), parts.str(1) + "*") !=
           adapter.settings.end();
}

void check_settings(const fs::path& file, const model::PartnerConfig& partner,
                    const AdapterKeys& adapter, std::vector<Error>& problems) {
    const auto keys = keys_for(partner, adapter);
    for (const auto& [key, value] : partner.settings) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        if (is_of_a_document(key, partner, adapter)) continue;
        const auto root = yaml::parse_file(file);
        const yaml::Node* settings = root ? root->find("settings") : nullptr;
        if (settings == nullptr) return;
        problems.push_back(settings->key_error(
            key, fmt::format("`{}` is no setting of the adapter {} for this partner", key,
                             adapter.name) +
                     did_you_mean(key, {keys.begin(), keys.end()})));
    }
}

void check_adapters(const Config& config, std::span<const AdapterKeys> adapters,
                    std::vector<Error>& problems) {
    std::vector<std::string_view> names;
    for (const AdapterKeys& adapter : adapters) names.push_back(adapter.name);
    for (const auto& [id, partner] : config.partners) {
        const fs::path file = config.directory / "partners" / (id.str() + ".yaml");
        const auto found = std::find(names.begin(), names.end(), partner.adapter);
        if (found == names.end()) {
            report_at(file, {"adapter"},
                      fmt::format("there is no adapter `{}`", partner.adapter) +
                          did_you_mean(partner.adapter, names),
                      problems);
        } else {
            const auto& adapter = adapters[static_cast<std::size_t>(found - names.begin())];
            check_settings(file, partner, adapter, problems);
        }
    }
}

}  // namespace

Loaded<Config> load_config(const fs::path& directory, std::span<const AdapterKeys> adapters) {
    Loaded<Config> out;
    Config& config = out.value;
    config.directory = directory;
    config.gateway = take(load_gateway(directory), out.problems);
    config.calendar = take(load_calendar(directory), out.problems);
    config.catalogue = take(load_catalogue(directory), out.problems);
    config.remedies = take(load_remedies(directory), out.problems);
    config.halls = take(load_halls(directory), out.problems);
    for (const auto& [id, hall] : config.halls) {
        for (Error& wrong : check_parents(hall, config.catalogue, directory))
            out.problems.push_back(std::move(wrong));
    }
    config.partners = take(load_partners(directory), out.problems);
    check_hall(config, out.problems);
    check_departments(config, out.problems);
    check_booking_means(config, out.problems);
    check_pledges(config, out.problems);
    if (!adapters.empty()) check_adapters(config, adapters, out.problems);
    set_booking_slots(config, adapters, out.problems);
    return out;
}

}  // namespace ow::app
