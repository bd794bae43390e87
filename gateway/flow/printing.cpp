#include "gateway/flow/printing.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <map>

#include "gateway/flow/event_words.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/flow/refused_messages.hpp"
#include "gateway/flow/relay_ends.hpp"
#include "gateway/flow/sent_form.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using ports::OutboxState;

constexpr std::size_t kMostCases = 500;
constexpr int kLatest = 50;

/// What goes over the issuance counter with a result.
constexpr std::string_view kResults[] = {"D13", "D14", "D15", "D16", "D17", "D19"};

/// "D15-2" is another D15.
bool is_result(std::string_view document) {
    const std::string_view kind = document.substr(0, document.find('-'));
    return std::find(std::begin(kResults), std::end(kResults), kind) != std::end(kResults);
}

StreamId print_stream(const std::string& id) {
    return StreamId{"print:" + id};
}

bool is_batch_id(std::string_view id) {
    constexpr std::string_view kAllowed =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    return id.size() >= 16 && id.size() <= 80 && id.find_first_not_of(kAllowed) == id.npos;
}

Error no_batch(const std::string& id) {
    return Error{Code::kRequestInvalid, {"batch", id, 0, 0}, "没有这个打印批次"};
}

/// The documents that are being made just now.
std::vector<std::string> in_the_making(ports::Store& store, const CaseNo& no) {
    std::vector<std::string> out;
    for (const ports::OutboxView& row : store.outbox(case_stream(no))) {
        const bool waits = row.state == OutboxState::kWaiting || row.state == OutboxState::kSending;
        if (waits && row.partner.str() == kRenderPartner) out.push_back(row.kind);
    }
    return out;
}

}  // namespace

struct Printing::Batch {
    std::string id;
    std::int64_t version = 0;
    std::string printer;
    Instant at{};
    std::string by;
    std::string digest;  ///< of the order; empty: made before there was one
    std::vector<std::pair<CaseNo, std::string>> lines;
};

struct Printing::Line {
    CaseNo no;
    std::string document;
    std::string state;
    std::string reason{};
    std::optional<PrintAsk> ask{};
    std::optional<ports::OutboxView> row{};
    std::string item{};
    std::string applicant{};
};

bool Printing::is_printer(const std::string& id) const {
    const model::PartnerConfig* config = setting_.partner(PartnerId{id});
    return config != nullptr && config->has_role("printer");
}

bool Printing::may_see(const ports::StaffUser& user, const CaseNo& no) {
    const auto view = store_.stream(case_stream(no));
    if (!view) return false;
    return user.department.empty() || is_of_department(view->row.department, user.department);
}

array Printing::printers() {
    array out;
    for (const auto& [id, config] : setting_.partners) {
        if (!config.has_role("printer")) continue;
        const auto place = config.settings.find("place");
        out.push_back(object{{"id", id.str()},
                             {"name", config.name},
                             {"place", place == config.settings.end() ? "" : place->second}});
    }
    return out;
}

Status Printing::append(const Batch& batch, model::Event event) {
    ports::Step step;
    step.recorded_at = clock_.now();
    ports::StreamRow row;
    row.hall = setting_.hall.id.str();
    row.stage = "asked";
    step.appends.push_back({print_stream(batch.id), batch.version, {}, std::move(row)});
    step.appends.front().events.push_back(std::move(event));
    std::promise<ports::CommitOutcome> done;
    store_.commit(std::move(step),
                  [&](ports::CommitOutcome outcome) { done.set_value(std::move(outcome)); });
    const ports::CommitOutcome outcome = done.get_future().get();
    if (const auto* error = std::get_if<Error>(&outcome)) return *error;
    if (std::holds_alternative<ports::Conflict>(outcome)) return Error{Code::kStoreConflict};
    return ok();
}

Result<Printing::Batch> Printing::load(const ports::StaffUser& user, const std::string& id) {
    if (!is_batch_id(id)) return no_batch(id);
    const auto events = store_.load(print_stream(id));
    if (!events || events->empty()) return no_batch(id);
    Batch batch;
    batch.id = id;
    for (const model::StoredEvent& stored : *events) {
        batch.version = stored.sequence;
        batch.printer = text_at(stored.event.clear, "printer");
        if (stored.event.type != "print.asked") continue;
        batch.at = stored.event.happened_at;
        batch.by = text_at(stored.event.clear, "by");
        batch.digest = text_at(stored.event.clear, "digest");
        for (const auto& each : stored.event.clear.at("lines").as_array()) {
            CaseNo no{text_at(each.as_object(), "no")};
            if (may_see(user, no))
                batch.lines.emplace_back(std::move(no), text_at(each.as_object(), "document"));
        }
    }
    if (batch.lines.empty()) return no_batch(id);
    return batch;
}

array Printing::batches(const ports::StaffUser& user) {
    ports::StreamQuery query;
    query.kind = "print";
    query.hall = user.hall.str();
    query.limit = kLatest;
    array out;
    for (const ports::StreamView& view : store_.streams(query)) {
        const auto found = load(user, view.stream.str().substr(std::string{"print:"}.size()));
        if (!found) continue;
        out.push_back(object{{"id", found->id},
                             {"printer", partner_name(PartnerId{found->printer}, setting_)},
                             {"at", to_iso(found->at)},
                             {"by", found->by},
                             {"count", found->lines.size()}});
    }
    return out;
}

std::vector<std::string> Printing::choose(const CaseNo& no, const ports::PrintOrder& order) {
    if (!order.documents.empty()) return order.documents;
    const auto state = cases_.load(no);
    if (!state) return {};
    std::vector<std::string> out;
    const auto fits = [&](const std::string& id) {
        return order.which != "results" || is_result(id);
    };
    for (const auto& [id, document] : state->documents) {
        const bool is_new = document.prints == 0 && document.asked == 0;
        if (fits(id) && (is_new || order.which == "all")) out.push_back(id);
    }
    for (std::string& id : in_the_making(store_, no)) {
        if (fits(id) && !state->documents.contains(id)) out.push_back(std::move(id));
    }
    return out;
}

std::string Printing::digest_of(const ports::PrintOrder& order) {
    array cases;
    for (const CaseNo& no : order.cases) cases.emplace_back(no.str());
    return form_digest(store_, "prints",
                       {{"printer", order.printer},
                        {"cases", std::move(cases)},
                        {"documents", array(order.documents.begin(), order.documents.end())},
                        {"which", order.which}});
}

Result<object> Printing::print(const ports::StaffUser& user, const ports::PrintOrder& order) {
    if (!is_batch_id(order.batch)) return Error{Code::kFieldFormat, At{"idempotency_key"}};
    if (!is_printer(order.printer))
        return Error{Code::kRequestInvalid, At{"printer"}, "没有这台打印机"};
    if (order.cases.size() > kMostCases) return Error{Code::kFieldTooLong, At{"cases"}};
    const std::string digest = digest_of(order);
    if (const auto known = load(user, order.batch)) {
        if (!known->digest.empty() && known->digest != digest)
            return Error{Code::kIdempotencyKeyReused, At{"idempotency_key"}};
        return object{{"id", known->id}};
    }
    array lines;
    for (const CaseNo& no : order.cases) {
        if (!may_see(user, no)) return Error{Code::kCaseNotFound, At{no.str()}};
        for (const std::string& document : choose(no, order))
            lines.push_back(object{{"no", no.str()}, {"document", document}});
    }
    if (lines.empty()) return Error{Code::kRequestInvalid, At{"cases"}, "没有要打印的文书"};
    const Batch fresh{order.batch, 0, {}, {}, {}, {}, {}};
    const auto done = append(fresh, {"print.asked",
                                     1,
                                     clock_.now(),
                                     "staff:" + user.id,
                                     {{"printer", order.printer},
                                      {"by", user.name},
                                      {"lines", std::move(lines)},
                                      {"digest", digest}},
                                     {}});
    if (!done) return done.error();
    const auto batch = load(user, order.batch);
    if (!batch) return batch.error();
    for (const Line& line : lines_of(*batch)) {
        if (line.state == "open") ask(user, *batch, line);
    }
    return object{{"id", order.batch}};
}

std::vector<Printing::Line> Printing::lines_of(const Batch& batch) {
    std::vector<Line> out;
    for (const auto& [no, document] : batch.lines) out.push_back(look(batch, no, document));
    return out;
}

Printing::Line Printing::look(const Batch& batch, const CaseNo& no, const std::string& document) {
    Line line{no, document, "pending"};
    const auto events = store_.load(case_stream(no));
    if (!events) return line;
    const model::CaseState state = model::replay(*events);
    line.item = state.item_name;
    line.applicant = mask_name(text_at(state.content, "applicant.name"));
    for (PrintAsk& ask : print_asks(*events)) {
        if (ask.batch == batch.id && ask.document == document) line.ask = std::move(ask);
    }
    if (line.ask && line.ask->ended == "printed") {
        line.state = "printed";
    } else if (line.ask && !line.ask->ended.empty()) {
        line.state = "cancelled";
    } else if (line.ask) {
        for (ports::OutboxView& row : store_.outbox(case_stream(no))) {
            if (row.id == row_of(no, *line.ask)) line.row = std::move(row);
        }
        if (line.row) line.state = outbox_state_name(line.row->state);
        if (line.row) line.reason = line.row->reason;
    } else if (const auto d = state.documents.find(document); d != state.documents.end()) {
        line.state = d->second.address.empty() ? "refused"
                     : d->second.asked != 0    ? "elsewhere"
                                               : "open";
        line.reason = d->second.refused;
    }
    return line;
}

object Printing::line_view(const Line& line) {
    object out{{"case_no", line.no.str()},
               {"item", line.item},
               {"applicant", line.applicant},
               {"document", line.document},
               {"title", document_title(line.document, setting_)},
               {"state", line.state},
               {"reason", line.reason},
               {"next", line.reason.empty() ? "" : next_step_of(line.reason)}};
    if (!line.ask) return out;
    const bool is_over = !line.ask->ended.empty();
    out["nth"] = line.ask->nth;
    out["sha256"] = line.ask->sha256;
    out["printer"] = partner_name(line.ask->printer, setting_);
    out["at"] = to_iso(is_over ? line.ask->ended_at : line.ask->at);
    out["facts"] = line.ask->facts;
    return out;
}

Result<object> Printing::batch(const ports::StaffUser& user, const std::string& id) {
    const auto batch = load(user, id);
    if (!batch) return batch.error();
    std::map<std::string, int> counts;
    array lines;
    for (const Line& line : lines_of(*batch)) {
        ++counts[line.state];
        lines.push_back(line_view(line));
    }
    object by_state;
    for (const auto& [state, count] : counts) by_state[state] = count;
    return object{{"id", batch->id},
                  {"printer", partner_name(PartnerId{batch->printer}, setting_)},
                  {"printer_id", batch->printer},
                  {"at", to_iso(batch->at)},
                  {"by", batch->by},
                  {"counts", std::move(by_state)},
                  {"lines", std::move(lines)}};
}

/// What may not be asked for now – another window was faster – shows in the line's state.
void Printing::ask(const ports::StaffUser& user, const Batch& batch, const Line& line) {
    Request request;
    request.actor = "staff:" + user.id;
    request.actor_name = user.name;
    (void)cases_.run_and_wait(line.no, model::AskPrint{line.document, batch.printer, batch.id},
                              std::move(request));
}

bool Printing::drop(const ports::StaffUser& user, const Line& line, const std::string& reason) {
    return drop_print(store_, cases_, *line.row, reason, "staff:" + user.id, clock_.now())
        .has_value();
}

void Printing::resume(const ports::StaffUser& user, const Batch& batch) {
    for (const Line& line : lines_of(batch)) {
        if (line.state == "open" || line.state == "cancelled") ask(user, batch, line);
        if (line.state == "waiting" || line.state == "parked")
            (void)store_.resolve(line.row->id, OutboxState::kWaiting, clock_.now());
    }
    retried_(PartnerId{batch.printer});
}

Status Printing::move(const ports::StaffUser& user, Batch& batch, const std::string& to) {
    if (!is_printer(to)) return Error{Code::kRequestInvalid, At{"printer"}, "没有这台打印机"};
    auto noted =
        append(batch, {"print.moved", 1, clock_.now(), "staff:" + user.id, {{"printer", to}}, {}});
    if (!noted) return noted;
    batch.printer = to;
    for (const Line& line : lines_of(batch)) {
        const bool stands = line.state == "waiting" || line.state == "parked";
        const bool is_free = line.state == "open" || line.state == "cancelled" ||
                             (stands && drop(user, line, "moved"));
        if (is_free) ask(user, batch, line);
    }
    return ok();
}

void Printing::cancel(const ports::StaffUser& user, const Batch& batch) {
    for (const Line& line : lines_of(batch)) {
        if (line.state == "waiting" || line.state == "parked") (void)drop(user, line, "cancelled");
    }
}

/// Of an unknown fate: a person looked into the tray.
Status Printing::settle(const ports::StaffUser& user, const Batch& batch,
                        const ports::PrintVerb& verb) {
    for (const Line& line : lines_of(batch)) {
        if (line.no.str() != verb.case_no || line.document != verb.document) continue;
        if (line.state != "unknown") break;
        if (verb.verb == "printed")
            return confirm_print(store_, cases_, *line.row, "staff:" + user.id, clock_.now());
        auto dropped =
            drop_print(store_, cases_, *line.row, "repeated", "staff:" + user.id, clock_.now());
        if (dropped) ask(user, batch, line);
        return dropped;
    }
    return Error{Code::kCommandNotAllowed, {verb.document, {}, 0, 0}, "只有结果未知的打印需要确认"};
}

Result<object> Printing::decide(const ports::StaffUser& user, const std::string& id,
                                const ports::PrintVerb& verb) {
    auto found = load(user, id);
    if (!found) return found.error();
    Status done = ok();
    if (verb.verb == "resume")
        resume(user, *found);
    else if (verb.verb == "cancel")
        cancel(user, *found);
    else if (verb.verb == "move")
        done = move(user, *found, verb.printer);
    else if (verb.verb == "printed" || verb.verb == "again")
        done = settle(user, *found, verb);
    else
        done = Error{Code::kFieldFormat, At{"verb"}};
    if (!done) return done.error();
    return batch(user, id);
}

}  // namespace ow::flow
