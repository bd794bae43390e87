#pragma once
// The tables, as migrations that are only ever appended to. A store made by any earlier version is
// brought to today's tables when it is opened; a store made by a later one is refused.

#include <string>

#include "gateway/storage/connection.hpp"

namespace ow::storage {

enum class Database { kMain, kBlobs, kSearch };

/// kStoreDamaged if the file is of a later version.
[[nodiscard]] Status migrate(Connection& connection, Database which);

/// A row of the main database's `meta`; empty if there is none.
[[nodiscard]] std::string read_meta(Connection& connection, std::string_view name);
void write_meta(Connection& connection, std::string_view name, std::string_view value);

}  // namespace ow::storage
