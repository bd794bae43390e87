#pragma once
// A copy of a store that can be opened as a store. Works while the store is open, in this process
// or another: the databases are read in one snapshot each, blobs.db after onewindow.db, so that
// every file a step refers to is there; newest root and signatures are in it. The search
// projection is left out and made again.
//
// A backup holds wrapped keys. When a stream's key is destroyed it has to be destroyed in every
// backup that is kept: destroy_backup_key. `destroyed_streams` says what a restored older
// backup must be made to forget before it goes into service.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/open_store.hpp"

namespace ow::storage {

/// Ok if `dir` holds a store or a backup; what opens one makes one where there is none.
[[nodiscard]] Status store_in(const std::string& dir);

/// `to_dir` must be empty or absent, and not within `from_dir`. `beside`: folders of `from_dir`
/// that go with the store, where they are there. Durable when it returns.
[[nodiscard]] Status backup_store(const std::string& from_dir, const std::string& to_dir,
                                  std::span<const std::string_view> beside = {});

/// Opens the backup with `settings` (dir replaced) and destroys the stream's key in it. A backup
/// older than the stream is left as it is.
[[nodiscard]] Status destroy_backup_key(StoreSettings settings, const std::string& backup_dir,
                                        const StreamId& stream, const Clock& clock, Log& log);

/// The last root written to the store in `dir`; nullopt: none yet.
[[nodiscard]] Result<std::optional<ports::SignedRoot>> newest_root(const std::string& dir);

[[nodiscard]] Result<std::vector<StreamId>> destroyed_streams(const std::string& dir);

}  // namespace ow::storage
