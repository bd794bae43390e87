#include "gateway/ports/http.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace ow::ports {

namespace {

boost::json::object members_of(const Error& error) {
    const ErrorRow& row = error.row();
    boost::json::object body{
        {"code", row.name}, {"message", row.applicant}, {"next", row.operator_}};
    if (!error.at().field.empty()) body["field"] = error.at().field;
    if (!error.at().where.empty()) body["where"] = error.at().where;
    if (error.at().line > 0) body["line"] = error.at().line;
    if (error.at().column > 0) body["column"] = error.at().column;
    if (!error.cause().empty()) body["cause"] = error.cause();
    return body;
}

HttpResponse response_of(const ErrorRow& row, boost::json::object body, std::string_view trace) {
    if (!trace.empty()) body["trace"] = trace;
    HttpResponse response{
        row.http_status, {{"content-type", "application/json; charset=utf-8"}}, {}};
    if (row.http_status == 503) response.headers["retry-after"] = "2";
    if (row.http_status == 429) response.headers["retry-after"] = "1";
    response.body = boost::json::serialize(boost::json::object{{"error", std::move(body)}});
    return response;
}

}  // namespace

HttpResponse error_response(const Error& error, std::string_view trace) {
    return response_of(error.row(), members_of(error), trace);
}

HttpResponse error_response(const Error& first, std::span<const Error> more,
                            std::string_view trace) {
    boost::json::object body = members_of(first);
    boost::json::array told{body};
    for (const Error& error : more.first(std::min(more.size(), kMostErrorsTold - 1)))
        told.push_back(members_of(error));
    body["error_count"] = more.size() + 1;
    body["errors"] = std::move(told);
    return response_of(first.row(), std::move(body), trace);
}

}  // namespace ow::ports
