#pragma once
// What a partner's answer to a signed GET tells about an address of its: for the protocols' own
// way of trying a connection out.

#include <string>

#include "gateway/ports/connection.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::adapters {

/// How one protocol tries a partner's addresses out, after name, TCP and TLS are known to work.
/// Nothing is handed in; the partner sees GETs only.
struct ProbeContext {
    const ports::PartnerSettings& partner;
    ports::HttpClient& http;
    const Clock& clock;
};
using Probe = Result<ports::ConnectionFinding> (*)(const ProbeContext&);

struct Fetched {
    ports::ConnectionFinding finding;  ///< kFine: there is a reply
    ports::HttpReply reply{};
};

/// GET `url`, signed if there is a key. 401, 403, 404, 3xx and 5xx are findings; any other status –
/// 405, too: the address is there, it only takes other methods – is fine.
[[nodiscard]] Result<Fetched> fetch(const ProbeContext& context, const std::string& url);

/// The media type of a reply in lower case, without parameters.
[[nodiscard]] std::string media_type_of(const ports::HttpReply& reply);

}  // namespace ow::adapters
