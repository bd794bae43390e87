#include "gateway/documents/line_breaker.hpp"

#include <string_view>

namespace ow::documents {
namespace {

constexpr std::u32string_view kNeverFirst = U"、。，．：；？！）》」』】〕〉”’…—·％℃,.:;?!)]}%";
constexpr std::u32string_view kNeverLast = U"（《「『【〔〈“‘([{￥";
constexpr std::u32string_view kHalfAtEnd = U"、。，．：；？！）》」』】〕〉";
constexpr double kTolerance = 0.01;

bool one_of(std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
}

bool in_word(char32_t c) {
    return c > U' ' && c < 0x2E80 && c != U'·' && c != U'…' && c != U'—' && c != U'“' && c != U'”';
}

bool blank(char32_t c) {
    return c == U' ';
}

bool may_break(char32_t before, char32_t after) {
    if (blank(after) || one_of(kNeverFirst, after) || one_of(kNeverLast, before)) return false;
    return !(in_word(before) && in_word(after));
}

struct Breaker {
    std::span<const Cell> cells;
    double width;

    // The end of the line that starts at `first`.
    std::size_t end_of_line(std::size_t first, double room) const {
        std::size_t last_chance = first;
        double used = 0;
        for (std::size_t i = first; i < cells.size(); ++i) {
            const Cell& cell = cells[i];
            if (cell.character == U'\n') return i;
            if (i > first && may_break(cells[i - 1].character, cell.character)) last_chance = i;
            used += cell.width();
            if (used <= room + kTolerance || blank(cell.character)) continue;
            if (squeezable(i, used - room)) return i + 1;
            return last_chance > first ? last_chance : std::max(i, first + 1);
        }
        return cells.size();
    }

    bool squeezable(std::size_t at, double excess) const {
        const Cell& cell = cells[at];
        if (!one_of(kHalfAtEnd, cell.character) || excess > cell.width() / 2 + kTolerance)
            return false;
        return at + 1 == cells.size() || cells[at + 1].character == U'\n' ||
               may_break(cell.character, cells[at + 1].character);
    }
};

void place(Line& line, std::span<const Cell> cells, double room, double indent, Align align,
           bool full) {
    double natural = 0;
    std::size_t gaps = 0;
    for (std::size_t i = line.first; i < line.last; ++i) {
        natural += cells[i].width();
        if (i > line.first && !(in_word(cells[i - 1].character) && in_word(cells[i].character)))
            ++gaps;
    }
    double extra = 0, x = indent;
    if (line.last > line.first && natural > room) {  // its last mark is set narrow
        natural -= cells[line.last - 1].width() / 2;
    }
    if (align == Align::kJustify && full && gaps > 0)
        extra = (room - natural) / static_cast<double>(gaps);
    if (align == Align::kCentre) x += (room - natural) / 2;
    if (align == Align::kRight) x += room - natural;
    for (std::size_t i = line.first; i < line.last; ++i) {
        if (i > line.first && !(in_word(cells[i - 1].character) && in_word(cells[i].character)))
            x += extra;
        line.x.push_back(x);
        x += cells[i].width();
    }
    line.width = natural;
}

}  // namespace

std::vector<Line> break_lines(std::span<const Cell> cells, double width, double indent,
                              Align align) {
    std::vector<Line> lines;
    const Breaker breaker{cells, width};
    std::size_t at = 0;
    do {
        const double shift = lines.empty() ? indent : 0;
        std::size_t end = breaker.end_of_line(at, width - shift);
        Line line{at, end, {}, 0};
        const bool forced = end >= cells.size() || cells[end].character == U'\n';
        while (line.last > line.first && blank(cells[line.last - 1].character)) --line.last;
        place(line, cells, width - shift, shift, align, !forced);
        lines.push_back(std::move(line));
        if (end < cells.size() && cells[end].character == U'\n') ++end;
        while (!forced && end < cells.size() && blank(cells[end].character)) ++end;
        at = end;
    } while (at < cells.size());
    return lines;
}

}  // namespace ow::documents
