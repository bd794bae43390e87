#pragma once
// What `onewindow check` says of a copy of the demo configuration that a test has spoilt.

#include <gtest/gtest.h>

#include <sstream>

#include "adapters/registry.hpp"
#include "config_copy.hpp"
#include "gateway/app/check_config.hpp"

namespace ow::app {

struct Outcome {
    int status;
    std::string out;
    std::string err;
};

/// As the registry has them.
inline std::vector<AdapterKeys> adapters() {
    std::vector<AdapterKeys> keys;
    for (const auto& row : adapters::registry()) keys.push_back({row.name, row.keys()});
    return keys;
}

inline Outcome check(const std::filesystem::path& root) {
    std::ostringstream out;
    std::ostringstream err;
    const std::vector<std::string> arguments{"--config", root.string()};
    const int status = run_check(arguments, out, err, adapters());
    return {status, out.str(), err.str()};
}

/// What check says of the copy, without the folder's name.
inline std::string said(const ConfigCopy& copy) {
    const Outcome outcome = check(copy.root());
    if (outcome.status != 1) return "accepted";
    std::string err = outcome.err;
    const std::string prefix = copy.root().string() + "/";
    for (std::size_t at = err.find(prefix); at != std::string::npos; at = err.find(prefix)) {
        err.erase(at, prefix.size());
    }
    return err;
}

inline ConfigCopy copied() {
    return ConfigCopy{::testing::UnitTest::GetInstance()->current_test_info()->name()};
}

/// What check says after one replacement.
inline std::string said(const char* file, const std::string& from, const std::string& to) {
    const ConfigCopy copy = copied();
    return copy.replace(file, from, to) ? said(copy) : "nothing to replace";
}

/// What check says once a file holds only this.
inline std::string said_with(const char* file, const std::string& text) {
    const ConfigCopy copy = copied();
    copy.write(file, text);
    return said(copy);
}

}  // namespace ow::app
