#include "adapters/ems/gather.hpp"

#include <algorithm>
#include <atomic>

namespace ow::ems {
namespace {

struct Gathering {
    explicit Gathering(std::size_t count, std::function<void(std::vector<ports::Answer>)> then)
        : answers(count), missing(count), done(std::move(then)) {}
    std::vector<ports::Answer> answers;  ///< each slot is written by one answer only
    std::atomic<std::size_t> missing;
    std::function<void(std::vector<ports::Answer>)> done;
};

}  // namespace

void receive_all(ports::Inbound& inbound, std::vector<ports::InboundMessage> messages,
                 std::function<void(std::vector<ports::Answer>)> done) {
    if (messages.empty()) return done({});
    const auto gathering = std::make_shared<Gathering>(messages.size(), std::move(done));
    for (std::size_t i = 0; i < messages.size(); ++i) {
        inbound.receive(std::move(messages[i]), [gathering, i](ports::Answer answer) {
            gathering->answers[i] = std::move(answer);
            if (gathering->missing.fetch_sub(1) == 1)
                gathering->done(std::move(gathering->answers));
        });
    }
}

bool any_may_retry(const std::vector<ports::Answer>& answers) {
    return std::any_of(answers.begin(), answers.end(), [](const ports::Answer& answer) {
        return answer.error && answer.error->row().retry != Retry::kNever;
    });
}

}  // namespace ow::ems
