#pragma once
// users.yaml beside the master key: the people who may sign in to the console.

#include <filesystem>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/console/api/users.hpp"

namespace ow::app {

/// `users:` list of {id, name, role, hall, department, salt, hash}. A missing file is no users. The
/// first mistake, or all of them in `problems`.
[[nodiscard]] Result<std::vector<console::UserRecord>> read_users(
    const std::filesystem::path& file);
[[nodiscard]] std::vector<console::UserRecord> read_users(const std::filesystem::path& file,
                                                          std::vector<Error>& problems);

/// Puts the entry at the end of the file; without a file makes one that only the owner may read.
/// kConfigInvalid: the file has mistakes or the id already; kFileUnreadable.
[[nodiscard]] Status add_user(const std::filesystem::path& file, const console::UserRecord& user);

}  // namespace ow::app
