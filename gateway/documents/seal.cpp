#include "gateway/documents/seal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gateway/base/text.hpp"
#include "gateway/documents/missing_glyph.hpp"

namespace ow::documents {
namespace {

// Shares of the height, after the seal of 42 mm.
constexpr double kStarBorder = 1.2 / 42, kPlainBorder = 1.0 / 42, kStar = 7.0 / 42;
constexpr double kMostArcSize = 6.0 / 42, kLeastArcSize = 3.2 / 42, kArcMargin = 0.9 / 42;
constexpr double kBottomSize = 4.4 / 42, kBottomAt = 11.2 / 42, kBottomGap = 0.7 / 42;
constexpr double kWidestAngle = 140 * std::numbers::pi / 180;  // from the top to each side
constexpr double kWidestPitch = 1.6;  // of the character size, where there is room
constexpr double kLeastCondense = 0.66, kCondensedHalf = 0.36;
constexpr double kFeet = 0.42;   // of the size below the middle: where ink may touch ink
constexpr double kTight = 0.95;  // of the room between neighbours' feet

struct Point {
    double x = 0, y = 0;
};

// The ellipse on which the middles of the characters stand; angles from the top, clockwise.
struct Path {
    double across = 0, down = 0;

    [[nodiscard]] Point at(double angle) const {
        return {across * std::sin(angle), -down * std::cos(angle)};
    }
    // How a character at `angle` is turned.
    [[nodiscard]] double turn(double angle) const {
        return std::atan2(std::sin(angle) / across, std::cos(angle) / down);
    }
    [[nodiscard]] Point inside(double angle, double depth) const {
        const Point p = at(angle);
        const double t = turn(angle);
        return {p.x - depth * std::sin(t), p.y + depth * std::cos(t)};
    }
};

constexpr double kStep = std::numbers::pi / 1800;

double length_to(const Path& path, double angle) {
    double length = 0;
    for (double a = 0; a < angle; a += kStep) {
        const Point p = path.at(a), q = path.at(a + kStep);
        length += std::hypot(q.x - p.x, q.y - p.y);
    }
    return length;
}

// The angle whose distance from the top, along the path, is `length`.
double angle_at(const Path& path, double length) {
    double angle = 0;
    for (double gone = 0; gone < std::abs(length) && angle < std::numbers::pi; angle += kStep) {
        const Point p = path.at(angle), q = path.at(angle + kStep);
        gone += std::hypot(q.x - p.x, q.y - p.y);
    }
    return std::copysign(angle, length);
}

struct Arc {
    double size = 0, condense = 1;
    Path path;
    std::vector<double> angles;
};

// How far round the name may reach: its last character ends above `floor`.
double widest_angle(const Path& path, double size, double floor) {
    double angle = kWidestAngle;
    for (; angle > kStep; angle -= kStep) {
        const double t = path.turn(angle);
        const double foot = size / 2 * std::abs(std::cos(t));
        const double side = kCondensedHalf * size * std::abs(std::sin(t));
        if (path.at(angle).y + foot + side < floor) break;
    }
    return angle;
}

Arc arc_of(const InkSeal& seal, std::size_t count, double size, double floor) {
    Arc out;
    const double depth = seal.border + kArcMargin * 2 * seal.half_height + size / 2;
    out.size = size;
    out.path = {seal.half_width - depth, seal.half_height - depth};
    const double gaps = static_cast<double>(count) - 1;
    const double room = 2 * length_to(out.path, widest_angle(out.path, size, floor));
    const double pitch = gaps > 0 ? std::min(kWidestPitch * size, room / gaps) : 0;
    for (std::size_t i = 0; i < count; ++i)
        out.angles.push_back(angle_at(out.path, (static_cast<double>(i) - gaps / 2) * pitch));
    for (std::size_t i = 1; i < count; ++i) {
        const Point p = out.path.inside(out.angles[i - 1], kFeet * size);
        const Point q = out.path.inside(out.angles[i], kFeet * size);
        out.condense = std::min(out.condense, kTight * std::hypot(q.x - p.x, q.y - p.y) / size);
    }
    return out;
}

// The largest characters that need not be condensed too much.
Arc fit_arc(const InkSeal& seal, std::size_t count, bool has_bottom) {
    constexpr int kSizes = 16;
    const double unit = 2 * seal.half_height;
    const double floor = has_bottom ? unit * (kBottomAt - kBottomSize / 2 - kBottomGap) : unit;
    Arc out;
    for (int i = 0; i <= kSizes; ++i) {
        const double share = kMostArcSize - (kMostArcSize - kLeastArcSize) * i / kSizes;
        out = arc_of(seal, count, share * unit, floor);
        if (out.condense >= kLeastCondense) break;
    }
    return out;
}

void add_arc(InkSeal& seal, const std::u32string& name, const std::vector<GlyphRef>& refs,
             bool has_bottom) {
    const Arc arc = fit_arc(seal, name.size(), has_bottom);
    for (std::size_t i = 0; i < name.size(); ++i) {
        const Point p = arc.path.at(arc.angles[i]);
        seal.glyphs.push_back(
            {name[i], refs[i], p.x, p.y, arc.path.turn(arc.angles[i]), arc.size, arc.condense});
    }
}

void add_bottom(InkSeal& seal, const std::u32string& text, const std::vector<GlyphRef>& refs) {
    const double unit = 2 * seal.half_height;
    const double size = kBottomSize * unit, y = kBottomAt * unit;
    const double within = 1 - std::pow((y + size / 2) / (seal.half_height - 2 * seal.border), 2);
    const double half_room = (seal.half_width - 2 * seal.border) * std::sqrt(within);
    const auto count = static_cast<double>(text.size());
    const double condense = std::min(1.0, 2 * half_room / (count * size));
    const double step = size * condense;
    double x = -step * (count - 1) / 2;
    for (std::size_t i = 0; i < text.size(); ++i, x += step)
        seal.glyphs.push_back({text[i], refs[i], x, y, 0, size, condense});
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
    seal.words = text.arc + text.bottom;
    seal.half_width = text.width / 2;
    seal.half_height = text.height / 2;
    seal.border = (text.star ? kStarBorder : kPlainBorder) * text.height;
    seal.star = text.star ? kStar * text.height : 0;
    add_arc(seal, arc, *arc_refs, !bottom.empty());
    add_bottom(seal, bottom, *bottom_refs);
    return seal;
}

}  // namespace ow::documents
