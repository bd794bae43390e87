#pragma once
// ports::History on the store's files, with a connection of its own: the store may be open here or
// in another process.

#include <memory>
#include <string>
#include <vector>

#include "gateway/ports/history.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::storage {

/// Of StoreSettings the directory, the file system and the master key count. kStoreUnavailable:
/// there is no store.
[[nodiscard]] Result<std::unique_ptr<ports::History>> open_history(const StoreSettings& settings);

/// The versions of the catalogue under which the open cases of the store in `dir` came in. `vfs`:
/// the one the store is open with (StoreSettings); two at one file would not see each other's
/// locks.
[[nodiscard]] Result<std::vector<std::string>> catalogues_of_open_cases(
    const std::string& dir, const std::string& vfs = {});

}  // namespace ow::storage
