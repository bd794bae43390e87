#include "gateway/flow/relay_receipts.hpp"

#include <algorithm>
#include <future>

#include "gateway/flow/plan.hpp"
#include "gateway/flow/print_ask.hpp"
#include "gateway/flow/receipt_document.hpp"

namespace ow::flow {

using ports::OutboxState;

RelayReceipts::RelayReceipts(ports::Store& store, CaseService& cases, Appointments& appointments,
                             const Setting& setting, const Clock& clock, Log& log, RelayEnds& ends,
                             Millis record_first, Millis record_most)
    : store_(store),
      cases_(cases),
      appointments_(appointments),
      setting_(setting),
      clock_(clock),
      log_(log),
      ends_(ends),
      record_first_(record_first),
      record_most_(record_most) {}

RelayReceipts::Call::Call(RelayReceipts& receipts, ports::Claim claim)
    : receipts_(receipts), claim_(std::move(claim)) {
    const std::scoped_lock lock{receipts_.mutex_};
    receipts_.calls_[claim_.row.id] = claim_.fence;
}

RelayReceipts::Call::~Call() {
    const std::scoped_lock lock{receipts_.mutex_};
    receipts_.calls_.erase(claim_.row.id);
}

ports::Claim RelayReceipts::Call::claim() const {
    ports::Claim held = claim_;
    held.fence = receipts_.fence_of(claim_);
    return held;
}

void RelayReceipts::keep(const ports::Claim& claim, const ports::Receipt& receipt) {
    keep_document(store_, cases_, claim, receipt);
}

bool RelayReceipts::takes_over(const ports::Claim& claim) {
    const std::scoped_lock lock{mutex_};
    const auto call = calls_.find(claim.row.id);
    // A row that is not `sending` any more has its end already; this is its next turn.
    if (call == calls_.end() || !claim.was_sending) return false;
    call->second = claim.fence;
    return true;
}

void RelayReceipts::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    stopped_.notify_all();
}

std::int64_t RelayReceipts::fence_of(const ports::Claim& claim) {
    const std::scoped_lock lock{mutex_};
    const auto call = calls_.find(claim.row.id);
    return call == calls_.end() ? claim.fence : call->second;
}

/// False: the relay stops.
bool RelayReceipts::rest(Millis time) {
    std::unique_lock lock{mutex_};
    return !stopped_.wait_for(lock, time, [&] { return stopping_; });
}

model::Command RelayReceipts::printed(const ports::Claim& claim, boost::json::object facts) {
    const auto events = store_.load(claim.row.stream);
    const auto ask = events ? ask_at(*events, parse_row_body(claim.row.body).version)
                            : std::optional<PrintAsk>{};
    return model::DocumentPrinted{ask ? ask->document : "", std::move(facts),
                                  claim.row.partner.str()};
}

void RelayReceipts::write(const ports::Claim& claim, const std::string& kind,
                          boost::json::object facts) {
    if (claim.row.stream.str().starts_with("booking:"))
        return write_on_booking(claim, std::move(facts));
    const std::string waybill = model::text_at(facts, "waybill");
    model::Command command =
        model::MessageSent{claim.row.id, claim.row.partner.str(), claim.row.kind, facts,
                           parse_row_body(claim.row.body).leg};
    if (kind == "dispatch" && !waybill.empty()) command = model::DispatchOrdered{waybill};
    if (claim.row.kind == kPrintKind) command = printed(claim, std::move(facts));
    if (record(claim, command))
        log_.write(LogEvent::kRelaySent,
                   {{"row", claim.row.id}, {"partner", claim.row.partner.str()}});
}

/// False: not before stop().
bool RelayReceipts::record(const ports::Claim& claim, const model::Command& command) {
    Millis wait = record_first_;
    for (std::int64_t lost = 0;; wait = std::min(wait * 2, record_most_)) {
        const std::int64_t fence = fence_of(claim);
        if (fence == lost) return false;  // the lane is another process's
        Request request;
        request.actor = "partner:" + claim.row.partner.str();
        request.finishes = {{claim.row.id, fence, OutboxState::kSent, {}, {}, true}};
        const auto error =
            cases_.run_and_wait(number_of(claim.row.stream), command, std::move(request)).error;
        if (!error) return true;
        const std::string reason{error->row().name};
        const bool is_lost = error->code() == Code::kLeaseLost;
        if (error->row().retry == Retry::kNever && !is_lost) {
            // The partner has it; the row must not go again because our own books would not take
            // the receipt.
            log_.write(LogEvent::kRelayUnknown, {{"row", claim.row.id}, {"code", reason}});
            ends_.stop(claim, OutboxState::kUnknown, reason);
            return false;
        }
        if (is_lost) lost = fence;
        log_.write(LogEvent::kRelayRetry,
                   {{"row", claim.row.id}, {"partner", claim.row.partner.str()}, {"code", reason}});
        if (!rest(wait)) return false;
    }
}

void RelayReceipts::write_on_booking(const ports::Claim& claim, boost::json::object facts) {
    const auto booking = appointments_.booking(number_of(claim.row.stream));
    if (!booking)
        return ends_.stop(claim, OutboxState::kUnknown, std::string{booking.error().row().name});
    const Instant now = clock_.now();
    ports::Step step;
    step.recorded_at = now;
    step.finishes = {{claim.row.id, claim.fence, OutboxState::kSent, {}, {}, true}};
    model::Event receipt{"message.sent",
                         1,
                         now,
                         "partner:" + claim.row.partner.str(),
                         {{"row", claim.row.id},
                          {"partner", claim.row.partner.str()},
                          {"kind", claim.row.kind},
                          {"facts", std::move(facts)}},
                         {}};
    step.appends.push_back({claim.row.stream,
                            booking->version,
                            {std::move(receipt)},
                            booking_row(*booking, setting_)});
    std::promise<bool> written;
    store_.commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        written.set_value(std::holds_alternative<ports::Committed>(outcome));
    });
    // A check-in at the same moment: the receipt stands in the outbox alone.
    if (!written.get_future().get()) ends_.stop(claim, OutboxState::kSent, {});
    log_.write(LogEvent::kRelaySent, {{"row", claim.row.id}, {"partner", claim.row.partner.str()}});
}

}  // namespace ow::flow
