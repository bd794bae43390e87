#pragma once
// How a long-running command is told to end: TERM or INT.

#include <csignal>

namespace ow::app {

/// Blocks both for this thread and those it starts from now on; returns the set to wait on.
[[nodiscard]] inline sigset_t hold_stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return set;
}

}  // namespace ow::app
