// Commands that make secrets: key, user.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/user_file.hpp"
#include "gateway/base/text.hpp"
#include "gateway/console/api/users.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kConfigOnly[] = {{"--config", "<folder>", "the configuration folder", true}};
constexpr OptionRow kUserOptions[] = {
    {"--id", "<id>", "log-in name", true},
    {"--name", "<name>", "as documents print it", true},
    {"--role", "<role>", "acceptance, department, issuance, operator, admin", true},
    {"--hall", "<id>", "a file of config/halls", true},
    {"--department", "<id>", "of role department: whose cases are its own", false},
    {"--config", "<folder>", "the configuration folder; `config` if it is not given", false}};

/// The names of the halls' files, sorted.
std::vector<std::string> halls_of(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code failed;
    for (const auto& file : std::filesystem::directory_iterator{folder, failed}) {
        if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string config_folder(const Options& options) {
    const auto given = options.find("--config");
    return given == options.end() ? "config" : given->second;
}

bool is_known_hall(const Options& options, std::ostream& err) {
    const std::string config = config_folder(options);
    const auto halls = halls_of(std::filesystem::path{config} / "halls");
    const std::string& hall = options.at("--hall");
    if (std::find(halls.begin(), halls.end(), hall) != halls.end()) return true;
    const std::vector<std::string_view> names{halls.begin(), halls.end()};
    const std::string_view near = nearest(hall, names);
    err << fmt::format("onewindow user add: `--hall {}`: there is no such hall in {}/halls", hall,
                       config);
    if (!near.empty()) err << fmt::format("; did you mean `{}`?", near);
    if (near.empty() && !names.empty()) err << fmt::format("; known: {}", fmt::join(names, ", "));
    if (names.empty()) err << "; name the configuration folder with --config";
    err << "\n";
    return false;
}

/// What the gateway's start would refuse; nothing is said of a configuration that cannot be read.
bool works_here(const Options& options, std::ostream& err) {
    const auto keys = adapter_keys();
    const auto config = load_config(config_folder(options), keys);
    if (!config.ok()) return true;
    const model::Hall& hall = config.value.hall();
    if (options.at("--hall") != hall.id.str()) {
        err << fmt::format("onewindow user add: this gateway serves the hall `{}`\n",
                           hall.id.str());
        return false;
    }
    const auto department = options.find("--department");
    if (department == options.end() || hall.find(DepartmentId{department->second}) != nullptr)
        return true;
    std::vector<std::string_view> known;
    for (const auto& [id, one] : hall.departments) known.emplace_back(id.str());
    err << fmt::format("onewindow user add: the hall has no department `{}`{}\n",
                       department->second, did_you_mean(department->second, known));
    return false;
}

}  // namespace

int run_key(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto verb = verb_of("key", arguments, {"new", "public"}, err);
    if (!verb) {
        err << usage("key new", kConfigOnly) << usage("key public", kConfigOnly);
        return 2;
    }
    const auto options =
        options_of(fmt::format("key {}", *verb), arguments.subspan(1), kConfigOnly, err);
    if (!options) return 2;
    const auto loaded = load_gateway(options->at("--config"));
    if (!loaded.ok()) {
        err << loaded.problems.front().text() << "\n";
        return 1;
    }
    if (*verb == "public") {
        const auto keys = read_keys(loaded.value.master_key);
        if (keys) out << keys->root_public;
        if (!keys) err << keys.error().text() << "\n";
        return keys ? 0 : 1;
    }
    if (auto made = make_keys(loaded.value.master_key); !made) {
        err << made.error().text() << "\n";
        return 1;
    }
    out << "made " << loaded.value.master_key.string()
        << " and its root key; keep copies apart from the store\n";
    return 0;
}

int run_user(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    if (!verb_of("user", arguments, {"add"}, err)) {
        err << usage("user add", kUserOptions) << "The password is read from standard input.\n";
        return 2;
    }
    const auto options = options_of("user add", arguments.subspan(1), kUserOptions, err);
    if (!options) return 2;
    if (!is_known_hall(*options, err) || !works_here(*options, err)) return 1;
    const auto loaded = load_gateway(config_folder(*options));
    if (!loaded.ok()) {
        err << loaded.problems.front().text() << "\n";
        return 1;
    }
    std::string password;
    std::getline(std::cin, password);
    const auto department = options->find("--department");
    const auto user = console::make_user(
        {options->at("--id"), options->at("--name"), options->at("--role"),
         HallId{options->at("--hall")},
         DepartmentId{department == options->end() ? std::string{} : department->second}},
        password);
    if (!user) {
        err << user.error().text() << "\n";
        return 1;
    }
    const auto file = loaded.value.master_key.parent_path() / "users.yaml";
    if (auto added = add_user(file, *user); !added) {
        err << added.error().text() << "\n";
        return 1;
    }
    out << fmt::format("{} is in {}; a running gateway takes it in at its next start\n",
                       user->user.id, file.string());
    return 0;
}

}  // namespace ow::app
