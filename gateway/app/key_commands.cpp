// Commands that make secrets: key, user.

#include <iostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/console/api/users.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kConfigOnly[] = {{"--config", "<folder>", "the configuration folder", true}};
constexpr OptionRow kUserOptions[] = {
    {"--id", "<id>", "log-in name", true},
    {"--name", "<name>", "as documents print it", true},
    {"--role", "<role>", "acceptance, issuance, operator, admin", true},
    {"--hall", "<id>", "a file of config/halls", true}};

}  // namespace

int run_key(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    if (arguments.empty() || arguments[0] != "new") {
        err << "onewindow key: `new`, then\n" << usage("key new", kConfigOnly);
        return 2;
    }
    const auto options = options_of("key new", arguments.subspan(1), kConfigOnly, err);
    if (!options) return 2;
    const auto loaded = load_gateway(options->at("--config"));
    if (!loaded.ok()) {
        err << loaded.problems.front().text() << "\n";
        return 1;
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
    if (arguments.empty() || arguments[0] != "add") {
        err << "onewindow user: `add`, then\n"
            << usage("user add", kUserOptions) << "The password is read from standard input.\n";
        return 2;
    }
    const auto options = options_of("user add", arguments.subspan(1), kUserOptions, err);
    if (!options) return 2;
    std::string password;
    std::getline(std::cin, password);
    const auto user = console::make_user({options->at("--id"), options->at("--name"),
                                          options->at("--role"), HallId{options->at("--hall")}},
                                         password);
    if (!user) {
        err << user.error().text() << "\n";
        return 1;
    }
    out << console::user_yaml(*user);
    return 0;
}

}  // namespace ow::app
