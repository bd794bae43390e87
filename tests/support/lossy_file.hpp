#pragma once
// The unsynced part of one file: blocks that were written and the length, over the real file.

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <map>
#include <mutex>

namespace ow::lossy {

/// Shared by all handles of one path. Thread-safe.
class LossyFile {
  public:
    /// `real`: an open handle to read through; the caller keeps it open.
    int read(sqlite3_file* real, void* to, int count, std::int64_t offset);
    int write(sqlite3_file* real, const void* from, int count, std::int64_t offset);
    int truncate(sqlite3_file* real, std::int64_t size);
    int size(sqlite3_file* real, std::int64_t& result);
    /// Brings everything into the real file and syncs that.
    int sync(sqlite3_file* real, int flags);
    /// The power went: nothing reaches the file any more.
    void cut();

  private:
    static constexpr std::int64_t kBlock = 4096;
    using Block = std::array<unsigned char, kBlock>;

    int learn_size(sqlite3_file* real);
    int block_at(sqlite3_file* real, std::int64_t number, Block& block);

    std::mutex mutex_;
    std::map<std::int64_t, Block> written_;
    std::int64_t size_ = -1;    ///< -1: as the real file
    std::int64_t cut_to_ = -1;  ///< smallest length since the last sync: bytes behind it are zero
    bool dead_ = false;
};

}  // namespace ow::lossy
