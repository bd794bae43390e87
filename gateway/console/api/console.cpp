#include "gateway/console/api/console.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "gateway/casetree/tree.hpp"
#include "gateway/console/api/public_page.hpp"
#include "gateway/console/api/replies.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::console {
namespace {

using ports::HttpRequest;
using ports::HttpResponse;

constexpr std::size_t kBodyLimit = 256 * 1024;
constexpr std::size_t kPasswordBytes = 512;

std::string header(const HttpRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
}

Result<boost::json::object> json_body(const HttpRequest& request) {
    if (!header(request, "content-type").starts_with("application/json"))
        return Error{Code::kMediaTypeUnsupported, At{"content-type"}};
    if (const Status fits = casetree::check_json(request.body); !fits) return fits.error();
    boost::system::error_code failed;
    boost::json::value parsed = boost::json::parse(request.body, failed);
    if (failed || !parsed.is_object()) return Error{Code::kJsonInvalid};
    return std::move(parsed.get_object());
}

std::string text_of(const boost::json::object& body, std::string_view key) {
    const boost::json::value* found = body.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()}
                                                  : std::string{};
}

std::string case_of(const HttpRequest& request) {
    const auto found = request.params.find("no");
    return found != request.params.end() && is_case_no(found->second) ? found->second : "";
}

HttpResponse html(int status, std::string body) {
    return guarded({status, {{"content-type", "text/html; charset=utf-8"}}, std::move(body)});
}

}  // namespace

Console::Console(ports::Desk& desk, std::vector<UserRecord> users, WebFiles files,
                 const Clock& clock, Log& log, ConsoleSettings settings)
    : desk_(desk),
      files_(std::move(files)),
      clock_(clock),
      log_(log),
      settings_(std::move(settings)),
      sessions_(clock, settings_.sessions),
      sign_in_(std::move(users), clock, settings_.sign_in),
      public_limit_(clock, settings_.public_per_minute),
      sign_in_limit_(clock, settings_.sign_ins_per_minute) {}

std::vector<ports::Route> Console::routes() {
    std::vector<ports::Route> routes;
    const auto add = [&](std::string_view method, std::string_view pattern, auto handler) {
        routes.push_back(
            {std::string{method}, std::string{pattern}, ports::Trust::kPublic, kBodyLimit,
             [handler](const std::shared_ptr<const HttpRequest>& request,
                       const ports::Respond& respond) { respond(handler(*request)); }});
    };
    for (const ApiRow& row : api_rows())
        add(row.method, row.pattern, [this, &row](const Request& r) { return answer(row, r); });
    add("GET", "/console/api/session", [this](const Request& r) { return show_session(r); });
    add("POST", "/console/api/session", [this](const Request& r) { return sign_in(r); });
    add("POST", "/console/api/session/end", [this](const Request& r) { return sign_out(r); });
    add("GET", "/console", [](const Request&) { return redirect("/console/"); });
    add("GET", "/console/*", [this](const Request& r) {
        constexpr std::string_view kPrefix = "/console/";
        return files_.serve(std::string_view{r.path}.substr(kPrefix.size()), r);
    });
    add("GET", "/q.css", [this](const Request& r) { return files_.serve("public.css", r); });
    add("GET", "/q/{token}", [this](const Request& r) { return by_token(r); });
    return routes;
}

HttpResponse Console::refuse(const Error& error, const Request& request) {
    log_.write(LogEvent::kRequestFailed,
               {{"code", std::string{error.row().name}}, {"trace", request.trace}});
    return error_reply(error, request.trace);
}

HttpResponse Console::answer(const ApiRow& row, const Request& request) {
    const Result<Session> session = session_of(request);
    if (!session) return refuse(session.error(), request);
    Result<HttpResponse> reply = checked(row, request, *session);
    const std::string code{reply ? "OK" : reply.error().row().name};
    if (row.audited || !reply)
        log_.write(LogEvent::kConsoleAction, {{"user", session->user.id},
                                              {"action", std::string{name_of(row.verb)}},
                                              {"case", case_of(request)},
                                              {"code", code},
                                              {"trace", request.trace}});
    return reply ? std::move(*reply) : error_reply(reply.error(), request.trace);
}

Result<HttpResponse> Console::checked(const ApiRow& row, const Request& request,
                                      const Session& session) {
    boost::json::object body;
    if (row.method == "POST") {
        if (!crypto::equal_constant_time(header(request, "x-csrf-token"), session.csrf))
            return Error{Code::kAuthCsrfToken};
        Result<boost::json::object> parsed = json_body(request);
        if (!parsed) return parsed.error();
        body = std::move(*parsed);
    }
    if (!may(session.user.role, row.verb)) return Error{Code::kAuthForbidden};
    return row.answer(desk_, Call{request, session.user, body, prints_});
}

Result<Session> Console::session_of(const Request& request) {
    const bool background = header(request, "x-background") == "1" && request.method == "GET";
    return sessions_.find(cookie(request, cookie_name()),
                          background ? Presence::kBackground : Presence::kPerson);
}

HttpResponse Console::sign_in(const Request& request) {
    // No session yet, so no token: a foreign page can send neither this type nor this header.
    const std::string site = header(request, "sec-fetch-site");
    if (!site.empty() && site != "same-origin") return refuse(Error{Code::kAuthCsrfToken}, request);
    const Result<boost::json::object> body = json_body(request);
    if (!body) return refuse(body.error(), request);
    if (!sign_in_limit_.allow(request.remote_address))
        return refuse(Error{Code::kRateLimited}, request);
    const std::string id = text_of(*body, "user");
    const std::string password = text_of(*body, "password");
    if (id.empty() || id.size() > 32 || password.empty() || password.size() > kPasswordBytes)
        return refuse(Error{Code::kAuthPasswordWrong}, request);
    const Result<ports::StaffUser> user = sign_in_.check(id, password);
    // What was typed as a name may be a password: only a known id is written down.
    log_.write(LogEvent::kConsoleAction,
               {{"user", sign_in_.knows(id) ? id : "-"},
                {"action", "sign_in"},
                {"code", std::string{user ? "OK" : user.error().row().name}},
                {"trace", request.trace}});
    if (!user) return error_reply(user.error(), request.trace);
    sessions_.end(cookie(request, cookie_name()));
    const std::string token = sessions_.begin(*user);
    const Result<Session> session = sessions_.find(token, Presence::kPerson);
    if (!session) return refuse(session.error(), request);
    HttpResponse response = json_reply(describe(*session));
    response.headers["set-cookie"] = cookie_header(token);
    return response;
}

HttpResponse Console::show_session(const Request& request) {
    const Result<Session> session = session_of(request);
    if (!session) return error_reply(session.error(), request.trace);
    return json_reply(describe(*session));
}

HttpResponse Console::sign_out(const Request& request) {
    const Result<Session> session = session_of(request);
    if (!session) return refuse(session.error(), request);
    if (!crypto::equal_constant_time(header(request, "x-csrf-token"), session->csrf))
        return refuse(Error{Code::kAuthCsrfToken}, request);
    sessions_.end(cookie(request, cookie_name()));
    log_.write(LogEvent::kConsoleAction,
               {{"user", session->user.id}, {"action", "sign_out"}, {"code", "OK"}});
    HttpResponse response = json_reply(boost::json::object{});
    response.headers["set-cookie"] = cookie_header({});
    return response;
}

HttpResponse Console::by_token(const Request& request) {
    if (!public_limit_.allow(request.remote_address)) {
        HttpResponse limited = html(429, public_error_page(Error{Code::kRateLimited}));
        limited.headers["retry-after"] = "60";
        return limited;
    }
    const auto token = request.params.find("token");
    if (token == request.params.end() || token->second.size() > 64)
        return html(404, public_error_page(Error{Code::kCaseNotFound}));
    const Result<boost::json::object> view = desk_.by_token(token->second);
    if (!view) return html(view.error().row().http_status, public_error_page(view.error()));
    return html(200, public_page(*view));
}

boost::json::object Console::describe(const Session& session) const {
    const ports::StaffUser& user = session.user;
    boost::json::array verbs;
    for (const std::string_view verb : verbs_of(user.role)) verbs.emplace_back(verb);
    const auto hall = settings_.hall_names.find(user.hall.str());
    return {{"user",
             {{"id", user.id},
              {"name", user.name},
              {"role", user.role},
              {"role_label", label_of_role(user.role)},
              {"hall", user.hall.str()},
              {"hall_name", hall == settings_.hall_names.end() ? user.hall.str() : hall->second}}},
            {"verbs", std::move(verbs)},
            {"csrf", session.csrf},
            {"now", to_iso(clock_.now())},
            {"idle_seconds", settings_.sessions.idle.count() / 1000}};
}

std::string Console::cookie_name() const {
    return settings_.tls ? "__Host-session" : "session";
}

std::string Console::cookie_header(std::string_view token) const {
    std::string out = cookie_name() + "=" + std::string{token};
    out += "; Path=/; HttpOnly; SameSite=Strict";
    if (settings_.tls) out += "; Secure";
    if (token.empty()) out += "; Max-Age=0";
    return out;
}

}  // namespace ow::console
