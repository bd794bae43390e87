#pragma once
// users.yaml beside the master key: the people who may sign in to the console.

#include <filesystem>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/console/api/users.hpp"
#include "gateway/model/hall.hpp"

namespace ow::app {

/// `users:` list of {id, name, role, hall, department, salt, hash}, all of them of `hall` and its
/// departments (null: not checked). A missing file is no users. The first mistake, or all of them
/// in `problems`.
[[nodiscard]] Result<std::vector<console::UserRecord>> read_users(const std::filesystem::path& file,
                                                                  const model::Hall* hall);
[[nodiscard]] std::vector<console::UserRecord> read_users(const std::filesystem::path& file,
                                                          const model::Hall* hall,
                                                          std::vector<Error>& problems);

}  // namespace ow::app
