#pragma once
// The canonical content described for others, generated from the field registry: nothing is written
// twice. `onewindow schema --json | --xsd | --openapi`. Every field is optional here; which ones a
// message needs is its mapping's and its item's business.

#include <string>

namespace ow::model {

/// JSON Schema 2020-12 of Content::json(). `x-standard` and `x-sensitive` carry the registry's
/// columns.
[[nodiscard]] std::string json_schema();

/// XML Schema 1.0 of the same content as an XML tree with the root `content`; a list repeats its
/// element. Members stand in any order; that a single field does not repeat is not expressed.
[[nodiscard]] std::string xml_schema();

/// OpenAPI 3.1 components: Content, and Error with all catalogue names. No paths: those are the
/// routes' own reference.
[[nodiscard]] std::string open_api();

}  // namespace ow::model
