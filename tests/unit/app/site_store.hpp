#pragma once
// A step put into the store of a site, as if a gateway had taken it.

#include <gtest/gtest.h>

#include <future>
#include <sstream>

#include "gateway/app/command_store.hpp"
#include "tests/unit/app/site_copy.hpp"

namespace ow::app {

inline void commit(const SiteCopy& site, ports::Step step) {
    std::ostringstream err;
    const auto opened = open_beside({{"--config", site.config().string()}}, err);
    ASSERT_TRUE(opened) << err.str();
    std::promise<bool> done;
    opened->store->commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        done.set_value(std::holds_alternative<ports::Committed>(outcome));
    });
    EXPECT_TRUE(done.get_future().get());
    opened->store->close();
}

}  // namespace ow::app
