#include "adapters/twin_faults.hpp"

#include <utility>

#include "adapters/json_fields.hpp"

namespace ow::adapters {
namespace {

bool use_up(int& count) {
    if (count <= 0) return false;
    --count;
    return true;
}

}  // namespace

TwinFaults::~TwinFaults() {
    for (const ports::Respond& respond : held_) respond({kCut, {}, {}});
}

void TwinFaults::set(const boost::json::object& body) {
    const std::scoped_lock lock{mutex_};
    busy_ = number_of(body, "busy");
    cut_ = number_of(body, "cut");
    cut_one_in_ = number_of(body, "cut_one_in");
    hang_ = number_of(body, "hang");
}

bool TwinFaults::busy() {
    const std::scoped_lock lock{mutex_};
    return use_up(busy_);
}

bool TwinFaults::hangs() {
    const std::scoped_lock lock{mutex_};
    return use_up(hang_);
}

bool TwinFaults::cuts() {
    const std::scoped_lock lock{mutex_};
    ++answers_;
    return use_up(cut_) || (cut_one_in_ > 0 && answers_ % cut_one_in_ == 0);
}

std::vector<ports::Route> TwinFaults::routes(
    std::function<ports::HttpResponse(const ports::HttpRequest&)> handle) {
    const ports::Handler handler = [this, handle = std::move(handle)](
                                       const std::shared_ptr<const ports::HttpRequest>& request,
                                       const ports::Respond& respond) {
        ports::HttpResponse response = handle(*request);
        if (response.status != kHang) return respond(std::move(response));
        const std::scoped_lock lock{mutex_};
        held_.push_back(respond);
    };
    return {{"GET", "/*", ports::Trust::kPublic, 0, handler},
            {"POST", "/*", ports::Trust::kPublic, 0, handler}};
}

}  // namespace ow::adapters
