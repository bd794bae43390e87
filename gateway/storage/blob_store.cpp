#include "gateway/storage/blob_store.hpp"

#include <utility>

#include "gateway/crypto/cipher.hpp"
#include "gateway/storage/schema.hpp"

namespace ow::storage {
namespace {

std::string context_of(const StreamId& stream, const std::string& address) {
    return "blob\n" + stream.str() + '\n' + address;
}

// The data key encrypts; what names the files is derived from it, so that neither tells of the
// other.
std::string address_of(const std::string& key, const StreamId& stream, const std::string& bytes) {
    const std::string name_key = crypto::hmac(crypto::Hash::kSha256, key, "blob address");
    return crypto::to_hex(
        crypto::hmac(crypto::Hash::kSha256, name_key, stream.str() + '\n' + bytes));
}

std::string path_of(const std::string& address) {
    return "files/" + address.substr(0, 2) + "/" + address;
}

ConnectionSettings for_reading(ConnectionSettings settings) {
    settings.read_only = true;
    return settings;
}

Error missing(const std::string& address) {
    return Error{Code::kBlobMissing, At{"blob", address}};
}

}  // namespace

BlobStore::BlobStore(const ConnectionSettings& connection, std::shared_ptr<FilePort> files,
                     std::size_t inline_limit, KeyRing& keys)
    : files_(std::move(files)),
      inline_limit_(inline_limit),
      keys_(keys),
      writer_(connection),
      reads_(for_reading(connection), 2) {
    if (Status migrated = migrate(writer_, Database::kBlobs); !migrated)
        throw SqlError{SQLITE_CORRUPT, migrated.error().text()};
}

Result<ports::BlobRef> BlobStore::put(const StreamId& stream, const std::string& bytes) {
    const Result<DataKey> key = keys_.pin(stream);
    if (!key) return key.error();
    const std::string address = address_of(key->plain, stream, bytes);
    const std::string sealed = crypto::seal(key->plain, bytes, context_of(stream, address));
    Row row{address, stream, bytes.size(), &sealed, false, {}};
    if (bytes.size() > inline_limit_) {
        if (Status written = files_->write(path_of(address), sealed); !written)
            return written.error();
        row.data = nullptr;
    }
    if (Status written = write_durably(row); !written) return written.error();
    return ports::BlobRef{address, bytes.size()};
}

Status BlobStore::write_durably(Row& row) {
    std::unique_lock lock{mutex_};
    if (closed_) return Error{Code::kStoreUnavailable, {}, "the store is closed"};
    queue_.push_back(&row);
    while (!row.done) {
        if (writing_) {
            turn_.wait(lock);
            continue;
        }
        writing_ = true;
        const std::vector<Row*> rows = std::exchange(queue_, {});
        lock.unlock();
        write_group(rows);
        lock.lock();
        for (Row* written : rows) written->done = true;
        writing_ = false;
        turn_.notify_all();
    }
    if (row.error) return *row.error;
    return ok();
}

void BlobStore::write_group(const std::vector<Row*>& rows) {
    try {
        Transaction transaction{writer_};
        for (const Row* row : rows) insert(*row);
        transaction.commit();
    } catch (const SqlError& e) {
        if (rows.size() == 1) {
            rows.front()->error = e.error();
            return;
        }
        for (Row* row : rows) write_group({row});
    }
}

void BlobStore::insert(const Row& row) {
    const auto size = static_cast<std::int64_t>(row.size);
    if (row.data == nullptr) {
        writer_.query("INSERT OR IGNORE INTO blob(address,stream,size,data) VALUES(?1,?2,?3,NULL)")
            .bind(row.address, row.stream.str(), size)
            .run();
        return;
    }
    writer_.query("INSERT OR IGNORE INTO blob(address,stream,size,data) VALUES(?1,?2,?3,?4)")
        .bind(row.address, row.stream.str(), size, Bytes{*row.data})
        .run();
}

Result<std::string> BlobStore::read_sealed(const StreamId& stream, const std::string& address) {
    {
        const ReadPool::Loan reader = reads_.lend();
        Query query = reader->query("SELECT data FROM blob WHERE address = ?1 AND stream = ?2");
        query.bind(address, stream.str());
        if (!query.step()) return missing(address);
        if (!query.null(0)) return query.text(0);
    }
    return files_->read(path_of(address));
}

Result<std::string> BlobStore::get(const StreamId& stream, const std::string& address) {
    const Result<DataKey> key = keys_.pin(stream);
    if (!key) return key.error();
    const Result<std::string> sealed = read_sealed(stream, address);
    if (!sealed) return sealed.error();
    return crypto::open(key->plain, *sealed, context_of(stream, address));
}

std::vector<std::string> BlobStore::remove_rows(const StreamId& stream) {
    std::vector<std::string> in_files;
    Transaction transaction{writer_};
    {
        Query query = writer_.query("SELECT address FROM blob WHERE stream = ?1 AND data IS NULL");
        query.bind(stream.str());
        while (query.step()) in_files.push_back(query.text(0));
    }
    writer_.query("DELETE FROM blob WHERE stream = ?1").bind(stream.str()).run();
    transaction.commit();
    writer_.query("PRAGMA incremental_vacuum").run();
    writer_.checkpoint_truncate();
    return in_files;
}

Status BlobStore::remove_all(const StreamId& stream) {
    {
        std::unique_lock lock{mutex_};
        turn_.wait(lock, [&] { return !writing_; });
        writing_ = true;
    }
    Status status = ok();
    try {
        for (const std::string& address : remove_rows(stream)) {
            if (Status removed = files_->remove(path_of(address)); !removed) status = removed;
        }
    } catch (const SqlError& e) {
        status = e.error();
    }
    const std::scoped_lock lock{mutex_};
    writing_ = false;
    turn_.notify_all();
    return status;
}

void BlobStore::verify(ports::VerifyReport& report) {
    const ReadPool::Loan reader = reads_.lend();
    Query query = reader->query("SELECT address, stream, data FROM blob ORDER BY id");
    while (query.step()) {
        const StreamId stream{query.text(1)};
        const std::string address = query.text(0);
        const Result<DataKey> key = keys_.of(stream);
        if (!key) continue;
        const Result<std::string> sealed =
            query.null(2) ? files_->read(path_of(address)) : Result<std::string>{query.text(2)};
        if (!sealed) {
            report.damages.push_back({"blob " + address, "the file is missing"});
            continue;
        }
        const auto plain = crypto::open(key->plain, *sealed, context_of(stream, address));
        if (!plain || address_of(key->plain, stream, *plain) != address)
            report.damages.push_back({"blob " + address, "the file was changed"});
    }
}

void BlobStore::close() {
    {
        std::unique_lock lock{mutex_};
        closed_ = true;
        turn_.wait(lock, [&] { return !writing_ && queue_.empty(); });
    }
    reads_.close();
    writer_.close();
}

}  // namespace ow::storage
