#pragma once
// Who signed for a parcel, as far as it names nobody: these words may stand in clear, what else is
// said of it is a person's name (R38).

#include <algorithm>
#include <iterator>
#include <string_view>

namespace ow::model {

inline constexpr std::string_view kSignerKinds[] = {"代领", "本人", "本人签收", "他人", "他人代收"};

[[nodiscard]] inline bool is_signer_kind(std::string_view who) {
    return std::find(std::begin(kSignerKinds), std::end(kSignerKinds), who) !=
           std::end(kSignerKinds);
}

}  // namespace ow::model
