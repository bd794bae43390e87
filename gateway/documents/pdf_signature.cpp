#include "gateway/documents/pdf_signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/cms.hpp"
#include "gateway/documents/pdf_file.hpp"
#include "gateway/documents/signature_update.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kByteRangeKey = "/ByteRange [";
constexpr std::size_t kByteRangeWidth = 40;
constexpr std::size_t kCmsReserve = 4096;         // beside the certificates
constexpr std::size_t kTimestampReserve = 12288;  // a token with the service's chain
constexpr int kMostRevisions = 64;

Error not_ours() {
    return Error{Code::kCryptoFailed, {}, "not a document written by this gateway"};
}

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

// What the update needs to know of the document.
class Original {
  public:
    explicit Original(std::string_view pdf) : pdf_(pdf) {}
    std::string_view pdf() const { return pdf_; }
    std::size_t xref = 0, size = 0, root = 0, info = 0;
    std::string_view id;

    bool read() {
        const std::size_t start = pdf_.rfind("startxref");
        if (start == std::string_view::npos || pdf_.find("%%EOF", start) == std::string_view::npos)
            return false;
        const std::optional<std::size_t> last = number_after(pdf_.substr(start), "startxref");
        if (!last) return false;
        xref = *last;
        std::optional<std::size_t> at = last;
        for (int revision = 0; at; ++revision) {
            if (revision == kMostRevisions || !read_section(*at, revision == 0, at)) return false;
        }
        return find_first_page() && body(root).has_value();
    }

    // "<< … " of object `number` as it is now, without its last ">>".
    std::optional<std::string_view> body(std::size_t number) const {
        const auto known = offsets_.find(number);
        if (known == offsets_.end()) return std::nullopt;
        const std::size_t end = pdf_.find("endobj", known->second);
        const std::size_t open = pdf_.find("<<", known->second);
        if (end == std::string_view::npos || open >= end) return std::nullopt;
        const std::size_t close = pdf_.rfind(">>", end);
        if (close == std::string_view::npos || close <= open) return std::nullopt;
        return pdf_.substr(open, close - open);
    }

    // The first field that nobody has signed; 0: none.
    std::size_t empty_field() const {
        constexpr std::string_view kFields = "/Fields [";
        const std::optional<std::string_view> catalog = body(root);
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
    std::size_t first_page() const { return first_page_; }

  private:
    // One classic cross-reference section and its trailer; `next` is the one before it.
    bool read_section(std::size_t at, bool newest, std::optional<std::size_t>& next) {
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

    bool read_entries(std::string_view lines) {
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

    bool read_trailer(std::string_view trailer) {
        const auto count = number_after(trailer, "/Size"), catalog = number_after(trailer, "/Root");
        const auto about = number_after(trailer, "/Info");
        const std::size_t open = trailer.find("/ID ["), close = trailer.find(']', open);
        if (!count || !catalog || !about || close == std::string_view::npos) return false;
        size = *count, root = *catalog, info = *about;
        id = trailer.substr(open, close + 1 - open);
        return true;
    }

    bool find_first_page() {
        const auto catalog = body(root);
        const auto pages = catalog ? number_after(*catalog, "/Pages") : std::nullopt;
        const auto tree = pages ? body(*pages) : std::nullopt;
        const auto first = tree ? number_after(*tree, "/Kids [") : std::nullopt;
        if (!first || !body(*first)) return false;
        first_page_ = *first;
        return true;
    }

    std::string_view pdf_;
    std::size_t first_page_ = 0;
    std::map<std::size_t, std::size_t> offsets_;
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
        : original_(original), reserve_(reserve), out_(original.pdf()) {}

    // The whole file with room for the byte range and the signature value.
    std::string write(const SignatureFacts& facts, std::size_t earlier) {
        if (const std::size_t field = original_.empty_field(); field != 0) {
            object(field, signed_field(*original_.body(field), original_.size));
        } else {
            add_field(earlier);
        }
        object(original_.size, signature(facts));
        table();
        return std::move(out_);
    }

  private:
    std::string signature(const SignatureFacts& facts) const {
        const std::string reason = facts.reason.empty()
                                       ? std::string{}
                                       : fmt::format(" /Reason {}", hex_text(facts.reason));
        return fmt::format(
            "{}/Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M {} /Name {}{}\n"
            "{}{}]\n/Contents <{}> >>",
            kSignatureValue, pdf_time(facts.signed_at), hex_text(facts.issuer), reason,
            kByteRangeKey, std::string(kByteRangeWidth, ' '), std::string(reserve_ * 2, '0'));
    }

    // No field waits for this signature: it gets one that shows nothing.
    void add_field(std::size_t earlier) {
        const std::size_t value = original_.size, field = value + 1, look = value + 2;
        const std::size_t page = original_.first_page();
        object(original_.root, catalog_with_field(*original_.body(original_.root), field));
        object(page, page_with_field(*original_.body(page), field));
        object(field, new_field({earlier + 1, value, page, look}));
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
            offsets_.rbegin()->first + 1, original_.root, original_.info, original_.id,
            original_.xref, at);
    }

    const Original& original_;
    std::size_t reserve_;
    std::string out_;
    std::map<std::size_t, std::size_t> offsets_;
};

// kSealUnusable: the certificate is not valid at that time.
Status check_dates(const Signer& signer, Instant at) {
    const auto own = crypto::read_certificate(signer.certificates().front());
    if (!own) return own.error();
    if (at < own->from)
        return Error{
            Code::kSealUnusable, {}, "the certificate is not valid before " + to_iso(own->from)};
    if (at > own->until)
        return Error{Code::kSealUnusable, {}, "the certificate expired at " + to_iso(own->until)};
    return ok();
}

std::size_t signatures_in(std::string_view pdf) {
    std::size_t count = 0;
    for (std::size_t at = pdf.find(kByteRangeKey); at != std::string_view::npos;
         at = pdf.find(kByteRangeKey, at + 1))
        ++count;
    return count;
}

}  // namespace

bool is_signed(std::string_view pdf) {
    return pdf.find(kByteRangeKey) != std::string_view::npos;
}

Result<std::string> sign_pdf(std::string_view pdf, const Signer& signer,
                             const SignatureFacts& facts, const Timestamper* timestamper) {
    const std::size_t earlier = signatures_in(pdf);
    const std::string own = crypto::to_hex(signer.certificates().front());
    if (earlier > 0 && pdf.find(own) != std::string_view::npos)
        return Error{Code::kDocumentAlreadySigned};
    if (Status valid = check_dates(signer, facts.signed_at); !valid) return valid.error();
    Original original{pdf};
    if (!original.read()) return not_ours();
    std::size_t reserve = kCmsReserve + (timestamper == nullptr ? 0 : kTimestampReserve);
    for (const std::string& certificate : signer.certificates()) reserve += certificate.size();
    std::string out = Update{original, reserve}.write(facts, earlier);
    const std::size_t range = out.find(kByteRangeKey, pdf.size()) + kByteRangeKey.size();
    const std::size_t open = out.find("/Contents <", pdf.size()) + 10;
    const std::size_t close = open + 2 + reserve * 2;
    const std::string numbers = fmt::format("0 {} {} {}", open, close, out.size() - close);
    out.replace(range, numbers.size(), numbers);
    const std::string covered = out.substr(0, open) + out.substr(close);
    const Result<std::string> cms = make_detached_cms(
        crypto::digest(hash_of(signer.algorithm()), covered), signer, timestamper);
    if (!cms) return cms.error();
    if (cms->size() > reserve)
        return Error{Code::kCryptoFailed, {}, "signature larger than its room"};
    const std::string hex = crypto::to_hex(*cms);
    out.replace(open + 1, hex.size(), hex);
    return out;
}

}  // namespace ow::documents
