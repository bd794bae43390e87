#include "gateway/flow/first_reading.hpp"

#include <algorithm>

namespace ow::flow {
namespace {

/// Sorted: what a partner may say of a case that is under way.
constexpr std::string_view kOfRunningCases[] = {"decision", "progress",   "result",
                                                "state",    "supplement", "track"};

bool is_awaited(const model::PartnerConfig& partner) {
    return std::any_of(
        std::begin(kOfRunningCases), std::end(kOfRunningCases),
        [&](std::string_view kind) { return partner.inbound.contains(std::string{kind}); });
}

/// Durable, or refused for good; what the partner will send again was not read.
bool is_read(const ports::Answer& answer) {
    return !answer.error || answer.error->row().retry == Retry::kNever;
}

}  // namespace

FirstReading::FirstReading(ports::Inbound& intake, const Setting& setting, const Clock& clock,
                           Log& log, Millis bound)
    : intake_(intake), clock_(clock), log_(log), bound_(bound) {
    for (const auto& [id, partner] : setting.partners) {
        if (is_awaited(partner)) awaited_.insert(id);
    }
}

void FirstReading::receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) {
    PartnerId partner = message.partner;
    intake_.receive(std::move(message), [this, partner = std::move(partner),
                                         done = std::move(done)](ports::Answer answer) {
        if (is_read(answer)) heard(partner);
        done(std::move(answer));
    });
}

void FirstReading::begin() {
    const std::scoped_lock lock{mutex_};
    if (!began_) began_ = clock_.now();
}

void FirstReading::heard(const PartnerId& partner) {
    const std::scoped_lock lock{mutex_};
    awaited_.erase(partner);
}

std::vector<PartnerId> FirstReading::silent() {
    const std::scoped_lock lock{mutex_};
    if (!ready_) return {};
    return {awaited_.begin(), awaited_.end()};
}

bool FirstReading::ready() {
    const std::scoped_lock lock{mutex_};
    if (ready_) return true;
    if (!began_) return false;
    if (!awaited_.empty() && clock_.now() < *began_ + bound_) return false;
    for (const PartnerId& silent : awaited_)
        log_.write(LogEvent::kPartnerSilent, {{"partner", silent.str()}});
    log_.write(LogEvent::kTimersReleased, {{"count", std::to_string(awaited_.size())}});
    ready_ = true;
    return true;
}

}  // namespace ow::flow
