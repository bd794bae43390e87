#pragma once
// What a value of a template or subscription message may be. Pure.
//
// The class of a value is the letters of its key: thing3 → thing. A value that does not fit is an
// error naming the key; nothing is ever cut. Lengths count characters (code points).

#include <span>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::wechat {

struct ValueClass {
    std::string_view name;
    std::size_t longest;
    std::string_view meaning;  ///< for the reference page
};
/// Sorted by name.
[[nodiscard]] std::span<const ValueClass> value_classes();

/// kFieldMissing if empty, kFieldTooLong, kFieldFormat (wrong alphabet, line end, emoji), each with
/// `key` as field. A key of no known class is held to 20 characters, as old templates are.
[[nodiscard]] Status check_value(std::string_view key, std::string_view text);

}  // namespace ow::wechat
