#pragma once
// The staff's console as routes: sign-in, the API in front of the Desk, the pages, and the public
// page behind a QR code. Owns sessions and lock-outs; owns no case. Thread-safe: every handler may
// run on any worker.
//
// Before a handler of the table in desk_routes.cpp runs: a session (cookie, HttpOnly,
// SameSite=Strict, `__Host-` and Secure with TLS), for a POST the session's token in
// `x-csrf-token`, and the role's verb (roles.cpp). Refusals carry the catalogue's code and next
// step. Actions and looks at a case are logged as console.action with user, action and case only.
//
// Routes overlap: "/console/api/…" stands above the prefix "/console/*".

#include <map>
#include <string>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/console/api/desk_routes.hpp"
#include "gateway/console/api/rate_limit.hpp"
#include "gateway/console/api/sessions.hpp"
#include "gateway/console/api/sign_in.hpp"
#include "gateway/console/api/web_files.hpp"

namespace ow::console {

struct ConsoleSettings {
    bool tls = true;  ///< false only on a loopback demo: the cookie is then not Secure
    SessionSettings sessions = {};
    SignInSettings sign_in = {};
    int public_per_minute = 30;                          ///< QR look-ups an address
    int sign_ins_per_minute = 30;                        ///< sign-in attempts an address
    std::map<std::string, std::string> hall_names = {};  ///< hall id → name shown at the top
};

class Console {
  public:
    Console(ports::Desk& desk, std::vector<UserRecord> users, WebFiles files, const Clock& clock,
            Log& log, ConsoleSettings settings);

    /// The hall's printers. Set before routes() are served.
    void print_with(ports::PrintDesk& prints) { prints_ = &prints; }
    /// The console must outlive whoever serves them.
    [[nodiscard]] std::vector<ports::Route> routes();

  private:
    using Request = ports::HttpRequest;
    [[nodiscard]] ports::HttpResponse answer(const ApiRow& row, const Request& request);
    /// A refusal before any action, with its line in the log.
    [[nodiscard]] ports::HttpResponse refuse(const Error& error, const Request& request);
    [[nodiscard]] Result<ports::HttpResponse> checked(const ApiRow& row, const Request& request,
                                                      const Session& session);
    [[nodiscard]] Result<Session> session_of(const Request& request);
    [[nodiscard]] ports::HttpResponse sign_in(const Request& request);
    [[nodiscard]] ports::HttpResponse show_session(const Request& request);
    [[nodiscard]] ports::HttpResponse sign_out(const Request& request);
    [[nodiscard]] ports::HttpResponse by_token(const Request& request);
    [[nodiscard]] boost::json::object describe(const Session& session) const;
    [[nodiscard]] std::string cookie_name() const;
    [[nodiscard]] std::string cookie_header(std::string_view token) const;

    ports::Desk& desk_;
    ports::PrintDesk* prints_ = nullptr;
    WebFiles files_;
    const Clock& clock_;
    Log& log_;
    ConsoleSettings settings_;
    Sessions sessions_;
    SignIn sign_in_;
    RateLimit public_limit_;
    RateLimit sign_in_limit_;
};

}  // namespace ow::console
