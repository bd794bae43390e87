#pragma once
// The template language as a RELAX NG schema (ISO/IEC 19757-2, XML syntax), for editors and other
// checkers: templates/template.rng is this text, made from the grammar's table.

#include <string>

namespace ow::documents {

[[nodiscard]] std::string template_schema();

}  // namespace ow::documents
