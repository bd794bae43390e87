// `onewindow backup make` and `backup forget`.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/storage/backup.hpp"
#include "gateway/storage/root_text.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kMake[] = {{"--config", "<folder>", "the configuration folder", true},
                               {"--to", "<folder>", "a folder that holds no store yet", true}};
constexpr OptionRow kForget[] = {{"--config", "<folder>", "the configuration folder", true},
                                 {"--in", "<folder>", "a backup", true}};

int failed(const Error& error, std::ostream& err) {
    err << error.text() << "\n" << error.row().operator_ << "\n";
    return 1;
}

/// For `verify --root`. The newest signed one: making another would need the keys.
int write_root_text(const std::string& backup, std::ostream& out, std::ostream& err) {
    const auto root = storage::newest_root(backup);
    if (!root) return failed(root.error(), err);
    if (!*root) return 0;  // a store that is younger than an hour
    const std::string path = backup + "/root.txt";
    std::ofstream file{path, std::ios::binary};
    file << storage::root_text(**root);
    file.close();
    if (!file) return failed(Error{Code::kStoreUnavailable, At{path}, "write"}, err);
    out << "keep " << path << " apart from the store: onewindow verify --root\n";
    return 0;
}

int make_backup(const Options& options, const Config& config, std::ostream& out,
                std::ostream& err) {
    const std::string& to = options.at("--to");
    if (auto made = storage::backup_store(config.gateway.store.string(), to); !made)
        return failed(made.error(), err);
    // The mappings that cases were made with.
    const std::filesystem::path kept = config.gateway.store / "mappings";
    if (std::filesystem::is_directory(kept))
        std::filesystem::copy(kept, std::filesystem::path{to} / "mappings",
                              std::filesystem::copy_options::recursive);
    out << "made " << to << "; the master key is not in it\n";
    return write_root_text(to, out, err);
}

/// What the store has forgotten since the backup was made has to be forgotten there too.
int forget_in_backup(const Options& options, const Config& config, std::ostream& out,
                     std::ostream& err) {
    const std::string& backup = options.at("--in");
    const auto keys = read_keys(config.gateway.master_key);
    if (!keys) return failed(keys.error(), err);
    const auto settings = store_settings(config, *keys);
    if (!settings) return failed(settings.error(), err);
    const auto wanted = storage::destroyed_streams(config.gateway.store.string());
    if (!wanted) return failed(wanted.error(), err);
    const auto gone = storage::destroyed_streams(backup);
    if (!gone) return failed(gone.error(), err);
    const SystemClock clock;
    NullLog log;
    for (const StreamId& stream : *wanted) {
        if (std::find(gone->begin(), gone->end(), stream) != gone->end()) continue;
        auto done = storage::destroy_backup_key(*settings, backup, stream, clock, log);
        if (!done) return failed(done.error(), err);
    }
    const auto now_gone = storage::destroyed_streams(backup);  // a stream may be younger than it
    if (!now_gone) return failed(now_gone.error(), err);
    out << fmt::format("destroyed {} keys in {}, {} were before\n", now_gone->size() - gone->size(),
                       backup, gone->size());
    return 0;
}

}  // namespace

int run_backup(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto verb = verb_of("backup", arguments, {"forget", "make"}, err);
    if (!verb) {
        err << usage("backup make", kMake) << usage("backup forget", kForget);
        return 2;
    }
    const auto options = verb == "make"
                             ? options_of("backup make", arguments.subspan(1), kMake, err)
                             : options_of("backup forget", arguments.subspan(1), kForget, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    return verb == "make" ? make_backup(*options, *config, out, err)
                          : forget_in_backup(*options, *config, out, err);
}

}  // namespace ow::app
