#pragma once
// Everything of a closed case as one file (R22), which anybody can check without the store:
//
//   readme.txt     what this is, in Chinese          index.json  every other part with its SHA-256,
//   events.txt     the course of the case to read                the chain's head and the root
//   events.json    the same, whole                   index.sig   the signature over index.json
//   content.json   the application                   root.pem    the key that verifies it
//   chain.json     the steps as they were hashed     documents/  files/  messages/
//
// It holds personal data in the clear: the caller decides where it goes, and records who asked for
// it before (model::MakePackage). Once the case's key is destroyed it can no longer be made.

#include <functional>
#include <string>

#include "gateway/flow/setting.hpp"
#include "gateway/ports/store.hpp"

namespace ow::archive {

struct PackageOrder {
    CaseNo no;
    std::string by;  ///< id of staff
    Instant now{};
    std::string root_public;                                      ///< PEM
    std::function<Result<std::string>(const std::string&)> sign;  ///< with the root key
};

/// The bytes of the ZIP file. kCaseNotFound, kKeyDestroyed, kCommandNotAllowed (not closed),
/// kStoreDamaged (a document that is not what the chain says).
[[nodiscard]] Result<std::string> make_package(ports::Store& store, const flow::Setting& setting,
                                               const PackageOrder& order);

}  // namespace ow::archive
