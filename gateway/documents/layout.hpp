#pragma once
// From a template and a case to pieces: the meaning of every element of the template language.

#include "gateway/documents/case_text.hpp"
#include "gateway/documents/flow.hpp"

namespace ow::documents {

/// The page of a template's <page>, or that of GB/T 9704.
[[nodiscard]] PageFrame frame_of(const Template& form);

/// kDocumentGlyphMissing, kDocumentLayoutOverflow; kDocumentTemplateInvalid: an expression cannot
/// be evaluated on this case. `text` must read the same template.
[[nodiscard]] Result<Flow> lay_out(const Template& form, CaseText& text, const FontBook& fonts);

}  // namespace ow::documents
