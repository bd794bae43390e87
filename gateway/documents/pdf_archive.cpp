#include "gateway/documents/pdf_archive.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <vector>

#include "gateway/documents/big_endian.hpp"

namespace ow::documents {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

struct Tag {
    std::string_view name;
    std::string bytes;
};

constexpr std::size_t kHeader = 128;
constexpr int kCurvePoints = 256;
constexpr std::array<std::uint32_t, 3> kWhite{0xF6D6, 0x10000, 0xD32D};  // D50
constexpr std::array<std::uint32_t, 3> kRed{0x6FA2, 0x38F5, 0x0390};
constexpr std::array<std::uint32_t, 3> kGreen{0x6299, 0xB785, 0x18DA};
constexpr std::array<std::uint32_t, 3> kBlue{0x24A0, 0x0F84, 0xB6CF};

std::string typed(std::string_view type) {
    std::string out{type};
    append_u32(out, 0);
    return out;
}

std::string xyz(const std::array<std::uint32_t, 3>& values) {
    std::string out = typed("XYZ ");
    for (const std::uint32_t value : values) append_u32(out, value);
    return out;
}

std::string curve() {
    std::string out = typed("curv");
    append_u32(out, kCurvePoints);
    for (int i = 0; i < kCurvePoints; ++i) {
        const double v = i / (kCurvePoints - 1.0);
        const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        append_u16(out, static_cast<std::uint32_t>(std::lround(linear * 65535)));
    }
    return out;
}

std::string description(std::string_view words) {
    constexpr std::size_t kOtherScripts = 4 + 4 + 2 + 1 + 67;  // none of them
    std::string out = typed("desc");
    append_u32(out, static_cast<std::uint32_t>(words.size() + 1));
    out.append(words);
    out.append(1 + kOtherScripts, '\0');
    return out;
}

std::string header(std::size_t size) {
    std::string out;
    append_u32(out, static_cast<std::uint32_t>(size));
    append_u32(out, 0);
    append_u32(out, 0x02400000);
    out += "mntrRGB XYZ ";
    for (const unsigned part : {2026U, 1U, 1U, 0U, 0U, 0U}) append_u16(out, part);
    out += "acsp";
    out.resize(68);
    for (const std::uint32_t value : kWhite) append_u32(out, value);
    out.resize(kHeader);
    return out;
}

}  // namespace

std::string xmp_packet(std::string_view title) {
    return fmt::format(
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
        " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
        "<dc:format>application/pdf</dc:format>\n"
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\n"
        "<pdf:Producer>{}</pdf:Producer>\n"
        "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>",
        escaped(title), kPdfProducer);
}

std::string srgb_profile() {
    const std::string tone = curve();
    const std::vector<Tag> tags{
        {"bTRC", tone},
        {"bXYZ", xyz(kBlue)},
        {"cprt", typed("text") + std::string{"No copyright, use freely\0", 25}},
        {"desc", description("sRGB IEC61966-2.1")},
        {"gTRC", tone},
        {"gXYZ", xyz(kGreen)},
        {"rTRC", tone},
        {"rXYZ", xyz(kRed)},
        {"wtpt", xyz(kWhite)}};
    std::string table, data;
    const std::size_t start = kHeader + 4 + tags.size() * 12;
    append_u32(table, static_cast<std::uint32_t>(tags.size()));
    std::size_t tone_at = 0;
    for (const Tag& tag : tags) {
        const bool again = tag.bytes == tone && tone_at != 0;  // the three curves are one
        const std::size_t at = again ? tone_at : start + data.size();
        if (tag.bytes == tone) tone_at = at;
        table += tag.name;
        append_u32(table, static_cast<std::uint32_t>(at));
        append_u32(table, static_cast<std::uint32_t>(tag.bytes.size()));
        if (again) continue;
        data += tag.bytes;
        data.resize((data.size() + 3) & ~std::size_t{3});
    }
    return header(start + data.size()) + table + data;
}

}  // namespace ow::documents
