#include "gateway/http/dispatcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>

namespace ow::http {
namespace {

using ports::HttpRequest;
using ports::HttpResponse;

/// Delivers the first answer; INTERNAL if all copies of the Respond went away without one.
class Reply {
  public:
    Reply(ports::Respond deliver, std::string trace)
        : deliver_(std::move(deliver)), trace_(std::move(trace)) {}
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;
    ~Reply() { answer(ports::error_response(Error{Code::kInternal}, trace_)); }

    void answer(HttpResponse response) {
        if (!answered_.exchange(true)) deliver_(std::move(response));
    }

  private:
    ports::Respond deliver_;
    std::string trace_;
    std::atomic<bool> answered_{false};
};

HttpResponse in_words(ports::Refuse words, const Error& error, std::string_view trace) {
    return words != nullptr ? words(error, trace) : ports::error_response(error, trace);
}

}  // namespace

Dispatcher::Dispatcher(Router operations, Router routes, std::size_t body_limit, bool access_log,
                       const DispatcherNeeds& needs)
    : operations_(std::move(operations)),
      routes_(std::move(routes)),
      body_limit_(body_limit),
      access_log_(access_log),
      needs_(needs),
      shares_(std::max<std::size_t>(1, needs.pool.limit() / 2)) {}

Result<Admission> Dispatcher::admit(std::string_view method, std::string_view target) const {
    auto parsed = parse_target(target);
    if (!parsed) return parsed.error();
    Admission admission{std::move(parsed->path), std::move(parsed->query), {}, body_limit_, true};
    admission.match = operations_.match(method, admission.path);
    if (!admission.match.route && admission.match.allow.empty()) {
        admission.match = routes_.match(method, admission.path);
        admission.inline_answer = false;
    }
    if (admission.match.route && admission.match.route->body_limit > 0)
        admission.body_limit = admission.match.route->body_limit;
    return admission;
}

HttpResponse Dispatcher::refuse(const Error& error, ports::Refuse words,
                                const std::string& trace) const {
    return refuse_as(error.row().http_status, error, words, trace);
}

HttpResponse Dispatcher::refuse_route(const Admission& admission, const std::string& trace) const {
    const bool other_method = !admission.match.allow.empty();
    const Error error{Code::kRouteNotFound, At{.field = other_method ? "method" : ""}};
    HttpResponse response =
        refuse_as(other_method ? 405 : 404, error, admission.match.refuse, trace);
    if (other_method) response.headers["allow"] = admission.match.allow;
    return response;
}

/// Whatever the words: the status is the one of HTTP, for nobody has read the message yet.
HttpResponse Dispatcher::refuse_as(int status, const Error& error, ports::Refuse words,
                                   const std::string& trace) const {
    HttpResponse response = in_words(words, error, trace);
    response.status = status;
    const std::string told = std::to_string(status);
    needs_.metrics.add(Metric::kRequestsRefused, {told});
    needs_.log.write(LogEvent::kRequestFailed, {{"code", std::string{error.row().name}},
                                                {"field", error.at().field},
                                                {"status", told},
                                                {"trace", trace}});
    return response;
}

ports::Respond Dispatcher::recorded(std::shared_ptr<const HttpRequest> request,
                                    const ports::Route& route, ports::Respond deliver) const {
    const auto began = std::chrono::steady_clock::now();
    const bool quiet = !access_log_;
    return [self = shared_from_this(), this, request = std::move(request), &route,
            deliver = std::move(deliver), began, quiet](HttpResponse response) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        const std::string status = std::to_string(response.status);
        needs_.metrics.add(Metric::kRequests, {route.pattern, status});
        needs_.metrics.observe(Metric::kRequestSeconds, took.count());
        if (!quiet)
            needs_.log.write(LogEvent::kHttpRequest,
                             {{"action", request->method},
                              {"path", route.pattern},
                              {"status", status},
                              {"ms", fmt::format("{:.1f}", took.count() * 1000)},
                              {"bytes", std::to_string(request->body.size())},
                              {"trace", request->trace}});
        deliver(std::move(response));
    };
}

void Dispatcher::dispatch(std::shared_ptr<HttpRequest> request, const Admission& admission,
                          ports::Respond deliver) const {
    const ports::Route& route = *admission.match.route;
    if (admission.inline_answer) return run(request, route, deliver);
    auto reply =
        std::make_shared<Reply>(recorded(request, route, std::move(deliver)), request->trace);
    const PoolShares::Ticket ticket =
        route.owner.empty() ? nullptr : shares_.enter(route.owner.str());
    const ports::Respond respond = [reply, ticket](HttpResponse response) {
        reply->answer(std::move(response));
    };
    if (!route.owner.empty() && !ticket)
        return respond(in_words(route.refuse, Error{Code::kOverloaded}, request->trace));
    if (!needs_.pool.post([self = shared_from_this(), this, request, &route, respond] {
            run(request, route, respond);
        }))
        respond(in_words(route.refuse, Error{Code::kOverloaded}, request->trace));
}

void Dispatcher::run(const std::shared_ptr<HttpRequest>& request, const ports::Route& route,
                     const ports::Respond& respond) const try {
    if (route.trust == ports::Trust::kPublic) return route.handler(request, respond);
    if (!needs_.auth)
        return respond(
            in_words(route.refuse, Error{Code::kAuthCredentialsMissing}, request->trace));
    auto partner = needs_.auth->authenticate(*request);
    if (!partner) {
        needs_.log.write(LogEvent::kRequestFailed,
                         {{"code", std::string{partner.error().row().name}},
                          {"field", partner.error().at().field},
                          {"address", request->remote_address},
                          {"trace", request->trace}});
        return respond(in_words(route.refuse, partner.error(), request->trace));
    }
    request->partner = std::move(*partner);
    route.handler(request, respond);
} catch (const std::exception&) {
    needs_.log.write(LogEvent::kRequestFailed,
                     {{"code", "INTERNAL"}, {"path", route.pattern}, {"trace", request->trace}});
    respond(in_words(route.refuse, Error{Code::kInternal}, request->trace));
}

}  // namespace ow::http
