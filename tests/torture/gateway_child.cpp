#include "tests/torture/gateway_child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "gateway/app/command_config.hpp"
#include "gateway/app/serve.hpp"
#include "tests/support/lossy_disk.hpp"

namespace ow::torture {

int run_gateway(const std::string& config, const Options& options) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whoever ends the run ends its gateway
    auto read = app::config_of({{"--config", config}}, std::cerr);
    if (!read) return 1;
    const lossy::Disk disk{"lossy"};
    app::ServeSettings settings;
    settings.root_every = std::chrono::seconds{1};
    settings.tune_store = [&](storage::StoreSettings& store) {
        if (options.lossy) store.vfs = "lossy";
        if (options.no_sync == "main") store.synchronous = "OFF";
        if (options.no_sync == "blobs") store.blob_synchronous = "OFF";
    };
    return app::serve(std::move(*read), settings, std::cerr);
}

GatewayChild::GatewayChild(const Site& site, const Options& options)
    : log_((site.folder() / "gateway.log").string()),
      arguments_{"onewindow-torture", "gateway", "--config", site.config().string()} {
    if (options.lossy) arguments_.emplace_back("--lossy");
    if (!options.no_sync.empty())
        arguments_.insert(arguments_.end(), {"--no-sync", options.no_sync});
}

GatewayChild::~GatewayChild() {
    if (pid_ != 0) kill();
}

void GatewayChild::start() {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    // Our sockets are not the child's: one kept open by it would not be closed when we close it.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    std::vector<char*> arguments;
    std::transform(arguments_.begin(), arguments_.end(), std::back_inserter(arguments),
                   [](std::string& a) { return a.data(); });
    arguments.push_back(nullptr);
    const int failed =
        posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error{"the gateway cannot be started"};
    ++starts_;
}

void GatewayChild::kill() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

bool GatewayChild::stop() {
    if (pid_ == 0) return false;
    ::kill(pid_, SIGTERM);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool GatewayChild::ended() {
    if (pid_ == 0) return true;
    if (::waitpid(pid_, nullptr, WNOHANG) != pid_) return false;
    pid_ = 0;
    return true;
}

}  // namespace ow::torture
