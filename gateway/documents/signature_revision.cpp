#include "gateway/documents/signature_revision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>

#include "gateway/documents/signature_update.hpp"

namespace ow::documents {
namespace {

struct Object {
    std::size_t offset = 0;  ///< in the file
    std::string_view body;
};
using Objects = std::map<std::size_t, Object>;

std::optional<std::size_t> number_in(std::string_view text) {
    std::size_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

std::optional<std::size_t> number_after(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    return at == std::string_view::npos ? std::nullopt : number_in(text.substr(at + key.size()));
}

/// "N 0 obj … endobj" one after another from `at` to "xref", where `at` is left; empty: written
/// otherwise.
Objects objects_of(std::string_view pdf, std::size_t& at) {
    constexpr std::string_view kObject = " 0 obj\n", kEnd = "\nendobj\n";
    Objects out;
    while (!pdf.substr(at).starts_with("xref\n")) {
        const auto number = number_in(pdf.substr(at));
        if (!number) return {};
        const std::size_t begin = at + std::to_string(*number).size() + kObject.size();
        const std::size_t end = pdf.find(kEnd, at);
        if (end == std::string_view::npos || begin > end ||
            pdf.substr(begin - kObject.size(), kObject.size()) != kObject)
            return {};
        if (!out.emplace(*number, Object{at, pdf.substr(begin, end - begin)}).second) return {};
        at = end + kEnd.size();
    }
    return out;
}

/// Nothing but these objects, and the catalog and everything else where it was.
bool is_table_of(std::string_view pdf, std::size_t at, std::size_t earlier,
                 const Objects& objects) {
    std::string table = "xref\n0 1\n0000000000 65535 f \n";
    for (const auto& [number, object] : objects)
        table += fmt::format("{} 1\n{:010} 00000 n \n", number, object.offset);
    const std::string_view before = pdf.substr(0, earlier);
    const std::size_t old = before.rfind("startxref");
    const std::size_t old_trailer = before.rfind("trailer");
    if (old == std::string_view::npos || old_trailer == std::string_view::npos) return false;
    const std::string_view trailer = pdf.substr(std::min(at + table.size(), pdf.size()));
    const auto previous = number_after(before.substr(old), "startxref\n");
    const auto root = number_after(before.substr(old_trailer), "/Root ");
    return pdf.substr(at).starts_with(table) && trailer.starts_with("trailer\n") && previous &&
           number_after(trailer, "/Prev ") == previous && root &&
           number_after(trailer, "/Root ") == root &&
           trailer.ends_with(fmt::format("\nstartxref\n{}\n%%EOF\n", at));
}

/// The last body of an object among the bytes, written by us or by libharu.
std::string_view last_body(std::string_view pdf, std::size_t number) {
    const std::string header = "\n" + std::to_string(number) + " 0 obj\n";
    const std::size_t at = pdf.rfind(header);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = at + header.size();
    return pdf.substr(begin, pdf.find("\nendobj", begin) - begin);
}

/// The objects that are new, by what they are; 0: there is none.
struct News {
    std::size_t value = 0, field = 0, look = 0;
};

/// nullopt: more than one of a kind, or something else.
std::optional<News> news_of(std::string_view before, const Objects& objects) {
    News out;
    for (const auto& [number, object] : objects) {
        if (!last_body(before, number).empty()) continue;
        std::size_t* kind = object.body == kEmptyLook                  ? &out.look
                            : object.body.starts_with(kNewField)       ? &out.field
                            : object.body.starts_with(kSignatureValue) ? &out.value
                                                                       : nullptr;
        if (kind == nullptr || *kind != 0) return std::nullopt;
        *kind = number;
    }
    return out;
}

/// A new field signs by the new value and shows nothing, wherever it is.
bool is_bound(const News& news, const Objects& objects) {
    if (news.field == 0) return news.look == 0;
    const std::string_view body = objects.at(news.field).body;
    const auto ordinal = number_after(body, "/T (Seal"), page = number_after(body, "/P ");
    const std::size_t open = body.find("/Rect [") + std::string_view{"/Rect ["}.size();
    const std::string_view rect = body.substr(std::min(open, body.size()));
    return ordinal && page && news.look != 0 &&
           body ==
               new_field({*ordinal, news.value, *page, news.look, rect.substr(0, rect.find(']'))});
}

/// What a signing would have made of the object as it was.
bool is_as_signed(std::string_view old, std::string_view now, const News& news) {
    if (!old.ends_with(">>")) return false;
    const std::string_view open = old.substr(0, old.size() - 2);
    if (news.field == 0) return is_empty_field(open) && now == signed_field(open, news.value);
    return now == page_with_field(open, news.field) || now == catalog_with_field(open, news.field);
}

}  // namespace

bool only_signs(std::string_view pdf, std::size_t earlier) {
    if (earlier >= pdf.size()) return false;
    std::size_t at = earlier;
    const Objects objects = objects_of(pdf, at);
    if (objects.empty() || !is_table_of(pdf, at, earlier, objects)) return false;
    const std::string_view before = pdf.substr(0, earlier);
    const auto news = news_of(before, objects);
    if (!news || news->value == 0 || !is_bound(*news, objects)) return false;
    return std::all_of(objects.begin(), objects.end(), [&](const auto& one) {
        const std::string_view old = last_body(before, one.first);
        return old.empty() || is_as_signed(old, one.second.body, *news);
    });
}

}  // namespace ow::documents
