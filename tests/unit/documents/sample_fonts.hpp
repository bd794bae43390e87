#pragma once
// The default font chain, as templates/fonts.yaml states it, for tests and benchmarks.

#include "gateway/documents/fonts.hpp"

namespace ow::documents::test {

inline FontConfig sample_fonts() {
    const std::filesystem::path npm = "fonts/node_modules/@expo-google-fonts";
    const FontFile serif{npm / "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"};
    const FontFile bold{npm / "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf"};
    const FontFile sans{npm / "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"};
    const FontFile kai{"/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"};
    const FontFile wide{"/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"};
    const FontFile wider{"/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"};
    const FontFile fang{"fonts/debian/FandolFang-Regular.otf"};
    return {{bold, serif, wide, wider},
            {serif, wide, wider},
            {sans, serif, wide, wider},
            {kai, serif, wide, wider},
            {fang, serif, wide, wider}};
}

}  // namespace ow::documents::test
