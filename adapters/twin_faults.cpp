#include "adapters/twin_faults.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ow::adapters {
namespace {

// Sorted.
constexpr std::string_view kNames[] = {
    "busy",      "careless", "credentials", "cut",    "cut_one_in", "down",     "down_until",
    "forgetful", "hang",     "hang_ms",     "refuse", "server",     "trusting",
};

/// splitmix64: the same faults in every run.
double share(std::uint64_t n) {
    n = (n + 1) * 0x9E3779B97F4A7C15U;
    n = (n ^ (n >> 30U)) * 0xBF58476D1CE4E5B9U;
    n = (n ^ (n >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<double>((n ^ (n >> 31U)) >> 11U) * 0x1.0p-53;
}

double value_of(const std::map<std::string, double>& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? 0 : found->second;
}

bool use_up(std::map<std::string, double>& values, const std::string& name) {
    const auto found = values.find(name);
    if (found == values.end() || found->second < 1) return false;
    found->second -= 1;
    return true;
}

}  // namespace

TwinFaults::~TwinFaults() {
    for (const ports::Respond& respond : held_) respond({kCut, {}, {}});
}

Status TwinFaults::set(const boost::json::object& body) {
    std::map<std::string, double> values;
    Instant down_until{};
    for (const auto& [key, value] : body) {
        const std::string name{key};
        const auto wrong = [&](const char* why) {
            return Error{Code::kRequestInvalid, At{.field = name}, why};
        };
        if (!std::binary_search(std::begin(kNames), std::end(kNames), std::string_view{name}))
            return wrong("no such fault");
        if (name == "down_until") {
            const auto at = value.is_string() ? parse_instant(value.get_string()) : std::nullopt;
            if (!at) return wrong("not a time");
            down_until = *at;
        } else if (!value.is_number()) {
            return wrong("not a number");
        } else {
            values[name] = value.to_number<double>();
        }
    }
    const std::scoped_lock lock{mutex_};
    values_ = std::move(values);
    down_until_ = down_until;
    return ok();
}

bool TwinFaults::use(const std::string& name) {
    const std::scoped_lock lock{mutex_};
    return use_up(values_, name);
}

bool TwinFaults::is_on(const std::string& name) const {
    const std::scoped_lock lock{mutex_};
    return value_of(values_, name) > 0;
}

bool TwinFaults::is_down(Instant now) const {
    const std::scoped_lock lock{mutex_};
    return now < down_until_;
}

Millis TwinFaults::delay() const {
    const std::scoped_lock lock{mutex_};
    return Millis{static_cast<Millis::rep>(value_of(values_, "hang_ms"))};
}

bool TwinFaults::cuts() {
    const std::scoped_lock lock{mutex_};
    const std::uint64_t before = answers_++;
    const auto one_in = static_cast<std::uint64_t>(value_of(values_, "cut_one_in"));
    if (one_in > 0 && answers_ % one_in == 0) return true;
    const double cut = value_of(values_, "cut");
    return cut < 1 ? share(before) < cut : use_up(values_, "cut");
}

void TwinFaults::hold(ports::Respond respond) {
    const std::scoped_lock lock{mutex_};
    held_.push_back(std::move(respond));
}

std::vector<ports::Route> TwinFaults::routes(
    std::function<ports::HttpResponse(const ports::HttpRequest&)> handle) {
    const ports::Handler handler = [this, handle = std::move(handle)](
                                       const std::shared_ptr<const ports::HttpRequest>& request,
                                       const ports::Respond& respond) {
        ports::HttpResponse response = handle(*request);
        if (response.status == kHang) return hold(respond);
        respond(std::move(response));
    };
    return {{"GET", "/*", ports::Trust::kPublic, 0, handler},
            {"POST", "/*", ports::Trust::kPublic, 0, handler}};
}

}  // namespace ow::adapters
