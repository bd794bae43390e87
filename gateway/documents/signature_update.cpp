#include "gateway/documents/signature_update.hpp"

#include <fmt/format.h>

#include <map>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/pdf_file.hpp"
#include "gateway/documents/signable_pdf.hpp"

namespace ow::documents {
namespace {

constexpr std::size_t kByteRangeWidth = 40;
constexpr std::string_view kNotes = "/Annots [", kFields = "/Fields [";
constexpr std::string_view kEmptyLook =
    "<< /Type /XObject /Subtype /Form /BBox [ 0 0 0 0 ] /Length 0 >>\nstream\n\nendstream";

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

// The dictionary, given without its last ">>", with the reference in the array after `open`, or in
// one made by `fresh`.
std::string with_reference(std::string_view body, std::string_view open, std::size_t number,
                           const std::string& fresh) {
    const std::size_t at = body.find(open);
    if (at == std::string_view::npos) return fmt::format("{}{}\n>>", body, fresh);
    const std::size_t after = at + open.size();
    return fmt::format("{} {} 0 R{}>>", body.substr(0, after), number, body.substr(after));
}

std::size_t signatures_in(std::string_view pdf) {
    std::size_t count = 0;
    for (std::size_t at = pdf.find(kByteRangeKey); at != std::string_view::npos;
         at = pdf.find(kByteRangeKey, at + 1))
        ++count;
    return count;
}

class Update {
  public:
    Update(const SignablePdf& original, std::size_t reserve)
        : original_(original), reserve_(reserve), out_(original.bytes()) {}

    RoomToSign write(const SignatureFacts& facts) {
        if (const std::size_t field = original_.empty_field(); field != 0) {
            object(field, fmt::format("{}/V {} 0 R\n>>", *original_.body(field), original_.size()));
        } else {
            add_field();
        }
        object(original_.size(), signature(facts));
        const std::size_t value = offsets_.at(original_.size());
        table();
        return with_range(value);
    }

  private:
    std::string signature(const SignatureFacts& facts) const {
        const std::string reason = facts.reason.empty()
                                       ? std::string{}
                                       : fmt::format(" /Reason {}", hex_text(facts.reason));
        return fmt::format(
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M {} /Name {}{}"
            "\n{}{}]\n/Contents <{}> >>",
            pdf_time(facts.signed_at), hex_text(facts.issuer), reason, kByteRangeKey,
            std::string(kByteRangeWidth, ' '), std::string(reserve_ * 2, '0'));
    }

    // No field waits for this signature: it gets one that shows nothing.
    void add_field() {
        const std::size_t value = original_.size(), field = value + 1, look = value + 2;
        const std::size_t root = original_.root(), page = original_.first_page();
        object(root, with_reference(
                         *original_.body(root), kFields, field,
                         fmt::format("/AcroForm << {} {} 0 R ] /SigFlags 3 >>", kFields, field)));
        object(page, with_reference(*original_.body(page), kNotes, field,
                                    fmt::format("{} {} 0 R ]", kNotes, field)));
        object(field,
               fmt::format("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal{}) /V {} 0 R /F 132 "
                           "/P {} 0 R /Rect [0 0 0 0] /AP << /N {} 0 R >> >>",
                           signatures_in(original_.bytes()) + 1, value, page, look));
        object(look, kEmptyLook);
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
            offsets_.rbegin()->first + 1, original_.root(), original_.info(), original_.id(),
            original_.xref(), at);
    }

    RoomToSign with_range(std::size_t value) {
        const std::size_t range = out_.find(kByteRangeKey, value) + kByteRangeKey.size();
        const std::size_t open = out_.find("/Contents <", value) + 10;
        const std::size_t close = open + 2 + reserve_ * 2;
        const std::string numbers = fmt::format("0 {} {} {}", open, close, out_.size() - close);
        out_.replace(range, numbers.size(), numbers);
        return {std::move(out_), open, close};
    }

    const SignablePdf& original_;
    std::size_t reserve_;
    std::string out_;
    std::map<std::size_t, std::size_t> offsets_;
};

}  // namespace

std::string RoomToSign::covered() const {
    return pdf.substr(0, gap_open) + pdf.substr(gap_close);
}

std::optional<RoomToSign> room_to_sign(std::string_view pdf, const SignatureFacts& facts,
                                       std::size_t reserve) {
    const std::optional<SignablePdf> original = SignablePdf::read(pdf);
    if (!original) return std::nullopt;
    return Update{*original, reserve}.write(facts);
}

}  // namespace ow::documents
