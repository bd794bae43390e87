#include "gateway/documents/grammar.hpp"

#include <array>

namespace ow::documents {
namespace {

using enum Element;
using K = AttributeKind;

constexpr std::array kInline{kBreak, kIndex, kRun, kValue};
constexpr std::array kInsideRun{kBreak, kIndex, kValue};
constexpr std::array kBlocks{kFields, kGroup,     kList,  kNumber, kParagraph, kQr,
                             kRule,   kSignature, kSpace, kStub,   kTable,     kTitle};
constexpr std::array kDocumentChildren{kCopy,  kFields,    kGroup, kList, kNumber,
                                       kPage,  kParagraph, kQr,    kRule, kSignature,
                                       kSpace, kStub,      kTable, kTitle};
constexpr std::array kFieldsChildren{kField};
constexpr std::array kTableChildren{kColumn};
constexpr std::array kSignatureChildren{kDate, kIssuer, kQr, kSeal};
constexpr std::array kSealChildren{kArc, kBottom, kCaption};
constexpr std::array kQrChildren{kCaption, kValue};

constexpr AttributeRow kWhen{"when", K::kXPath};
constexpr AttributeRow kFont{"font", K::kFont};
constexpr AttributeRow kSize{"size", K::kNumber};
constexpr AttributeRow kAlign{"align", K::kAlign};
constexpr AttributeRow kLeading{"leading", K::kNumber};

constexpr std::array kNoMore{kWhen};
constexpr std::array kColumnHas{kAlign, AttributeRow{"sum", K::kYesNo},
                                AttributeRow{"title", K::kText, true},
                                AttributeRow{"width", K::kNumber, true}};
constexpr std::array kDocumentHas{kFont, AttributeRow{"id", K::kText, true}, kLeading, kSize,
                                  AttributeRow{"title", K::kText, true}};
constexpr std::array kFieldHas{AttributeRow{"label", K::kText, true},
                               AttributeRow{"span", K::kNumber}, kWhen};
constexpr std::array kFieldsHas{
    AttributeRow{"columns", K::kNumber}, kFont, AttributeRow{"label-width", K::kNumber},
    AttributeRow{"row", K::kNumber},     kSize, kWhen};
constexpr std::array kListHas{AttributeRow{"each", K::kXPath, true},
                              kFont,
                              AttributeRow{"indent", K::kNumber},
                              kLeading,
                              kSize,
                              kWhen};
constexpr std::array kPageHas{
    AttributeRow{"bottom", K::kNumber},   AttributeRow{"height", K::kNumber},
    AttributeRow{"landscape", K::kYesNo}, AttributeRow{"left", K::kNumber},
    AttributeRow{"right", K::kNumber},    AttributeRow{"top", K::kNumber},
    AttributeRow{"width", K::kNumber}};
constexpr std::array kParagraphHas{
    kAlign, kFont, AttributeRow{"indent", K::kNumber}, AttributeRow{"keep", K::kYesNo}, kLeading,
    kSize,  kWhen};
constexpr std::array kQrHas{kSize, kWhen};
constexpr std::array kRunHas{kFont, kSize, kWhen};
constexpr std::array kSealHas{AttributeRow{"centre", K::kSealCentre},
                              AttributeRow{"diameter", K::kNumber}, kWhen};
constexpr std::array kSignatureHas{AttributeRow{"keep", K::kYesNo}, kWhen};
constexpr std::array kSpaceHas{AttributeRow{"height", K::kNumber, true}, kWhen};
constexpr std::array kStubHas{AttributeRow{"label", K::kText}, kWhen};
constexpr std::array kTableHas{AttributeRow{"count", K::kYesNo},
                               AttributeRow{"each", K::kXPath, true},
                               AttributeRow{"empty", K::kText},
                               kFont,
                               kSize,
                               AttributeRow{"total", K::kXPath},
                               kWhen};
constexpr std::array kTextHas{kFont, kLeading, kSize, kWhen};
constexpr std::array kValueHas{AttributeRow{"empty", K::kText},
                               AttributeRow{"select", K::kXPath, true}};

constexpr std::array<ElementRow, 27> kGrammar{{
    {kArc, "arc", true, kInsideRun, {}},
    {kBottom, "bottom", true, kInsideRun, {}},
    {kBreak, "break", false, {}, {}},
    {kCaption, "caption", true, kInsideRun, {}},
    {kColumn, "column", true, kInline, kColumnHas},
    {kCopy, "copy", true, kInsideRun, kNoMore},
    {kDate, "date", true, kInsideRun, {}},
    {kDocument, "document", false, kDocumentChildren, kDocumentHas},
    {kField, "field", true, kInline, kFieldHas},
    {kFields, "fields", false, kFieldsChildren, kFieldsHas},
    {kGroup, "group", false, kBlocks, kNoMore},
    {kIndex, "index", false, {}, {}},
    {kIssuer, "issuer", true, kInsideRun, {}},
    {kList, "list", true, kInline, kListHas},
    {kNumber, "number", true, kInline, kTextHas},
    {kPage, "page", false, {}, kPageHas},
    {kParagraph, "paragraph", true, kInline, kParagraphHas},
    {kQr, "qr", false, kQrChildren, kQrHas},
    {kRule, "rule", false, {}, kNoMore},
    {kRun, "run", true, kInsideRun, kRunHas},
    {kSeal, "seal", false, kSealChildren, kSealHas},
    {kSignature, "signature", false, kSignatureChildren, kSignatureHas},
    {kSpace, "space", false, {}, kSpaceHas},
    {kStub, "stub", false, kBlocks, kStubHas},
    {kTable, "table", false, kTableChildren, kTableHas},
    {kTitle, "title", true, kInline, kTextHas},
    {kValue, "value", false, {}, kValueHas},
}};

constexpr std::array<std::string_view, 4> kAligns{"centre", "justify", "left", "right"};
constexpr std::array<std::string_view, 5> kFonts{"fangsong", "hei", "kai", "song", "title"};
constexpr std::array<std::string_view, 2> kSealCentres{"empty", "star"};
constexpr std::array<std::string_view, 2> kYesNos{"no", "yes"};

}  // namespace

std::span<const ElementRow> grammar() {
    return kGrammar;
}

const ElementRow* find_element(std::string_view name) {
    for (const ElementRow& row : kGrammar) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

std::span<const std::string_view> words_of(AttributeKind kind) {
    switch (kind) {
        case K::kAlign:
            return kAligns;
        case K::kFont:
            return kFonts;
        case K::kSealCentre:
            return kSealCentres;
        case K::kYesNo:
            return kYesNos;
        case K::kNumber:
        case K::kText:
        case K::kXPath:
            break;
    }
    return {};
}

}  // namespace ow::documents
