#pragma once
// The data keys of streams. Each stream has its own random key, kept wrapped by the master key in
// the stream's row; destroying that row's key is destroying the person's data. Thread-safe.

#include <mutex>
#include <optional>
#include <string>

#include "gateway/base/ids.hpp"
#include "gateway/storage/lru.hpp"
#include "gateway/storage/read_pool.hpp"

namespace ow::storage {

struct DataKey {
    std::string plain;    ///< 32 bytes
    std::string wrapped;  ///< what the stream's row holds
};

class KeyRing {
  public:
    KeyRing(std::string master_key, ReadPool& reads);

    /// The key in a stream's row; kCaseNotFound, kKeyDestroyed, kCryptoFailed.
    [[nodiscard]] Result<DataKey> of(const StreamId& stream);
    /// The key whose wrapped form was read from the stream's row; empty means destroyed.
    [[nodiscard]] Result<DataKey> of_row(const StreamId& stream, const std::string& wrapped);
    /// The key of a stream that may not exist yet: made and remembered if it does not.
    /// `sure_new` skips the look into the store (the writer refuses if the stream exists after
    /// all).
    [[nodiscard]] Result<DataKey> of_or_new(const StreamId& stream, bool sure_new);
    /// As of_or_new, and not forgotten before the stream is committed: something was already
    /// stored under the key.
    [[nodiscard]] Result<DataKey> pin(const StreamId& stream);
    /// The stream's row holds its key now: `wrapped`.
    void unpin(const StreamId& stream, const std::string& wrapped);
    /// Forgets the key; from now on the stream answers kKeyDestroyed.
    void destroyed(const StreamId& stream);

    /// Opens a wrapped key without remembering it.
    [[nodiscard]] Result<DataKey> unwrap(const StreamId& stream, const std::string& wrapped) const;

  private:
    [[nodiscard]] std::optional<Result<DataKey>> remembered(const StreamId& stream);
    [[nodiscard]] Result<std::string> look_up(const StreamId& stream);
    [[nodiscard]] DataKey make(const StreamId& stream) const;

    std::string master_key_;
    ReadPool& reads_;
    std::mutex mutex_;
    Lru<DataKey> keys_;  ///< an empty plain key: destroyed
    Lru<DataKey> pinned_;
};

}  // namespace ow::storage
