#pragma once
// A folder with everything one gateway needs: the project's configuration with addresses and
// secrets of this run, certificates, keys. Goes with the object.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/result.hpp"

namespace ow::torture {

class Site {
  public:
    /// `keep`: the folder stays. Throws std::runtime_error if certificates cannot be made.
    explicit Site(bool keep);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    /// Writes the configuration; the partners are at `twin_port`.
    void write_config(std::uint16_t twin_port) const;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::filesystem::path config() const { return folder_ / "config"; }
    [[nodiscard]] std::filesystem::path ca() const { return folder_ / "certs/ca.crt"; }
    [[nodiscard]] std::string gateway_url() const;
    [[nodiscard]] const std::string& key_of(const std::string& partner) const {
        return keys_.at(partner);
    }

    /// Those that take part; all others are left out of the configuration.
    static constexpr const char* kPartners[] = {"back_office", "insurance", "own_system", "portal"};

  private:
    void write_partner(const std::string& id, std::uint16_t twin_port) const;

    std::filesystem::path folder_;
    bool keep_;
    std::uint16_t gateway_port_;
    std::map<std::string, std::string> keys_;
};

}  // namespace ow::torture
