#include "gateway/flow/relay.hpp"

#include <algorithm>
#include <future>

#include "gateway/flow/message_files.hpp"
#include "gateway/flow/print_ask.hpp"
#include "gateway/flow/relay_prints.hpp"

namespace ow::flow {
namespace {

using ports::OutboxState;

constexpr int kClaimBatch = 64;
constexpr int kClaimOfOne = 16;  ///< of one partner: what it cannot take now is better unclaimed

std::string name_of(Code code) {
    return std::string{row_of(code).name};
}

/// A stored document is printed as it is, without a mapping.
bool can_be_worded(const model::PartnerConfig& partner, const std::string& kind) {
    return kind == kPrintKind || partner.outbound.contains(kind);
}

/// Nothing of the row's own: the partner could not be reached, or asked for time.
bool is_no_attempt(const Error& error) {
    return error.code() == Code::kPartnerUnreachable || error.row().retry == Retry::kBusy;
}

}  // namespace

Relay::Relay(ports::Store& store, CaseService& cases, Appointments& appointments,
             const Setting& setting, ports::Translator& translator, ports::PaperMaker& paper,
             Senders senders, const Clock& clock, Log& log, RelaySettings settings)
    : store_(store),
      setting_(setting),
      translator_(translator),
      senders_(std::move(senders)),
      clock_(clock),
      log_(log),
      settings_(std::move(settings)),
      gate_(setting, clock, settings_.dice, settings_.workers, settings_.render_workers),
      ends_(store, clock),
      trees_(cases, appointments, setting),
      receipts_(store, cases, appointments, setting, clock, log, ends_, settings_.record_first,
                settings_.record_most),
      papers_(store, cases, paper, trees_, ends_, clock, log) {}

Relay::~Relay() {
    stop();
}

void Relay::start() {
    pause_as_before();
    pool_ = std::make_unique<WorkerPool>(settings_.workers, kClaimBatch * 4);
    render_pool_ = std::make_unique<WorkerPool>(settings_.render_workers, kClaimBatch * 4);
    dispatcher_ = std::thread{[this] { dispatch(); }};
}

void Relay::pause_as_before() {
    for (const ports::OutboxCause& cause : store_.outbox_causes()) {
        if (cause.state == OutboxState::kWaiting &&
            cause.reason == name_of(Code::kPartnerCredentials))
            (void)gate_.pause(cause.partner);
    }
}

void Relay::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    signal_.notify_all();
    receipts_.stop();
    if (dispatcher_.joinable()) dispatcher_.join();
    if (pool_) pool_->stop();
    if (render_pool_) render_pool_->stop();
}

void Relay::wake() {
    {
        const std::scoped_lock lock{mutex_};
        woken_ = true;
    }
    signal_.notify_one();
}

void Relay::resume(const PartnerId& partner) {
    (void)store_.release(OutboxState::kWaiting, partner, name_of(Code::kPartnerCredentials),
                         clock_.now());
    if (gate_.resume(partner)) log_.write(LogEvent::kPartnerResumed, {{"partner", partner.str()}});
    wake();
}

void Relay::dispatch() {
    Millis longest{0};
    for (const auto& [id, partner] : setting_.partners)
        longest = std::max(longest, partner.total_deadline);
    for (;;) {
        {
            const std::scoped_lock lock{mutex_};
            if (stopping_) return;
            woken_ = false;
        }
        const auto claims = store_.claim(clock_.now(), longest + settings_.lease_margin,
                                         kClaimBatch, gate_.closed(), kClaimOfOne);
        for (const ports::Claim& claim : claims) {
            if (!receipts_.takes_over(claim) && gate_.enter(claim)) start_on_pool(claim);
        }
        std::unique_lock lock{mutex_};
        if (claims.empty()) {
            signal_.wait_for(lock, settings_.idle, [&] { return woken_ || stopping_; });
        }
    }
}

void Relay::start_on_pool(const ports::Claim& claim) {
    WorkerPool& pool = claim.row.partner.str() == kRenderPartner ? *render_pool_ : *pool_;
    const bool taken = pool.post([this, claim] {
        guarded(claim);
        done_with(claim.row.partner);
    });
    if (!taken) done_with(claim.row.partner);  // the lease runs out and the row is claimed again
}

void Relay::done_with(const PartnerId& partner) {
    const auto next = gate_.leave(partner);
    if (next) return start_on_pool(*next);
    wake();
}

/// A broken invariant ends the row, not the process. A call may be under way: then nobody knows.
void Relay::guarded(const ports::Claim& claim) {
    bool calling = false;
    try {
        deliver(claim, calling);
    } catch (const std::exception&) {
        if (calling) return unknown(claim, name_of(Code::kInternal));
        park(claim, Error{Code::kInternal});
    }
}

void Relay::deliver(const ports::Claim& claim, bool& calling) {
    if (claim.row.partner.str() == kRenderPartner) return papers_.make(claim);
    const model::PartnerConfig* partner = setting_.partner(claim.row.partner);
    const auto sender = senders_.find(claim.row.partner);
    if (partner == nullptr || sender == senders_.end() || sender->second == nullptr ||
        !can_be_worded(*partner, claim.row.kind))
        return ends_.stop(claim, OutboxState::kParked, name_of(Code::kPartnerConfiguration));
    if (claim.was_sending && !partner->deduplicates)
        return unknown(claim, name_of(Code::kPartnerTimeout));
    // Claimed before the gate closed; its turn comes when it opens.
    if (gate_.is_paused(partner->id) || gate_.held_until(partner->id))
        return ends_.give_back({claim});
    send(claim, *partner, *sender->second, calling);
}

bool Relay::mark(const ports::Claim& claim, Millis deadline) {
    std::promise<Status> marked;
    store_.mark_sending(claim.row.id, claim.fence, clock_.now() + deadline + settings_.lease_margin,
                        [&](Status status) { marked.set_value(std::move(status)); });
    return marked.get_future().get().has_value();
}

Result<ports::Delivery> Relay::delivery_of(const ports::Claim& claim, const RowBody& body,
                                           const model::PartnerConfig& partner) {
    if (claim.row.kind == kPrintKind)
        return print_delivery(store_, claim, body, partner.total_deadline);
    auto tree = trees_.of(claim, body);
    if (!tree) return tree.error();
    if (translator_.wants_files(partner.id.str(), claim.row.kind)) {
        const Status put = put_contents(store_, claim.row.stream, *tree);
        if (!put) return put.error();
    }
    auto wording = translator_.word(partner.id.str(), claim.row.kind, *tree);
    if (!wording) return wording.error();
    return ports::Delivery{partner.id,
                           claim.row.kind,
                           claim.row.id,
                           std::move(wording->content_type),
                           std::move(wording->body),
                           number_of(claim.row.stream).str(),
                           {},
                           partner.total_deadline};
}

void Relay::send(const ports::Claim& claim, const model::PartnerConfig& partner,
                 ports::Sender& sender, bool& calling) {
    const RowBody body = parse_row_body(claim.row.body);
    const auto delivery = delivery_of(claim, body, partner);
    if (!delivery) return failed(claim, partner, delivery.error(), false);
    if (!mark(claim, partner.total_deadline)) return;  // another worker has the lane now

    const RelayReceipts::Call call{receipts_, claim};
    calling = true;
    auto receipt = sender.send(*delivery);
    if (!receipt) return failed(call.claim(), partner, receipt.error(), true);
    gate_.succeeded(partner.id);
    if (!receipt->document.empty()) return receipts_.keep(call.claim(), *receipt);
    receipts_.write(call.claim(), body.kind, std::move(receipt->facts));
}

void Relay::failed(const ports::Claim& claim, const model::PartnerConfig& partner,
                   const Error& error, bool called) {
    if (error.row().retry == Retry::kCredentials)
        return pause(claim, std::string{error.row().name});
    if (error.row().retry == Retry::kNever) return park(claim, error);
    put_off(claim, partner, error, called);
}

void Relay::pause(const ports::Claim& claim, const std::string& reason) {
    const PartnerId& partner = claim.row.partner;
    const bool first = gate_.pause(partner);
    // The pause holds it back, not a delay: it goes as soon as the partner is resumed.
    ends_.put_off(claim, reason, clock_.now(), false);
    ends_.give_back(gate_.take_waiting(partner));
    if (first) log_.write(LogEvent::kPartnerPaused, {{"partner", partner.str()}, {"code", reason}});
}

void Relay::park(const ports::Claim& claim, const Error& error) {
    const std::string reason{error.row().name};
    log_.write(LogEvent::kLaneParked, {{"row", claim.row.id},
                                       {"partner", claim.row.partner.str()},
                                       {"code", reason},
                                       {"field", error.at().field}});
    ends_.stop(claim, OutboxState::kParked, reason);
}

void Relay::unknown(const ports::Claim& claim, std::string_view reason) {
    log_.write(LogEvent::kRelayUnknown, {{"row", claim.row.id},
                                         {"partner", claim.row.partner.str()},
                                         {"code", std::string{reason}}});
    ends_.stop(claim, OutboxState::kUnknown, std::string{reason});
}

void Relay::put_off(const ports::Claim& claim, const model::PartnerConfig& partner,
                    const Error& error, bool called) {
    Instant hold{};
    if (called) {
        hold = gate_.failed(partner.id, error.retry_after());
        ends_.give_back(gate_.take_waiting(partner.id));
    }
    const std::string reason{error.row().name};
    if (called && error.code() == Code::kPartnerTimeout && !partner.deduplicates)
        return unknown(claim, reason);
    const bool counts = !(called && is_no_attempt(error));
    const int attempts = claim.attempts + (counts ? 1 : 0);
    if (attempts >= partner.retry.attempts) return park(claim, error);
    const Millis wait = back_off(partner.retry, std::max(1, attempts), settings_.dice());
    ends_.put_off(claim, reason, counts ? std::max(hold, clock_.now() + wait) : hold, counts);
    log_.write(LogEvent::kRelayRetry, {{"row", claim.row.id},
                                       {"partner", partner.id.str()},
                                       {"code", reason},
                                       {"attempt", std::to_string(attempts)}});
}

}  // namespace ow::flow
