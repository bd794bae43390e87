#pragma once
// One use of a seal on a document, for the ledger of seals (用印登记): whose seal, and which key
// signed. A seal that is only drawn (样式) has no key. About units and their certificates, never
// about a person of the case, so it stands in the clear part of an event.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace ow::model {

/// The certificate a signature was made with.
struct SealKey {
    std::string subject;      ///< its common name
    std::string serial;       ///< hex, as `openssl x509 -serial` prints it
    std::string fingerprint;  ///< "sha256:ab12…" over the DER; of an SM2 key "sm3:ab12…"
    std::string algorithm;    ///< "SM2-SM3"
};

struct SealUse {
    std::string seal;    ///< what stands on it: unit and purpose
    std::string holder;  ///< `hall` or a department's id; empty: drawn, nobody signed
    SealKey key;         ///< of the holder
};

/// As an event has it; `seal_uses` reads it back. An event from before this was kept has no such
/// list: nothing is known of its keys.
[[nodiscard]] boost::json::array to_json(const std::vector<SealUse>& uses);
[[nodiscard]] std::vector<SealUse> seal_uses(const boost::json::object& clear);
/// Whether the event of a stored document says which seals were used.
[[nodiscard]] bool tells_seal_uses(const boost::json::object& clear);

}  // namespace ow::model
