#include "gateway/flow/mask.hpp"

#include "gateway/base/text.hpp"
#include "gateway/model/signer.hpp"

namespace ow::flow {

std::string mask_name(std::string_view name) {
    std::u32string points = to_code_points(name);
    const std::size_t last_kept = points.size() > 2 ? points.size() - 1 : points.size();
    for (std::size_t i = 1; i < last_kept; ++i) points[i] = U'*';
    return to_utf8(points);
}

std::string mask_number(std::string_view number) {
    std::string out{number};
    const std::size_t head = out.size() > 7 ? 3 : 0;
    const std::size_t tail = out.size() > 4 ? 4 : 0;
    for (std::size_t i = head; i + tail < out.size(); ++i) out[i] = '*';
    return out;
}

std::string mask_signer(std::string_view who) {
    return model::is_signer_kind(who) ? std::string{who} : mask_name(who);
}

std::string mask_address(std::string_view address) {
    constexpr std::size_t kKept = 6;
    const std::u32string points = to_code_points(address);
    if (points.size() <= kKept) return std::string{address};
    return to_utf8(std::u32string_view{points}.substr(0, kKept)) + "****";
}

}  // namespace ow::flow
