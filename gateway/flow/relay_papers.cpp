#include "gateway/flow/relay_papers.hpp"

#include <algorithm>

namespace ow::flow {
namespace {

using ports::OutboxState;

constexpr Millis kAgain{1'000};
constexpr Millis kTimestampAgain{30'000};

/// Documents that must tell the remedies (行政许可法 38; R31).
constexpr std::string_view kTellRemedies[] = {"D14", "D4"};

/// A decision without its remedies is never printed.
Status check_remedies(const std::string& document, const boost::json::object& tree) {
    const std::string because = model::text_at(tree, "remedies.because");
    const bool tells = std::find(std::begin(kTellRemedies), std::end(kTellRemedies), document) !=
                       std::end(kTellRemedies);
    if (!tells || because.empty()) return ok();
    return Error{Code::kConfigInvalid, At{.field = "remedies"}, because};
}

Request request_of(const ports::Claim& claim) {
    Request request;
    request.actor = "system";
    request.finishes = {{claim.row.id, claim.fence, OutboxState::kSent, {}, {}, true}};
    return request;
}

}  // namespace

void RelayPapers::make(const ports::Claim& claim) {
    const RowBody body = parse_row_body(claim.row.body);
    const auto tree = trees_.of(claim, body);
    if (!tree) return ends_.stop(claim, OutboxState::kParked, std::string{tree.error().row().name});
    if (const auto told = check_remedies(body.kind, *tree); !told)
        return refuse(claim, model::text_at(*tree, "document.id"), told.error());
    const auto paper = paper_.make(body.kind, *tree);
    if (!paper && wait_for_seal(claim, paper.error())) return;
    if (!paper) return refuse(claim, model::text_at(*tree, "document.id"), paper.error());
    keep(claim, body, *tree, *paper);
}

bool RelayPapers::wait_for_seal(const ports::Claim& claim, const Error& error) {
    const bool unusable = error.code() == Code::kSealUnusable;
    if (!unusable && error.code() != Code::kTimestampUnavailable) return false;
    const std::string code{error.row().name};
    log_.write(unusable ? LogEvent::kLaneParked : LogEvent::kRelayRetry,
               {{"row", claim.row.id}, {"partner", claim.row.partner.str()}, {"code", code}});
    if (unusable)
        ends_.stop(claim, OutboxState::kParked, code);
    else
        ends_.put_off(claim, code, clock_.now() + kTimestampAgain, true);
    return true;
}

void RelayPapers::refuse(const ports::Claim& claim, const std::string& document,
                         const Error& error) {
    const CaseNo no = number_of(claim.row.stream);
    const std::string code{error.row().name};
    log_.write(
        LogEvent::kDocumentRefused,
        {{"case", no.str()}, {"document", document}, {"code", code}, {"field", error.at().field}});
    (void)cases_.run_and_wait(no, model::DocumentRefused{document, code, error.text()},
                              request_of(claim));
}

void RelayPapers::keep(const ports::Claim& claim, const RowBody& body,
                       const boost::json::object& tree, const ports::Paper& paper) {
    const auto blob = store_.put_blob(claim.row.stream, paper.bytes);
    if (!blob)
        return ends_.put_off(claim, std::string{blob.error().row().name}, clock_.now() + kAgain,
                             true);
    model::CaseDocument document;
    document.id = model::text_at(tree, "document.id");
    document.number = model::text_at(tree, "document.number");
    document.address = blob->address;
    document.sha256 = paper.sha256;
    document.is_signed = paper.is_signed;
    const std::string id = document.id;
    const CaseNo no = number_of(claim.row.stream);
    const Outcome outcome = cases_.run_and_wait(
        no, model::DocumentStored{std::move(document), paper.seals, body.version},
        request_of(claim));
    if (outcome.error && outcome.error->code() == Code::kDocumentAlreadySigned)
        return ends_.stop(claim, OutboxState::kSent, {});
    log_.write(LogEvent::kDocumentStored, {{"case", no.str()}, {"document", id}});
}

}  // namespace ow::flow
