#pragma once
// A whole site in a temporary folder – configuration, mappings, templates, keys, certificates – as
// an operator has it, for tests that spoil one file at a time.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "gateway/base/passing_folder.hpp"

namespace ow::app {

class SiteCopy {
  public:
    SiteCopy() {
        namespace fs = std::filesystem;
        for (const char* folder : {"config", "mappings", "templates"})
            fs::copy(folder, root_ / folder, fs::copy_options::recursive);
        fs::create_directory_symlink(fs::absolute("fonts"), root_ / "fonts");
        fs::create_directories(root_ / "gateway/console");
        fs::create_directory_symlink(fs::absolute("gateway/console/web"),
                                     root_ / "gateway/console/web");
        fs::create_directories(root_ / "run/keys");
        const std::string certs =
            "certs/make-dev-certs " + (root_ / "run/certs").string() + " >/dev/null";
        if (std::system(certs.c_str()) != 0) throw std::runtime_error{"certs/make-dev-certs"};
        for (const char* partner : {"portal", "back_office", "own_system", "ems", "insurance"})
            write("run/keys/" + std::string{partner} + ".hmac", std::string(64, 'a'));
        write("run/keys/wechat.secret", std::string(32, 'b'));
        write("run/keys/wechat.token", std::string(16, 'c'));
        write("run/keys/wechat.aeskey", std::string(43, 'd'));
        write("run/keys/ems.authorization", std::string(24, 'e'));
        write("run/keys/ems.signkey", "AAAAAAAAAAAAAAAAAAAAAA==");
        write("run/keys/users.yaml",
              "users:\n  - id: shouli\n    name: 受理员一号\n    role: acceptance\n    hall: "
              "xinzheng\n"
              "    salt: \"" +
                  std::string(32, '0') + "\"\n    hash: \"" + std::string(64, '0') + "\"\n");
    }
    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] std::filesystem::path config() const { return root_ / "config"; }
    [[nodiscard]] std::string read(const std::filesystem::path& file) const {
        std::ifstream stream{root_ / file, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    void write(const std::filesystem::path& file, const std::string& text) const {
        std::ofstream{root_ / file, std::ios::binary | std::ios::trunc} << text;
    }

  private:
    PassingFolder folder_{std::filesystem::temp_directory_path(), "onewindow-check-"};
    std::filesystem::path root_ = folder_.path();
};

}  // namespace ow::app
