#include "gateway/app/key_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/crypto/signature.hpp"

namespace ow::app {
namespace {

std::filesystem::path root_path(const std::filesystem::path& master) {
    return master.string() + ".root.pem";
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in || std::filesystem::is_directory(path))
        return Error{Code::kFileUnreadable, {{}, path.string(), 0, 0}};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

Result<std::string> read_public_key(const std::filesystem::path& path) {
    auto pem = read_file(path);
    if (!pem) return pem;
    const At at{{}, path.string(), 0, 0};
    if (pem->find("PRIVATE KEY-----") != std::string::npos)
        return Error{Code::kCryptoFailed, at,
                     "this is a private key; `onewindow key public` prints the public one"};
    if (pem->find("-----BEGIN PUBLIC KEY-----") == std::string::npos)
        return Error{Code::kCryptoFailed, at, "a public key (PEM) is expected"};
    return pem;
}

Status write_private_file(const std::filesystem::path& path, const std::string& bytes) {
    std::error_code ignored;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return Error{
            Code::kConfigInvalid, {{}, path.string(), 0, 0}, "exists already or cannot be written"};
    const bool written =
        ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(fd) == 0;
    ::close(fd);
    if (!written) return Error{Code::kFileUnreadable, {{}, path.string(), 0, 0}, "not written"};
    return ok();
}

Result<KeyFiles> read_keys(const std::filesystem::path& master) {
    const auto hex = read_file(master);
    if (!hex) return hex.error();
    const auto key = crypto::from_hex(trim(*hex));
    if (!key || key->size() != 32)
        return Error{Code::kCryptoFailed, {{}, master.string(), 0, 0}, "not 64 hex digits"};
    auto root = read_file(root_path(master));
    if (!root) return root.error();
    auto root_public = crypto::public_of(*root);
    if (!root_public) return root_public.error();
    return KeyFiles{*key, std::move(*root), std::move(*root_public)};
}

Status make_keys(const std::filesystem::path& master) {
    for (const auto& path : {master, root_path(master)}) {
        if (std::filesystem::exists(path))
            return Error{Code::kConfigInvalid, {{}, path.string(), 0, 0}, "exists already"};
    }
    auto made = write_private_file(master, crypto::to_hex(crypto::random_bytes(32)) + "\n");
    if (!made) return made;
    return write_private_file(root_path(master), crypto::new_p256_key().private_pem);
}

}  // namespace ow::app
