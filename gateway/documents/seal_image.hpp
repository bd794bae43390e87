#pragma once
// The registered picture of a seal, as the police registry or the seal's maker delivers it: a PNG
// with a transparent ground. The only way to a seal with the national emblem, which we never draw
// (国徽法).

#include <filesystem>
#include <string>

#include "gateway/base/result.hpp"

namespace ow::documents {

/// 8 bits a sample, row by row from the top.
struct SealImage {
    unsigned width = 0, height = 0;  ///< pixels
    std::string rgb;
    std::string alpha;
};

/// kConfigInvalid names the file: not a PNG, too coarse (under 300 dots per inch at `width_mm` ×
/// `height_mm`), of another shape than the seal, without ink, or not transparent around it.
[[nodiscard]] Result<SealImage> read_seal_image(const std::filesystem::path& file, double width_mm,
                                                double height_mm);

}  // namespace ow::documents
