#include "adapters/department_twin.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

#include "adapters/twin_signature.hpp"

namespace ow::adapters {
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

}  // namespace

std::vector<ports::Route> DepartmentTwin::control(const std::string& prefix) {
    return {
        {"POST", prefix + "/twin/faults", ports::Trust::kPublic, 0,
         [this](const Request& request, const Respond& respond) { respond(set_faults(*request)); }},
        {"GET", prefix + "/twin/log", ports::Trust::kPublic, 0,
         [this](const Request&, const Respond& respond) { respond(tell()); }}};
}

bool DepartmentTwin::knows(const HttpRequest& request) const {
    return is_signed(request, settings_.key);
}

void DepartmentTwin::take(const HttpRequest& request, const Respond& respond) {
    if (faults_.use("hang")) return faults_.hold(respond);
    HttpResponse response = act(request);
    log_.write(LogEvent::kTwinEvent, {{"partner", settings_.name},
                                      {"action", "take"},
                                      {"status", std::to_string(response.status)}});
    const Millis delay = faults_.delay();
    if (delay.count() == 0) return respond(std::move(response));
    const std::scoped_lock lock{mutex_};
    hung_.push_back({clock_.now() + delay, respond, std::move(response)});
}

std::optional<HttpResponse> DepartmentTwin::fault_before() {
    if (faults_.is_down(clock_.now()) || faults_.use("down"))
        return HttpResponse{TwinFaults::kCut, {}, {}};
    if (faults_.use("credentials")) return wire_->say(401, "BAD_SIGNATURE", "");
    if (faults_.use("busy")) return wire_->say(503, "BUSY", "");
    if (faults_.use("server")) return wire_->say(500, "BROKEN", "");
    if (faults_.use("refuse")) return wire_->say(422, "NOT_ACCEPTED", "");
    return std::nullopt;
}

std::optional<HttpResponse> DepartmentTwin::refusal(const HttpRequest& request,
                                                    const CallSeen& seen) const {
    const bool trusting = faults_.is_on("trusting");
    if (!trusting && !knows(request)) return wire_->say(401, "BAD_SIGNATURE", "");
    if (seen.key.empty()) return wire_->say(400, "NO_IDEMPOTENCY_KEY", "");
    if (!settings_.careful || faults_.is_on("careless")) return std::nullopt;
    if (!trusting && !is_timely(request, clock_.now())) return wire_->say(401, "STALE", "");
    if (!seen.is_of_type) return wire_->say(415, "MEDIA_TYPE", "");
    if (!seen.is_readable) return wire_->say(400, "NOT_READABLE", "");
    if (!is_item_code(seen.item_code)) return wire_->say(422, "ITEM_UNKNOWN", "");
    return std::nullopt;
}

HttpResponse DepartmentTwin::act(const HttpRequest& request) {
    const CallSeen seen = wire_->read(request);
    const std::scoped_lock lock{mutex_};
    if (auto fault = fault_before()) return *fault;
    if (auto refused = refusal(request, seen)) return *refused;
    Taken& taken = taken_[seen.key];
    ++taken.arrivals;
    const bool repeated = settings_.deduplicates && taken.acted > 0 && !faults_.is_on("forgetful");
    if (!repeated) {
        ++taken.acted;
        taken.kind = seen.kind;
        taken.case_no = seen.case_no;
        taken.foreign_no = settings_.name + "-" + std::to_string(++serial_);
        if (settings_.decides && seen.kind == "application") decide_on(seen, taken.foreign_no);
    }
    if (faults_.cuts()) return {TwinFaults::kCut, {}, {}};
    return repeated ? wire_->say(409, "DUPLICATE", taken.foreign_no)
                    : wire_->say(200, "OK", taken.foreign_no);
}

void DepartmentTwin::decide_on(const CallSeen& seen, const std::string& own_no) {
    Decision decision{seen, own_no, serial_, true, clock_.now() + settings_.decide_after};
    decision.granted = settings_.refuse_one_in == 0 || serial_ % settings_.refuse_one_in != 0;
    sending_.push_back({.case_no = seen.case_no,
                        .key = own_no + "-" + seen.case_no,
                        .call = wire_->decide(decision),
                        .due = decision.at});
}

std::size_t DepartmentTwin::step() {
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

void DepartmentTwin::send(Sending sending) {
    sending.call = signed_by(settings_.name, settings_.key, std::move(sending.call), clock_.now());
    const auto reply = http_.call(sending.call);
    const std::scoped_lock lock{mutex_};
    for (Sending& row : sending_) {
        if (row.key != sending.key || row.settled) continue;
        row.status = reply ? reply->status : 0;
        row.settled = reply && wire_->settles(*reply);
    }
}

HttpResponse DepartmentTwin::set_faults(const HttpRequest& request) {
    boost::system::error_code failed;
    const json::value value = json::parse(request.body, failed);
    if (failed || !value.is_object()) return json_answer(400, {{"code", "NOT_JSON"}});
    const Status set = faults_.set(value.get_object());
    if (set) return json_answer(200, {{"code", "OK"}});
    return json_answer(400, {{"code", "NO_SUCH_FAULT"}, {"cause", set.error().text()}});
}

HttpResponse DepartmentTwin::tell() const {
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
        sent.push_back(json::object{{"kind", "decision"},
                                    {"case_no", row.case_no},
                                    {"attempts", row.attempts},
                                    {"status", row.status}});
    return json_answer(200, {{"messages", messages}, {"doubles", doubles}, {"sent", sent}});
}

}  // namespace ow::adapters
