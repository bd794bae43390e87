#pragma once
// A private copy of the demo configuration that a test may spoil.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace ow::app {

class ConfigCopy {
  public:
    explicit ConfigCopy(const std::string& name)
        : root_(std::filesystem::temp_directory_path() /
                ("ow_config_" + name + "_" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(root_);
        std::filesystem::copy("config", root_, std::filesystem::copy_options::recursive);
    }
    ~ConfigCopy() { std::filesystem::remove_all(root_); }
    ConfigCopy(const ConfigCopy&) = delete;
    ConfigCopy& operator=(const ConfigCopy&) = delete;

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] std::string read(const std::filesystem::path& file) const {
        std::ifstream stream{root_ / file, std::ios::binary};
        std::ostringstream out;
        out << stream.rdbuf();
        return out.str();
    }
    void write(const std::filesystem::path& file, const std::string& text) const {
        std::ofstream{root_ / file, std::ios::binary | std::ios::trunc} << text;
    }
    /// Replaces the first `from` of a file; false if it is not there.
    [[nodiscard]] bool replace(const std::filesystem::path& file, const std::string& from,
                               const std::string& to) const {
        std::string text = read(file);
        const std::size_t at = text.find(from);
        if (at == std::string::npos) return false;
        write(file, text.replace(at, from.size(), to));
        return true;
    }
    /// Leaves one item with its materials, one hall and one year: for tests that load hundreds of
    /// times.
    void empty_the_tables() const {
        for (const char* table : {"items", "materials"}) {
            const std::string file = std::string{"catalogue/"} + table + ".csv";
            std::istringstream lines{read(file)};
            std::string few;
            for (std::string line; std::getline(lines, line);) {
                if (few.empty() || line.find("demo-gs-geti-sheli,") != std::string::npos)
                    few += line + "\n";
            }
            write(file, few);
        }
        for (const char* other : {"jingkai", "neixiang", "puyang", "zmq"})
            std::filesystem::remove(root_ / "halls" / (std::string{other} + ".yaml"));
        for (const auto& entry : std::filesystem::directory_iterator{root_ / "calendar"}) {
            if (entry.path().filename() != "2024.json") std::filesystem::remove(entry.path());
        }
    }

  private:
    std::filesystem::path root_;
};

}  // namespace ow::app
