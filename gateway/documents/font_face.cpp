#include "gateway/documents/font_face.hpp"

#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <array>

#include "gateway/documents/big_endian.hpp"

namespace ow::documents {
namespace {

Error unreadable(const FontFile& file, std::string cause) {
    return Error{
        Code::kFontUnreadable, {file.path.filename().string(), {}, 0, 0}, std::move(cause)};
}

constexpr std::size_t kHeadSize = 54;
constexpr std::size_t kHheaSize = 36;
constexpr std::size_t kMaxpSize = 32, kCffMaxpSize = 6;

std::string safe_name(hb_face_t* face) {
    std::array<char, 64> raw{};
    auto size = static_cast<unsigned>(raw.size());
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
                        raw.data());
    std::string out;
    for (char c : std::string_view{raw.data(), std::min<std::size_t>(size, raw.size() - 1)}) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-')
            out += c;
    }
    return out.empty() ? "Font" : out;
}

}  // namespace

FontFace::~FontFace() {
    for (int i = 0; i < blob_count_; ++i) hb_blob_destroy(blobs_[i]);
    hb_font_destroy(font_);
    hb_face_destroy(face_);
}

std::string_view FontFace::table(std::uint32_t tag) {
    hb_blob_t* blob = hb_face_reference_table(face_, tag);
    blobs_[blob_count_++] = blob;
    unsigned size = 0;
    const char* data = hb_blob_get_data(blob, &size);
    return {data, size};
}

Result<std::unique_ptr<FontFace>> FontFace::open(const FontFile& file) {
    hb_blob_t* blob = hb_blob_create_from_file_or_fail(file.path.c_str());
    if (blob == nullptr) return unreadable(file, "cannot be opened");
    std::unique_ptr<FontFace> out{new FontFace};
    const unsigned faces = hb_face_count(blob);
    out->face_ = hb_face_create(blob, file.face_index);
    hb_blob_destroy(blob);
    if (file.face_index >= faces) return unreadable(file, "no such face in the file");
    if (Status read = out->read_tables(file); !read) return read.error();
    return out;
}

Status FontFace::read_tables(const FontFile& file) {
    hmtx_ = table(HB_TAG('h', 'm', 't', 'x'));
    head_ = table(HB_TAG('h', 'e', 'a', 'd'));
    hhea_ = table(HB_TAG('h', 'h', 'e', 'a'));
    maxp_ = table(HB_TAG('m', 'a', 'x', 'p'));
    if (head_.size() < kHeadSize || hhea_.size() < kHheaSize || maxp_.size() < kCffMaxpSize) {
        return unreadable(file, "damaged head, hhea or maxp table");
    }
    glyph_count_ = read_u16(maxp_, 4);
    units_per_em_ = read_u16(head_, 18);
    long_metrics_ = read_u16(hhea_, 34);
    if (units_per_em_ == 0 || long_metrics_ == 0 || hmtx_.size() < std::size_t{long_metrics_} * 4)
        return unreadable(file, "damaged hmtx table");
    if (Status read = read_outlines(file); !read) return read;
    hb_face_make_immutable(face_);
    font_ = hb_font_create(face_);
    hb_font_make_immutable(font_);
    hb_codepoint_t blank = 0;
    const bool known = hb_font_get_nominal_glyph(font_, U' ', &blank) != 0;
    if (known && blank < glyph_count_ && !has_ink(blank)) blank_ = blank;
    const auto scaled = [&](std::string_view from, std::size_t at) {
        return read_i16(from, at) * 1000 / static_cast<int>(units_per_em_);
    };
    metrics_ = {scaled(hhea_, 4),  scaled(hhea_, 6),  scaled(head_, 36),
                scaled(head_, 38), scaled(head_, 40), scaled(head_, 42)};
    name_ = safe_name(face_);
    return ok();
}

Status FontFace::read_outlines(const FontFile& file) {
    glyf_ = table(HB_TAG('g', 'l', 'y', 'f'));
    if (glyf_.empty()) {
        const std::string_view outlines = table(HB_TAG('C', 'F', 'F', ' '));
        if (outlines.empty()) return unreadable(file, "neither TrueType nor CFF outlines");
        cff_ = CffTable::read(outlines);
        if (!cff_ || cff_->glyph_count() < glyph_count_)
            return unreadable(file, "damaged CFF table");
        return ok();
    }
    loca_ = table(HB_TAG('l', 'o', 'c', 'a'));
    long_loca_ = read_u16(head_, 50) != 0;
    if (maxp_.size() < kMaxpSize ||
        loca_.size() < (std::size_t{glyph_count_} + 1) * (long_loca_ ? 4U : 2U))
        return unreadable(file, "damaged maxp or loca table");
    return ok();
}

bool FontFace::has_ink(GlyphId glyph) const {
    return cff_ ? cff_->draws(glyph) : !outline(glyph).empty();
}

GlyphId FontFace::glyph_of(char32_t character) const {
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font_, character, &glyph) == 0) return 0;
    return has_ink(glyph) ? glyph : 0;
}

FontFace::HorizontalMetric FontFace::horizontal_metric(GlyphId glyph) const {
    const std::size_t last = long_metrics_ - 1;
    if (glyph <= last)
        return {read_u16(hmtx_, std::size_t{glyph} * 4),
                read_i16(hmtx_, std::size_t{glyph} * 4 + 2)};
    const std::size_t tail =
        std::size_t{long_metrics_} * 4 + (glyph - long_metrics_) * std::size_t{2};
    return {read_u16(hmtx_, last * 4), read_i16(hmtx_, tail)};
}

int FontFace::advance(GlyphId glyph) const {
    const unsigned units = horizontal_metric(glyph).advance;
    return static_cast<int>((units * 1000U + units_per_em_ / 2) / units_per_em_);
}

std::string_view FontFace::outline(GlyphId glyph) const {
    if (glyph >= glyph_count_) return {};
    const std::size_t at = std::size_t{glyph} * (long_loca_ ? 4U : 2U);
    const std::size_t from =
        long_loca_ ? read_u32(loca_, at) : std::size_t{read_u16(loca_, at)} * 2;
    const std::size_t to =
        long_loca_ ? read_u32(loca_, at + 4) : std::size_t{read_u16(loca_, at + 2)} * 2;
    constexpr std::size_t kGlyphHeader = 10;
    if (to > glyf_.size() || from + kGlyphHeader > to) return {};
    return glyf_.substr(from, to - from);
}

}  // namespace ow::documents
