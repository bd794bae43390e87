#pragma once
// What differs between two contents or two messages, leaf by leaf: for people who changed a
// mapping.

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <vector>

#include "gateway/xml/document.hpp"

namespace ow::mapping {

/// `materials[2].name` → `"申请书"` as JSON writes it; of XML `SL/@version`, `SBCL/CL[2]/CLMC` →
/// the text. An empty container is a leaf too.
using Leaves = std::map<std::string, std::string>;

[[nodiscard]] Leaves leaves_of(const boost::json::value& value);
[[nodiscard]] Leaves leaves_of(const xml::Document& document);

/// `applicant.name: "a" -> "b"`, with `nothing` for what only one of them has; sorted by path;
/// empty if they are equal.
[[nodiscard]] std::vector<std::string> differences(const Leaves& before, const Leaves& after);

}  // namespace ow::mapping
