#pragma once
// One request and its answer on one connection. Inside gateway/http only.

#include "gateway/http/session.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http {

struct Exchange {
    Result<ports::HttpReply> reply;
    bool keep = false;       ///< the connection can carry another request
    bool try_fresh = false;  ///< nothing can have been acted upon: a fresh connection may try
};

/// `reused`: the session carried a request before. Errors as promised in client.hpp.
[[nodiscard]] Exchange exchange(Session& session, const Endpoint& endpoint,
                                const ports::HttpCall& call, std::size_t reply_limit, bool reused);

}  // namespace ow::http
