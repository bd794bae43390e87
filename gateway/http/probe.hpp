#pragma once
// Tries a partner's address out step by step – name, TCP, TLS – and names the first cause that
// stops it. It does what the client does with the same files, but looks where the client may not:
// a certificate that is refused is still read, to tell why. Nothing of a request is sent.

#include "gateway/http/client.hpp"
#include "gateway/ports/connection.hpp"

namespace ow::http {

/// kFine: a call may be tried; `detail` then names the address and, with TLS, the certificate's
/// owner and last day. A server that refuses our certificate only after the handshake (TLS 1.3) is
/// found by the call, as kPartnerCredentials. kPartnerConfiguration: no such URL, unusable files.
[[nodiscard]] Result<ports::ConnectionFinding> probe(const std::string& url,
                                                     const TlsIdentity& identity, Millis at_most);

}  // namespace ow::http
