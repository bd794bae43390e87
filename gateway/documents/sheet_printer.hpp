#pragma once
// Sheets as a PDF: landscape A4, numbered pages, the head of each table repeated on every page. By
// the same template language as every document, so the same sheets give the same bytes. Not signed.

#include <memory>
#include <span>
#include <string>

#include "gateway/documents/renderer.hpp"
#include "gateway/model/sheet.hpp"

namespace ow::documents {

/// The template that prints these sheets, in the language of templates/README.md.
[[nodiscard]] std::string sheet_template(std::span<const model::Sheet> sheets);

/// kDocumentGlyphMissing: a cell has a character that no font has; else as Renderer.
[[nodiscard]] Result<RenderedPdf> print_sheets(std::span<const model::Sheet> sheets,
                                               const FontConfig& fonts);

}  // namespace ow::documents
