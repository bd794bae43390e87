#include "gateway/documents/pdf_file.hpp"

#include <fmt/format.h>
#include <hpdf.h>
#include <hpdf_conf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <hpdf_utils.h>

#include <memory>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/deflate.hpp"
#include "gateway/documents/pdf_archive.hpp"
#include "gateway/documents/structure_tree.hpp"
#include "gateway/documents/to_unicode.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kLibraryVersion = "2.3.0";
static_assert(kLibraryVersion == HPDF_VERSION_TEXT,
              "the private records below are those of libharu 2.3.0");

struct FreeDoc {
    void operator()(HPDF_Doc doc) const { HPDF_Free(doc); }
};
using Doc = std::unique_ptr<HPDF_Doc_Rec, FreeDoc>;

HPDF_STATUS write_flate_filter(HPDF_Dict, HPDF_Stream out) {
    return HPDF_Stream_WriteStr(out, "/Filter /FlateDecode\012");
}

HPDF_BYTE* bytes_of(std::string_view s) {
    return const_cast<HPDF_BYTE*>(reinterpret_cast<const HPDF_BYTE*>(s.data()));  // libharu copies
}

// A dictionary whose text is ready: hundreds of elements by libharu's calls would cost more than
// the page.
HPDF_STATUS write_ready(HPDF_Dict dict, HPDF_Stream out) {
    const auto& text = *static_cast<const std::string*>(dict->attr);
    return HPDF_Stream_Write(out, bytes_of(text), static_cast<HPDF_UINT>(text.size()));
}

std::size_t number_of(HPDF_Dict dict) {
    return dict->header.obj_id & 0x00FFFFFFU;
}

class Writer {
  public:
    explicit Writer(const PdfParts& parts) : parts_(parts), doc_(HPDF_New(nullptr, nullptr)) {}

    Result<std::string> run() {
        if (!doc_) return Error{Code::kInternal, {}, "no PDF document"};
        doc_->pdf_version = HPDF_VER_17;
        add_text(doc_->info, "Title", pdf_text(parts_.title));
        add_text(doc_->info, "Producer", kPdfProducer);
        add_archive_parts();
        for (const PdfFont& font : parts_.fonts) fonts_.push_back(add_font(font));
        for (const auto& image : parts_.images) images_.push_back(add_image(*image));
        for (const PdfPage& page : parts_.pages) add_page(page);
        add_structure();
        add_id();
        return save();
    }

  private:
    HPDF_Dict dict() const { return HPDF_Dict_New(doc_->mmgr); }

    HPDF_Dict indirect_dict() const {
        HPDF_Dict made = dict();
        HPDF_Xref_Add(doc_->xref, made);
        return made;
    }

    void add_text(HPDF_Dict to, const char* key, std::string_view bytes) const {
        HPDF_Dict_Add(
            to, key,
            HPDF_Binary_New(doc_->mmgr, bytes_of(bytes), static_cast<HPDF_UINT>(bytes.size())));
    }

    HPDF_Array numbers(HPDF_Dict to, const char* key) const {
        HPDF_Array made = HPDF_Array_New(doc_->mmgr);
        HPDF_Dict_Add(to, key, made);
        return made;
    }

    // libharu compresses only what it wrote itself and removes a /Filter it did not set; the key is
    // therefore written when the dictionary is.
    void fill(HPDF_Dict stream, std::string_view bytes) {
        const std::string packed = deflater_.compress(bytes);
        digest_input_ += crypto::digest(crypto::Hash::kSha256, packed);
        stream->filter = HPDF_STREAM_FILTER_NONE;
        stream->write_fn = write_flate_filter;
        HPDF_Stream_Write(stream->stream, bytes_of(packed), static_cast<HPDF_UINT>(packed.size()));
    }

    // ISO 19005-2 (PDF/A-2b), 6.6.2 and 6.2.3.
    void add_archive_parts() {
        const std::string packet = xmp_packet(parts_.title);
        HPDF_Dict metadata = HPDF_DictStream_New(doc_->mmgr, doc_->xref);
        metadata->filter = HPDF_STREAM_FILTER_NONE;  // to be found by tools that read no PDF
        HPDF_Dict_AddName(metadata, "Type", "Metadata");
        HPDF_Dict_AddName(metadata, "Subtype", "XML");
        HPDF_Stream_Write(metadata->stream, bytes_of(packet),
                          static_cast<HPDF_UINT>(packet.size()));
        HPDF_Dict_Add(doc_->catalog, "Metadata", metadata);
        add_text(doc_->catalog, "Lang", "zh-CN");
        HPDF_Dict shown = dict();
        HPDF_Dict_Add(doc_->catalog, "ViewerPreferences", shown);
        HPDF_Dict_AddBoolean(shown, "DisplayDocTitle", HPDF_TRUE);
        HPDF_Dict intent = dict();
        HPDF_Array_Add(numbers(doc_->catalog, "OutputIntents"), intent);
        HPDF_Dict_AddName(intent, "Type", "OutputIntent");
        HPDF_Dict_AddName(intent, "S", "GTS_PDFA1");
        add_text(intent, "OutputConditionIdentifier", "sRGB IEC61966-2.1");
        HPDF_Dict profile = new_stream(srgb_profile());
        HPDF_Dict_AddNumber(profile, "N", 3);
        HPDF_Dict_Add(intent, "DestOutputProfile", profile);
    }

    HPDF_Dict new_stream(std::string_view bytes) {
        HPDF_Dict made = HPDF_DictStream_New(doc_->mmgr, doc_->xref);
        fill(made, bytes);
        return made;
    }

    HPDF_Dict add_descriptor(const PdfFont& font, const std::string& tagged) {
        HPDF_Dict out = indirect_dict();
        HPDF_Dict_AddName(out, "Type", "FontDescriptor");
        HPDF_Dict_AddName(out, "FontName", tagged.c_str());
        HPDF_Dict_AddNumber(out, "Flags", 4);
        HPDF_Array box = numbers(out, "FontBBox");
        const FontMetrics& m = font.metrics;
        for (const int edge : {m.x_min, m.y_min, m.x_max, m.y_max}) HPDF_Array_AddNumber(box, edge);
        HPDF_Dict_AddNumber(out, "ItalicAngle", 0);
        HPDF_Dict_AddNumber(out, "Ascent", m.ascent);
        HPDF_Dict_AddNumber(out, "Descent", m.descent);
        HPDF_Dict_AddNumber(out, "CapHeight", m.ascent);
        HPDF_Dict_AddNumber(out, "StemV", 80);
        HPDF_Dict program = new_stream(font.program);
        if (font.is_cff) {
            HPDF_Dict_AddName(program, "Subtype", "CIDFontType0C");
        } else {
            HPDF_Dict_AddNumber(program, "Length1", static_cast<HPDF_INT32>(font.program.size()));
        }
        HPDF_Dict_Add(out, font.is_cff ? "FontFile3" : "FontFile2", program);
        return out;
    }

    void add_widths(HPDF_Dict descendant, const PdfFont& font) const {
        HPDF_Dict_AddNumber(descendant, "DW", 1000);
        HPDF_Array all = numbers(descendant, "W");
        for (std::size_t i = 0; i < font.widths.size();) {
            if (font.widths[i] == 1000) {
                ++i;
                continue;
            }
            HPDF_Array_AddNumber(all, static_cast<HPDF_INT32>(i + 1));
            HPDF_Array run = HPDF_Array_New(doc_->mmgr);
            HPDF_Array_Add(all, run);
            for (; i < font.widths.size() && font.widths[i] != 1000; ++i)
                HPDF_Array_AddNumber(run, font.widths[i]);
        }
    }

    HPDF_Dict add_font(const PdfFont& font) {
        const std::string tagged = fmt::format("{}+{}", subset_tag(font), font.name.substr(0, 100));
        HPDF_Dict descendant = indirect_dict();
        HPDF_Dict_AddName(descendant, "Type", "Font");
        HPDF_Dict_AddName(descendant, "Subtype", font.is_cff ? "CIDFontType0" : "CIDFontType2");
        HPDF_Dict_AddName(descendant, "BaseFont", tagged.c_str());
        HPDF_Dict system = dict();
        HPDF_Dict_Add(descendant, "CIDSystemInfo", system);
        add_text(system, "Registry", "Adobe");
        add_text(system, "Ordering", "Identity");
        HPDF_Dict_AddNumber(system, "Supplement", 0);
        HPDF_Dict_Add(descendant, "FontDescriptor", add_descriptor(font, tagged));
        add_widths(descendant, font);
        if (!font.is_cff) HPDF_Dict_AddName(descendant, "CIDToGIDMap", "Identity");

        HPDF_Dict out = indirect_dict();
        HPDF_Dict_AddName(out, "Type", "Font");
        HPDF_Dict_AddName(out, "Subtype", "Type0");
        HPDF_Dict_AddName(out, "BaseFont", tagged.c_str());
        HPDF_Dict_AddName(out, "Encoding", "Identity-H");
        HPDF_Array_Add(numbers(out, "DescendantFonts"), descendant);
        HPDF_Dict_Add(out, "ToUnicode", new_stream(to_unicode_cmap(font.characters)));
        return out;
    }

    HPDF_Dict add_samples(const SealImage& image, const char* space, std::string_view samples) {
        HPDF_Dict out = new_stream(samples);
        HPDF_Dict_AddName(out, "Type", "XObject");
        HPDF_Dict_AddName(out, "Subtype", "Image");
        HPDF_Dict_AddNumber(out, "Width", static_cast<HPDF_INT32>(image.width));
        HPDF_Dict_AddNumber(out, "Height", static_cast<HPDF_INT32>(image.height));
        HPDF_Dict_AddNumber(out, "BitsPerComponent", 8);
        HPDF_Dict_AddName(out, "ColorSpace", space);
        return out;
    }

    HPDF_Dict add_image(const SealImage& image) {
        HPDF_Dict out = add_samples(image, "DeviceRGB", image.rgb);
        HPDF_Dict_Add(out, "SMask", add_samples(image, "DeviceGray", image.alpha));
        return out;
    }

    static std::string subset_tag(const PdfFont& font) {
        std::uint32_t sum = 2166136261U;
        for (const char32_t c : font.characters) sum = (sum ^ c) * 16777619U;
        std::string tag;
        for (int i = 0; i < 6; ++i, sum /= 26) tag += static_cast<char>('A' + sum % 26);
        return tag;
    }

    void add_page(const PdfPage& page) {
        HPDF_Page made = HPDF_AddPage(doc_.get());
        HPDF_Page_SetWidth(made, static_cast<HPDF_REAL>(parts_.width));
        HPDF_Page_SetHeight(made, static_cast<HPDF_REAL>(parts_.height));
        auto* contents =
            static_cast<HPDF_Dict>(HPDF_Dict_GetItem(made, "Contents", HPDF_OCLASS_DICT));
        auto* resources =
            static_cast<HPDF_Dict>(HPDF_Dict_GetItem(made, "Resources", HPDF_OCLASS_DICT));
        if (contents == nullptr || resources == nullptr) return;
        fill(contents, page.content);
        add_resources(resources);
        HPDF_Dict_AddNumber(made, "StructParents", static_cast<HPDF_INT32>(pages_.size()));
        pages_.push_back({number_of(made), page.marks});
        for (const PdfField& field : page.fields) add_field(field, made);
    }

    void add_resources(HPDF_Dict resources) const {
        const auto add_all = [&](const char* kind, char initial, const auto& objects) {
            if (objects.empty()) return;
            HPDF_Dict names = dict();
            HPDF_Dict_Add(resources, kind, names);
            for (std::size_t i = 0; i < objects.size(); ++i)
                HPDF_Dict_Add(names, fmt::format("{}{}", initial, i).c_str(), objects[i]);
        };
        add_all("Font", 'F', fonts_);
        add_all("XObject", 'S', images_);
    }

    void add_rect(HPDF_Dict to, const char* key, const PdfRect& rect) const {
        HPDF_Array box = numbers(to, key);
        for (const double edge : {rect.left, rect.bottom, rect.right, rect.top})
            HPDF_Array_AddReal(box, static_cast<HPDF_REAL>(edge));
    }

    // Its coordinates are the page's.
    HPDF_Dict add_look(const PdfField& field) {
        HPDF_Dict out = new_stream(field.content);
        HPDF_Dict_AddName(out, "Type", "XObject");
        HPDF_Dict_AddName(out, "Subtype", "Form");
        add_rect(out, "BBox", field.rect);
        HPDF_Dict resources = dict(), states = dict(), multiply = dict();
        HPDF_Dict_Add(out, "Resources", resources);
        add_resources(resources);
        HPDF_Dict_Add(resources, "ExtGState", states);
        HPDF_Dict_Add(states, "Multiply", multiply);
        HPDF_Dict_AddName(multiply, "BM", "Multiply");
        return out;
    }

    void add_field(const PdfField& field, HPDF_Page page) {
        HPDF_Dict look = add_look(field), made = indirect_dict(), looks = dict();
        const std::size_t count = fields_.size();
        HPDF_Dict_AddName(made, "Type", "Annot");
        HPDF_Dict_AddName(made, "Subtype", "Widget");
        HPDF_Dict_AddName(made, "FT", "Sig");
        add_text(made, "T", fmt::format("Seal{}", count + 1));
        add_text(made, "TU",
                 pdf_text(parts_.structure[static_cast<std::size_t>(field.element)].alt));
        HPDF_Dict_AddNumber(made, "F", 132);  // printed, locked
        HPDF_Dict_Add(made, "P", page);
        add_rect(made, "Rect", field.rect);
        HPDF_Dict_Add(made, "AP", looks);
        HPDF_Dict_Add(looks, "N", look);
        HPDF_Dict_AddNumber(made, "StructParent",
                            static_cast<HPDF_INT32>(parts_.pages.size() + count));
        if (count == 0) {
            HPDF_Dict form = dict();
            HPDF_Dict_Add(doc_->catalog, "AcroForm", form);
            all_fields_ = numbers(form, "Fields");
            HPDF_Dict_AddNumber(form, "SigFlags", 3);
        }
        HPDF_Array_Add(all_fields_, made);
        auto* notes = static_cast<HPDF_Array>(HPDF_Dict_GetItem(page, "Annots", HPDF_OCLASS_ARRAY));
        if (notes == nullptr) {
            notes = numbers(page, "Annots");
            HPDF_Dict_AddName(page, "Tabs", "S");
        }
        HPDF_Array_Add(notes, made);
        fields_.push_back({number_of(made), number_of(page), field.element});
    }

    void add_structure() {
        const StructureTree tree{parts_.structure, pages_, fields_};
        std::vector<HPDF_Dict> made(tree.object_count());
        for (HPDF_Dict& one : made) one = indirect_dict();
        structure_ = tree.objects(number_of(made.front()));
        for (std::size_t i = 0; i < made.size(); ++i) {
            made[i]->write_fn = write_ready;
            made[i]->attr = &structure_[i];
        }
        HPDF_Dict_Add(doc_->catalog, "StructTreeRoot", made.front());
        HPDF_Dict marked = dict();
        HPDF_Dict_Add(doc_->catalog, "MarkInfo", marked);
        HPDF_Dict_AddBoolean(marked, "Marked", HPDF_TRUE);
    }

    void add_id() const {
        const std::string id =
            crypto::digest(crypto::Hash::kSha256, digest_input_ + parts_.title).substr(0, 16);
        HPDF_Array both = numbers(doc_->trailer, "ID");
        for (int i = 0; i < 2; ++i) {
            HPDF_Array_Add(
                both, HPDF_Binary_New(doc_->mmgr, bytes_of(id), static_cast<HPDF_UINT>(id.size())));
        }
    }

    Result<std::string> save() const {
        HPDF_SaveToStream(doc_.get());
        if (const HPDF_STATUS error = HPDF_GetError(doc_.get()); error != HPDF_OK) {
            return Error{Code::kInternal, {}, fmt::format("libharu error {}", error)};
        }
        std::string out;
        HPDF_UINT32 size = HPDF_GetStreamSize(doc_.get());
        out.resize(size);
        HPDF_ResetStream(doc_.get());
        HPDF_ReadFromStream(doc_.get(), bytes_of(out), &size);
        out.resize(size);
        return out;
    }

    const PdfParts& parts_;
    Doc doc_;
    Deflater deflater_;
    std::vector<HPDF_Dict> fonts_, images_;
    std::vector<TaggedPage> pages_;
    std::vector<TaggedField> fields_;
    HPDF_Array all_fields_ = nullptr;
    std::vector<std::string> structure_;  ///< borrowed by the document until it is written
    std::string digest_input_;
};

}  // namespace

std::string pdf_text(std::string_view utf8) {
    std::string hex = "FEFF";
    for (const char32_t c : to_code_points(utf8)) append_utf16_hex(hex, c);
    return crypto::from_hex(hex).value_or("");
}

Result<std::string> write_pdf(const PdfParts& parts) {
    return Writer{parts}.run();
}

Status check_pdf_library() {
    if (HPDF_GetVersion() != kLibraryVersion) {
        return Error{Code::kInternal, {"libhpdf", {}, 0, 0}, "version 2.3.0 is needed"};
    }
    PdfParts parts;
    parts.title = "self-test";
    parts.structure.push_back({Tag::kP, 0});
    parts.structure.push_back({Tag::kForm, 0});
    parts.pages.push_back({"/P<</MCID 0>>BDC 0 0 m 1 1 l S EMC\n", {1}, {{{1, 2, 3, 4}, "", 2}}});
    const Result<std::string> made = write_pdf(parts);
    if (!made) return made.error();
    for (const std::string_view part : {"%PDF-1.7", "/Filter /FlateDecode", "/AcroForm", "/ID",
                                        "/Title", "/Metadata", "/S/P/P", "%%EOF"}) {
        if (made->find(part) == std::string::npos) {
            return Error{
                Code::kInternal, {"libhpdf", {}, 0, 0}, fmt::format("self-test: no {}", part)};
        }
    }
    return ok();
}

}  // namespace ow::documents
