#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "gateway/crypto/digest.hpp"
#include "gateway/storage/blob_store.hpp"

namespace ow::storage {
namespace {

Error refused(const char* what) {
    return Error{Code::kStoreUnavailable, {}, std::string{what} + ": " + std::strerror(errno)};
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags, 0600)) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] bool good() const { return fd_ >= 0; }
    [[nodiscard]] bool write_all(const std::string& bytes) const {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t n = ::write(fd_, bytes.data() + done, bytes.size() - done);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return false;
            done += static_cast<std::size_t>(n);
        }
        return true;
    }
    [[nodiscard]] bool sync() const { return ::fsync(fd_) == 0; }

  private:
    int fd_;
};

bool sync_directory(const std::string& path) {
    const Descriptor directory{path, O_RDONLY | O_DIRECTORY | O_CLOEXEC};
    return directory.good() && directory.sync();
}

class RealFiles final : public FilePort {
  public:
    explicit RealFiles(std::string dir) : dir_(std::move(dir)) {}

    Status write(const std::string& path, const std::string& bytes) override {
        const std::filesystem::path target = std::filesystem::path{dir_} / path;
        const std::string directory = target.parent_path().string();
        std::error_code failed;
        std::filesystem::create_directories(directory, failed);
        if (failed) return Error{Code::kStoreUnavailable, {}, "create directory"};
        const std::string draft = target.string() + "." + crypto::random_token(6) + ".new";
        {
            const Descriptor file{draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC};
            if (!file.good() || !file.write_all(bytes) || !file.sync()) {
                const Error error = refused("write");
                ::unlink(draft.c_str());
                return error;
            }
        }
        if (::rename(draft.c_str(), target.c_str()) != 0) return refused("rename");
        if (!sync_directory(directory) ||
            !sync_directory(target.parent_path().parent_path().string()))
            return refused("sync directory");
        return ok();
    }

    Result<std::string> read(const std::string& path) override {
        std::ifstream file{dir_ + "/" + path, std::ios::binary};
        if (!file) return Error{Code::kBlobMissing, At{"file", path}};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    }

    Status remove(const std::string& path) override {
        const std::filesystem::path target = std::filesystem::path{dir_} / path;
        if (::unlink(target.c_str()) != 0 && errno != ENOENT) return refused("remove");
        if (!sync_directory(target.parent_path().string())) return refused("sync directory");
        return ok();
    }

  private:
    std::string dir_;
};

}  // namespace

std::shared_ptr<FilePort> real_files(const std::string& dir) {
    return std::make_shared<RealFiles>(dir);
}

}  // namespace ow::storage
