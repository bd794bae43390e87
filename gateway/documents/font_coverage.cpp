#include "gateway/documents/font_coverage.hpp"

#include <array>

namespace ow::documents {
namespace {

constexpr std::array kUnified{CharacterRange{0x4E00, 0x9FEF}};
constexpr std::array kExtensionA{CharacterRange{0x3400, 0x4DB5}};
constexpr std::array kExtensionB{CharacterRange{0x20000, 0x2A6D6}};
constexpr std::array kExtensionC{CharacterRange{0x2A700, 0x2B734}};
constexpr std::array kExtensionD{CharacterRange{0x2B740, 0x2B81D}};
constexpr std::array kExtensionE{CharacterRange{0x2B820, 0x2CEA1}};
constexpr std::array kExtensionF{CharacterRange{0x2CEB0, 0x2EBE0}};
constexpr std::array kCompatibility{CharacterRange{0xFA0E, 0xFA0F}, CharacterRange{0xFA11, 0xFA11},
                                    CharacterRange{0xFA13, 0xFA14}, CharacterRange{0xFA1F, 0xFA1F},
                                    CharacterRange{0xFA21, 0xFA21}, CharacterRange{0xFA23, 0xFA24},
                                    CharacterRange{0xFA27, 0xFA29}};
constexpr std::array kExtensionG{CharacterRange{0x30000, 0x3134A}};
constexpr std::array kExtensionH{CharacterRange{0x31350, 0x323AF}};
constexpr std::array kExtensionI{CharacterRange{0x2EBF0, 0x2EE5D}};

constexpr std::array<HanBlock, 11> kBlocks{{
    {"4E00–9FEF 基本集", kUnified},
    {"3400–4DB5 扩充A", kExtensionA},
    {"20000–2A6D6 扩充B", kExtensionB},
    {"2A700–2B734 扩充C", kExtensionC},
    {"2B740–2B81D 扩充D", kExtensionD},
    {"2B820–2CEA1 扩充E", kExtensionE},
    {"2CEB0–2EBE0 扩充F", kExtensionF},
    {"FA0E–FA29 兼容区12字", kCompatibility},
    {"30000–3134A 扩充G", kExtensionG, false},
    {"31350–323AF 扩充H", kExtensionH, false},
    {"2EBF0–2EE5D 扩充I", kExtensionI, false},
}};

void count(BlockCoverage& row, char32_t character, const std::optional<GlyphRef>& found,
           std::uint16_t first) {
    if (!found) return row.missing.push_back(character);
    ++row.drawn;
    if (found->face == first) ++row.first_choice;
}

}  // namespace

std::size_t HanBlock::size() const {
    std::size_t all = 0;
    for (const CharacterRange& range : ranges) all += range.last - range.first + 1;
    return all;
}

std::span<const HanBlock> han_blocks() {
    return kBlocks;
}

std::vector<BlockCoverage> coverage(const FontBook& fonts, Role role) {
    const std::uint16_t first = fonts.chain(role).front();
    std::vector<BlockCoverage> out;
    for (const HanBlock& block : kBlocks) {
        BlockCoverage& row = out.emplace_back();
        row.block = &block;
        for (const CharacterRange& range : block.ranges) {
            for (char32_t c = range.first; c <= range.last; ++c)
                count(row, c, fonts.find(role, c), first);
        }
    }
    return out;
}

}  // namespace ow::documents
