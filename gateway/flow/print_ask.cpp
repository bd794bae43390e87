#include "gateway/flow/print_ask.hpp"

#include <algorithm>

#include "gateway/flow/plan.hpp"
#include "gateway/flow/relay_ends.hpp"

namespace ow::flow {
namespace {

using model::text_at;
using ports::OutboxState;

PrintAsk asked(const model::StoredEvent& e) {
    const boost::json::object& c = e.event.clear;
    PrintAsk ask;
    ask.sequence = e.sequence;
    ask.document = text_at(c, "id");
    ask.sha256 = text_at(c, "sha256");
    ask.printer = PartnerId{text_at(c, "printer")};
    ask.batch = text_at(c, "batch");
    if (const auto* nth = c.if_contains("nth"); nth != nullptr && nth->is_int64())
        ask.nth = nth->get_int64();
    ask.actor = e.event.actor;
    ask.at = e.event.happened_at;
    return ask;
}

void end(PrintAsk& ask, const model::StoredEvent& e) {
    const bool is_printed = e.event.type == "document.printed";
    ask.ended = is_printed ? "printed" : text_at(e.event.clear, "reason");
    ask.ended_at = e.event.happened_at;
    const auto* facts = e.event.clear.if_contains("facts");
    if (facts != nullptr && facts->is_object()) ask.facts = facts->get_object();
}

/// A print by the browser ends nothing that a printer was asked for.
bool ends_an_ask(const model::Event& e) {
    if (e.type == "document.print_ended") return true;
    return e.type == "document.printed" && !text_at(e.clear, "printer").empty();
}

/// The case's part; nothing if it is on record already: an earlier attempt ended between the two.
Status note(CaseService& cases, const ports::OutboxView& row, const PrintAsk& ask,
            model::Command command, const std::string& actor) {
    if (!ask.ended.empty()) return ok();
    Request request;
    request.actor = actor;
    const Outcome outcome =
        cases.run_and_wait(number_of(row.stream), std::move(command), std::move(request));
    if (outcome.error) return *outcome.error;
    return ok();
}

}  // namespace

std::vector<PrintAsk> print_asks(const std::vector<model::StoredEvent>& events) {
    std::vector<PrintAsk> asks;
    for (const model::StoredEvent& e : events) {
        if (e.event.type == "document.print_asked") asks.push_back(asked(e));
        if (!ends_an_ask(e.event)) continue;
        const std::string document = text_at(e.event.clear, "id");
        const auto open = std::find_if(asks.rbegin(), asks.rend(), [&](const PrintAsk& ask) {
            return ask.document == document && ask.ended.empty();
        });
        if (open != asks.rend()) end(*open, e);
    }
    return asks;
}

std::optional<PrintAsk> ask_at(const std::vector<model::StoredEvent>& events,
                               std::int64_t sequence) {
    for (PrintAsk& ask : print_asks(events)) {
        if (ask.sequence == sequence) return std::move(ask);
    }
    return std::nullopt;
}

std::optional<PrintAsk> ask_of(ports::Store& store, const ports::OutboxView& row) {
    if (row.kind != kPrintKind) return std::nullopt;
    const auto events = store.load(row.stream);
    if (!events) return std::nullopt;
    for (PrintAsk& ask : print_asks(*events)) {
        if (row_of(number_of(row.stream), ask) == row.id) return std::move(ask);
    }
    return std::nullopt;
}

std::string row_of(const CaseNo& no, const PrintAsk& ask) {
    return row_id(no, ask.sequence, kPrintKind, {}, ask.printer);
}

Status drop_print(ports::Store& store, CaseService& cases, const ports::OutboxView& row,
                  const std::string& reason, const std::string& actor, Instant now) {
    const auto ask = ask_of(store, row);
    if (!ask) return Error{Code::kRequestInvalid, {"id", row.id, 0, 0}, "no print"};
    // First the row: once it is cancelled no printer gets it, and the case may be asked anew.
    if (row.state != OutboxState::kCancelled) {
        if (auto done = store.resolve(row.id, OutboxState::kCancelled, now); !done) return done;
    }
    return note(cases, row, *ask, model::EndPrint{ask->document, reason}, actor);
}

Status confirm_print(ports::Store& store, CaseService& cases, const ports::OutboxView& row,
                     const std::string& actor, Instant now) {
    const auto ask = ask_of(store, row);
    if (!ask || row.state != OutboxState::kUnknown)
        return Error{Code::kCommandNotAllowed, {row.id, {}, 0, 0}, "只有结果未知的打印需要确认"};
    // First the case: a row that is done shows on no page any more.
    auto noted =
        note(cases, row, *ask,
             model::DocumentPrinted{ask->document, {{"by", actor}}, ask->printer.str()}, actor);
    if (!noted) return noted;
    return store.resolve(row.id, OutboxState::kSent, now);
}

}  // namespace ow::flow
