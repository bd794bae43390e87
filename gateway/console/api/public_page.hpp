#pragma once
// The page behind the QR code of a slip: what anyone holding the slip may see. Plain HTML without
// script, for any telephone. Nothing is shown that Desk::by_token did not mask.

#include <boost/json/object.hpp>
#include <string>

#include "gateway/base/error.hpp"

namespace ow::console {

/// Reads "stage_label", "case_no", "item", "department", "applicant", "opened_at", "due_label",
/// "result", "next" (texts, or objects with a "name") and "steps":[{"label","at"}], the way as an
/// applicant knows it; what is missing is left out.
[[nodiscard]] std::string public_page(const boost::json::object& view);
/// The applicant's words of the error, and nothing else.
[[nodiscard]] std::string public_error_page(const Error& error);

}  // namespace ow::console
