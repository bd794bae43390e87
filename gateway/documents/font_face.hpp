#pragma once
// One TrueType or OpenType (CFF) face, mapped into memory and shared by every document. The file is
// read by the kernel on demand; nothing of it is copied. Fonts come from the operator's
// configuration, never from an applicant; still every offset in the file is checked before use.
//
// Immutable after open(): safe to use from any number of threads.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/documents/font_cff.hpp"

struct hb_blob_t;
struct hb_face_t;
struct hb_font_t;

namespace ow::documents {

using GlyphId = std::uint32_t;

struct FontFile {
    std::filesystem::path path;
    unsigned face_index = 0;  ///< within a .ttc
};

/// Whole-font measures, in 1/1000 em.
struct FontMetrics {
    int ascent = 0;
    int descent = 0;  ///< negative
    int x_min = 0, y_min = 0, x_max = 0, y_max = 0;
};

class FontFace {
  public:
    /// kFontUnreadable: no such file, no such face, damaged, or outlines that are neither TrueType
    /// nor CFF (a variable CFF2, a bitmap).
    static Result<std::unique_ptr<FontFace>> open(const FontFile& file);
    ~FontFace();
    FontFace(const FontFace&) = delete;
    FontFace& operator=(const FontFace&) = delete;

    /// 0 if the face has no glyph for it, or only an empty one: a blank where a character should be
    /// is as wrong as a box.
    [[nodiscard]] GlyphId glyph_of(char32_t character) const;
    /// The empty glyph of U+0020; 0 if there is none.
    [[nodiscard]] GlyphId blank() const { return blank_; }
    /// Advance width in 1/1000 em, rounded.
    [[nodiscard]] int advance(GlyphId glyph) const;
    /// nullptr: TrueType outlines.
    [[nodiscard]] const CffTable* cff() const { return cff_ ? &*cff_ : nullptr; }
    /// The bytes of the glyph's TrueType outline; empty for a blank or an impossible glyph.
    [[nodiscard]] std::string_view outline(GlyphId glyph) const;
    /// Advance and left side bearing in font units.
    struct HorizontalMetric {
        std::uint16_t advance = 0;
        std::int16_t bearing = 0;
    };
    [[nodiscard]] HorizontalMetric horizontal_metric(GlyphId glyph) const;
    [[nodiscard]] std::uint32_t glyph_count() const { return glyph_count_; }
    [[nodiscard]] const FontMetrics& metrics() const { return metrics_; }
    [[nodiscard]] const std::string& postscript_name() const { return name_; }
    [[nodiscard]] std::string_view head() const { return head_; }
    [[nodiscard]] std::string_view hhea() const { return hhea_; }
    [[nodiscard]] std::string_view maxp() const { return maxp_; }

  private:
    FontFace() = default;
    [[nodiscard]] std::string_view table(std::uint32_t tag);
    Status read_tables(const FontFile& file);
    Status read_outlines(const FontFile& file);
    [[nodiscard]] bool has_ink(GlyphId glyph) const;

    static constexpr int kTables = 7;
    hb_face_t* face_ = nullptr;
    hb_font_t* font_ = nullptr;
    hb_blob_t* blobs_[kTables] = {};
    int blob_count_ = 0;
    std::string_view glyf_, loca_, hmtx_, head_, hhea_, maxp_;
    std::uint32_t glyph_count_ = 0;
    std::uint32_t long_metrics_ = 0;
    std::uint32_t units_per_em_ = 1000;
    bool long_loca_ = false;
    GlyphId blank_ = 0;
    std::optional<CffTable> cff_;
    FontMetrics metrics_;
    std::string name_;
};

}  // namespace ow::documents
