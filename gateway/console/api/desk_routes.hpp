#pragma once
// The console's API as one literal table: method, path, verb. Each handler turns a request into one
// call of the Desk and back; who may call it was checked before (console.cpp).

#include <boost/json/object.hpp>
#include <span>
#include <string_view>

#include "gateway/console/api/roles.hpp"
#include "gateway/ports/desk.hpp"
#include "gateway/ports/http.hpp"
#include "gateway/ports/print_desk.hpp"

namespace ow::console {

/// A checked request.
struct Call {
    const ports::HttpRequest& request;
    const ports::StaffUser& user;
    const boost::json::object& body;  ///< of a POST; empty for a GET
    ports::PrintDesk* prints;         ///< nullptr: the hall has no printers of its own
};

struct ApiRow {
    std::string_view method;
    std::string_view pattern;
    Verb verb;
    bool audited;  ///< leaves a console.action line in the log
    Result<ports::HttpResponse> (*answer)(ports::Desk&, const Call&);
};

[[nodiscard]] std::span<const ApiRow> api_rows();

}  // namespace ow::console
