#pragma once
// Everybody outside the process, as `simulate` has them: whoever is told something takes it, a
// courier gives a waybill for an order, documents are made by whatever PaperMaker is passed in.
// The way there is the relay's own – trees, mappings, receipts – without its threads and retries.
// One thread.

#include <map>
#include <string>
#include <vector>

#include "gateway/flow/relay_papers.hpp"
#include "gateway/flow/relay_receipts.hpp"
#include "gateway/ports/partner.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::app {

/// Something that left the gateway.
struct SentMessage {
    StreamId stream;
    PartnerId partner;    ///< flow::kRenderPartner: a document
    std::string kind;     ///< of message, or the document's id
    std::string refused;  ///< why it could not be said; empty: it was
};

class SimulatedOutside {
  public:
    /// `senders`: protocols that reach nobody outside and are asked themselves (work lists).
    SimulatedOutside(ports::Store& store, flow::CaseService& cases,
                     flow::Appointments& appointments, const flow::Setting& setting,
                     ports::Translator& translator, ports::PaperMaker& paper,
                     std::map<PartnerId, ports::Sender*> senders, const Clock& clock, Log& log);

    /// Sends all that is due; what that makes due as well.
    [[nodiscard]] std::vector<SentMessage> settle();

  private:
    [[nodiscard]] SentMessage deliver(const ports::Claim& claim);
    [[nodiscard]] Result<boost::json::object> answer_of(const ports::Claim& claim,
                                                        const ports::Wording& wording);

    ports::Store& store_;
    const flow::Setting& setting_;
    ports::Translator& translator_;
    const std::map<PartnerId, ports::Sender*> senders_;
    const Clock& clock_;
    flow::RelayEnds ends_;
    flow::RelayTrees trees_;
    flow::RelayReceipts receipts_;
    flow::RelayPapers papers_;
    int waybills_ = 0;
};

}  // namespace ow::app
