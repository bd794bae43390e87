#pragma once
// A whole site and what `onewindow check` says of it.

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "gateway/app/check_config.hpp"
#include "gateway/app/check_whole.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/key_files.hpp"
#include "tests/unit/app/site_copy.hpp"

namespace ow::app {

class CheckedSite : public testing::Test {
  protected:
    CheckedSite() { EXPECT_TRUE(make_keys(site_.root() / "run/keys/master.key")); }
    /// What `onewindow check` prints, without the folder's name.
    std::string said(Instant now = SystemClock{}.now()) const {
        std::ostringstream out;
        std::ostringstream err;
        const std::vector<std::string> arguments{"--config", site_.config().string()};
        (void)run_check(arguments, out, err, adapter_keys(),
                        [&](const Config& config) { return check_whole(config, now); });
        std::string text = err.str();
        const std::string prefix = site_.root().string() + "/";
        for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
            text.erase(at, prefix.size());
        return text;
    }
    /// The same after one replacement, which is undone.
    std::string said_of(const std::filesystem::path& file, const std::string& from,
                        const std::string& to) const {
        const std::string text = site_.read(file);
        const std::size_t at = text.find(from);
        if (at == std::string::npos) return "nothing to replace";
        std::string changed = text;
        site_.write(file, changed.replace(at, from.size(), to));
        std::string out = said();
        site_.write(file, text);
        return out;
    }
    static void has(const std::string& text, const std::string& part) {
        EXPECT_NE(text.find(part), std::string::npos) << text;
    }
    SiteCopy site_;
};

}  // namespace ow::app
