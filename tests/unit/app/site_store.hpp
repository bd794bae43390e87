#pragma once
// A step put into the store of a site, as if a gateway had taken it.

#include <gtest/gtest.h>

#include <future>
#include <sstream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/key_files.hpp"
#include "tests/unit/app/site_copy.hpp"

namespace ow::app {

inline void commit(const SiteCopy& site, ports::Step step) {
    std::ostringstream err;
    const auto config = config_of({{"--config", site.config().string()}}, err);
    ASSERT_TRUE(config) << err.str();
    const auto keys = read_keys(config->gateway.master_key);
    ASSERT_TRUE(keys) << keys.error().text();
    const SystemClock clock;
    NullLog log;
    const auto store = storage::open_store(*store_settings(*config, *keys), clock, log);
    ASSERT_TRUE(store) << store.error().text();
    std::promise<bool> done;
    (*store)->commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        done.set_value(std::holds_alternative<ports::Committed>(outcome));
    });
    EXPECT_TRUE(done.get_future().get());
    (*store)->close();
}

}  // namespace ow::app
