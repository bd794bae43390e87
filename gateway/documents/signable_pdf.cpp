#include "gateway/documents/signable_pdf.hpp"

#include <algorithm>
#include <charconv>

namespace ow::documents {
namespace {

constexpr int kMostRevisions = 64;

std::optional<std::size_t> number_at(std::string_view text, std::size_t at) {
    std::size_t value = 0;
    if (at >= text.size()) return std::nullopt;
    const auto read = std::from_chars(text.data() + at, text.data() + text.size(), value);
    return read.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

std::optional<std::size_t> number_after(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    return number_at(text, std::min(text.find_first_not_of(" \r\n", at + key.size()), text.size()));
}

bool is_empty_field(std::string_view field) {
    return field.find("/FT /Sig") != std::string_view::npos &&
           field.find("/V ") == std::string_view::npos;
}

}  // namespace

std::optional<SignablePdf> SignablePdf::read(std::string_view pdf) {
    SignablePdf out{pdf};
    return out.read_all() ? std::optional{std::move(out)} : std::nullopt;
}

bool SignablePdf::read_all() {
    const std::size_t start = pdf_.rfind("startxref");
    if (start == std::string_view::npos || pdf_.find("%%EOF", start) == std::string_view::npos)
        return false;
    const std::optional<std::size_t> last = number_after(pdf_.substr(start), "startxref");
    if (!last) return false;
    xref_ = *last;
    std::optional<std::size_t> at = last;
    for (int revision = 0; at; ++revision) {
        if (revision == kMostRevisions || !read_section(*at, revision == 0, at)) return false;
    }
    return find_first_page() && body(root_).has_value();
}

std::optional<std::string_view> SignablePdf::body(std::size_t number) const {
    const auto known = offsets_.find(number);
    if (known == offsets_.end()) return std::nullopt;
    const std::size_t end = pdf_.find("endobj", known->second);
    const std::size_t open = pdf_.find("<<", known->second);
    if (end == std::string_view::npos || open >= end) return std::nullopt;
    const std::size_t close = pdf_.rfind(">>", end);
    if (close == std::string_view::npos || close <= open) return std::nullopt;
    return pdf_.substr(open, close - open);
}

std::size_t SignablePdf::empty_field() const {
    constexpr std::string_view kFields = "/Fields [";
    const std::optional<std::string_view> catalog = body(root_);
    std::size_t at = catalog->find(kFields);
    if (at == std::string_view::npos) return 0;
    std::string_view rest = catalog->substr(at + kFields.size());
    for (rest = rest.substr(0, rest.find(']')); !rest.empty();) {
        const auto number = number_after(rest, "");
        if (!number) return 0;
        const auto field = body(*number);
        if (field && is_empty_field(*field)) return *number;
        at = rest.find('R');
        if (at == std::string_view::npos) return 0;
        rest.remove_prefix(at + 1);
    }
    return 0;
}

/// One classic cross-reference section and its trailer; `next` is the one before it.
bool SignablePdf::read_section(std::size_t at, bool newest, std::optional<std::size_t>& next) {
    if (at >= pdf_.size() || !pdf_.substr(at).starts_with("xref\n")) return false;
    const std::size_t dictionary = pdf_.find("trailer", at);
    const std::size_t end = pdf_.find("startxref", at);
    if (end == std::string_view::npos || dictionary >= end) return false;
    if (!read_entries(pdf_.substr(at + 5, dictionary - at - 5))) return false;
    const std::string_view trailer = pdf_.substr(dictionary, end - dictionary);
    next = number_after(trailer, "/Prev");
    if (next && *next >= at) return false;
    return !newest || read_trailer(trailer);
}

bool SignablePdf::read_entries(std::string_view lines) {
    constexpr std::size_t kEntry = 20;
    while (!lines.empty()) {
        const auto first = number_at(lines, 0);
        const auto count = number_after(lines.substr(0, lines.find('\n')), " ");
        const std::size_t end = lines.find('\n');
        if (!first || !count || end == std::string_view::npos) return false;
        lines.remove_prefix(end + 1);
        if (*count > lines.size() / kEntry) return false;
        for (std::size_t i = 0; i < *count; ++i) {
            const std::string_view entry = lines.substr(i * kEntry, kEntry);
            const auto offset = number_at(entry, 0);
            if (!offset) return false;
            if (entry[17] != 'n') continue;
            if (*offset >= pdf_.size()) return false;
            offsets_.try_emplace(*first + i, *offset);
        }
        lines.remove_prefix(*count * kEntry);
    }
    return true;
}

bool SignablePdf::read_trailer(std::string_view trailer) {
    const auto count = number_after(trailer, "/Size"), catalog = number_after(trailer, "/Root");
    const auto about = number_after(trailer, "/Info");
    const std::size_t open = trailer.find("/ID ["), close = trailer.find(']', open);
    if (!count || !catalog || !about || close == std::string_view::npos) return false;
    size_ = *count, root_ = *catalog, info_ = *about;
    id_ = trailer.substr(open, close + 1 - open);
    return true;
}

bool SignablePdf::find_first_page() {
    const auto catalog = body(root_);
    const auto pages = catalog ? number_after(*catalog, "/Pages") : std::nullopt;
    const auto tree = pages ? body(*pages) : std::nullopt;
    const auto first = tree ? number_after(*tree, "/Kids [") : std::nullopt;
    if (!first || !body(*first)) return false;
    first_page_ = *first;
    return true;
}

}  // namespace ow::documents
