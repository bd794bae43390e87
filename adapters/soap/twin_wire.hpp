#pragma once
// The department's own code for the wire. Shares nothing with the adapter's.

#include <map>
#include <string>

#include "adapters/department_twin.hpp"
#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"

namespace ow::soap::twin {

/// What a department's system reads in a call: any dialect, names at any depth, in elements or in
/// XML that stands as text.
[[nodiscard]] adapters::CallSeen read_call(const ports::HttpRequest& request);

[[nodiscard]] ports::HttpResponse taken(const std::string& foreign_no);
[[nodiscard]] ports::HttpResponse fault(const std::string& faultcode, const std::string& code,
                                        const std::string& foreign_no = {});

/// Its WSDL: operation → SOAPAction, every operation's element in `name_space`.
[[nodiscard]] ports::HttpResponse description(const std::string& name_space,
                                              const std::map<std::string, std::string>& actions);

struct Message {
    std::string url;        ///< of the gateway's SOAP endpoint
    std::string operation;  ///< of its WSDL
    std::string idempotency_key;
    std::string content;  ///< XML in UTF-8, without declaration
};
[[nodiscard]] ports::HttpCall call_of(const Message& message);
/// `message` in an envelope, signed by `name`.
[[nodiscard]] ports::HttpCall signed_call(const Message& message, const std::string& name,
                                          const std::string& key, Instant now);

}  // namespace ow::soap::twin
