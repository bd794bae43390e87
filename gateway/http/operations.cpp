#include "gateway/http/operations.hpp"

namespace ow::http {
namespace {
constexpr const char* kPlain = "text/plain; charset=utf-8";
}

std::vector<ports::Route> operations_routes(const Metrics& metrics, Readiness ready) {
    using Request = std::shared_ptr<const ports::HttpRequest>;
    const auto route = [](std::string pattern, ports::Handler handler) {
        return ports::Route{"GET", std::move(pattern), ports::Trust::kPublic, 0,
                            std::move(handler)};
    };
    return {
        route("/healthz",
              [](const Request&, const ports::Respond& respond) {
                  respond({200, {{"content-type", kPlain}}, "ok\n"});
              }),
        route("/metrics",
              [&metrics](const Request&, const ports::Respond& respond) {
                  respond({200, {{"content-type", "text/plain; version=0.0.4"}}, metrics.text()});
              }),
        route("/readyz",
              [ready = std::move(ready)](const Request& request, const ports::Respond& respond) {
                  const Result<std::string> state = ready ? ready() : std::string{};
                  if (state) return respond({200, {{"content-type", kPlain}}, "ready\n" + *state});
                  ports::HttpResponse response =
                      ports::error_response(state.error(), request->trace);
                  response.status = 503;
                  respond(std::move(response));
              }),
    };
}

}  // namespace ow::http
