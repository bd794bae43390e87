#pragma once
// Files under their stream's key. Small ones in blobs.db, where callers that arrive together share
// one transaction; large ones in files/. put() is durable when it returns. Thread-safe.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/ports/store.hpp"
#include "gateway/storage/key_ring.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::storage {

class BlobStore {
  public:
    BlobStore(const ConnectionSettings& connection, std::shared_ptr<FilePort> files,
              std::size_t inline_limit, KeyRing& keys);

    [[nodiscard]] Result<ports::BlobRef> put(const StreamId& stream, const std::string& bytes);
    [[nodiscard]] Result<std::string> get(const StreamId& stream, const std::string& address);
    /// Removes every file of the stream and wipes where they were.
    [[nodiscard]] Status remove_all(const StreamId& stream);
    /// Every file opened and compared with its address; streams without a key are left out.
    void verify(ports::VerifyReport& report);
    void close();
    [[nodiscard]] Connection& connection() { return writer_; }

  private:
    struct Row {
        std::string address;
        const StreamId& stream;
        std::size_t size;
        const std::string* data;  ///< nullptr: in files/
        bool done = false;
        std::optional<Error> error;
    };

    [[nodiscard]] Status write_durably(Row& row);
    void write_group(const std::vector<Row*>& rows);
    void insert(const Row& row);
    [[nodiscard]] Result<std::string> read_sealed(const StreamId& stream,
                                                  const std::string& address);
    [[nodiscard]] std::vector<std::string> remove_rows(const StreamId& stream);

    std::shared_ptr<FilePort> files_;
    std::size_t inline_limit_;
    KeyRing& keys_;
    Connection writer_;
    ReadPool reads_;
    std::mutex mutex_;
    std::condition_variable turn_;
    std::vector<Row*> queue_;
    bool writing_ = false;
    bool closed_ = false;
};

/// The file system below `dir`.
[[nodiscard]] std::shared_ptr<FilePort> real_files(const std::string& dir);

}  // namespace ow::storage
