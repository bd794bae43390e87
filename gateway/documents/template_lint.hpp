#pragma once
// What is wrong with a template though it can be read: fields that no case has, duties it does not
// fulfil, and what happens when real cases come – names of a hundred characters, forty materials,
// rare characters, nothing where nothing is required. It renders every one of them.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/documents/fonts.hpp"
#include "gateway/documents/template.hpp"
#include "gateway/xml/document.hpp"

namespace ow::documents {

struct Finding {
    std::string sample;  ///< "many"; empty: of the template itself
    std::string what;  ///< "overflow", "missing_glyph", "covered", "unknown_field", "unused_field"
    std::string detail;
    long line = 0;  ///< of the template; 0: of none
};

/// Names of the matrix, in order: what is done to the sample case.
[[nodiscard]] std::vector<std::string_view> sample_variants();
/// The sample case as that variant has it; an unknown variant changes nothing.
[[nodiscard]] xml::Document vary(const xml::Document& sample, std::string_view variant);

/// Unknown and unused fields, without rendering.
[[nodiscard]] std::vector<Finding> lint_fields(const Template& form);
/// The whole matrix rendered.
[[nodiscard]] std::vector<Finding> lint_matrix(const FontBook& fonts, const Template& form,
                                               const xml::Document& sample);

}  // namespace ow::documents
