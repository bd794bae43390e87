#include "gateway/ports/http.hpp"

#include <boost/json/serialize.hpp>

namespace ow::ports {

boost::json::object error_fields(const Error& error, std::string_view trace) {
    const ErrorRow& row = error.row();
    boost::json::object body{
        {"code", row.name}, {"message", row.applicant}, {"next", row.operator_}};
    if (!error.at().field.empty()) body["field"] = error.at().field;
    if (!error.at().where.empty()) body["where"] = error.at().where;
    if (error.at().line > 0) body["line"] = error.at().line;
    if (error.at().column > 0) body["column"] = error.at().column;
    if (!error.cause().empty()) body["cause"] = error.cause();
    if (!trace.empty()) body["trace"] = trace;
    return body;
}

HttpResponse error_response(const Error& error, std::string_view trace) {
    const int status = error.row().http_status;
    HttpResponse response{status, {{"content-type", "application/json; charset=utf-8"}}, {}};
    if (status == 503) response.headers["retry-after"] = "2";
    response.body =
        boost::json::serialize(boost::json::object{{"error", error_fields(error, trace)}});
    return response;
}

}  // namespace ow::ports
