#include "gateway/storage/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "gateway/storage/blob_store.hpp"
#include "gateway/storage/connection.hpp"

namespace ow::storage {
namespace {

namespace fs = std::filesystem;

ConnectionSettings reading(const std::string& path) {
    return {path, "", "FULL", 4000, true};
}

/// The whole database in one step: one snapshot, and writers go on meanwhile.
void copy_database(const std::string& from, const std::string& to) {
    Connection source{reading(from)};
    Connection target{{to, "", "FULL", 4000, false}};
    sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    if (backup == nullptr) throw target.failure();
    const int copied = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    if (copied != SQLITE_DONE) throw SqlError{copied, sqlite3_errstr(copied)};
    target.checkpoint_truncate();
}

Status copy_files(const std::string& from, const std::string& to) {
    const auto source = real_files(from);
    const auto target = real_files(to);
    for (const auto& entry : fs::recursive_directory_iterator{from + "/files"}) {
        if (!entry.is_regular_file() || entry.path().extension() == ".new") continue;
        const std::string path = fs::relative(entry.path(), from).string();
        const Result<std::string> bytes = source->read(path);
        if (!bytes) return bytes.error();
        if (Status written = target->write(path, *bytes); !written) return written;
    }
    return ok();
}

Status sync_directory(const std::string& dir) {
    const int fd = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!synced) return Error{Code::kStoreUnavailable, At{dir}, "sync directory"};
    return ok();
}

}  // namespace

Status backup_store(const std::string& from_dir, const std::string& to_dir) {
    if (fs::exists(to_dir + "/onewindow.db"))
        return Error{Code::kStoreUnavailable, At{to_dir}, "there is a store already"};
    try {
        fs::create_directories(to_dir + "/files");
        copy_database(from_dir + "/onewindow.db", to_dir + "/onewindow.db");
        copy_database(from_dir + "/blobs.db", to_dir + "/blobs.db");
        if (Status copied = copy_files(from_dir, to_dir); !copied) return copied;
        return sync_directory(to_dir);
    } catch (const SqlError& e) {
        return e.error();
    } catch (const fs::filesystem_error&) {
        return Error{Code::kStoreUnavailable, At{to_dir}, "copy files"};
    }
}

Status destroy_backup_key(StoreSettings settings, const std::string& backup_dir,
                          const StreamId& stream, const Clock& clock, Log& log) {
    settings.dir = backup_dir;
    settings.terms_of = {};
    settings.files = {};
    auto store = open_store(std::move(settings), clock, log);
    if (!store) return store.error();
    Status destroyed = (*store)->destroy_key(stream);
    (*store)->close();
    if (!destroyed && destroyed.error().code() == Code::kCaseNotFound) return ok();
    return destroyed;
}

Result<std::optional<ports::SignedRoot>> newest_root(const std::string& dir) {
    try {
        Connection connection{reading(dir + "/onewindow.db")};
        Query query = connection.query(
            "SELECT at, last_step, streams, root, signature FROM root ORDER BY id DESC LIMIT 1");
        if (!query.step()) return std::optional<ports::SignedRoot>{};
        return std::optional<ports::SignedRoot>{
            {query.instant(0), query.number(1), query.number(2), query.text(3), query.text(4)}};
    } catch (const SqlError& e) {
        return e.error();
    }
}

Result<std::vector<StreamId>> destroyed_streams(const std::string& dir) {
    try {
        Connection connection{reading(dir + "/onewindow.db")};
        Query query = connection.query(
            "SELECT s.name FROM destroyed d JOIN stream s ON s.id = d.stream ORDER BY d.at");
        std::vector<StreamId> streams;
        while (query.step()) streams.emplace_back(query.text(0));
        return streams;
    } catch (const SqlError& e) {
        return e.error();
    }
}

}  // namespace ow::storage
