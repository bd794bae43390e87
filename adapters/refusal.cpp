#include "adapters/refusal.hpp"

#include <boost/json.hpp>

namespace ow::adapters {
namespace json = boost::json;

void log_refusal(Log& log, const PartnerId& partner, const ports::HttpRequest& request,
                 const Error& error) {
    log.write(LogEvent::kIntakeRefused, {{"partner", partner.str()},
                                         {"code", std::string{error.row().name}},
                                         {"field", error.at().field},
                                         {"trace", request.trace}});
}

Result<json::object> answered_object(int http_status, std::string_view body) {
    const std::string status = "HTTP " + std::to_string(http_status);
    if (http_status == 429 || http_status == 503) return Error{Code::kPartnerBusy, {}, status};
    if (http_status >= 500) return Error{Code::kPartnerTimeout, {}, status};
    if (http_status != 200) return Error{Code::kPartnerRefused, {}, status};
    boost::system::error_code failed;
    json::value value = json::parse(body, failed);
    if (failed || !value.is_object()) {
        return Error{Code::kPartnerTimeout, {.where = "answer"}, "answer not understood"};
    }
    return std::move(value.get_object());
}

}  // namespace ow::adapters
