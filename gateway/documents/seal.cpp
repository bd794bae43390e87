#include "gateway/documents/seal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gateway/base/text.hpp"
#include "gateway/documents/missing_glyph.hpp"

namespace ow::documents {
namespace {

// Shares of the diameter, after the 42 mm seal with 1.2 mm border and 14 mm star.
constexpr double kBorder = 1.2 / 42, kStar = 7.0 / 42, kArcSize = 6.0 / 42, kBottomSize = 4.4 / 42;
constexpr double kArcMargin = 1.0 / 42, kBottomAt = 11.2 / 42;
constexpr double kWidestArc = 270 * std::numbers::pi / 180;
constexpr double kPitch = 1.25;  // of the character size, where there is room

void add_arc(InkSeal& seal, const std::u32string& name, const std::vector<GlyphRef>& refs,
             double diameter) {
    const double size = kArcSize * diameter;
    const double middle = seal.radius - seal.border - kArcMargin * diameter - size / 2;
    const auto count = static_cast<double>(name.size());
    const double pitch = std::min(kPitch * size / middle, kWidestArc / std::max(count - 1, 1.0));
    // Feet stand closer than middles: leave them room.
    const double condense = std::min(1.0, 0.96 * pitch * (middle - size * 0.3) / size);
    double angle = -pitch * (count - 1) / 2;
    for (std::size_t i = 0; i < name.size(); ++i, angle += pitch) {
        seal.glyphs.push_back({name[i], refs[i], middle * std::sin(angle),
                               -middle * std::cos(angle), angle, size, condense});
    }
}

void add_bottom(InkSeal& seal, const std::u32string& text, const std::vector<GlyphRef>& refs,
                double diameter) {
    const double size = kBottomSize * diameter;
    const double y = kBottomAt * diameter;
    const double half_room =
        std::sqrt(std::pow(seal.radius - 2.5 * seal.border, 2) - std::pow(y + size / 2, 2));
    const auto count = static_cast<double>(text.size());
    const double condense = std::min(1.0, 2 * half_room / (count * size));
    const double step = size * condense;
    double x = -step * (count - 1) / 2;
    for (std::size_t i = 0; i < text.size(); ++i, x += step) {
        seal.glyphs.push_back({text[i], refs[i], x, y, 0, size, condense});
    }
}

Result<std::vector<GlyphRef>> find_all(const FontBook& fonts, const std::u32string& text) {
    std::vector<GlyphRef> out;
    for (const char32_t c : text) {
        const std::optional<GlyphRef> ref = fonts.find(Role::kTitle, c);
        if (!ref) return missing_glyph(c, "seal");
        out.push_back(*ref);
    }
    return out;
}

}  // namespace

Result<InkSeal> draw_seal(const FontBook& fonts, const SealText& text) {
    const std::u32string arc = to_code_points(text.arc), bottom = to_code_points(text.bottom);
    const Result<std::vector<GlyphRef>> arc_refs = find_all(fonts, arc);
    if (!arc_refs) return arc_refs.error();
    const Result<std::vector<GlyphRef>> bottom_refs = find_all(fonts, bottom);
    if (!bottom_refs) return bottom_refs.error();
    InkSeal seal;
    seal.radius = text.diameter / 2;
    seal.border = kBorder * text.diameter;
    seal.star = text.star ? kStar * text.diameter : 0;
    add_arc(seal, arc, *arc_refs, text.diameter);
    add_bottom(seal, bottom, *bottom_refs, text.diameter);
    return seal;
}

}  // namespace ow::documents
