#include "adapters/http_push/twin.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/http_push/twin_wire.hpp"
#include "adapters/twin_signature.hpp"

namespace ow::http_push {
namespace {

namespace json = boost::json;
using ports::HttpRequest;
using ports::HttpResponse;
using ports::Respond;
using Request = std::shared_ptr<const HttpRequest>;

constexpr Millis kAgain{1'000};

HttpResponse json_answer(int status, const json::object& body) {
    return {status, {{"content-type", "application/json"}}, json::serialize(body)};
}

double number(const json::object& body, const char* name) {
    const json::value* found = body.if_contains(name);
    return found && found->is_number() ? found->to_number<double>() : 0;
}

/// splitmix64: the same faults in every run.
double share(std::uint64_t n) {
    n = (n + 1) * 0x9E3779B97F4A7C15U;
    n = (n ^ (n >> 30U)) * 0xBF58476D1CE4E5B9U;
    n = (n ^ (n >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<double>((n ^ (n >> 31U)) >> 11U) * 0x1.0p-53;
}

}  // namespace

std::vector<ports::Route> Twin::routes(const std::string& prefix) {
    const auto route = [&](const char* method, const std::string& path, ports::Handler handler) {
        return ports::Route{method, prefix + path, ports::Trust::kPublic, 0, std::move(handler)};
    };
    return {
        route("POST", "/in/{kind}",
              [this](const Request& request, const Respond& respond) { take(*request, respond); }),
        route("POST", "/twin/faults",
              [this](const Request& request, const Respond& respond) {
                  respond(set_faults(*request));
              }),
        route(
            "POST", "/twin/submit",
            [this](const Request& request, const Respond& respond) { respond(submit(*request)); }),
        route("GET", "/twin/log",
              [this](const Request&, const Respond& respond) { respond(tell()); }),
        route("GET", "/in/{kind}", [this](const Request& request, const Respond& respond) {
            const bool known = adapters::is_signed(*request, settings_.key);
            respond(known ? answer(200, "OK", "") : answer(401, "BAD_SIGNATURE", ""));
        })};
}

HttpResponse Twin::answer(int status, const std::string& code,
                          const std::string& foreign_no) const {
    HttpResponse response{status, {}, {}};
    response.headers["content-type"] = settings_.xml ? "text/xml" : "application/json";
    if (status == 503) response.headers["retry-after"] = "1";
    response.body =
        settings_.xml
            ? "<reply><code>" + code + "</code><foreign_no>" + foreign_no + "</foreign_no></reply>"
            : json::serialize(json::object{{"code", code}, {"foreign_no", foreign_no}});
    return response;
}

void Twin::take(const HttpRequest& request, const Respond& respond) {
    HttpResponse response;
    Millis hang{0};
    {
        const std::scoped_lock lock{mutex_};
        response = act(request);
        hang = faults_.hang;
        if (hang.count() > 0) hung_.push_back({clock_.now() + hang, respond, response});
    }
    log_.write(LogEvent::kTwinEvent, {{"partner", settings_.name},
                                      {"action", request.params.at("kind")},
                                      {"status", std::to_string(response.status)}});
    if (hang.count() == 0) respond(std::move(response));
}

std::optional<HttpResponse> Twin::fault_before() {
    if (clock_.now() < faults_.down_until) return HttpResponse{0, {}, {}};
    if (faults_.busy > 0 && faults_.busy-- > 0) return answer(503, "BUSY", "");
    if (faults_.refuse > 0 && faults_.refuse-- > 0) return answer(422, "NOT_ACCEPTED", "");
    return std::nullopt;
}

HttpResponse Twin::act(const HttpRequest& request) {
    if (auto fault = fault_before()) return *fault;
    if (auto refused = refusal(request)) return *refused;
    Taken& taken = taken_[request.headers.at("idempotency-key")];
    ++taken.arrivals;
    const bool repeated = settings_.deduplicates && !faults_.forgetful && taken.acted > 0;
    if (!repeated) {
        ++taken.acted;
        taken.kind = request.params.at("kind");
        taken.case_no = twin::read_case(request.body, settings_.xml).case_no;
        taken.foreign_no = settings_.name + "-" + std::to_string(++serial_);
        if (settings_.decides && taken.kind == "application") decide_on(request, taken.foreign_no);
    }
    if (is_cut()) return {0, {}, {}};
    return repeated ? answer(409, "DUPLICATE", taken.foreign_no)
                    : answer(200, "OK", taken.foreign_no);
}

std::optional<HttpResponse> Twin::refusal(const HttpRequest& request) const {
    if (!faults_.trusting && !adapters::is_signed(request, settings_.key))
        return answer(401, "BAD_SIGNATURE", "");
    const auto key = request.headers.find("idempotency-key");
    if (key == request.headers.end() || key->second.empty())
        return answer(400, "NO_IDEMPOTENCY_KEY", "");
    if (!settings_.careful || faults_.careless) return std::nullopt;
    if (!faults_.trusting && !adapters::is_timely(request, clock_.now()))
        return answer(401, "STALE", "");
    const auto type = request.headers.find("content-type");
    const std::string said = type == request.headers.end() ? "" : type->second;
    if (said.starts_with("multipart/")) return std::nullopt;
    if (said.find(settings_.xml ? "/xml" : "/json") == std::string::npos)
        return answer(415, "MEDIA_TYPE", "");
    const twin::CaseSeen seen = twin::read_case(request.body, settings_.xml);
    if (!seen.readable) return answer(400, "NOT_READABLE", "");
    if (!adapters::is_item_code(seen.item_code)) return answer(422, "ITEM_UNKNOWN", "");
    return std::nullopt;
}

bool Twin::is_cut() {
    if (faults_.cut <= 0) return false;
    if (faults_.cut < 1) return share(draws_++) < faults_.cut;
    faults_.cut -= 1;
    return true;
}

void Twin::decide_on(const HttpRequest& request, const std::string& own_no) {
    twin::Decision decision;
    decision.about = twin::read_case(request.body, settings_.xml);
    decision.own_no = own_no;
    decision.serial = serial_;
    decision.granted = settings_.refuse_one_in == 0 || serial_ % settings_.refuse_one_in != 0;
    decision.at = clock_.now() + settings_.decide_after;
    sending_.push_back({.kind = "decision",
                        .case_no = decision.about.case_no,
                        .idempotency_key = own_no + "-" + decision.about.case_no,
                        .body = twin::write_decision(decision, settings_.xml),
                        .due = decision.at});
}

std::size_t Twin::step() {
    std::vector<Hung> hung;
    std::vector<Sending> due;
    {
        const std::scoped_lock lock{mutex_};
        const Instant now = clock_.now();
        const auto later = std::partition(hung_.begin(), hung_.end(),
                                          [&](const Hung& each) { return each.due > now; });
        hung.assign(std::make_move_iterator(later), std::make_move_iterator(hung_.end()));
        hung_.erase(later, hung_.end());
        for (Sending& sending : sending_) {
            if (sending.settled || sending.due > now) continue;
            ++sending.attempts;
            sending.due = now + kAgain;
            due.push_back(sending);
        }
    }
    for (Hung& each : hung) each.respond(std::move(each.response));
    for (Sending& sending : due) send(std::move(sending));
    return hung.size() + due.size();
}

void Twin::send(Sending sending) {
    const auto reply = http_.call(twin::signed_call(
        {settings_.gateway_url + "/partners/" + settings_.name + "/" + sending.kind,
         twin::decision_type(settings_.xml), sending.idempotency_key, sending.body},
        settings_.name, settings_.key, clock_.now()));
    const int status = reply ? reply->status : 0;
    const bool settled = status >= 200 && status < 500 && status != 429;
    const std::scoped_lock lock{mutex_};
    for (Sending& row : sending_)
        if (row.idempotency_key == sending.idempotency_key && !row.settled) {
            row.status = status;
            row.settled = settled;
        }
}

HttpResponse Twin::set_faults(const HttpRequest& request) {
    boost::system::error_code failed;
    const json::value value = json::parse(request.body, failed);
    if (failed || !value.is_object()) return json_answer(400, {{"code", "NOT_JSON"}});
    const json::object& body = value.as_object();
    Faults faults;
    if (const json::value* until = body.if_contains("down_until"); until && until->is_string()) {
        const auto at = parse_instant(until->as_string());
        if (!at) return json_answer(400, {{"code", "NOT_A_TIME"}});
        faults.down_until = *at;
    }
    faults.busy = static_cast<int>(number(body, "busy"));
    faults.refuse = static_cast<int>(number(body, "refuse"));
    faults.hang = Millis{static_cast<Millis::rep>(number(body, "hang_ms"))};
    faults.cut = number(body, "cut_after_acting");
    faults.trusting = number(body, "trusting") > 0;
    faults.forgetful = number(body, "forgetful") > 0;
    faults.careless = number(body, "careless") > 0;
    const std::scoped_lock lock{mutex_};
    faults_ = faults;
    return json_answer(200, {{"code", "OK"}});
}

HttpResponse Twin::submit(const HttpRequest& request) {
    const auto kind = request.query.find("kind");
    const auto type = request.headers.find("content-type");
    const auto key = request.headers.find("idempotency-key");
    const std::string url = settings_.gateway_url + "/partners/" + settings_.name + "/" +
                            (kind == request.query.end() ? "application" : kind->second);
    const auto reply = http_.call(
        twin::signed_call({url, type == request.headers.end() ? "" : type->second,
                           key == request.headers.end() ? "" : key->second, request.body},
                          settings_.name, settings_.key, clock_.now()));
    if (!reply) return json_answer(504, {{"code", reply.error().row().name}});
    HttpResponse response{reply->status, {}, reply->body};
    if (const auto told = reply->headers.find("content-type"); told != reply->headers.end())
        response.headers["content-type"] = told->second;
    return response;
}

HttpResponse Twin::tell() const {
    const std::scoped_lock lock{mutex_};
    json::array messages;
    json::array doubles;
    json::array sent;
    for (const auto& [key, taken] : taken_) {
        messages.push_back(json::object{{"key", key},
                                        {"kind", taken.kind},
                                        {"case_no", taken.case_no},
                                        {"foreign_no", taken.foreign_no},
                                        {"arrivals", taken.arrivals},
                                        {"acted", taken.acted}});
        if (taken.acted > 1) doubles.push_back(json::value(key));
    }
    for (const Sending& row : sending_)
        sent.push_back(json::object{{"kind", row.kind},
                                    {"case_no", row.case_no},
                                    {"attempts", row.attempts},
                                    {"status", row.status}});
    return json_answer(200, {{"messages", messages}, {"doubles", doubles}, {"sent", sent}});
}

}  // namespace ow::http_push
