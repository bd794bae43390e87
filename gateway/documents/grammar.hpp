#pragma once
// The template language as one literal table: every element, what it may contain, its attributes.
// The checker, its "did you mean" and the README's table are read from it.

#include <cstdint>
#include <span>
#include <string_view>

namespace ow::documents {

enum class Element : std::uint8_t {
    kArc,
    kBottom,
    kBreak,
    kCaption,
    kColumn,
    kCopy,
    kDate,
    kDocument,
    kField,
    kFields,
    kGroup,
    kIndex,
    kIssuer,
    kList,
    kNumber,
    kPage,
    kParagraph,
    kQr,
    kRule,
    kRun,
    kSeal,
    kSignature,
    kSpace,
    kStub,
    kTable,
    kTitle,
    kValue,
};

enum class AttributeKind : std::uint8_t {
    kAlign,
    kFont,
    kNumber,
    kSealCentre,
    kText,
    kXPath,
    kYesNo
};

struct AttributeRow {
    std::string_view name;
    AttributeKind kind;
    bool required = false;
};

struct ElementRow {
    Element element;
    std::string_view name;
    bool text;  ///< words may stand in it
    std::span<const Element> children;
    std::span<const AttributeRow> attributes;
};

[[nodiscard]] std::span<const ElementRow> grammar();
/// nullptr: no such element.
[[nodiscard]] const ElementRow* find_element(std::string_view name);
/// The words an attribute of that kind may have; empty for free text, numbers and XPath.
[[nodiscard]] std::span<const std::string_view> words_of(AttributeKind kind);

}  // namespace ow::documents
