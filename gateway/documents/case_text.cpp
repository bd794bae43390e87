#include "gateway/documents/case_text.hpp"

#include "gateway/base/text.hpp"
#include "gateway/documents/missing_glyph.hpp"

namespace ow::documents {
namespace {

constexpr std::int16_t kBlankAdvance = 250, kFullAdvance = 1000;

bool dropped(char32_t c) {
    return (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7F && c <= 0x9F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

// What a blank draws: nothing, as wide as this.
std::int16_t blank_advance(char32_t c) {
    if (c == U' ' || c == U'\t' || c == 0xA0) return kBlankAdvance;
    return c == 0x3000 ? kFullAdvance : std::int16_t{0};
}

}  // namespace

bool CaseText::holds(int when) const {
    return when == kNoXPath || context_.boolean(paths_[static_cast<std::size_t>(when)], row_);
}

std::vector<xml::Node> CaseText::rows(int each) const {
    return context_.nodes(paths_[static_cast<std::size_t>(each)], row_);
}

void CaseText::enter(xml::Node row, int index) {
    row_ = row;
    index_ = index;
}

std::string CaseText::text_of(const Run& run) const {
    switch (run.kind) {
        case Run::Kind::kText:
            return run.text;
        case Run::Kind::kIndex:
            return std::to_string(index_);
        case Run::Kind::kBreak:
            return "\n";
        case Run::Kind::kValue:
            break;
    }
    const std::string value = context_.string(paths_[static_cast<std::size_t>(run.xpath)], row_);
    const std::string_view kept = trim(value);
    return kept.empty() ? run.text : std::string{kept};
}

std::string CaseText::text(const std::vector<Run>& runs) const {
    std::string out;
    for (const Run& run : runs) {
        if (holds(run.when)) out += text_of(run);
    }
    return out;
}

Status CaseText::append(std::vector<Cell>& to, std::string_view utf8, Style style,
                        std::string_view field) const {
    for (const char32_t c : to_code_points(utf8)) {
        if (dropped(c)) continue;
        if (c == U'\n') {
            to.push_back({c, {}, style.size});
        } else if (const std::int16_t blank = blank_advance(c); blank != 0) {
            to.push_back({c == 0x3000 ? c : U' ', {0, 0, blank}, style.size});
        } else if (const std::optional<GlyphRef> ref = fonts_.find(style.font, c)) {
            to.push_back({c, *ref, style.size});
        } else {
            return missing_glyph(c, std::string{field});
        }
    }
    return ok();
}

Result<std::vector<Cell>> CaseText::cells(const std::vector<Run>& runs, Style style) const {
    std::vector<Cell> out;
    for (const Run& run : runs) {
        if (!holds(run.when)) continue;
        const Style own{run.font.value_or(style.font), run.size > 0 ? run.size : style.size};
        const std::string_view field =
            run.xpath == kNoXPath
                ? "text"
                : std::string_view{form_.expressions[static_cast<std::size_t>(run.xpath)]};
        if (Status added = append(out, text_of(run), own, field); !added) return added.error();
    }
    return out;
}

Result<std::vector<Cell>> CaseText::cells(std::string_view utf8, Style style) const {
    std::vector<Cell> out;
    if (Status added = append(out, utf8, style, "text"); !added) return added.error();
    return out;
}

}  // namespace ow::documents
