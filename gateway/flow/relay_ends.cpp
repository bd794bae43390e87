#include "gateway/flow/relay_ends.hpp"

#include <future>

namespace ow::flow {

using ports::OutboxState;

void RelayEnds::write(std::vector<ports::OutboxFinish> finishes) {
    ports::Step step;
    step.recorded_at = clock_.now();
    step.finishes = std::move(finishes);
    std::promise<void> done;
    store_.commit(std::move(step), [&](const ports::CommitOutcome&) { done.set_value(); });
    done.get_future().wait();
}

void RelayEnds::stop(const ports::Claim& claim, OutboxState state, std::string reason) {
    write({{claim.row.id, claim.fence, state, {}, std::move(reason), true}});
}

void RelayEnds::put_off(const ports::Claim& claim, std::string reason, Instant at, bool counts) {
    write({{claim.row.id, claim.fence, OutboxState::kWaiting, at, std::move(reason), counts}});
}

void RelayEnds::give_back(const std::vector<ports::Claim>& claims) {
    // One step each: a lease lost by one must not keep the others.
    for (const ports::Claim& claim : claims) {
        if (claim.was_sending) continue;  // must not look as if it had never been sent: lease ends
        ports::Step step;
        step.recorded_at = clock_.now();
        step.finishes = {
            {claim.row.id, claim.fence, OutboxState::kWaiting, claim.row.due, {}, false}};
        store_.commit(std::move(step), [](const ports::CommitOutcome&) {});
    }
}

CaseNo number_of(const StreamId& stream) {
    const std::size_t colon = stream.str().find(':');
    return CaseNo{colon == std::string::npos ? stream.str() : stream.str().substr(colon + 1)};
}

}  // namespace ow::flow
