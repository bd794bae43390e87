#include "gateway/documents/signature_revision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>

namespace ow::documents {
namespace {

constexpr std::string_view kEmptyLook =
    "<< /Type /XObject /Subtype /Form /BBox [ 0 0 0 0 ] /Length 0 >>\nstream\n\nendstream";

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

/// Without the references to fields: what must not have changed.
std::string without_fields(std::string_view body) {
    std::string out;
    for (const std::string_view open : {"/Annots [", "/AcroForm << /Fields ["}) {
        const std::size_t at = body.find(open);
        if (at == std::string_view::npos) continue;
        const std::size_t close = body.find(']', at);
        const std::string_view list = body.substr(at, close - at).substr(open.size());
        if (close == std::string_view::npos ||
            list.find_first_not_of("0123456789 R") != std::string_view::npos)
            return std::string{body};
        std::size_t end = close + 1;
        constexpr std::string_view kFlags = " /SigFlags 3 >>";
        if (open.ends_with("/Fields [") && body.substr(end).starts_with(kFlags))
            end += kFlags.size();
        out = std::string{body.substr(0, at)} + std::string{body.substr(end)};
        body = out;
    }
    out = std::string{body};
    std::erase_if(out, [](char c) { return c == ' ' || c == '\n'; });
    return out;
}

bool is_of_a_signature(std::string_view body, const Objects& objects) {
    if (body.starts_with("<< /Type /Sig ") || body == kEmptyLook) return true;
    if (!body.starts_with("<< /Type /Annot /Subtype /Widget /FT /Sig ")) return false;
    const auto look = number_after(body, "/AP << /N ");
    const auto shown = look ? objects.find(*look) : objects.end();
    return shown != objects.end() && shown->second.body == kEmptyLook;
}

}  // namespace

bool only_signs(std::string_view pdf, std::size_t earlier) {
    if (earlier >= pdf.size()) return false;
    std::size_t at = earlier;
    const Objects objects = objects_of(pdf, at);
    if (objects.empty() || !is_table_of(pdf, at, earlier, objects)) return false;
    for (const auto& [number, object] : objects) {
        const std::string_view old = last_body(pdf.substr(0, earlier), number);
        if (old.empty() ? !is_of_a_signature(object.body, objects)
                        : without_fields(old) != without_fields(object.body))
            return false;
    }
    return true;
}

}  // namespace ow::documents
