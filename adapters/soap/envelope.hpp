#pragma once
// The SOAP 1.1 envelope, both ways: opened and checked, faults and answers written.
//
// Refused: SOAP 1.2 and any other envelope (VersionMismatch), header blocks that must be understood
// and are not ours (MustUnderstand), DOCTYPE, a body without exactly one element. Header blocks for
// another actor are passed over. No RPC encoding, no attachments, no WS-Security.

#include <string>
#include <string_view>
#include <variant>

#include "gateway/ports/http.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {

struct Fault {
    std::string_view code;  ///< local part of faultcode
    Error error;
    std::vector<Error> more{};  ///< what else is wrong with the message
};

/// Client if other bytes are needed, Server if the same may do later.
[[nodiscard]] Fault fault_of(const Error& error);

struct Envelope {
    xml::Document document;  ///< owns what the nodes point at
    xml::Node body;          ///< the one element in Body
    std::string key;         ///< text of our header block, trimmed; empty without one
};

/// Of a request in UTF-8. `where` goes into errors.
[[nodiscard]] std::variant<Envelope, Fault> open_envelope(std::string_view utf8,
                                                          const std::string& where);

/// HTTP 500, as SOAP 1.1 §6.2 wants; the detail is `error` of the WSDL's schema.
[[nodiscard]] ports::HttpResponse fault_response(const Fault& fault, std::string_view trace);
/// For Route::refuse.
[[nodiscard]] ports::HttpResponse refused(const Error& error, std::string_view trace);
/// The answer of `operation` with those of its fields that are known.
[[nodiscard]] ports::HttpResponse answer(std::string_view operation,
                                         const boost::json::object& fields);

/// An envelope around `body`, with our key in the header unless it is empty.
[[nodiscard]] std::string enveloped(const std::string& body, const std::string& key);

}  // namespace ow::soap
