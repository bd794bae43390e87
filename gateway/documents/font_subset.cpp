#include "gateway/documents/font_subset.hpp"

#include <array>
#include <map>

#include "gateway/documents/big_endian.hpp"

namespace ow::documents {
namespace {

constexpr std::size_t kGlyphHeader = 10;
constexpr unsigned kArgsAreWords = 0x0001, kHasScale = 0x0008, kMoreComponents = 0x0020;
constexpr unsigned kHasXyScale = 0x0040, kHasTwoByTwo = 0x0080, kHasInstructions = 0x0100;

std::size_t component_size(unsigned flags) {
    std::size_t size = 4U + ((flags & kArgsAreWords) != 0 ? 4U : 2U);
    if ((flags & kHasScale) != 0) size += 2;
    if ((flags & kHasXyScale) != 0) size += 4;
    if ((flags & kHasTwoByTwo) != 0) size += 8;
    return size;
}

class Subsetter {
  public:
    Subsetter(const FontFace& face, const std::vector<GlyphId>& glyphs) : face_(face), old_{0} {
        old_.insert(old_.end(), glyphs.begin(), glyphs.end());
    }

    std::string run() {
        loca_.reserve(old_.size() * 4 + 4);
        glyf_.reserve(old_.size() * 256);
        for (std::size_t i = 0; i < old_.size(); ++i) {  // grows while composites are met
            append_u32(loca_, static_cast<std::uint32_t>(glyf_.size()));
            if (i != 0) add_outline(face_.outline(old_[i]));
            glyf_.resize((glyf_.size() + 3) & ~std::size_t{3});
            const FontFace::HorizontalMetric metric = face_.horizontal_metric(old_[i]);
            append_u16(hmtx_, metric.advance);
            append_u16(hmtx_, static_cast<std::uint16_t>(metric.bearing));
        }
        append_u32(loca_, static_cast<std::uint32_t>(glyf_.size()));
        return assemble();
    }

  private:
    void add_outline(std::string_view outline) {
        if (outline.empty()) return;
        const int contours = read_i16(outline, 0);
        if (contours < 0) return add_composite(outline);
        const std::size_t instructions_at = kGlyphHeader + static_cast<std::size_t>(contours) * 2;
        const std::size_t rest = instructions_at + 2 + read_u16(outline, instructions_at);
        if (rest > outline.size()) return;
        glyf_.append(outline.substr(0, instructions_at));
        append_u16(glyf_, 0);
        glyf_.append(outline.substr(rest));
    }

    void add_composite(std::string_view outline) {
        glyf_.append(outline.substr(0, kGlyphHeader));
        std::size_t at = kGlyphHeader;
        unsigned flags = kMoreComponents;
        while ((flags & kMoreComponents) != 0 && at + 4 <= outline.size()) {
            flags = read_u16(outline, at);
            const std::size_t size = component_size(flags);
            append_u16(glyf_, flags & ~kHasInstructions);
            append_u16(glyf_, part(read_u16(outline, at + 2)));
            glyf_.append(outline.substr(at + 4, size - 4));
            at += size;
        }
    }

    std::uint32_t part(GlyphId old_glyph) {
        const auto [found, added] =
            parts_.try_emplace(old_glyph, static_cast<std::uint32_t>(old_.size()));
        if (added) old_.push_back(old_glyph);
        return found->second;
    }

    std::string assemble() {
        std::string head{face_.head()}, hhea{face_.hhea()}, maxp{face_.maxp()};
        for (std::size_t at = 8; at < 12; ++at)
            head[at] = 0;  // checksum of the whole, not used in PDF
        write_u16(head, 50, 1);
        write_u16(hhea, 34, static_cast<std::uint32_t>(old_.size()));
        write_u16(maxp, 4, static_cast<std::uint32_t>(old_.size()));
        const std::array<std::pair<std::string_view, const std::string*>, 6> tables{
            {{"glyf", &glyf_},
             {"head", &head},
             {"hhea", &hhea},
             {"hmtx", &hmtx_},
             {"loca", &loca_},
             {"maxp", &maxp}}};
        std::string out;
        out.reserve(glyf_.size() + loca_.size() + hmtx_.size() + 512);
        append_u32(out, 0x00010000);
        for (const unsigned field : {6U, 64U, 2U, 32U}) append_u16(out, field);
        std::uint32_t offset = 12 + 16 * static_cast<std::uint32_t>(tables.size());
        for (const auto& [tag, bytes] : tables) {
            out.append(tag);
            append_u32(out, checksum(*bytes));
            append_u32(out, offset);
            append_u32(out, static_cast<std::uint32_t>(bytes->size()));
            offset += static_cast<std::uint32_t>((bytes->size() + 3) & ~std::size_t{3});
        }
        for (const auto& [tag, bytes] : tables) {
            out.append(*bytes);
            out.resize((out.size() + 3) & ~std::size_t{3});
        }
        return out;
    }

    static std::uint32_t checksum(std::string_view bytes) {
        std::uint32_t sum = 0;
        for (std::size_t at = 0; at < bytes.size(); at += 4) sum += read_u32(bytes, at);
        return sum;
    }

    const FontFace& face_;
    std::vector<GlyphId> old_;
    std::map<GlyphId, std::uint32_t> parts_;
    std::string glyf_, loca_, hmtx_;
};

}  // namespace

std::string subset_font(const FontFace& face, const std::vector<GlyphId>& glyphs) {
    if (const CffTable* cff = face.cff()) return cff->subset(face.postscript_name(), glyphs);
    return Subsetter{face, glyphs}.run();
}

}  // namespace ow::documents
