#pragma once
// The configuration and its store for a command, beside no running gateway.

#include <iosfwd>
#include <memory>

#include "gateway/app/command_config.hpp"
#include "gateway/flow/setting.hpp"

namespace ow::app {

[[nodiscard]] flow::Setting setting_of(const Config& config);

struct OpenedStore {
    explicit OpenedStore(Config read) : config(std::move(read)) {}

    const Config config;
    const SystemClock clock;
    NullLog log;
    std::unique_ptr<ports::Store> store;
};

/// Of `--config`. nullptr: said on `err` why (the caller answers 1).
[[nodiscard]] std::unique_ptr<OpenedStore> open_beside(const Options& options, std::ostream& err);

}  // namespace ow::app
