#pragma once
// Checks an archive package with nothing but the package – and, to be sure whose it is, the hall's
// public key. What is checked: the file's one form, every part against the index, the index's
// signature, the chain from its first step, the way from its head to the signed root, and that
// events, documents and messages are those the chain speaks of. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/ports/store.hpp"

namespace ow::archive {

struct PackageReport {
    std::string case_no;
    std::string made_at;
    std::int64_t events = 0;
    std::int64_t files = 0;
    std::string key_print;  ///< SHA-256 of the key that signed, to be compared with the hall's
    std::vector<ports::Damage> damages;
};

/// `root_public`: PEM from the hall; empty: the package's own, which proves only that the parts
/// belong together.
[[nodiscard]] PackageReport check_package(std::string_view bytes, std::string_view root_public);

}  // namespace ow::archive
