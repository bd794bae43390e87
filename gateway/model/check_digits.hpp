#pragma once
// Check digits of the numbers people bring (R34, facts: GB 11643, GB 32100, UPU S10, domestic
// mail). A wrong resident ID is an error; a wrong credit code or domestic waybill is only a warning
// to be confirmed by a person, because real ones break the rule. That judgement is `Verdict`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/time.hpp"

namespace ow::model {

enum class Verdict : std::uint8_t {
    kRight,
    kDoubtful,  ///< well-formed, check character wrong: warn, a person confirms
    kWrong,     ///< cannot be such a number
};

/// GB 11643: 17 digits + 0-9 or X. kWrong also for an impossible date of birth; the area code is
/// not looked up (abolished districts stay valid). A small x is kWrong: normalise first.
[[nodiscard]] Verdict check_resident_id(std::string_view number);
[[nodiscard]] std::optional<Day> birth_of_resident_id(std::string_view number);

/// GB 32100: 18 of 0-9A-H J-N P-R T U W X Y; remainder 31 stands for 0. Alphabet or length wrong:
/// kWrong; check character wrong: kDoubtful (a registered code is known that fails).
[[nodiscard]] Verdict check_uscc(std::string_view code);

/// UPU S10, AA999999999CN: wrong check digit is kWrong.
[[nodiscard]] Verdict check_s10(std::string_view number);

/// 13 digits: a domestic waybill. Digits 3-10 and 11 often, not always, follow S10: a wrong one
/// is only kDoubtful. Other carriers' numbers (SF…, JD…) are kWrong.
[[nodiscard]] Verdict check_domestic_waybill(std::string_view number);

}  // namespace ow::model
