#pragma once
// The server's TLS side. Inside gateway/http only.

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/http/server.hpp"

namespace ow::http {

/// TLS 1.2 and 1.3 with forward secrecy only. kFileUnreadable names the file.
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> make_tls(const TlsFiles& files);
/// Hex SHA-256 of the peer's certificate; empty without one.
[[nodiscard]] std::string peer_fingerprint(SSL* ssl);

}  // namespace ow::http
