#pragma once
// Opens the store: ports::Store on SQLite files in one directory.
//
//   onewindow.db  streams, steps, messages, outbox, roots    WAL, one writer thread, group commit
//   blobs.db      files up to 1 MB                            WAL, group commit by its callers
//   files/        larger files, sealed, fsynced with their directory
//   search.db     HMACs of search terms; a projection that may be deleted and is then made again
//   lock          held by the one process that has the store open; its leases end with it
//
// Nothing personal is in these files in the clear. The master key is never written.

#include <functional>
#include <memory>
#include <string>

#include "gateway/base/log.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/ports/store.hpp"

namespace ow::storage {

/// Where large files go; replaced by tests. Paths are relative to the store's directory.
/// Implementations are thread-safe; failures are kStoreUnavailable, a missing file kBlobMissing.
class FilePort {
  public:
    virtual ~FilePort() = default;
    /// Durable under its name when it returns (file and directory fsynced).
    [[nodiscard]] virtual Status write(const std::string& path, const std::string& bytes) = 0;
    [[nodiscard]] virtual Result<std::string> read(const std::string& path) = 0;
    [[nodiscard]] virtual Status remove(const std::string& path) = 0;
};

struct StoreSettings {
    std::string dir;  ///< made if it does not exist
    /// Hash of the evidence chain; fixed when the store is made, kConfigInvalid if it differs.
    crypto::Hash hash = crypto::Hash::kSm3;
    std::string master_key;  ///< 32 bytes; kCryptoFailed if the store was made with another one
    ports::TermsOf terms_of = {};  ///< empty: nothing is searchable
    /// Checks a signature of write_root for verify(); empty: signatures are not checked.
    std::function<bool(const std::string& statement, const std::string& signature)> root_signed =
        {};
    std::size_t group_limit = 256;      ///< steps in one transaction at most
    std::size_t blob_inline = 1 << 20;  ///< bytes; larger ones go to files/

    // For tests and the torture run.
    std::string vfs = {};                  ///< SQLite VFS by name; empty = the system's
    std::shared_ptr<FilePort> files = {};  ///< empty = the file system
    std::string synchronous = "FULL";      ///< "OFF" takes the fsync out
    std::string blob_synchronous = "FULL";
    Millis fsync_delay{0};  ///< added to every commit, as a slow disk would
};

/// The cause of kStoreUnavailable when a running process holds the store.
inline constexpr std::string_view kHeldElsewhere = "another process has it open";

/// kStoreUnavailable (locked by another process, disk), kStoreDamaged, kCryptoFailed (master key),
/// kConfigInvalid (hash). `clock` and `log` must outlive the store.
[[nodiscard]] Result<std::unique_ptr<ports::Store>> open_store(StoreSettings settings,
                                                               const Clock& clock, Log& log);

}  // namespace ow::storage
