#include "gateway/flow/receipt_document.hpp"

#include "gateway/crypto/digest.hpp"

namespace ow::flow {

void keep_document(ports::Store& store, CaseService& cases, const ports::Claim& claim,
                   const ports::Receipt& receipt) {
    const std::string& stream = claim.row.stream.str();
    const CaseNo no{stream.substr(stream.find(':') + 1)};
    const auto state = cases.load(no);
    const auto blob = store.put_blob(claim.row.stream, receipt.document);
    if (!state || !blob) return;
    model::CaseDocument document;
    document.id = model::document_id(*state, claim.row.kind);
    document.number = model::text_at(receipt.facts, "waybill");
    document.address = blob->address;
    document.sha256 = crypto::to_hex(crypto::digest(crypto::Hash::kSha256, receipt.document));
    Request request;
    request.actor = "partner:" + claim.row.partner.str();
    request.finishes = {{claim.row.id, claim.fence, ports::OutboxState::kSent, {}, {}}};
    (void)cases.run_and_wait(no, model::DocumentStored{std::move(document)}, std::move(request));
}

}  // namespace ow::flow
