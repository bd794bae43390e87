#include "gateway/ports/http.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace ow::ports {

HttpResponse error_response(const Error& error, std::string_view trace) {
    const ErrorRow& row = error.row();
    boost::json::object body{
        {"code", row.name}, {"message", row.applicant}, {"next", row.operator_}};
    if (!error.at().field.empty()) body["field"] = error.at().field;
    if (!error.at().where.empty()) body["where"] = error.at().where;
    if (error.at().line > 0) body["line"] = error.at().line;
    if (error.at().column > 0) body["column"] = error.at().column;
    if (!error.cause().empty()) body["cause"] = error.cause();
    if (!trace.empty()) body["trace"] = trace;
    HttpResponse response{
        row.http_status, {{"content-type", "application/json; charset=utf-8"}}, {}};
    if (row.http_status == 503) response.headers["retry-after"] = "2";
    response.body = boost::json::serialize(boost::json::object{{"error", std::move(body)}});
    return response;
}

}  // namespace ow::ports
