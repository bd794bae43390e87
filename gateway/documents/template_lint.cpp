#include "gateway/documents/template_lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gateway/documents/case_fields.hpp"
#include "gateway/documents/field_paths.hpp"
#include "gateway/documents/layout.hpp"
#include "gateway/documents/renderer.hpp"

namespace ow::documents {
namespace {

struct Read {
    std::string path;
    long line = 0;
};

/// Every field the template reads, with where.
class Fields {
  public:
    explicit Fields(const Template& form) : form_(form) { block(form.root, {}); }
    [[nodiscard]] const std::vector<Read>& all() const { return all_; }

  private:
    void expression(int index, const std::string& below, long line) {
        if (index == kNoXPath) return;
        const std::string& text = form_.expressions[static_cast<std::size_t>(index)];
        for (std::string& path : field_paths(text, below)) all_.push_back({std::move(path), line});
    }

    void block(const Block& b, const std::string& below) {
        expression(b.when, below, b.line);
        expression(b.total, below, b.line);
        std::string inside = below;
        if (b.each != kNoXPath) {
            expression(b.each, below, b.line);
            inside = all_.back().path;
        }
        for (const Run& run : b.runs) {
            expression(run.when, inside, b.line);
            expression(run.xpath, inside, b.line);
        }
        for (const Block& child : b.children) block(child, inside);
    }

    const Template& form_;
    std::vector<Read> all_;
};

bool is_read(const std::vector<Read>& reads, std::string_view field) {
    return std::any_of(reads.begin(), reads.end(), [&](const Read& read) {
        if (read.path == field) return true;
        // "clocks/*/days", "pledge/material" of a row that prints "."
        const std::size_t star = read.path.find('*');
        return star != std::string::npos && field.starts_with(read.path.substr(0, star));
    });
}

struct Area {
    double left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] bool covers(const Area& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

Area area_of(const InkText& text) {
    double right = text.x;
    for (const InkGlyph& glyph : text.glyphs)
        right = std::max(right, text.x + glyph.x + glyph.ref.advance * text.size / 1000);
    return {text.x + (text.glyphs.empty() ? 0 : text.glyphs.front().x), text.y - text.size * 0.85,
            right, text.y + text.size * 0.15};
}

/// A code is unreadable under words or a seal; a seal belongs over issuer and date, not over the
/// small print, and inside the page.
void check_ink(const Piece& piece, double width, std::vector<std::string>& out) {
    for (const InkQr& code : piece.ink.codes) {
        const Area mine{code.x, code.y, code.x + code.size, code.y + code.size};
        for (const InkText& text : piece.ink.texts) {
            if (mine.covers(area_of(text))) out.emplace_back("words over the QR code");
        }
        for (const InkSeal& seal : piece.ink.seals) {
            if (mine.covers({seal.x - seal.radius, seal.y - seal.radius, seal.x + seal.radius,
                             seal.y + seal.radius}))
                out.emplace_back("the seal over the QR code");
        }
    }
    for (const InkSeal& seal : piece.ink.seals) {
        const Area mine{seal.x - seal.radius, seal.y - seal.radius, seal.x + seal.radius,
                        seal.y + seal.radius};
        if (mine.left < 0 || mine.right > width + mm(10) || mine.bottom > piece.height ||
            mine.top < 0)
            out.emplace_back("the seal stands over other parts of the page");
        for (const InkText& text : piece.ink.texts) {
            if (text.colour == Colour::kGrey && mine.covers(area_of(text)))
                out.emplace_back("the seal over the small print");
        }
    }
}

Result<std::vector<std::string>> covered(const FontBook& fonts, const Template& form,
                                         const std::vector<xml::XPath>& paths,
                                         const xml::Document& tree) {
    CaseText text{fonts, form, paths, tree};
    const Result<Flow> flow = lay_out(form, text, fonts);
    if (!flow) return flow.error();
    std::vector<std::string> out;
    for (const Piece& piece : flow->pieces) check_ink(piece, frame_of(form).text_width(), out);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Finding refused(std::string_view sample, const Error& error) {
    const bool glyph = error.code() == Code::kDocumentGlyphMissing;
    const bool overflow = error.code() == Code::kDocumentLayoutOverflow;
    return {std::string{sample},
            glyph      ? "missing_glyph"
            : overflow ? "overflow"
                       : "refused",
            error.text(), 0};
}

}  // namespace

std::vector<Finding> lint_fields(const Template& form) {
    std::vector<Finding> out;
    const Fields fields{form};
    std::set<std::string> told;
    for (const Read& read : fields.all()) {
        if (read.path.empty() || is_case_field(read.path) || !told.insert(read.path).second)
            continue;
        out.push_back({{}, "unknown_field", read.path, read.line});
    }
    for (const Duty& duty : duties()) {
        if (duty.document == form.id && !is_read(fields.all(), duty.field))
            out.push_back({{}, "unused_field", std::string{duty.field}, form.root.line});
    }
    return out;
}

std::vector<Finding> lint_matrix(const FontBook& fonts, const Template& form,
                                 const xml::Document& sample) {
    std::vector<Finding> out;
    const std::vector<xml::XPath> paths = form.compile();
    for (const std::string_view variant : sample_variants()) {
        const xml::Document tree = vary(sample, variant);
        if (const auto pdf = render_form(fonts, form, paths, tree); !pdf) {
            out.push_back(refused(variant, pdf.error()));
            continue;
        }
        const auto hidden = covered(fonts, form, paths, tree);
        if (!hidden) continue;
        for (const std::string& words : *hidden)
            out.push_back({std::string{variant}, "covered", words, 0});
    }
    return out;
}

}  // namespace ow::documents
