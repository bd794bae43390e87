#pragma once
// Which hanzi a chain of fonts can draw, block by block (GB 18030-2022). Products for 政务服务 must
// have level 3: 87,887 hanzi. Amendment 1 (new characters from 2025-10-01) is counted apart.

#include <span>
#include <string_view>
#include <vector>

#include "gateway/documents/fonts.hpp"

namespace ow::documents {

struct CharacterRange {
    char32_t first = 0, last = 0;
};

struct HanBlock {
    std::string_view name;
    std::span<const CharacterRange> ranges;
    bool level3 = true;  ///< false: of Amendment 1
    [[nodiscard]] std::size_t size() const;
};

/// The blocks of level 3, then those of Amendment 1.
[[nodiscard]] std::span<const HanBlock> han_blocks();

struct BlockCoverage {
    const HanBlock* block = nullptr;
    std::size_t drawn = 0;          ///< by any font of the chain
    std::size_t first_choice = 0;   ///< by the role's first font
    std::vector<char32_t> missing;  ///< refused in a document
};

/// One entry a block, in the order of han_blocks().
[[nodiscard]] std::vector<BlockCoverage> coverage(const FontBook& fonts, Role role);

}  // namespace ow::documents
