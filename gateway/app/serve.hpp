#pragma once
// A gateway run until TERM or INT, with a signed root every so often; HUP reads mappings and code
// tables anew. Used by `onewindow serve` and by the torture run, which puts another disk under the
// store.

#include <chrono>
#include <functional>
#include <iosfwd>

#include "gateway/app/config_loader.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::app {

using TuneStore = std::function<void(storage::StoreSettings&)>;

struct ServeSettings {
    TuneStore tune_store = {};  ///< empty: the store as configured
    std::chrono::seconds root_every{3600};
};

/// 0 after an ordered stop; 1 if it could not start, with the reason on `err`.
[[nodiscard]] int serve(Config config, const ServeSettings& settings, std::ostream& err);

}  // namespace ow::app
