#pragma once
// A disk that keeps what was written and not yet synced in memory only, as a page cache before a
// power cut. SQLite reaches it as a VFS by name, the store's large files through a FilePort. What
// was synced is in the real file; everything else is gone when the power is cut – or when the
// process is killed, which is how the torture run uses it.
//
// After cut() every open handle is dead (it answers with an I/O error and changes nothing) until
// the power is back and the file is opened anew.

#include <memory>
#include <mutex>
#include <string>

#include "gateway/storage/open_store.hpp"

struct sqlite3_vfs;

namespace ow::lossy {

class Disk {
  public:
    /// Registers the VFS under `vfs_name` for as long as it lives.
    explicit Disk(const std::string& vfs_name);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    /// Drops all that was not synced.
    void cut();
    /// The power is back; files opened from now on work.
    void restore();
    /// For StoreSettings.files: below `dir`. `syncs` false takes the fsync out.
    [[nodiscard]] std::shared_ptr<storage::FilePort> files(const std::string& dir,
                                                           bool syncs = true);

    struct State;  ///< for the VFS's functions

  private:
    std::shared_ptr<State> state_;
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace ow::lossy
