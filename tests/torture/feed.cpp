#include "tests/torture/feed.hpp"

#include <chrono>

#include "adapters/http_push/twin_wire.hpp"

namespace ow::torture {
namespace {

using namespace std::chrono_literals;

constexpr int kSenders = 8;
constexpr auto kAgain = 20ms;
constexpr int kRepeatOneIn = 10;
constexpr std::size_t kCaseNoLength = 22;

/// The number in `{"case_no":"…"}` or `<case_no>…</case_no>`.
std::string case_no_in(const std::string& reply) {
    std::size_t at = reply.find("case_no");
    if (at == std::string::npos) return {};
    at = reply.find_first_of("0123456789", at);
    return at == std::string::npos ? std::string{} : reply.substr(at, kCaseNoLength);
}

}  // namespace

Feed::Feed(std::vector<Application>& applications, const Site& site, ports::HttpClient& http,
           const Clock& clock)
    : applications_(applications), site_(site), http_(http), clock_(clock), running_(kSenders) {
    for (int i = 0; i < kSenders; ++i) threads_.emplace_back([this] { run(); });
}

Feed::~Feed() {
    stop();
}

void Feed::stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

void Feed::run() {
    for (std::size_t i = next_++; i < applications_.size() && !stopping_; i = next_++)
        feed(applications_[i]);
    --running_;
}

void Feed::feed(Application& application) {
    while (!stopping_ && application.refused.empty()) {
        const std::string no = send(application);
        if (no.empty()) {
            std::this_thread::sleep_for(kAgain);
            continue;
        }
        application.case_no = no;
        if (++acknowledged_ % kRepeatOneIn != 0) return;
        const std::string again = send(application);
        if (!again.empty() && again != no) ++other_answers_;
        return;
    }
}

std::string Feed::send(Application& application) {
    ++sends_;
    ++application.sends;
    const std::string url =
        site_.gateway_url() + "/partners/" + application.partner + "/application";
    ports::HttpCall call = http_push::twin::signed_call(
        {url, application.content_type, application.foreign_no, application.body},
        application.partner, site_.key_of(application.partner), clock_.now());
    call.deadline = Millis{5'000};
    const auto reply = http_.call(call);
    if (!reply || reply->status >= 500 || reply->status == 429) return {};
    std::string no = reply->status == 200 ? case_no_in(reply->body) : std::string{};
    if (no.empty()) application.refused = std::to_string(reply->status) + " " + reply->body;
    return no;
}

}  // namespace ow::torture
