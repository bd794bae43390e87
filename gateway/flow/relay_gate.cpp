#include "gateway/flow/relay_gate.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/flow/plan.hpp"

namespace ow::flow {

RelayGate::RelayGate(const Setting& setting, const Clock& clock, Dice dice, std::size_t workers,
                     std::size_t render_workers)
    : setting_(setting),
      clock_(clock),
      dice_(std::move(dice)),
      workers_(static_cast<int>(workers)),
      render_workers_(static_cast<int>(render_workers)) {
    for (const auto& [id, partner] : setting_.partners) lines_.try_emplace(id);
}

int RelayGate::cap_of(const PartnerId& partner, const Line& line) const {
    if (partner.str() == kRenderPartner) return render_workers_;
    const model::PartnerConfig* config = setting_.partner(partner);
    if (config == nullptr || line.failures > 0) return 1;
    // One worker stays free of any partner, whatever its file says.
    return std::max(1, std::min(config->workers, workers_ - 1));
}

std::optional<Instant> RelayGate::held_line(const PartnerId& partner, Instant now) const {
    const auto line = lines_.find(partner);
    if (line != lines_.end() && now < line->second.hold) return line->second.hold;
    const model::PartnerConfig* config = setting_.partner(partner);
    if (config == nullptr) return std::nullopt;
    const auto open = model::next_service(config->service_hours, setting_.calendar, now);
    if (open == now) return std::nullopt;
    return open.value_or(Instant::max());
}

bool RelayGate::is_closed(const PartnerId& partner, const Line& line, Instant now) const {
    const int cap = cap_of(partner, line);
    const bool full = line.running >= cap && static_cast<int>(line.waiting.size()) >= cap;
    return full || (line.failures > 0 && line.running > 0) || paused_.contains(partner) ||
           held_line(partner, now).has_value();
}

std::vector<PartnerId> RelayGate::closed() const {
    const Instant now = clock_.now();
    const std::scoped_lock lock{mutex_};
    std::vector<PartnerId> closed;
    for (const auto& [partner, line] : lines_) {
        if (is_closed(partner, line, now)) closed.push_back(partner);
    }
    return closed;
}

bool RelayGate::enter(const ports::Claim& claim) {
    const std::scoped_lock lock{mutex_};
    Line& line = lines_[claim.row.partner];
    if (line.running >= cap_of(claim.row.partner, line)) {
        line.waiting.push_back(claim);  // leased; a lease that ends meanwhile makes it harmless
        return false;
    }
    ++line.running;
    return true;
}

std::optional<ports::Claim> RelayGate::leave(const PartnerId& partner) {
    const std::scoped_lock lock{mutex_};
    Line& line = lines_[partner];
    if (line.waiting.empty() || line.running > cap_of(partner, line)) {
        --line.running;
        return std::nullopt;
    }
    ports::Claim next = std::move(line.waiting.front());
    line.waiting.pop_front();
    return next;
}

std::optional<Instant> RelayGate::held_until(const PartnerId& partner) const {
    const Instant now = clock_.now();
    const std::scoped_lock lock{mutex_};
    return held_line(partner, now);
}

std::vector<ports::Claim> RelayGate::take_waiting(const PartnerId& partner) {
    const std::scoped_lock lock{mutex_};
    std::deque<ports::Claim>& waiting = lines_[partner].waiting;
    std::vector<ports::Claim> taken{std::make_move_iterator(waiting.begin()),
                                    std::make_move_iterator(waiting.end())};
    waiting.clear();
    return taken;
}

void RelayGate::succeeded(const PartnerId& partner) {
    const std::scoped_lock lock{mutex_};
    Line& line = lines_[partner];
    line.failures = 0;
    line.hold = {};
}

Instant RelayGate::failed(const PartnerId& partner, Millis asked) {
    const Instant now = clock_.now();
    const model::PartnerConfig* config = setting_.partner(partner);
    const std::scoped_lock lock{mutex_};
    Line& line = lines_[partner];
    // Calls that were under way together fail together: one failure of the partner.
    if (line.failures == 0 || line.hold <= now) ++line.failures;
    const Millis wait = back_off(config->retry, line.failures, dice_());
    line.hold = std::max(line.hold, now + std::max(wait, asked));
    return line.hold;
}

bool RelayGate::pause(const PartnerId& partner) {
    const std::scoped_lock lock{mutex_};
    return paused_.insert(partner).second;
}

bool RelayGate::resume(const PartnerId& partner) {
    const std::scoped_lock lock{mutex_};
    lines_[partner].hold = {};
    return paused_.erase(partner) > 0;
}

bool RelayGate::is_paused(const PartnerId& partner) const {
    const std::scoped_lock lock{mutex_};
    return paused_.contains(partner);
}

std::set<PartnerId> RelayGate::paused() const {
    const std::scoped_lock lock{mutex_};
    return paused_;
}

}  // namespace ow::flow
