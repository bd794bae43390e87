#include "gateway/flow/relay.hpp"

#include <algorithm>
#include <future>
#include <random>

#include "gateway/flow/case_view.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/flow/receipt_document.hpp"

namespace ow::flow {
namespace {

constexpr int kClaimBatch = 64;

double roll() {
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(engine);
}

CaseNo case_of(const StreamId& stream) {
    const std::size_t colon = stream.str().find(':');
    return CaseNo{colon == std::string::npos ? stream.str() : stream.str().substr(colon + 1)};
}

bool is_booking(const StreamId& stream) {
    return stream.str().starts_with("booking:");
}

}  // namespace

Millis back_off(const model::PartnerRetry& retry, int attempts, double dice) {
    Millis wait = retry.first;
    for (int i = 1; i < attempts && wait < retry.most; ++i) wait *= 2;
    wait = std::min(wait, retry.most);
    wait += Millis{static_cast<std::int64_t>(static_cast<double>(wait.count()) * 0.2 * dice)};
    return std::min(wait, retry.most);
}

Relay::Relay(ports::Store& store, CaseService& cases, Appointments& appointments,
             const Setting& setting, ports::Translator& translator, ports::PaperMaker& paper,
             Senders senders, const Clock& clock, Log& log, RelaySettings settings)
    : store_(store),
      cases_(cases),
      appointments_(appointments),
      setting_(setting),
      translator_(translator),
      paper_(paper),
      senders_(std::move(senders)),
      clock_(clock),
      log_(log),
      settings_(settings) {}

Relay::~Relay() {
    stop();
}

void Relay::start() {
    pool_ = std::make_unique<WorkerPool>(settings_.workers, kClaimBatch * 4);
    render_pool_ = std::make_unique<WorkerPool>(settings_.render_workers, kClaimBatch * 4);
    dispatcher_ = std::thread{[this] { dispatch(); }};
}

void Relay::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    signal_.notify_all();
    stopped_.notify_all();
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
    {
        const std::scoped_lock lock{mutex_};
        if (paused_.erase(partner) == 0) return;
    }
    log_.write(LogEvent::kPartnerResumed, {{"partner", partner.str()}});
    wake();
}

std::set<PartnerId> Relay::paused() const {
    const std::scoped_lock lock{mutex_};
    return paused_;
}

bool Relay::is_paused(const PartnerId& partner) const {
    const std::scoped_lock lock{mutex_};
    return paused_.contains(partner);
}

std::vector<PartnerId> Relay::unavailable() const {
    const std::scoped_lock lock{mutex_};
    std::vector<PartnerId> skip{paused_.begin(), paused_.end()};
    for (const auto& [partner, desk] : desks_) {
        if (desk.running >= cap_of(partner)) skip.push_back(partner);
    }
    return skip;
}

void Relay::dispatch() {
    for (;;) {
        {
            std::unique_lock lock{mutex_};
            if (stopping_) return;
            woken_ = false;
        }
        Millis longest{0};
        for (const auto& [id, partner] : setting_.partners)
            longest = std::max(longest, partner.total_deadline);
        const auto claims = store_.claim(clock_.now(), longest + settings_.lease_margin,
                                         kClaimBatch, unavailable());
        for (const ports::Claim& claim : claims) take(claim);
        std::unique_lock lock{mutex_};
        if (claims.empty()) {
            signal_.wait_for(lock, settings_.idle, [&] { return woken_ || stopping_; });
        }
    }
}

int Relay::cap_of(const PartnerId& partner) const {
    if (partner.str() == kRenderPartner) return static_cast<int>(settings_.render_workers);
    const model::PartnerConfig* config = setting_.partner(partner);
    if (config == nullptr) return 1;
    // One worker stays free of any partner, whatever its file says.
    const int others = static_cast<int>(settings_.workers) - 1;
    return std::max(1, std::min(config->workers, others));
}

void Relay::take(const ports::Claim& claim) {
    {
        const std::scoped_lock lock{mutex_};
        const auto receipt = recording_.find(claim.row.id);
        if (receipt != recording_.end()) {  // its lease ran out; the receipt goes on under this one
            receipt->second = claim.fence;
            return;
        }
        Desk& desk = desks_[claim.row.partner];
        if (desk.running >= cap_of(claim.row.partner)) {
            desk.waiting.push_back(claim);  // leased; a lease that ends meanwhile makes it harmless
            return;
        }
        ++desk.running;
    }
    start_on_pool(claim);
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
    std::optional<ports::Claim> next;
    {
        const std::scoped_lock lock{mutex_};
        Desk& desk = desks_[partner];
        if (!desk.waiting.empty() && !stopping_) {
            next = std::move(desk.waiting.front());
            desk.waiting.pop_front();
        } else {
            --desk.running;
        }
    }
    if (next) return start_on_pool(*next);
    wake();
}

/// A broken invariant ends the row, not the process. A call may be under way: then nobody knows.
void Relay::guarded(const ports::Claim& claim) {
    bool calling = false;
    try {
        deliver(claim, calling);
    } catch (const std::exception&) {
        const std::string reason{row_of(Code::kInternal).name};
        log_.write(calling ? LogEvent::kRelayUnknown : LogEvent::kLaneParked,
                   {{"row", claim.row.id}, {"partner", claim.row.partner.str()}, {"code", reason}});
        finish(claim, calling ? ports::OutboxState::kUnknown : ports::OutboxState::kParked, reason);
    }
}

void Relay::deliver(const ports::Claim& claim, bool& calling) {
    if (claim.row.partner.str() == kRenderPartner) return render(claim);
    const model::PartnerConfig* partner = setting_.partner(claim.row.partner);
    const auto sender = senders_.find(claim.row.partner);
    if (partner == nullptr || sender == senders_.end() || sender->second == nullptr) {
        return finish(claim, ports::OutboxState::kParked,
                      std::string{row_of(Code::kPartnerConfiguration).name});
    }
    if (claim.was_sending && !partner->deduplicates) {
        log_.write(LogEvent::kRelayUnknown,
                   {{"row", claim.row.id}, {"partner", partner->id.str()}});
        return finish(claim, ports::OutboxState::kUnknown,
                      std::string{row_of(Code::kPartnerTimeout).name});
    }
    if (is_paused(partner->id)) {  // claimed before; its turn comes when the pause ends
        return finish(claim, ports::OutboxState::kWaiting,
                      std::string{row_of(Code::kPartnerCredentials).name}, clock_.now());
    }
    send_case_row(claim, *partner, *sender->second, calling);
}

Result<boost::json::object> Relay::tree_of(const ports::Claim& claim, const RowBody& body) {
    if (is_booking(claim.row.stream)) {
        auto booking = appointments_.booking(case_of(claim.row.stream));
        if (!booking) return booking.error();
        auto view = appointments_.booking_view(*booking, body.kind);
        view["message"].get_object()["id"] = claim.row.id;
        return view;
    }
    auto state = cases_.load_at(case_of(claim.row.stream), body.version);
    if (!state) return state.error();
    auto tree = case_view(*state, setting_, body.kind, state->last_at);
    tree["message"].get_object()["id"] = claim.row.id;
    return tree;
}

void Relay::send_case_row(const ports::Claim& claim, const model::PartnerConfig& partner,
                          ports::Sender& sender, bool& calling) {
    const RowBody body = parse_row_body(claim.row.body);
    const auto tree = tree_of(claim, body);
    if (!tree) return failed(claim, partner, tree.error(), false);
    auto wording = translator_.word(partner.id.str(), claim.row.kind, *tree);
    if (!wording) return failed(claim, partner, wording.error(), false);

    std::promise<Status> marked;
    store_.mark_sending(claim.row.id, claim.fence,
                        [&](Status status) { marked.set_value(std::move(status)); });
    if (auto status = marked.get_future().get(); !status)
        return;  // another worker has the lane now

    const ports::Delivery delivery{partner.id,
                                   claim.row.kind,
                                   claim.row.id,
                                   wording->content_type,
                                   wording->body,
                                   case_of(claim.row.stream).str(),
                                   {},
                                   partner.total_deadline};
    calling = true;
    auto receipt = sender.send(delivery);
    if (!receipt) return failed(claim, partner, receipt.error(), true);
    if (!receipt->document.empty()) return keep_document(store_, cases_, claim, *receipt);
    sent(claim, body, std::move(receipt->facts));
}

void Relay::sent(const ports::Claim& claim, const RowBody& body, boost::json::object facts) {
    if (is_booking(claim.row.stream)) return sent_on_booking(claim, std::move(facts));
    const std::string waybill = model::text_at(facts, "waybill");
    model::Command command =
        model::MessageSent{claim.row.id, claim.row.partner.str(), claim.row.kind, facts};
    if (body.kind == "dispatch" && !waybill.empty()) command = model::DispatchOrdered{waybill};
    {
        const std::scoped_lock lock{mutex_};
        recording_[claim.row.id] = claim.fence;
    }
    const bool recorded = record(claim, command);
    {
        const std::scoped_lock lock{mutex_};
        recording_.erase(claim.row.id);
    }
    if (recorded)
        log_.write(LogEvent::kRelaySent,
                   {{"row", claim.row.id}, {"partner", claim.row.partner.str()}});
}

bool Relay::record(const ports::Claim& claim, const model::Command& command) {
    Millis wait = settings_.record_first;
    for (std::int64_t lost = 0;; wait = std::min(wait * 2, settings_.record_most)) {
        const std::int64_t fence = fence_of(claim.row.id);
        if (fence == lost) return false;  // the lane is another process's
        Request request;
        request.actor = "partner:" + claim.row.partner.str();
        request.finishes = {{claim.row.id, fence, ports::OutboxState::kSent, {}, {}}};
        const auto error =
            cases_.run_and_wait(case_of(claim.row.stream), command, std::move(request)).error;
        if (!error) return true;
        const std::string reason{error->row().name};
        const bool is_lost = error->code() == Code::kLeaseLost;
        if (error->row().retry == Retry::kNever && !is_lost) {
            // The partner has it; the row must not go again because our own books would not take
            // the receipt.
            log_.write(LogEvent::kRelayUnknown, {{"row", claim.row.id}, {"code", reason}});
            finish(claim, ports::OutboxState::kUnknown, reason);
            return false;
        }
        if (is_lost) lost = fence;
        log_.write(LogEvent::kRelayRetry,
                   {{"row", claim.row.id}, {"partner", claim.row.partner.str()}, {"code", reason}});
        if (!rest(wait)) return false;
    }
}

std::int64_t Relay::fence_of(const std::string& row) {
    const std::scoped_lock lock{mutex_};
    return recording_.at(row);
}

bool Relay::rest(Millis time) {
    std::unique_lock lock{mutex_};
    return !stopped_.wait_for(lock, time, [&] { return stopping_; });
}

void Relay::sent_on_booking(const ports::Claim& claim, boost::json::object facts) {
    const auto booking = appointments_.booking(case_of(claim.row.stream));
    if (!booking)
        return finish(claim, ports::OutboxState::kUnknown, std::string{booking.error().row().name});
    const Instant now = clock_.now();
    ports::Step step;
    step.recorded_at = now;
    step.finishes = {{claim.row.id, claim.fence, ports::OutboxState::kSent, {}, {}}};
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
    if (!written.get_future().get()) finish(claim, ports::OutboxState::kSent, {});
    log_.write(LogEvent::kRelaySent, {{"row", claim.row.id}, {"partner", claim.row.partner.str()}});
}

void Relay::failed(const ports::Claim& claim, const model::PartnerConfig& partner,
                   const Error& error, bool called) {
    const ErrorRow& row = error.row();
    const std::string reason{row.name};
    const int attempts = claim.attempts + 1;
    const bool may_have_acted = called && error.code() == Code::kPartnerTimeout;
    if (may_have_acted && !partner.deduplicates) {
        log_.write(LogEvent::kRelayUnknown,
                   {{"row", claim.row.id}, {"partner", partner.id.str()}, {"code", reason}});
        return finish(claim, ports::OutboxState::kUnknown, reason);
    }
    if (row.retry == Retry::kCredentials) {
        bool first = false;
        {
            const std::scoped_lock lock{mutex_};
            first = paused_.insert(partner.id).second;
        }
        // The pause holds it back, not a delay: it goes as soon as the partner is resumed.
        finish(claim, ports::OutboxState::kWaiting, reason, clock_.now());
        if (first)
            log_.write(LogEvent::kPartnerPaused, {{"partner", partner.id.str()}, {"code", reason}});
        return;
    }
    if (row.retry == Retry::kNever || attempts >= partner.retry.attempts) {
        log_.write(LogEvent::kLaneParked, {{"row", claim.row.id},
                                           {"partner", partner.id.str()},
                                           {"code", reason},
                                           {"field", error.at().field}});
        return finish(claim, ports::OutboxState::kParked, reason);
    }
    const Millis wait = back_off(partner.retry, attempts, roll());
    log_.write(LogEvent::kRelayRetry, {{"row", claim.row.id},
                                       {"partner", partner.id.str()},
                                       {"code", reason},
                                       {"attempt", std::to_string(attempts)}});
    finish(claim, ports::OutboxState::kWaiting, reason, clock_.now() + wait);
}

void Relay::finish(const ports::Claim& claim, ports::OutboxState state, std::string reason,
                   Instant retry_at) {
    ports::Step step;
    step.recorded_at = clock_.now();
    step.finishes = {{claim.row.id, claim.fence, state, retry_at, std::move(reason)}};
    std::promise<void> done;
    store_.commit(std::move(step), [&](const ports::CommitOutcome&) { done.set_value(); });
    done.get_future().wait();
}

void Relay::render(const ports::Claim& claim) {
    const RowBody body = parse_row_body(claim.row.body);
    const CaseNo no = case_of(claim.row.stream);
    Request request;
    request.actor = "system";
    request.finishes = {{claim.row.id, claim.fence, ports::OutboxState::kSent, {}, {}}};
    const auto tree = tree_of(claim, body);
    if (!tree)
        return finish(claim, ports::OutboxState::kParked, std::string{tree.error().row().name});

    const std::string id = model::text_at(*tree, "document.id");
    auto paper = paper_.make(body.kind, *tree);
    if (!paper) {
        // R32: the document waits for a person, the case goes on.
        const Error error = paper.error();
        log_.write(LogEvent::kDocumentRefused, {{"case", no.str()},
                                                {"document", id},
                                                {"code", std::string{error.row().name}},
                                                {"field", error.at().field}});
        (void)cases_.run_and_wait(
            no, model::DocumentRefused{id, std::string{error.row().name}, error.text()},
            std::move(request));
        return;
    }
    const auto blob = store_.put_blob(claim.row.stream, paper->bytes);
    if (!blob)
        return finish(claim, ports::OutboxState::kWaiting, std::string{blob.error().row().name},
                      clock_.now() + Millis{1000});
    model::CaseDocument document;
    document.id = id;
    document.number = model::text_at(*tree, "document.number");
    document.address = blob->address;
    document.sha256 = paper->sha256;
    document.is_signed = paper->is_signed;
    const Outcome outcome =
        cases_.run_and_wait(no, model::DocumentStored{std::move(document)}, std::move(request));
    if (outcome.error && outcome.error->code() == Code::kDocumentAlreadySigned) {
        return finish(claim, ports::OutboxState::kSent, {});
    }
    log_.write(LogEvent::kDocumentStored, {{"case", no.str()}, {"document", id}});
}

}  // namespace ow::flow
