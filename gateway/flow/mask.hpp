#pragma once
// Personal data as screens show it unless a role needs more (R38).

#include <string>
#include <string_view>

namespace ow::flow {

[[nodiscard]] std::string mask_name(std::string_view name);      ///< 欧*娜; two characters: 王*
[[nodiscard]] std::string mask_number(std::string_view number);  ///< first 3 and last 4 kept
[[nodiscard]] std::string mask_signer(std::string_view who);  ///< 本人, 他人代收 … or a name
[[nodiscard]] std::string mask_address(std::string_view address);  ///< first 6 characters kept

}  // namespace ow::flow
