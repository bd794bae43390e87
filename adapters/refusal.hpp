#pragma once
// A no, in both directions: of the gateway to a partner's message, of a partner to ours.

#include <boost/json/object.hpp>
#include <string_view>

#include "gateway/base/log.hpp"
#include "gateway/base/result.hpp"
#include "gateway/ports/http.hpp"

namespace ow::adapters {

/// Leaves the trace of a message that was refused at the edge (LogEvent::kIntakeRefused).
void log_refusal(Log& log, const PartnerId& partner, const ports::HttpRequest& request,
                 const Error& error);

/// The JSON object of an answer with status 200. 429 and 503: kPartnerBusy; other 5xx and a body
/// that is no JSON object: kPartnerTimeout, for the partner may have acted; any other status:
/// kPartnerRefused.
[[nodiscard]] Result<boost::json::object> answered_object(int http_status, std::string_view body);

}  // namespace ow::adapters
