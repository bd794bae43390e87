#pragma once
// What a department's system reads in a case pushed to it, and the decision it sends back. Two
// dialects: JSON with English names, XML in GB 18030 with pinyin names.

#include <string>

#include "gateway/base/time.hpp"

namespace ow::http_push::twin {

struct CaseSeen {
    std::string case_no;
    std::string applicant;
    std::string item_code;
    bool readable = false;  ///< it is what it says it is: charset, JSON or XML
};

/// Looks for the names of both dialects at any depth; parts not found are empty.
[[nodiscard]] CaseSeen read_case(const std::string& body, bool xml);

struct Decision {
    CaseSeen about;
    std::string own_no;
    int serial = 0;
    bool granted = true;
    Instant at{};
};
[[nodiscard]] std::string write_decision(const Decision& decision, bool xml);
[[nodiscard]] std::string decision_type(bool xml);  ///< Content-Type

}  // namespace ow::http_push::twin
