#pragma once
// What a department's system reads in a case pushed to it, and the decision it sends back. Two
// dialects: JSON with English names, XML in GB 18030 with pinyin names.

#include <string>

#include "adapters/department_twin.hpp"

namespace ow::http_push::twin {

using adapters::CallSeen;
using adapters::Decision;

/// Looks for the names of both dialects at any depth; parts not found are empty.
[[nodiscard]] CallSeen read_case(const std::string& body, bool xml);

[[nodiscard]] std::string write_decision(const Decision& decision, bool xml);
[[nodiscard]] std::string decision_type(bool xml);  ///< Content-Type

}  // namespace ow::http_push::twin
