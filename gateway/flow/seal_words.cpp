#include "gateway/flow/seal_words.hpp"

#include <algorithm>

namespace ow::flow {
namespace {

// Sorted.
constexpr std::string_view kOfTheHall[] = {"D1",  "D11", "D12", "D13", "D18", "D19", "D19A", "D20",
                                           "D21", "D5",  "D6",  "D7",  "D8",  "D8A", "D8B",  "D9"};

// The longest first: what stands on the straight line of a seal.
constexpr std::string_view kPurposes[] = {"行政审批专用章", "政务服务专用章", "业务专用章",
                                          "审批专用章", "专用章"};

SealWords split_purpose(std::string_view words) {
    for (const std::string_view purpose : kPurposes) {
        if (!words.ends_with(purpose)) continue;
        words.remove_suffix(purpose.size());
        return {std::string{words}, std::string{purpose}};
    }
    return {std::string{words}, {}};
}

}  // namespace

bool is_of_the_hall(std::string_view document) {
    return std::find(std::begin(kOfTheHall), std::end(kOfTheHall), document) !=
           std::end(kOfTheHall);
}

SealWords seal_words(const model::Hall& hall, const model::Department* department,
                     std::string_view document) {
    if (department == nullptr) {
        const auto own = hall.seals.find("hall");
        return own == hall.seals.end() ? SealWords{hall.name, "业务专用章"}
                                       : split_purpose(own->second);
    }
    SealWords words = split_purpose(hall.seal_of(department->id));
    if (document == "D17") words = {department->name, {}};
    return words;
}

}  // namespace ow::flow
