#include "gateway/documents/signature_update.hpp"

#include <fmt/format.h>

namespace ow::documents {
namespace {

constexpr std::string_view kNotes = "/Annots [", kFields = "/Fields [";

// In the array after `open`, or in one made by `fresh`.
std::string with_reference(std::string_view body, std::string_view open, std::size_t number,
                           const std::string& fresh) {
    const std::size_t at = body.find(open);
    if (at == std::string_view::npos) return fmt::format("{}{}\n>>", body, fresh);
    const std::size_t after = at + open.size();
    return fmt::format("{} {} 0 R{}>>", body.substr(0, after), number, body.substr(after));
}

}  // namespace

std::string page_with_field(std::string_view page, std::size_t field) {
    return with_reference(page, kNotes, field, fmt::format("{} {} 0 R ]", kNotes, field));
}

std::string catalog_with_field(std::string_view catalog, std::size_t field) {
    return with_reference(catalog, kFields, field,
                          fmt::format("/AcroForm << {} {} 0 R ] /SigFlags 3 >>", kFields, field));
}

std::string new_field(const NewField& field) {
    return fmt::format("{}/T (Seal{}) /V {} 0 R /F 132 /P {} 0 R /Rect [{}] /AP << /N {} 0 R >> >>",
                       kNewField, field.ordinal, field.value, field.page, field.rect, field.look);
}

std::string signed_field(std::string_view field, std::size_t value) {
    return fmt::format("{}/V {} 0 R\n>>", field, value);
}

bool is_empty_field(std::string_view field) {
    return field.find("/FT /Sig") != std::string_view::npos &&
           field.find("/V ") == std::string_view::npos;
}

}  // namespace ow::documents
