#include "gateway/app/simulated_outside.hpp"

#include <fmt/format.h>

#include <future>

namespace ow::app {
namespace {

using ports::OutboxState;

constexpr Millis kLease = std::chrono::hours{1};
constexpr int kBatch = 64;
constexpr Millis kReceiptAgain{1};

/// UPU S10 with its check digit.
std::string waybill_of(int number) {
    constexpr int kWeights[] = {8, 6, 4, 2, 3, 5, 9, 7};
    constexpr int kModulus = 11;
    const std::string digits = fmt::format("{:08}", number);
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += kWeights[i] * (digits[i] - '0');
    const int rest = kModulus - sum % kModulus;
    const int check = rest == 10 ? 0 : rest == kModulus ? 5 : rest;
    return fmt::format("EA{}{}CN", digits, check);
}

}  // namespace

SimulatedOutside::SimulatedOutside(ports::Store& store, flow::CaseService& cases,
                                   flow::Appointments& appointments, const flow::Setting& setting,
                                   ports::Translator& translator, ports::PaperMaker& paper,
                                   std::map<PartnerId, ports::Sender*> senders, const Clock& clock,
                                   Log& log)
    : store_(store),
      setting_(setting),
      translator_(translator),
      senders_(std::move(senders)),
      clock_(clock),
      ends_(store, clock),
      trees_(cases, appointments, setting),
      receipts_(store, cases, appointments, setting, clock, log, ends_, kReceiptAgain,
                kReceiptAgain),
      papers_(store, cases, paper, trees_, ends_, clock, log) {}

std::vector<SentMessage> SimulatedOutside::settle() {
    std::vector<SentMessage> sent;
    for (;;) {
        const auto claims = store_.claim(clock_.now(), kLease, kBatch, {});
        if (claims.empty()) return sent;
        for (const ports::Claim& claim : claims) sent.push_back(deliver(claim));
    }
}

Result<boost::json::object> SimulatedOutside::answer_of(const ports::Claim& claim,
                                                        const ports::Wording& wording) {
    const auto sender = senders_.find(claim.row.partner);
    if (sender != senders_.end()) {
        auto receipt = sender->second->send({claim.row.partner,
                                             claim.row.kind,
                                             claim.row.id,
                                             wording.content_type,
                                             wording.body,
                                             flow::number_of(claim.row.stream).str(),
                                             {}});
        if (!receipt) return receipt.error();
        return std::move(receipt->facts);
    }
    const model::PartnerConfig* partner = setting_.partner(claim.row.partner);
    if (claim.row.kind == "dispatch" && partner->has_role("carrier"))
        return boost::json::object{{"waybill", waybill_of(++waybills_)}};
    return boost::json::object{};
}

SentMessage SimulatedOutside::deliver(const ports::Claim& claim) {
    const flow::RowBody body = flow::parse_row_body(claim.row.body);
    SentMessage sent{claim.row.stream, claim.row.partner, body.kind, {}};
    if (claim.row.partner.str() == flow::kRenderPartner) {
        papers_.make(claim);
        return sent;
    }
    const auto stop = [&](const Error& error) {
        sent.refused = error.text();
        ends_.stop(claim, OutboxState::kParked, std::string{error.row().name});
        return sent;
    };
    const auto tree = trees_.of(claim, body);
    if (!tree) return stop(tree.error());
    const auto wording = translator_.word(claim.row.partner.str(), claim.row.kind, *tree);
    if (!wording) return stop(wording.error());
    std::promise<Status> marked;
    store_.mark_sending(claim.row.id, claim.fence, clock_.now() + kLease,
                        [&](Status status) { marked.set_value(std::move(status)); });
    if (const Status mine = marked.get_future().get(); !mine) return stop(mine.error());
    auto facts = answer_of(claim, *wording);
    if (!facts) return stop(facts.error());
    receipts_.write(claim, body.kind, std::move(*facts));
    return sent;
}

}  // namespace ow::app
