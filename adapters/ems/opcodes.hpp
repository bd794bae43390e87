#pragma once
// EMS's operation codes: what happened to a parcel, and what takes an earlier event back (R30).
// The table is data (config/ems_opcodes); codes that are not in it are reported, never guessed
// (R33).

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::ems {

struct Opcode {
    std::string code;
    std::string name;                ///< 中文, as in EMS's dictionary
    std::string kind;                ///< picked_up, in_transit, delivered …
    std::vector<std::string> voids;  ///< codes whose latest event this one takes back
};

/// How much a delivery says about service (送达) on the addressee.
enum class Evidence : std::uint8_t {
    kNone,   ///< not a delivery
    kSelf,   ///< 本人签收, taken out of a locker by the addressee
    kProxy,  ///< 他人代收, 收发室, 物业 …
    kBox,    ///< locker, pick-up point, letter box: handed to nobody
    kOpen,   ///< delivered, to whom is not said
};

/// What it means for the person who waits.
enum class Meaning : std::uint8_t { kMoving, kDelivered, kDeliveryVoided, kFailed };

/// Immutable after loading; thread-safe.
class Opcodes {
  public:
    /// CSV with columns code, name, kind, note; `#` lines and the head row are skipped.
    /// kConfigInvalid with the line.
    [[nodiscard]] static Result<Opcodes> parse(std::string_view csv);
    /// nullptr if unknown. `signed:10` and `unsigned:7` are codes too.
    [[nodiscard]] const Opcode* find(std::string_view code) const;
    [[nodiscard]] std::size_t size() const { return rows_.size(); }

    /// Of an event with `code` and its delivery sub-code ("10"; may be empty).
    [[nodiscard]] Evidence evidence(std::string_view code, std::string_view signed_code) const;

    /// A locker holding it is not a delivery. A code not in the table is kMoving: ask find() first.
    [[nodiscard]] Meaning meaning(std::string_view code) const;

  private:
    std::map<std::string, Opcode, std::less<>> rows_;
};

/// self, proxy, box, open; empty for kNone.
[[nodiscard]] std::string_view to_text(Evidence evidence);
/// moving, delivered, delivery_voided, failed.
[[nodiscard]] std::string_view to_text(Meaning meaning);

}  // namespace ow::ems
