#pragma once
// DER (X.690) in small: what signatures and timestamps are written in. Writing composes strings.
// Reading is strict – one-byte tags, definite lengths in their shortest form – so that a value has
// one encoding only and a changed length byte is noticed. Pure; views are into the bytes given.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ow::documents {

inline constexpr unsigned kDerBoolean = 0x01, kDerInteger = 0x02, kDerOctets = 0x04,
                          kDerNull = 0x05, kDerOid = 0x06, kDerUtf8 = 0x0C, kDerTime = 0x18,
                          kDerSequence = 0x30, kDerSet = 0x31, kDerContext0 = 0xA0,
                          kDerContext1 = 0xA1;

[[nodiscard]] std::string der(unsigned tag, std::initializer_list<std::string_view> parts);
/// `encoded`: the content of an OBJECT IDENTIFIER, see object_ids.hpp.
[[nodiscard]] std::string der_oid(std::string_view encoded);
/// INTEGER of a number that is not negative, big-endian, with or without leading zeros.
[[nodiscard]] std::string der_number(std::string_view bytes);
/// The content of a SET OF, sorted as DER wants it.
[[nodiscard]] std::string der_set_content(std::vector<std::string> elements);

struct DerValue {
    unsigned tag = 0;
    std::string_view content;
    std::string_view whole;  ///< with tag and length
};

class DerReader {
  public:
    explicit DerReader(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    /// 0 at the end.
    [[nodiscard]] unsigned tag() const;
    /// nullopt: no well-formed value is next, or not one of that tag; nothing is consumed then.
    [[nodiscard]] std::optional<DerValue> take();
    [[nodiscard]] std::optional<DerValue> take(unsigned tag);

  private:
    std::string_view rest_;
};

/// One value that is all of `bytes`.
[[nodiscard]] std::optional<DerValue> der_whole(std::string_view bytes, unsigned tag);

}  // namespace ow::documents
