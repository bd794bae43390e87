#include "tests/torture/site.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "gateway/app/key_files.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::torture {
namespace {

namespace fs = std::filesystem;

/// Free now; the gateway takes it again after each kill.
std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound =
        fd >= 0 && ::bind(fd, generic, size) == 0 && ::getsockname(fd, generic, &size) == 0;
    ::close(fd);
    if (!bound) throw std::runtime_error{"no free port"};
    return ntohs(address.sin_port);
}

std::string read(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream{path, std::ios::binary} << text;
}

/// `text` with what follows `key` on its line replaced.
std::string with(std::string text, const std::string& key, const std::string& value) {
    const std::size_t at = text.find(key);
    if (at == std::string::npos) throw std::runtime_error{"no " + key + " in the configuration"};
    const std::size_t start = at + key.size();
    return text.replace(start, text.find('\n', start) - start, " " + value);
}

}  // namespace

Site::Site(bool keep) : keep_(keep), gateway_port_(free_port()) {
    std::string name = (fs::temp_directory_path() / "onewindow-torture-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = name;
    const std::string certs =
        "certs/make-dev-certs " + (folder_ / "certs").string() + " >/dev/null";
    if (std::system(certs.c_str()) != 0) throw std::runtime_error{"certs/make-dev-certs failed"};
    fs::create_directories(folder_ / "keys");
    if (!app::make_keys(folder_ / "keys/master.key")) throw std::runtime_error{"no keys"};
    for (const char* partner : kPartners) {
        keys_[partner] = crypto::to_hex(crypto::random_bytes(32));
        write(folder_ / "keys" / (std::string{partner} + ".hmac"), keys_[partner]);
    }
}

Site::~Site() {
    std::error_code ignored;
    if (!keep_) fs::remove_all(folder_, ignored);
}

std::string Site::gateway_url() const {
    return fmt::format("https://127.0.0.1:{}", gateway_port_);
}

void Site::write_config(std::uint16_t twin_port) const {
    const fs::path here = fs::current_path();
    fs::copy(here / "config", config(), fs::copy_options::recursive);
    fs::remove_all(config() / "partners");
    fs::create_directories(config() / "partners");
    std::string text = read(here / "config/gateway.yaml");
    text = with(text, "public_url:", gateway_url());
    text = with(text, "  port:", std::to_string(gateway_port_));
    for (const auto& [key, file] : {std::pair{"certificate:", "certs/server.crt"},
                                    {"  key:", "certs/server.key"},
                                    {"client_ca:", "certs/ca.crt"},
                                    {"directory:", "store"},
                                    {"master_key:", "keys/master.key"},
                                    {"seals:", "certs"}})
        text = with(text, key, (folder_ / file).string());
    for (const auto& [key, file] : {std::pair{"templates:", "templates"},
                                    {"fonts:", "templates/fonts.yaml"},
                                    {"mappings:", "mappings"},
                                    {"console:", "gateway/console/web"}})
        text = with(text, key, (here / file).string());
    write(config() / "gateway.yaml", text);
    for (const char* partner : kPartners) write_partner(partner, twin_port);
    // A hall's file names it; no process of ours plays it.
    fs::copy_file(here / "config/partners/work_list.yaml", config() / "partners/work_list.yaml");
}

void Site::write_partner(const std::string& id, std::uint16_t twin_port) const {
    const fs::path file = fs::path{"partners"} / (id + ".yaml");
    std::string text = read(fs::current_path() / "config" / file);
    text = with(text, "hmac_key_file:", (folder_ / "keys" / (id + ".hmac")).string());
    text = with(text, "endpoint:", fmt::format("http://127.0.0.1:{}/{}", twin_port, id));
    text = with(text, "retry:", "{first_ms: 50, max_ms: 500, attempts: 400}");
    write(config() / file, text);
}

}  // namespace ow::torture
