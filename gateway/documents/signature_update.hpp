#pragma once
// The objects that a signing writes, as text: what the signer appends and the checker compares
// with. Pure.

#include <string>
#include <string_view>

namespace ow::documents {

/// Of a field that shows nothing.
inline constexpr std::string_view kEmptyLook =
    "<< /Type /XObject /Subtype /Form /BBox [ 0 0 0 0 ] /Length 0 >>\nstream\n\nendstream";
inline constexpr std::string_view kNewField = "<< /Type /Annot /Subtype /Widget /FT /Sig ";
inline constexpr std::string_view kSignatureValue = "<< /Type /Sig ";

/// A dictionary is given without its last ">>".

/// The page, or the catalog, with one field more. It has the array already, or gets it.
[[nodiscard]] std::string page_with_field(std::string_view page, std::size_t field);
[[nodiscard]] std::string catalog_with_field(std::string_view catalog, std::size_t field);
/// A field on a page that shows nothing and is signed.
struct NewField {
    std::size_t ordinal = 1;  ///< of the signature; its name
    std::size_t value = 0, page = 0, look = 0;
    std::string_view rect = "0 0 0 0";
};
[[nodiscard]] std::string new_field(const NewField& field);
/// An empty field that is signed now.
[[nodiscard]] std::string signed_field(std::string_view field, std::size_t value);
/// Whether a field has no signature yet.
[[nodiscard]] bool is_empty_field(std::string_view field);

}  // namespace ow::documents
