#include "gateway/documents/font_cff.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/documents/big_endian.hpp"
#include "gateway/documents/font_charstring.hpp"

namespace ow::documents {
namespace {

constexpr unsigned kEscape = 12, kEscaped = 0x100;
constexpr unsigned kCharset = 15, kCharStrings = 17, kPrivate = 18, kSubroutines = 19;
constexpr unsigned kMatrix = kEscaped + 7, kRos = kEscaped + 30, kCidCount = kEscaped + 34;
constexpr unsigned kParts = kEscaped + 36, kChoice = kEscaped + 37;
constexpr unsigned kFirstOwnString = 391;

using Index = std::vector<std::string_view>;

// Reads an INDEX at `at` and moves behind it; false: damaged.
bool read_index(std::string_view table, std::size_t& at, Index& out) {
    const std::size_t count = read_u16(table, at);
    if (at + 2 > table.size()) return false;
    at += 2;
    if (count == 0) return true;
    const std::size_t width = byte_at(table, at++);
    if (width < 1 || width > 4 || at + (count + 1) * width > table.size()) return false;
    const auto offset = [&](std::size_t i) {
        std::size_t value = 0;
        for (std::size_t k = 0; k < width; ++k)
            value = value << 8U | byte_at(table, at + i * width + k);
        return value;
    };
    const std::size_t data = at + (count + 1) * width - 1;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t from = offset(i), to = offset(i + 1);
        if (from < 1 || to < from || data + to > table.size()) return false;
        out.push_back(table.substr(data + from, to - from));
    }
    at = data + offset(count);
    return true;
}

struct Entry {
    std::vector<long> numbers;  ///< whole ones; a real number counts as 0
    std::string_view raw;       ///< operands and operator as they stand
};

std::size_t skip_real(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const std::uint32_t byte = byte_at(text, at++);
        if ((byte & 0xFU) == 0xF || byte >> 4U == 0xF) break;
    }
    return at;
}

std::map<unsigned, Entry> read_dictionary(std::string_view text) {
    std::map<unsigned, Entry> out;
    std::vector<long> numbers;
    for (std::size_t at = 0, start = 0; at < text.size();) {
        const std::uint32_t byte = byte_at(text, at);
        if (byte == 28) {
            numbers.push_back(read_i16(text, at + 1));
            at += 3;
        } else if (byte == 29) {
            numbers.push_back(static_cast<std::int32_t>(read_u32(text, at + 1)));
            at += 5;
        } else if (byte == 30) {
            numbers.push_back(0);
            at = skip_real(text, at + 1);
        } else if (byte >= 32 && byte <= 246) {
            numbers.push_back(static_cast<long>(byte) - 139);
            ++at;
        } else if (byte >= 247 && byte <= 254) {
            const auto low = static_cast<long>(byte_at(text, at + 1));
            const auto high = static_cast<long>(byte);
            numbers.push_back(byte <= 250 ? (high - 247) * 256 + low + 108
                                          : -(high - 251) * 256 - low - 108);
            at += 2;
        } else {
            const unsigned key = byte == kEscape ? kEscaped + byte_at(text, at + 1) : byte;
            at += byte == kEscape ? 2 : 1;
            out[key] = {std::move(numbers), text.substr(start, at - start)};
            numbers.clear();
            start = at;
        }
    }
    return out;
}

std::optional<std::size_t> number_of(const std::map<unsigned, Entry>& dictionary, unsigned key,
                                     std::size_t which = 0) {
    const auto found = dictionary.find(key);
    if (found == dictionary.end() || found->second.numbers.size() <= which) return std::nullopt;
    const long value = found->second.numbers[which];
    return value < 0 ? std::nullopt : std::optional{static_cast<std::size_t>(value)};
}

std::string raw_of(const std::map<unsigned, Entry>& dictionary, unsigned key) {
    const auto found = dictionary.find(key);
    return found == dictionary.end() ? std::string{} : std::string{found->second.raw};
}

void append_key(std::string& out, unsigned key) {
    if (key >= kEscaped) out += static_cast<char>(kEscape);
    out += static_cast<char>(key & 0xFFU);
}

// Always five bytes, so that a dictionary's size is known before its offsets are.
void append_number(std::string& out, std::size_t value) {
    out += '\x1D';
    append_u32(out, static_cast<std::uint32_t>(value));
}

std::string index_of(const std::vector<std::string>& items) {
    std::string out;
    append_u16(out, static_cast<std::uint32_t>(items.size()));
    if (items.empty()) return out;
    out += '\x04';
    std::uint32_t offset = 1;
    append_u32(out, offset);
    for (const std::string& item : items)
        append_u32(out, offset += static_cast<std::uint32_t>(item.size()));
    for (const std::string& item : items) out += item;
    return out;
}

// Where the pieces behind the top dictionary begin.
struct Places {
    std::size_t charset = 0, choice = 0, charstrings = 0, parts = 0;
};

std::string top_dictionary(const std::string& matrix, std::size_t glyphs, const Places& places) {
    std::string out;
    for (const std::size_t ros :
         {std::size_t{kFirstOwnString}, std::size_t{kFirstOwnString + 1}, std::size_t{0}})
        append_number(out, ros);
    append_key(out, kRos);
    out += matrix;
    for (const auto& [key, value] :
         {std::pair{kCharset, places.charset}, std::pair{kCharStrings, places.charstrings},
          std::pair{kCidCount, glyphs}, std::pair{kParts, places.parts},
          std::pair{kChoice, places.choice}}) {
        append_number(out, value);
        append_key(out, key);
    }
    return out;
}

constexpr std::string_view kNothing{"\x0E", 1};  // endchar

/// CIDs 1 to `glyphs`, in one range.
std::string charset_of(std::size_t glyphs) {
    std::string charset;
    if (glyphs == 0) return charset;
    charset += '\x02';
    append_u16(charset, 1);
    append_u16(charset, static_cast<std::uint32_t>(glyphs - 1));
    return charset;
}

}  // namespace

std::optional<CffTable> CffTable::read(std::string_view table) {
    if (byte_at(table, 0) != 1) return std::nullopt;
    std::size_t at = byte_at(table, 2);
    CffTable out;
    Index names, tops, strings;
    if (!read_index(table, at, names) || !read_index(table, at, tops) || tops.size() != 1 ||
        !read_index(table, at, strings) || !read_index(table, at, out.subroutines_))
        return std::nullopt;
    if (!out.read_parts(table, tops.front())) return std::nullopt;
    out.programs_ = FlatPrograms{out.charstrings_.size()};
    return out;
}

bool CffTable::read_parts(std::string_view table, std::string_view top) {
    const auto dictionary = read_dictionary(top);
    matrix_ = raw_of(dictionary, kMatrix);
    auto charstrings = number_of(dictionary, kCharStrings);
    if (!charstrings || !read_index(table, *charstrings, charstrings_) || charstrings_.empty())
        return false;
    auto parts = number_of(dictionary, kParts);
    const auto choice = number_of(dictionary, kChoice);
    if (!parts || !choice) return read_part(table, top) && parts_.size() == 1;
    Index dictionaries;
    if (!read_index(table, *parts, dictionaries) || dictionaries.empty()) return false;
    for (const std::string_view one : dictionaries) {
        if (!read_part(table, one)) return false;
    }
    return read_choice(table, *choice);
}

bool CffTable::read_part(std::string_view table, std::string_view dictionary) {
    const auto font = read_dictionary(dictionary);
    Part part;
    part.matrix = raw_of(font, kMatrix);
    const auto size = number_of(font, kPrivate, 0), at = number_of(font, kPrivate, 1);
    if (!size || !at || *at > table.size() || *size > table.size() - *at) return false;
    for (const auto& [key, entry] : read_dictionary(table.substr(*at, *size))) {
        if (key != kSubroutines) part.privates += entry.raw;
        if (key != kSubroutines || entry.numbers.empty() || entry.numbers[0] <= 0) continue;
        std::size_t place = *at + static_cast<std::size_t>(entry.numbers[0]);
        if (!read_index(table, place, part.subroutines)) return false;
    }
    parts_.push_back(std::move(part));
    return true;
}

bool CffTable::read_choice(std::string_view table, std::size_t at) {
    choice_.resize(charstrings_.size());
    const std::uint32_t format = byte_at(table, at);
    if (format == 0) {
        for (std::size_t i = 0; i < choice_.size(); ++i)
            choice_[i] = static_cast<std::uint8_t>(byte_at(table, at + 1 + i));
    } else if (format == 3) {
        const std::size_t ranges = read_u16(table, at + 1);
        for (std::size_t i = 0; i < ranges; ++i) {
            const std::size_t row = at + 3 + i * 3;
            const std::size_t to = std::min<std::size_t>(read_u16(table, row + 3), choice_.size());
            for (std::size_t glyph = read_u16(table, row); glyph < to; ++glyph)
                choice_[glyph] = static_cast<std::uint8_t>(byte_at(table, row + 2));
        }
    } else {
        return false;
    }
    return std::all_of(choice_.begin(), choice_.end(),
                       [&](std::uint8_t part) { return part < parts_.size(); });
}

std::size_t CffTable::part_of(std::size_t glyph) const {
    return choice_.empty() ? 0 : choice_[glyph];
}

FlatPrograms::~FlatPrograms() {
    for (const auto& program : kept_) delete program.load();
}

const Charstring& FlatPrograms::keep(std::size_t glyph, Charstring made) const {
    auto own = std::make_unique<const Charstring>(std::move(made));
    const Charstring* first = nullptr;  // another thread may have been faster
    return kept_[glyph].compare_exchange_strong(first, own.get()) ? *own.release() : *first;
}

const Charstring& CffTable::flat(std::size_t glyph) const {
    return programs_.at(glyph, [&] {
        return flat_charstring(charstrings_[glyph], parts_[part_of(glyph)].subroutines,
                               subroutines_);
    });
}

bool CffTable::draws(std::size_t glyph) const {
    return glyph < charstrings_.size() && flat(glyph).draws;
}

std::string CffTable::subset(std::string_view name,
                             const std::vector<std::uint32_t>& glyphs) const {
    std::vector<std::string> programs{std::string{kNothing}};
    std::string choice{'\0', '\0'};
    std::vector<std::size_t> used;
    for (const std::uint32_t glyph : glyphs) {
        const std::size_t part = part_of(glyph);
        auto at = std::find(used.begin(), used.end(), part);
        if (at == used.end()) at = used.insert(at, part);
        choice += static_cast<char>(at - used.begin());
        // A blank too: its program holds its width.
        const std::string& code = flat(glyph).code;
        programs.emplace_back(code.empty() ? kNothing : code);
    }
    if (used.empty()) used.push_back(0);
    const std::string charset = charset_of(glyphs.size());
    const std::string head = std::string{"\x01\x00\x04\x04", 4} + index_of({std::string{name}});
    const std::string tail = index_of({"Adobe", "Identity"}) + index_of({});
    const std::size_t start =
        head.size() + index_of({top_dictionary(matrix_, 0, {})}).size() + tail.size();
    const std::string charstrings = index_of(programs);
    Places places;
    places.charset = start;
    places.choice = places.charset + charset.size();
    places.charstrings = places.choice + choice.size();
    std::size_t at = places.charstrings + charstrings.size();
    std::vector<std::string> dictionaries;
    std::string privates;
    for (const std::size_t one : used) {
        const Part& part = parts_[one];
        std::string dictionary = part.matrix;
        append_number(dictionary, part.privates.size());
        append_number(dictionary, at);
        append_key(dictionary, kPrivate);
        dictionaries.push_back(std::move(dictionary));
        privates += part.privates;
        at += part.privates.size();
    }
    places.parts = at;
    return head + index_of({top_dictionary(matrix_, programs.size(), places)}) + tail + charset +
           choice + charstrings + privates + index_of(dictionaries);
}

}  // namespace ow::documents
