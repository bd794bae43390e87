#include "gateway/documents/to_unicode.hpp"

#include <algorithm>

namespace ow::documents {
namespace {

constexpr std::string_view kHead =
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
constexpr std::string_view kTail =
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
constexpr std::size_t kBlock = 100;  // the most a bfchar section may hold

}  // namespace

void append_hex16(std::string& out, unsigned value) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += kDigits[(value >> static_cast<unsigned>(shift)) & 0xFU];
}

void append_utf16_hex(std::string& out, char32_t character) {
    if (character < 0x10000) return append_hex16(out, static_cast<unsigned>(character));
    const unsigned offset = static_cast<unsigned>(character) - 0x10000U;
    append_hex16(out, 0xD800U + (offset >> 10U));
    append_hex16(out, 0xDC00U + (offset & 0x3FFU));
}

std::string to_unicode_cmap(std::u32string_view characters) {
    std::string out{kHead};
    out.reserve(kHead.size() + kTail.size() + characters.size() * 20 + 64);
    for (std::size_t at = 0; at < characters.size(); at += kBlock) {
        const std::size_t end = std::min(characters.size(), at + kBlock);
        out += std::to_string(end - at) + " beginbfchar\n";
        for (std::size_t i = at; i < end; ++i) {
            out += '<';
            append_hex16(out, static_cast<unsigned>(i + 1));
            out += "> <";
            append_utf16_hex(out, characters[i]);
            out += ">\n";
        }
        out += "endbfchar\n";
    }
    out += kTail;
    return out;
}

}  // namespace ow::documents
