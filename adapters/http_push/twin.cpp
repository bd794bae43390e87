#include "adapters/http_push/twin.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/http_push/twin_case.hpp"
#include "adapters/http_push/twin_wire.hpp"

namespace ow::http_push {
namespace {

namespace json = boost::json;
using ports::HttpRequest;
using ports::HttpResponse;
using ports::Respond;
using Request = std::shared_ptr<const HttpRequest>;

std::string header(const HttpRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
}

HttpResponse answer(bool xml, int status, const std::string& code, const std::string& foreign_no) {
    HttpResponse response{status, {{"content-type", xml ? "text/xml" : "application/json"}}, {}};
    if (status == 503) response.headers["retry-after"] = "1";
    response.body =
        xml ? "<reply><code>" + code + "</code><foreign_no>" + foreign_no + "</foreign_no></reply>"
            : json::serialize(json::object{{"code", code}, {"foreign_no", foreign_no}});
    return response;
}

class Wire final : public adapters::DepartmentWire {
  public:
    Wire(const adapters::DepartmentSettings& settings, bool xml)
        : decision_url_(settings.gateway_url + "/partners/" + settings.name + "/decision"),
          xml_(xml) {}

    [[nodiscard]] adapters::CallSeen read(const HttpRequest& request) const override {
        const std::string type = header(request, "content-type");
        const bool packed = type.starts_with("multipart/");
        adapters::CallSeen seen = twin::read_case(request.body, xml_);
        seen.key = header(request, "idempotency-key");
        seen.kind = request.params.at("kind");
        seen.is_of_type = packed || type.find(xml_ ? "/xml" : "/json") != std::string::npos;
        seen.is_readable = packed || seen.is_readable;
        return seen;
    }
    [[nodiscard]] HttpResponse say(int status, const std::string& code,
                                   const std::string& foreign_no) const override {
        return answer(xml_, status, code, foreign_no);
    }
    [[nodiscard]] ports::HttpCall decide(const adapters::Decision& decision) const override {
        return twin::call_of({decision_url_, twin::decision_type(xml_),
                              decision.own_no + "-" + decision.about.case_no,
                              twin::write_decision(decision, xml_)});
    }
    [[nodiscard]] bool settles(const ports::HttpReply& reply) const override {
        return reply.status >= 200 && reply.status < 500 && reply.status != 429;
    }

  private:
    const std::string decision_url_;
    const bool xml_;
};

}  // namespace

Twin::Twin(adapters::DepartmentSettings settings, bool xml, ports::HttpClient& http,
           const Clock& clock, Log& log)
    : settings_(std::move(settings)),
      http_(http),
      clock_(clock),
      xml_(xml),
      department_(settings_, std::make_unique<Wire>(settings_, xml), http, clock, log) {}

std::vector<ports::Route> Twin::routes(const std::string& prefix) {
    const auto route = [&](const char* method, const char* path, ports::Handler handler) {
        return ports::Route{method, prefix + path, ports::Trust::kPublic, 0, std::move(handler)};
    };
    std::vector<ports::Route> routes{
        route("POST", "/in/{kind}",
              [this](const Request& request, const Respond& respond) {
                  department_.take(*request, respond);
              }),
        route("GET", "/in/{kind}",
              [this](const Request& request, const Respond& respond) {
                  const bool known = department_.knows(*request);
                  respond(answer(xml_, known ? 200 : 401, known ? "OK" : "BAD_SIGNATURE", ""));
              }),
        route("POST", "/twin/submit", [this](const Request& request, const Respond& respond) {
            respond(submit(*request));
        })};
    for (ports::Route& each : department_.control(prefix)) routes.push_back(std::move(each));
    return routes;
}

HttpResponse Twin::submit(const HttpRequest& request) {
    const auto kind = request.query.find("kind");
    const std::string url = settings_.gateway_url + "/partners/" + settings_.name + "/" +
                            (kind == request.query.end() ? "application" : kind->second);
    const auto reply = http_.call(twin::signed_call(
        {url, header(request, "content-type"), header(request, "idempotency-key"), request.body},
        settings_.name, settings_.key, clock_.now()));
    if (!reply) return {504, {}, json::serialize(json::object{{"code", reply.error().row().name}})};
    HttpResponse response{reply->status, {}, reply->body};
    if (const auto told = reply->headers.find("content-type"); told != reply->headers.end())
        response.headers["content-type"] = told->second;
    return response;
}

}  // namespace ow::http_push
