#include "tests/support/lossy_disk.hpp"

#include <sqlite3.h>

#include <cstring>
#include <map>
#include <new>

#include "gateway/storage/blob_store.hpp"
#include "tests/support/lossy_file.hpp"

namespace ow::lossy {

struct Disk::State {
    sqlite3_vfs* below = nullptr;
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<LossyFile>> files;
    std::map<std::string, std::string> drafts;  ///< large files not synced
    bool off = false;

    std::shared_ptr<LossyFile> file(const std::string& path) {
        const std::scoped_lock lock{mutex};
        if (off) return nullptr;
        auto& known = files[path];
        if (!known) known = std::make_shared<LossyFile>();
        return known;
    }
};

namespace {

/// What SQLite sees as its file; the real handle follows it in memory.
struct Handle {
    sqlite3_file base;
    std::shared_ptr<LossyFile> file;
    sqlite3_file* real;
};

Handle& handle(sqlite3_file* f) {
    return *reinterpret_cast<Handle*>(f);
}
sqlite3_file* real(sqlite3_file* f) {
    return handle(f).real;
}

// Closing syncs nothing: what is in memory stays there for the next handle, until a cut.
int close(sqlite3_file* f) {
    Handle& h = handle(f);
    const int result = h.real->pMethods->xClose(h.real);
    h.file.~shared_ptr();
    return result;
}
int read(sqlite3_file* f, void* to, int count, sqlite3_int64 offset) {
    return handle(f).file->read(real(f), to, count, offset);
}
int write(sqlite3_file* f, const void* from, int count, sqlite3_int64 offset) {
    return handle(f).file->write(real(f), from, count, offset);
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
    return handle(f).file->truncate(real(f), size);
}
int sync(sqlite3_file* f, int flags) {
    return handle(f).file->sync(real(f), flags);
}
int size(sqlite3_file* f, sqlite3_int64* result) {
    std::int64_t found = 0;
    const int done = handle(f).file->size(real(f), found);
    *result = found;
    return done;
}
int lock(sqlite3_file* f, int level) {
    return real(f)->pMethods->xLock(real(f), level);
}
int unlock(sqlite3_file* f, int level) {
    return real(f)->pMethods->xUnlock(real(f), level);
}
int check_lock(sqlite3_file* f, int* result) {
    return real(f)->pMethods->xCheckReservedLock(real(f), result);
}
// Size hints would write to the real file behind our back.
int control(sqlite3_file* f, int op, void* argument) {
    if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
    return real(f)->pMethods->xFileControl(real(f), op, argument);
}
int sector(sqlite3_file* f) {
    return real(f)->pMethods->xSectorSize(real(f));
}
int traits(sqlite3_file* f) {
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}
int shm_map(sqlite3_file* f, int page, int count, int extend, void volatile** to) {
    return real(f)->pMethods->xShmMap(real(f), page, count, extend, to);
}
int shm_lock(sqlite3_file* f, int offset, int count, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
}
void shm_barrier(sqlite3_file* f) {
    real(f)->pMethods->xShmBarrier(real(f));
}
int shm_unmap(sqlite3_file* f, int remove) {
    return real(f)->pMethods->xShmUnmap(real(f), remove);
}

constexpr sqlite3_io_methods kMethods{
    2,         &close,       &read,       &write,   &truncate, &sync,   &size,
    &lock,     &unlock,      &check_lock, &control, &sector,   &traits, &shm_map,
    &shm_lock, &shm_barrier, &shm_unmap,  nullptr,  nullptr};

Disk::State& state(sqlite3_vfs* vfs) {
    return *static_cast<Disk::State*>(vfs->pAppData);
}

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* out) {
    Disk::State& disk = state(vfs);
    f->pMethods = nullptr;
    const std::string path = name == nullptr ? "" : name;
    auto file = path.empty() ? std::make_shared<LossyFile>() : disk.file(path);
    if (!file) return SQLITE_CANTOPEN;
    auto* below = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(f) + sizeof(Handle));
    const int result = disk.below->xOpen(disk.below, name, below, flags, out);
    if (result != SQLITE_OK) return result;
    auto* made = new (f) Handle{{&kMethods}, std::move(file), below};
    return made->real->pMethods == nullptr ? SQLITE_CANTOPEN : SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    Disk::State& disk = state(vfs);
    {
        const std::scoped_lock lock{disk.mutex};
        if (disk.off) return SQLITE_IOERR_DELETE;
        disk.files.erase(name);
    }
    return disk.below->xDelete(disk.below, name, sync_directory);
}

class LossyFiles final : public storage::FilePort {
  public:
    LossyFiles(std::shared_ptr<Disk::State> disk, const std::string& dir, bool syncs)
        : disk_(std::move(disk)), real_(storage::real_files(dir)), syncs_(syncs) {}

    Status write(const std::string& path, const std::string& bytes) override {
        const std::scoped_lock lock{disk_->mutex};
        if (disk_->off) return Error{Code::kStoreUnavailable};
        if (syncs_) return real_->write(path, bytes);
        disk_->drafts[path] = bytes;
        return ok();
    }
    Result<std::string> read(const std::string& path) override {
        const std::scoped_lock lock{disk_->mutex};
        const auto draft = disk_->drafts.find(path);
        if (draft != disk_->drafts.end()) return draft->second;
        return real_->read(path);
    }
    Status remove(const std::string& path) override { return real_->remove(path); }

  private:
    std::shared_ptr<Disk::State> disk_;
    std::shared_ptr<storage::FilePort> real_;
    bool syncs_;
};

}  // namespace

Disk::Disk(const std::string& vfs_name)
    : state_(std::make_shared<State>()),
      name_(vfs_name),
      vfs_(std::make_unique<sqlite3_vfs>(*sqlite3_vfs_find(nullptr))) {
    state_->below = sqlite3_vfs_find(nullptr);
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = state_.get();
    vfs_->szOsFile = static_cast<int>(sizeof(Handle)) + state_->below->szOsFile;
    vfs_->xOpen = &open;
    vfs_->xDelete = &remove;
    sqlite3_vfs_register(vfs_.get(), 0);
}

Disk::~Disk() {
    sqlite3_vfs_unregister(vfs_.get());
}

void Disk::cut() {
    const std::scoped_lock lock{state_->mutex};
    state_->off = true;
    for (const auto& [path, file] : state_->files) file->cut();
    state_->files.clear();
    state_->drafts.clear();
}

void Disk::restore() {
    const std::scoped_lock lock{state_->mutex};
    state_->off = false;
}

std::shared_ptr<storage::FilePort> Disk::files(const std::string& dir, bool syncs) {
    return std::make_shared<LossyFiles>(state_, dir, syncs);
}

}  // namespace ow::lossy
