#pragma once
// users.yaml beside the master key: the people who may sign in to the console.

#include <filesystem>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/console/api/users.hpp"

namespace ow::app {

/// `users:` list of {id, name, role, hall, salt, hash}. A missing file is no users. The first
/// mistake, or all of them in `problems`.
[[nodiscard]] Result<std::vector<console::UserRecord>> read_users(
    const std::filesystem::path& file);
[[nodiscard]] std::vector<console::UserRecord> read_users(const std::filesystem::path& file,
                                                          std::vector<Error>& problems);

}  // namespace ow::app
