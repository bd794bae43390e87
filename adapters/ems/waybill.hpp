#pragma once
// Which number a clerk, a scanner or a partner gave us. Pure.
//
// EMS inland: 13 digits; its check digit is right for some numbers and not for others, so it may
// only warn (R34). S10 (UPU): two letters, 8 digits, check digit, two letters of country; there the
// check digit is binding. Numbers of other carriers are told by their prefix and politely refused.

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::ems {

enum class WaybillKind : std::uint8_t { kInland, kS10 };

struct Waybill {
    std::string number;  ///< upper case, no blanks
    WaybillKind kind = WaybillKind::kInland;
    bool doubtful = false;  ///< inland check digit does not fit: ask a person to look again
};

/// Blanks, hyphens, full-width digits and a scanner's "CODE_128," are taken off first. kFieldFormat
/// at "waybill_no" else; for another carrier's number the cause names the carrier in Chinese.
[[nodiscard]] Result<Waybill> recognise(std::string_view text);

/// UPU S10 check digit of 8 digits, '0' … '9'.
[[nodiscard]] char s10_check(std::string_view eight_digits);

}  // namespace ow::ems
