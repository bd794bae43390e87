#pragma once
// Calls to partners over Poco::Net with kept-alive connections and a deadline for the whole call.
//
// What an error promises: kPartnerUnreachable – no byte of the request was sent; kPartnerTimeout –
// the request or part of it was, the partner may have acted; kPartnerCredentials – a TLS
// certificate was refused before anything could be acted upon; kPartnerConfiguration – no such URL.
// A kept connection found dead while *sending* is replaced once by a fresh one; a request that was
// sent whole is never repeated (but for GET and HEAD). Redirects are not followed.

#include <Poco/Net/Context.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/http/session.hpp"
#include "gateway/http/watchdog.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http {

/// PEM files; all may be empty (the system's CAs, no certificate of ours).
struct TlsIdentity {
    std::string ca;
    std::string certificate_chain;
    std::string private_key;
};

struct ClientSettings {
    TlsIdentity default_tls;
    std::map<PartnerId, TlsIdentity> tls;
    std::size_t kept_per_host = 4;  ///< idle connections for one (partner, host)
    Millis kept_for{4'000};         ///< below the usual 5 s after which servers close
    std::size_t reply_bytes = 64 * 1024 * 1024;
};

class Client final : public ports::HttpClient {
  public:
    /// kPartnerConfiguration names the partner whose PEM files cannot be used. SIGPIPE is ignored
    /// from here on: OpenSSL writes without MSG_NOSIGNAL.
    [[nodiscard]] static Result<std::unique_ptr<Client>> make(ClientSettings settings);
    ~Client() override;

    [[nodiscard]] Result<ports::HttpReply> call(const ports::HttpCall& call) override;
    [[nodiscard]] std::size_t kept() const;  ///< idle connections now

  private:
    struct Kept {
        std::unique_ptr<Session> session;
        Watchdog::Time since;
    };
    struct Attempt;
    explicit Client(ClientSettings settings) : settings_(std::move(settings)) {}
    [[nodiscard]] std::unique_ptr<Session> take_kept(const std::string& key);
    void keep(const std::string& key, std::unique_ptr<Session> session);
    [[nodiscard]] Poco::Net::Context::Ptr context_of(const PartnerId& partner) const;
    [[nodiscard]] Result<ports::HttpReply> attempt(Attempt& attempt);

    ClientSettings settings_;
    Poco::Net::Context::Ptr default_context_;
    std::map<PartnerId, Poco::Net::Context::Ptr> contexts_;
    Resolver resolver_;
    Watchdog watchdog_;
    mutable std::mutex mutex_;
    std::multimap<std::string, Kept> kept_;
};

}  // namespace ow::http
