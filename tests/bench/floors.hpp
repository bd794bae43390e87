#pragma once
// What raw SQLite does on this machine, now: the floors that our own figures are compared with.
// WAL, synchronous=FULL, 64 cases a transaction, one thread, nothing encrypted.

#include <string>

namespace ow::bench {

struct Floor {
    double per_second = 0;
    double cpu_us = 0;  ///< processor time a case
};

/// Processor time of the whole process so far: does not grow when others keep the machine busy.
[[nodiscard]] double cpu_seconds();

/// The rows and bytes of the store in `made` (onewindow.db, closed), written again to `to` under
/// the same schema.
[[nodiscard]] Floor same_rows_floor(const std::string& made, const std::string& to, int cases);

/// Six small rows a case with four indexes, one of them with a body of 2 KB.
[[nodiscard]] Floor six_rows_floor(const std::string& to, int cases);

}  // namespace ow::bench
