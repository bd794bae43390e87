#include "gateway/flow/relay_prints.hpp"

#include <boost/json/serialize.hpp>

#include "gateway/crypto/digest.hpp"
#include "gateway/flow/print_ask.hpp"
#include "gateway/flow/relay_ends.hpp"

namespace ow::flow {

Result<ports::Delivery> print_delivery(ports::Store& store, const ports::Claim& claim,
                                       const RowBody& body, Millis deadline) {
    const auto events = store.load(claim.row.stream);
    if (!events) return events.error();
    const auto ask = ask_at(*events, body.version);
    if (!ask) return Error{Code::kInternal, At{.field = "print"}};
    const model::CaseState state = model::replay(*events);
    const auto document = state.documents.find(ask->document);
    if (document == state.documents.end()) return Error{Code::kBlobMissing, At{ask->document}};
    auto bytes = store.get_blob(claim.row.stream, document->second.address);
    if (!bytes) return bytes.error();
    if (crypto::to_hex(crypto::digest(crypto::Hash::kSha256, *bytes)) != ask->sha256)
        return Error{Code::kStoreDamaged, At{ask->document}};
    const std::string no = number_of(claim.row.stream).str();
    ports::Delivery delivery;
    delivery.partner = claim.row.partner;
    delivery.kind = claim.row.kind;
    delivery.idempotency_key = claim.row.id;
    delivery.content_type = "application/json";
    delivery.body = boost::json::serialize(
        boost::json::object{{"document", ask->document}, {"sha256", ask->sha256}});
    delivery.case_no = no;
    delivery.attachments.push_back(
        {no + "-" + ask->document + ".pdf", "application/pdf", std::move(*bytes)});
    delivery.deadline = deadline;
    return delivery;
}

}  // namespace ow::flow
