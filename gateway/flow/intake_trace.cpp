// What intake keeps of messages that did not become what they asked for.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <future>

#include "gateway/crypto/digest.hpp"
#include "gateway/flow/taken.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

constexpr std::string_view kQuarantined =
    R"({"state":"quarantined","state_label":"已收到，正在核对"})";
constexpr int kPage = 500;

bool is_quarantined(const object& answer) {
    return text_at(answer, "state") == "quarantined";
}

std::string digest_of(const std::string& body) {
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, body));
}

object read_answer(const std::string& text) {
    boost::system::error_code failed;
    const auto answer = boost::json::parse(text, failed);
    return !failed && answer.is_object() ? answer.get_object() : object{};
}

object members_of(const Error& error) {
    return {{"code", error.row().name}, {"field", error.at().field},   {"where", error.at().where},
            {"line", error.at().line},  {"column", error.at().column}, {"cause", error.cause()}};
}

Error error_of(const object& members) {
    Code code = Code::kInternal;
    for (const ErrorRow& row : error_catalogue()) {
        if (row.name == text_at(members, "code")) code = row.code;
    }
    const auto number = [&](std::string_view name) {
        const auto* found = members.if_contains(name);
        return found != nullptr && found->is_int64() ? found->get_int64() : std::int64_t{0};
    };
    return Error{
        code,
        {text_at(members, "field"), text_at(members, "where"), number("line"), number("column")},
        text_at(members, "cause")};
}

ports::Answer refusal(const std::vector<Error>& errors) {
    return {errors.front(), {}, false, {errors.begin() + 1, errors.end()}};
}

/// What became of a quarantined message; nothing while it waits.
std::optional<ports::Answer> end_of(const model::Event& last) {
    if (last.type == "message.released") {
        const auto* answer = last.secret.if_contains("answer");
        if (answer != nullptr && answer->is_object())
            return ports::Answer{std::nullopt, answer->get_object(), true};
    }
    if (last.type != "message.refused") return std::nullopt;
    std::vector<Error> errors;
    if (const auto* told = last.secret.if_contains("errors"); told != nullptr && told->is_array()) {
        for (const auto& one : told->get_array()) errors.push_back(error_of(one.as_object()));
    }
    if (errors.empty()) errors.push_back(error_of(last.clear));
    return refusal(errors);
}

}  // namespace

std::vector<Error> Intake::mistakes_of(const ports::Reading& reading) {
    std::vector<Error> mistakes = reading.errors;
    std::erase_if(mistakes, [](const Error& e) { return e.code() == Code::kMappingCodeUnknown; });
    return mistakes;
}

void Intake::finish(const std::shared_ptr<Taken>& taken, Outcome outcome) {
    // This may be the writer's thread: what follows here reads the store.
    if (outcome.error) {
        const Error error = *outcome.error;
        if (!cases_.post([this, taken, error] { refuse(taken, error); }))
            taken->done({error, {}, false});
        return;
    }
    if (outcome.repeated && is_quarantined(outcome.answer)) {
        if (!cases_.post([this, taken, answer = outcome.answer] { repeat(taken, answer); }))
            taken->done({Error{Code::kOverloaded}, {}, false});
        return;
    }
    taken->done({std::nullopt, std::move(outcome.answer), outcome.repeated});
}

void Intake::repeat(const std::shared_ptr<Taken>& taken, object answer) {
    const auto known = is_quarantined(answer)
                           ? store_.known_message(taken->message.partner, taken->key)
                           : std::nullopt;
    if (known) {
        const auto events = store_.load(known->stream);
        if (events && !events->empty()) {
            if (auto end = end_of(events->back().event)) return taken->done(std::move(*end));
        }
    }
    taken->done({std::nullopt, std::move(answer), true});
}

void Intake::refuse(const std::shared_ptr<Taken>& taken, const Error& error) {
    refuse(taken, std::vector<Error>{error});
}

void Intake::refuse(const std::shared_ptr<Taken>& taken, std::vector<Error> errors) {
    const bool anew = taken->quarantined_in.empty();
    // A message taken before gets its first answer, whatever has changed since.
    if (const auto known =
            anew ? store_.known_message(taken->message.partner, taken->key) : std::nullopt) {
        if (digest_of(taken->message.body) == known->digest)
            return repeat(taken, read_answer(known->answer));
        errors = {Error{Code::kIdempotencyKeyReused, {"idempotency-key"}}};
    }
    const Error& first = errors.front();
    log_.write(LogEvent::kIntakeRefused, {{"partner", taken->message.partner.str()},
                                          {"message", taken->message.kind},
                                          {"code", std::string{first.row().name}},
                                          {"field", first.at().field},
                                          {"count", std::to_string(errors.size())},
                                          {"trace", taken->message.trace}});
    ports::Answer answer = refusal(errors);
    const bool passing = first.row().retry != Retry::kNever;
    if (passing) return taken->done(std::move(answer));
    keep(*taken, errors, false,
         [taken, answer](const ports::CommitOutcome&) { taken->done(answer); });
}

void Intake::quarantine(const std::shared_ptr<Taken>& taken) {
    const std::vector<Error>& errors = taken->reading.errors;
    log_.write(LogEvent::kMessageQuarantined, {{"partner", taken->message.partner.str()},
                                               {"message", taken->message.kind},
                                               {"code", std::string{errors.front().row().name}},
                                               {"field", errors.front().at().field},
                                               {"count", std::to_string(errors.size())},
                                               {"trace", taken->message.trace}});
    keep(*taken, errors, true, [this, taken](const ports::CommitOutcome& outcome) {
        if (const auto* failed = std::get_if<Error>(&outcome))
            return taken->done({*failed, {}, false});
        if (const auto* duplicate = std::get_if<ports::Duplicate>(&outcome))
            return finish(taken, {std::nullopt, read_answer(duplicate->answer), true});
        // Codes that came after it was read, with a scan that did not see it yet. A later scan does.
        const bool missed = scans_ != taken->scan;
        taken->done({std::nullopt, read_answer(std::string{kQuarantined}), false});
        if (missed) (void)cases_.post([this, taken] { release_one(*taken); });
    });
}

ports::Append Intake::trace_of(const Taken& taken, const std::vector<Error>& errors,
                               bool quarantined) const {
    const ports::InboundMessage& m = taken.message;
    object clear = members_of(errors.front());
    clear.erase("cause");
    clear["partner"] = m.partner.str();
    clear["kind"] = m.kind;
    clear["content_type"] = m.content_type;
    clear["key"] = taken.key;
    clear["trace"] = m.trace;
    boost::json::array all;
    for (const Error& e : errors) all.push_back(members_of(e));
    ports::StreamRow row;
    row.hall = setting_.hall.id.str();
    row.source = m.partner.str();
    row.department = m.kind;
    row.stage = quarantined ? "quarantined" : "refused";
    row.flags = std::string{errors.front().row().name} + " " + errors.front().at().field;
    row.closed = !quarantined;
    const std::string token = crypto::random_token();
    const std::string name = m.trace.empty() ? token : m.trace + "-" + token;
    const bool anew = taken.quarantined_in.empty();
    return {anew ? StreamId{"message:" + name} : taken.quarantined_in,
            taken.quarantined_version,
            {{quarantined ? "message.quarantined" : "message.refused",
              1,
              anew ? m.received_at : clock_.now(),
              "partner:" + m.partner.str(),
              std::move(clear),
              {{"cause", errors.front().cause()}, {"errors", std::move(all)}}}},
            std::move(row)};
}

void Intake::keep(const Taken& taken, const std::vector<Error>& errors, bool quarantined,
                  std::function<void(ports::CommitOutcome)> after) {
    const ports::InboundMessage& m = taken.message;
    ports::Step step;
    step.recorded_at = clock_.now();
    step.mapping_version = taken.reading.mapping;
    step.answer = kQuarantined;
    step.appends.push_back(trace_of(taken, errors, quarantined));
    // A refused message may be sent again, mended, under the same key; a quarantined one is taken.
    if (taken.quarantined_in.empty()) {
        const std::string& stream = step.appends.front().stream.str();
        step.message = ports::RawMessage{m.partner, quarantined ? taken.key : "refused:" + stream,
                                         m.kind,    digest_of(m.body),
                                         m.body,    m.received_at};
    }
    store_.commit(std::move(step), std::move(after));
}

ports::Append Intake::released(const Taken& taken) const {
    return {taken.quarantined_in,
            taken.quarantined_version,
            {{"message.released", 1, clock_.now(), "system", {}, {}}},
            ports::StreamRow{
                .source = taken.message.partner.str(), .stage = "released", .closed = true}};
}

std::shared_ptr<Intake::Taken> Intake::read_again(const ports::StreamView& view) {
    const auto events = store_.load(view.stream);
    if (!events || events->empty()) return nullptr;
    const object& clear = events->front().event.clear;
    auto taken = std::make_shared<Taken>();
    ports::InboundMessage& message = taken->message;
    message.partner = PartnerId{text_at(clear, "partner")};
    message.kind = text_at(clear, "kind");
    message.content_type = text_at(clear, "content_type");
    message.trace = text_at(clear, "trace");
    message.received_at = events->front().event.happened_at;
    taken->key = text_at(clear, "key");
    auto body = store_.open_message(message.partner, taken->key);
    if (!body) return nullptr;
    message.body = std::move(*body);
    taken->reading =
        translator_.read(message.partner.str(), message.kind, message.content_type, message.body);
    if (!taken->reading.errors.empty() && mistakes_of(taken->reading).empty()) return nullptr;
    taken->quarantined_in = view.stream;
    taken->quarantined_version = view.version;
    return taken;
}

void Intake::go_on(const std::shared_ptr<Taken>& taken) {
    std::vector<Error> mistakes = mistakes_of(taken->reading);
    if (mistakes.empty()) return dispatch(taken);
    refuse(taken, std::move(mistakes));
}

bool Intake::release(const ports::StreamView& view) {
    const auto taken = read_again(view);
    if (!taken) return false;
    std::promise<bool> settled;
    taken->done = [&](const ports::Answer& answer) { settled.set_value(!answer.error); };
    go_on(taken);
    return settled.get_future().get();
}

// Without waiting: many of these may run on the pool, and what they wait for would need it too.
void Intake::release_one(const Taken& kept) {
    const auto known = store_.known_message(kept.message.partner, kept.key);
    if (!known) return;
    const auto view = store_.stream(known->stream);
    const auto taken = view && !view->row.closed ? read_again(*view) : nullptr;
    if (!taken) return;
    taken->done = [](const ports::Answer&) {};
    go_on(taken);
}

int Intake::scan_quarantine() {
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined"};
    query.limit = kPage;
    int released = 0;
    for (auto page = store_.streams(query); !page.empty(); page = store_.streams(query)) {
        for (const ports::StreamView& view : page) released += release(view) ? 1 : 0;
        query.after = page.back().stream;
    }
    return released;
}

int Intake::release_quarantined() {
    std::unique_lock lock{scans_mutex_};
    ++scans_;
    if (scanning_) return 0;
    scanning_ = true;
    int released = 0;
    for (std::int64_t seen = 0; seen != scans_;) {
        seen = scans_;
        lock.unlock();
        try {
            released += scan_quarantine();
        } catch (...) {
            lock.lock();
            scanning_ = false;
            throw;
        }
        lock.lock();
    }
    scanning_ = false;
    return released;
}

}  // namespace ow::flow
