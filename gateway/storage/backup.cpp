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

/// Without what is just being written (`.new`).
Status copy_files(const std::string& from, const std::string& to, std::string_view folder) {
    const auto source = real_files(from);
    const auto target = real_files(to);
    const fs::path root = fs::path{from} / folder;
    for (auto entry = fs::recursive_directory_iterator{root}; entry != fs::end(entry); ++entry) {
        if (entry->path().extension() == ".new") {
            entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file()) continue;
        const std::string path = fs::relative(entry->path(), from).string();
        const Result<std::string> bytes = source->read(path);
        if (!bytes) return bytes.error();
        if (Status written = target->write(path, *bytes); !written) return written;
    }
    return ok();
}

/// Nothing is written over, and no backup becomes a part of what is backed up.
Status check_free(const fs::path& from, const fs::path& to) {
    if (fs::exists(to) && !(fs::is_directory(to) && fs::is_empty(to)))
        return Error{Code::kFileUnreadable, At{to.string()}, "the folder is not empty"};
    const fs::path inside = fs::weakly_canonical(to).lexically_relative(fs::canonical(from));
    if (!inside.empty() && *inside.begin() != "..")
        return Error{Code::kFileUnreadable, At{to.string()}, "this is inside the store"};
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

Status store_in(const std::string& dir) {
    std::error_code none;
    if (fs::is_regular_file(dir + "/onewindow.db", none)) return ok();
    return Error{Code::kFileUnreadable, At{dir}, "there is no store here (onewindow.db)"};
}

Status backup_store(const std::string& from_dir, const std::string& to_dir,
                    std::span<const std::string_view> beside) {
    if (Status there = store_in(from_dir); !there) return there;
    try {
        if (Status free = check_free(from_dir, to_dir); !free) return free;
        fs::create_directories(to_dir + "/files");
        copy_database(from_dir + "/onewindow.db", to_dir + "/onewindow.db");
        copy_database(from_dir + "/blobs.db", to_dir + "/blobs.db");
        if (Status copied = copy_files(from_dir, to_dir, "files"); !copied) return copied;
        for (const std::string_view folder : beside) {
            if (!fs::is_directory(fs::path{from_dir} / folder)) continue;
            if (Status copied = copy_files(from_dir, to_dir, folder); !copied) return copied;
        }
        return sync_directory(to_dir);
    } catch (const SqlError& e) {
        return e.error();
    } catch (const fs::filesystem_error&) {
        return Error{Code::kStoreUnavailable, At{to_dir}, "copy files"};
    }
}

Status destroy_backup_key(StoreSettings settings, const std::string& backup_dir,
                          const StreamId& stream, const Clock& clock, Log& log) {
    if (Status there = store_in(backup_dir); !there) return there;
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
    if (Status there = store_in(dir); !there) return there.error();
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
    if (Status there = store_in(dir); !there) return there.error();
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
