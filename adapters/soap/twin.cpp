#include "adapters/soap/twin.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/twin_signature.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {
namespace {

namespace json = boost::json;
using ports::HttpRequest;
using ports::HttpResponse;
using Request = std::shared_ptr<const HttpRequest>;

constexpr Millis kAgain{1'000};

HttpResponse json_answer(int status, const json::object& body) {
    return {status, {{"content-type", "application/json"}}, json::serialize(body)};
}

std::string decision(const twin::Seen& seen, const std::string& own_no, Instant at) {
    std::string when = to_iso(at).substr(0, 19);
    std::erase_if(when, [](char c) { return c == '-' || c == ':'; });
    const auto leaf = [](const std::string& name, const std::string& text) {
        return text.empty() ? "" : "<" + name + ">" + xml::escaped(text) + "</" + name + ">";
    };
    return "<APPROVEDATAINFO><BJ>" + leaf("YWBH", seen.case_no) + leaf("BJJGDM", "0") +
           leaf("JGWH", "样本许〔" + own_no + "〕号") + leaf("JGMC", "准予行政许可决定书") +
           leaf("BJSJ", when) + leaf("BLR", "孙样本") + leaf("CZRMC", seen.applicant) +
           leaf("SXBM", seen.item_code) + leaf("ZZMC", "行政许可证（样本）") +
           leaf("ZZBH", "XK" + own_no) + leaf("YXQZ", "长期") + "</BJ></APPROVEDATAINFO>";
}

}  // namespace

std::vector<ports::Route> Twin::routes(const std::string& prefix) {
    using ports::Respond;
    return {
        {"POST", prefix.empty() ? "/" : prefix, ports::Trust::kPublic, 0,
         [this](const Request& request, const Respond& respond) { respond(take(*request)); }},
        {"POST", prefix + "/twin/faults", ports::Trust::kPublic, 0,
         [this](const Request& request, const Respond& respond) { respond(set_faults(*request)); }},
        {"GET", prefix + "/twin/log", ports::Trust::kPublic, 0,
         [this](const Request&, const Respond& respond) { respond(tell()); }},
        {"GET", prefix.empty() ? "/" : prefix, ports::Trust::kPublic, 0,
         [this](const Request& request, const Respond& respond) { respond(describe(*request)); }}};
}

HttpResponse Twin::describe(const HttpRequest& request) const {
    if (!adapters::is_signed(request, settings_.key)) return {401, {}, {}};
    return twin::description(settings_.offer.name_space, settings_.offer.actions);
}

bool Twin::has_fault(const std::string& name) {
    const auto found = faults_.find(name);
    return found != faults_.end() && found->second > 0 && found->second-- > 0;
}

HttpResponse Twin::take(const HttpRequest& request) {
    const twin::Seen seen = twin::read_call(request);
    const std::scoped_lock lock{mutex_};
    if (has_fault("down")) return {0, {}, {}};
    if (has_fault("credentials")) return {401, {}, {}};
    if (has_fault("busy")) return twin::fault("Server", "BUSY");
    if (has_fault("server")) return twin::fault("Server", "BROKEN");
    if (has_fault("refuse")) return twin::fault("Client", "NOT_ACCEPTED");
    if (auto refused = refusal(request, seen)) return *refused;
    Taken& taken = taken_[seen.key];
    ++taken.arrivals;
    const bool repeated = settings_.deduplicates && taken.acted > 0 && !has_fault("forgetful");
    if (!repeated) {
        ++taken.acted;
        taken.case_no = seen.case_no;
        taken.foreign_no = settings_.name + "-" + std::to_string(++serial_);
        if (settings_.decides && !seen.item_code.empty()) decide_on(seen, taken.foreign_no);
    }
    if (has_fault("cut_after_acting")) return {0, {}, {}};
    log_.write(LogEvent::kTwinEvent, {{"partner", settings_.name}, {"action", "soap"}});
    return repeated ? twin::fault("Client", "DUPLICATE", taken.foreign_no)
                    : twin::taken(taken.foreign_no);
}

std::optional<HttpResponse> Twin::refusal(const HttpRequest& request, const twin::Seen& seen) {
    const bool trusting = has_fault("trusting");
    if (!trusting && !adapters::is_signed(request, settings_.key)) return HttpResponse{401, {}, {}};
    if (!seen.is_envelope || seen.key.empty()) return twin::fault("Client", "NOT_A_CALL");
    if (!settings_.careful || has_fault("careless")) return std::nullopt;
    if (!trusting && !adapters::is_timely(request, clock_.now())) return HttpResponse{401, {}, {}};
    const auto type = request.headers.find("content-type");
    if (type == request.headers.end() || !type->second.starts_with("text/xml"))
        return HttpResponse{415, {}, {}};
    if (!adapters::is_item_code(seen.item_code)) return twin::fault("Client", "ITEM_UNKNOWN");
    return std::nullopt;
}

void Twin::decide_on(const twin::Seen& seen, const std::string& own_no) {
    const Instant at = clock_.now() + settings_.decide_after;
    sending_.push_back(
        {.message = {settings_.gateway_url + "/partners/" + settings_.name + "/soap", "decide",
                     own_no + "-" + seen.case_no, decision(seen, own_no, at)},
         .case_no = seen.case_no,
         .due = at});
}

std::size_t Twin::step() {
    std::vector<Sending> due;
    {
        const std::scoped_lock lock{mutex_};
        const Instant now = clock_.now();
        for (Sending& sending : sending_) {
            if (sending.settled || sending.due > now) continue;
            ++sending.attempts;
            sending.due = now + kAgain;
            due.push_back(sending);
        }
    }
    for (const Sending& sending : due) send(sending);
    return due.size();
}

void Twin::send(const Sending& sending) {
    const auto reply =
        http_.call(twin::signed_call(sending.message, settings_.name, settings_.key, clock_.now()));
    const int status = reply ? reply->status : 0;
    const bool refused = reply && reply->body.find(":Client<") != std::string::npos;
    const std::scoped_lock lock{mutex_};
    for (Sending& row : sending_)
        if (row.message.idempotency_key == sending.message.idempotency_key && !row.settled) {
            row.status = status;
            row.settled = status == 200 || refused;
        }
}

HttpResponse Twin::set_faults(const HttpRequest& request) {
    boost::system::error_code failed;
    const json::value value = json::parse(request.body, failed);
    if (failed || !value.is_object()) return json_answer(400, {{"code", "NOT_JSON"}});
    const std::scoped_lock lock{mutex_};
    faults_.clear();
    for (const auto& [name, count] : value.get_object())
        if (count.is_int64()) faults_[std::string{name}] = static_cast<int>(count.get_int64());
    return json_answer(200, {{"code", "OK"}});
}

HttpResponse Twin::tell() const {
    const std::scoped_lock lock{mutex_};
    json::array messages;
    json::array sent;
    for (const auto& [key, taken] : taken_)
        messages.push_back(json::object{{"key", key},
                                        {"case_no", taken.case_no},
                                        {"foreign_no", taken.foreign_no},
                                        {"arrivals", taken.arrivals},
                                        {"acted", taken.acted}});
    for (const Sending& row : sending_)
        sent.push_back(json::object{
            {"case_no", row.case_no}, {"attempts", row.attempts}, {"status", row.status}});
    return json_answer(200, {{"messages", messages}, {"sent", sent}});
}

}  // namespace ow::soap
