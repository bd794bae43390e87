// onewindow-torture: kills the gateway at random while sources feed it, then counts. README.md.

#include <charconv>
#include <exception>
#include <iostream>
#include <vector>

#include "gateway/app/command_options.hpp"
#include "tests/torture/gateway_child.hpp"
#include "tests/torture/run.hpp"

namespace {

using namespace ow;

constexpr app::OptionRow kOptions[] = {
    {"--applications", "<n>", "how many are sent"},
    {"--config", "<folder>", "of the child; not for people"},
    {"--keep", "", "leave the folder behind"},
    {"--kills", "<n>", "how often the gateway is killed"},
    {"--lossy", "", "a kill also loses what was not fsynced"},
    {"--no-sync", "main|blobs", "leave that fsync out; the run must fail"},
    {"--seed", "<n>", "another run"},
};

template <class T>
bool read_number(const std::map<std::string, std::string, std::less<>>& given, const char* name,
                 T& to) {
    const auto found = given.find(name);
    if (found == given.end()) return true;
    const std::string& text = found->second;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), to);
    return failed == std::errc{} && end == text.data() + text.size();
}

int usage() {
    std::cerr << app::usage("torture", kOptions);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool child = !arguments.empty() && arguments[0] == "gateway";
    if (child) arguments.erase(arguments.begin());
    const auto given = app::parse_options(arguments, kOptions);
    if (!given) {
        std::cerr << given.error().cause() << "\n";
        return usage();
    }
    torture::Options options;
    const bool numbers = read_number(*given, "--applications", options.applications) &&
                         read_number(*given, "--kills", options.kills) &&
                         read_number(*given, "--seed", options.seed);
    if (given->contains("--no-sync")) options.no_sync = given->at("--no-sync");
    if (!numbers || options.applications < 1 || options.kills < 0) return usage();
    if (!options.no_sync.empty() && options.no_sync != "main" && options.no_sync != "blobs")
        return usage();
    options.lossy = given->contains("--lossy") || !options.no_sync.empty();
    options.keep = given->contains("--keep");
    if (child) return torture::run_gateway(given->at("--config"), options);
    try {
        return torture::run(options, std::cout);
    } catch (const std::exception& failed) {
        std::cerr << "onewindow-torture: " << failed.what() << "\n";
        return 2;
    }
}
