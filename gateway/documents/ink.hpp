#pragma once
// What is drawn, independent of where on which page: the layout makes it, the canvas draws it.
// Units are points (1/72 inch); origin at the upper left corner of the piece, y downwards.

#include <memory>
#include <string>
#include <vector>

#include "gateway/documents/fonts.hpp"
#include "gateway/documents/seal_image.hpp"
#include "gateway/documents/structure.hpp"

namespace ow::documents {

inline constexpr double kPointsPerMm = 72.0 / 25.4;
[[nodiscard]] constexpr double mm(double millimetres) {
    return millimetres * kPointsPerMm;
}

enum class Colour : std::uint8_t { kBlack, kGrey, kSeal };

struct InkGlyph {
    char32_t character = 0;
    GlyphRef ref;
    double x = 0;  ///< left edge, from the run's origin
};

/// One line of one size and colour. `y` is the baseline.
struct InkText {
    double x = 0, y = 0;
    double size = 0;
    Colour colour = Colour::kBlack;
    std::vector<InkGlyph> glyphs;
    int element = kArtifact;  ///< of the flow's structure
};

struct InkLine {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    double width = 0.5;
    bool dashed = false;
};

/// A glyph turned and condensed: `x`, `y` is the middle of its em box.
struct TurnedGlyph {
    char32_t character = 0;
    GlyphRef ref;
    double x = 0, y = 0;
    double angle = 0;  ///< radians, clockwise
    double size = 0;
    double condense = 1;  ///< horizontal scale
};

/// A drawn seal; positions of glyphs are relative to its centre.
struct InkSeal {
    std::string words;    ///< what stands on it: unit and purpose
    double x = 0, y = 0;  ///< centre
    double half_width = 0, half_height = 0;
    double border = 0;
    double star = 0;  ///< radius of the star's tips; 0 = none
    std::vector<TurnedGlyph> glyphs;
    std::shared_ptr<const SealImage> image;  ///< all there is, if it is set
    int element = kArtifact;
};

/// A QR symbol without quiet zone, `size` wide.
struct InkQr {
    double x = 0, y = 0;
    double size = 0;
    int modules = 0;
    std::vector<bool> dark;  ///< row by row
    int element = kArtifact;
};

struct Ink {
    std::vector<InkText> texts;
    std::vector<InkLine> lines;
    std::vector<InkSeal> seals;
    std::vector<InkQr> codes;
};

}  // namespace ow::documents
