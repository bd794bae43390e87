#include "gateway/documents/pdf_signature.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/cms.hpp"
#include "gateway/documents/pdf_file.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kByteRangeKey = "/ByteRange [";
constexpr std::size_t kByteRangeWidth = 40;
constexpr std::size_t kCmsReserve = 4096;  // beside the certificates

Error not_ours() {
    return Error{Code::kCryptoFailed, {}, "not a document written by this gateway"};
}

std::optional<std::size_t> number_after(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t first = text.find_first_not_of(" \r\n", at + key.size());
    if (first == std::string_view::npos) return std::nullopt;
    std::size_t value = 0;
    const auto read = std::from_chars(text.data() + first, text.data() + text.size(), value);
    return read.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

// What the update needs to know of the document.
struct Original {
    std::string_view pdf;
    std::size_t xref = 0, size = 0, root = 0, info = 0, page = 0;
    std::string_view id, root_body, page_body;
    std::string rect = "0 0 0 0";

    // "<< … " of object `number`, without its last ">>".
    std::optional<std::string_view> body(std::size_t number) const {
        constexpr std::size_t kEntry = 20;
        const std::size_t first = pdf.find('\n', pdf.find('\n', xref) + 1) + 1;
        const std::size_t entry = first + number * kEntry;
        if (number >= size || entry + kEntry > pdf.size()) return std::nullopt;
        std::size_t offset = 0;
        std::from_chars(pdf.data() + entry, pdf.data() + entry + 10, offset);
        const std::size_t end = pdf.find("endobj", offset);
        const std::size_t open = pdf.find("<<", offset);
        if (end == std::string_view::npos || open >= end) return std::nullopt;
        const std::size_t close = pdf.rfind(">>", end);
        if (close == std::string_view::npos || close <= open) return std::nullopt;
        return pdf.substr(open, close - open);
    }

    bool read() {
        const std::size_t start = pdf.rfind("startxref");
        if (start == std::string_view::npos || pdf.find("%%EOF", start) == std::string_view::npos)
            return false;
        const std::optional<std::size_t> at = number_after(pdf.substr(start), "startxref");
        if (!at || *at >= pdf.size() || !pdf.substr(*at).starts_with("xref")) return false;
        xref = *at;
        const std::size_t dictionary = pdf.rfind("trailer", start);
        if (dictionary == std::string_view::npos) return false;
        const std::string_view trailer = pdf.substr(dictionary, start - dictionary);
        const auto count = number_after(trailer, "/Size"), catalog = number_after(trailer, "/Root");
        const auto about = number_after(trailer, "/Info");
        const std::size_t open = trailer.find("/ID ["), close = trailer.find(']', open);
        if (!count || !catalog || !about || close == std::string_view::npos) return false;
        size = *count, root = *catalog, info = *about;
        id = trailer.substr(open, close + 1 - open);
        const auto found = body(root);
        if (!found) return false;
        root_body = *found;
        return find_page();
    }

    // The page with the seal, or the first.
    bool find_page() {
        const auto pages = number_after(root_body, "/Pages");
        const auto tree = pages ? body(*pages) : std::nullopt;
        const auto first = tree ? number_after(*tree, "/Kids [") : std::nullopt;
        if (!first) return false;
        page = *first;
        constexpr std::string_view kSeal = "/OWSealArea [";
        if (const std::size_t seal = pdf.find(kSeal); seal != std::string_view::npos) {
            const std::size_t header = pdf.rfind(" 0 obj", seal);
            if (header == std::string_view::npos) return false;
            const std::size_t line = pdf.rfind('\n', header) + 1;
            std::from_chars(pdf.data() + line, pdf.data() + header, page);
            rect = std::string{
                pdf.substr(seal + kSeal.size(), pdf.find(']', seal) - seal - kSeal.size())};
        }
        const auto found = body(page);
        if (found) page_body = *found;
        return found.has_value();
    }
};

std::string hex_text(std::string_view utf8) {
    return fmt::format("<{}>", crypto::to_hex(pdf_text(utf8)));
}

std::string pdf_time(Instant at) {
    std::string digits;
    for (const char c : to_iso(at).substr(0, 19)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return fmt::format("(D:{}+08'00')", digits);
}

class Update {
  public:
    Update(const Original& original, std::size_t reserve)
        : original_(original), reserve_(reserve), out_(original.pdf) {}

    // The whole file with room for the byte range and the signature value.
    std::string& write(const SignatureFacts& facts) {
        const std::size_t field = original_.size, value = field + 1, look = field + 2;
        object(original_.root, fmt::format("{}/AcroForm << /Fields [ {} 0 R ] /SigFlags 3 >>\n>>",
                                           original_.root_body, field));
        object(original_.page, fmt::format("{}/Annots [ {} 0 R ]\n>>", original_.page_body, field));
        object(field,
               fmt::format(
                   "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /V {} 0 R /F 132 /P {} 0 R "
                   "/Rect [{}] /AP << /N {} 0 R >> >>",
                   value, original_.page, original_.rect, look));
        object(value, signature(facts));
        object(
            look,
            "<< /Type /XObject /Subtype /Form /BBox [ 0 0 0 0 ] /Length 0 >>\nstream\n\nendstream");
        table();
        return out_;
    }

  private:
    std::string signature(const SignatureFacts& facts) const {
        const std::string reason = facts.reason.empty()
                                       ? std::string{}
                                       : fmt::format(" /Reason {}", hex_text(facts.reason));
        return fmt::format(
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M {} /Name "
            "{}{}\n"
            "{}{}]\n/Contents <{}> >>",
            pdf_time(facts.signed_at), hex_text(facts.issuer), reason, kByteRangeKey,
            std::string(kByteRangeWidth, ' '), std::string(reserve_ * 2, '0'));
    }

    void object(std::size_t number, std::string_view text) {
        offsets_[number] = out_.size();
        out_ += fmt::format("{} 0 obj\n{}\nendobj\n", number, text);
    }

    void table() {
        const std::size_t at = out_.size();
        out_ += "xref\n0 1\n0000000000 65535 f \n";
        for (const auto& [number, offset] : offsets_)
            out_ += fmt::format("{} 1\n{:010} 00000 n \n", number, offset);
        out_ += fmt::format(
            "trailer\n<< /Size {} /Root {} 0 R /Info {} 0 R {} /Prev {} >>\nstartxref\n{}\n%%EOF\n",
            original_.size + 3, original_.root, original_.info, original_.id, original_.xref, at);
    }

    const Original& original_;
    std::size_t reserve_;
    std::string out_;
    std::map<std::size_t, std::size_t> offsets_;
};

}  // namespace

bool is_signed(std::string_view pdf) {
    return pdf.find(kByteRangeKey) != std::string_view::npos;
}

Result<std::string> sign_pdf(std::string_view pdf, const Signer& signer,
                             const SignatureFacts& facts) {
    if (is_signed(pdf)) return Error{Code::kDocumentAlreadySigned};
    Original original;
    original.pdf = pdf;
    if (!original.read()) return not_ours();
    std::size_t reserve = kCmsReserve;
    for (const std::string& certificate : signer.certificates()) reserve += certificate.size();
    Update update{original, reserve};
    std::string out = std::move(update.write(facts));

    const std::size_t range = out.find(kByteRangeKey, pdf.size()) + kByteRangeKey.size();
    const std::size_t open = out.find("/Contents <", pdf.size()) + 10;
    const std::size_t close = open + 2 + reserve * 2;
    const std::string numbers = fmt::format("0 {} {} {}", open, close, out.size() - close);
    out.replace(range, numbers.size(), numbers);
    const std::string covered = out.substr(0, open) + out.substr(close);
    const Result<std::string> cms =
        make_detached_cms(crypto::digest(crypto::Hash::kSha256, covered), signer);
    if (!cms) return cms.error();
    if (cms->size() > reserve)
        return Error{Code::kCryptoFailed, {}, "signature larger than its room"};
    const std::string hex = crypto::to_hex(*cms);
    out.replace(open + 1, hex.size(), hex);
    return out;
}

}  // namespace ow::documents
