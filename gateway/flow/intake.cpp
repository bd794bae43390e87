#include "gateway/flow/intake.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

#include "gateway/crypto/digest.hpp"
#include "gateway/flow/partner_cases.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

constexpr int kMostCandidates = 20;  // streams that share a number

object section(const object& content, std::string_view name) {
    const auto* v = content.if_contains(name);
    return v != nullptr && v->is_object() ? v->get_object() : object{};
}

boost::json::array list(const object& content, std::string_view name) {
    const auto* v = content.if_contains(name);
    return v != nullptr && v->is_array() ? v->get_array() : boost::json::array{};
}

}  // namespace

/// A message on its way through the gateway.
struct Intake::Taken {
    ports::InboundMessage message;
    std::string key;
    ports::Reading reading;
    Done done;
    StreamId quarantined_in;  ///< set when it comes back from quarantine
    std::int64_t quarantined_version = 0;
};

// Sorted: which inbound message kinds there are, and what each asks.
const Intake::KindRow Intake::kKinds[] = {
    {"application", &Intake::apply}, {"booking", &Intake::booking},
    {"decision", &Intake::decision}, {"parcel", &Intake::parcel},
    {"progress", &Intake::progress}, {"supplement", &Intake::supplement},
    {"track", &Intake::track},
};

Intake::Intake(ports::Store& store, CaseService& cases, Appointments& appointments,
               const Setting& setting, ports::Translator& translator, const Clock& clock, Log& log)
    : store_(store),
      cases_(cases),
      appointments_(appointments),
      setting_(setting),
      translator_(translator),
      clock_(clock),
      log_(log) {}

void Intake::receive(ports::InboundMessage message, Done done) {
    auto taken = std::make_shared<Taken>();
    taken->message = std::move(message);
    taken->done = std::move(done);
    const ports::InboundMessage& m = taken->message;
    const std::string own = m.idempotency_key.empty()
                                ? crypto::to_hex(crypto::digest(crypto::Hash::kSha256, m.body))
                                : m.idempotency_key;
    taken->key = m.kind + ":" + own;
    const model::PartnerConfig* partner = setting_.partner(m.partner);
    if (partner == nullptr || !partner->inbound.contains(m.kind)) {
        return refuse(taken, Error{Code::kMessageKindUnknown, {m.kind, m.partner.str(), 0, 0}});
    }
    taken->reading = translator_.read(m.partner.str(), m.kind, m.content_type, m.body);
    for (const Error& error : taken->reading.errors) {
        if (error.code() == Code::kMappingCodeUnknown) return quarantine(taken, error);
    }
    if (!taken->reading.errors.empty()) return refuse(taken, taken->reading.errors.front());
    dispatch(taken);
}

void Intake::dispatch(const std::shared_ptr<Taken>& taken) {
    for (const KindRow& row : kKinds) {
        if (row.kind == taken->message.kind) return (this->*row.handle)(taken);
    }
    refuse(taken, Error{Code::kMessageKindUnknown,
                        {taken->message.kind, taken->message.partner.str(), 0, 0}});
}

void Intake::apply(std::shared_ptr<Taken> taken) {
    const object& content = taken->reading.content;
    const std::string code = text_at(content, "item.code");
    const model::Item* item = code.empty()
                                  ? setting_.catalogue.find_by_name(text_at(content, "item.name"))
                                  : setting_.catalogue.find_by_code(code);
    if (item == nullptr && !code.empty()) item = setting_.catalogue.find(ItemId{code});
    if (item == nullptr)
        return refuse(taken, Error{Code::kItemNotPublished, {"item.code", {}, 0, 0}, code});
    model::Receive receive;
    receive.source = taken->message.partner;
    receive.foreign_no = text_at(content, "channel_no");
    receive.content = std::move(taken->reading.content);
    receive.received_at = taken->message.received_at;
    cases_.open(item->id, std::move(receive), request_of(*taken),
                [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

Request Intake::request_of(const Taken& taken) {
    Request request;
    request.actor = "partner:" + taken.message.partner.str();
    request.mapping_version = taken.reading.mapping;
    if (taken.quarantined_in.empty()) {
        request.message = ports::RawMessage{
            taken.message.partner,
            taken.key,
            taken.message.kind,
            crypto::to_hex(crypto::digest(crypto::Hash::kSha256, taken.message.body)),
            taken.message.body,
            taken.message.received_at};
        return request;
    }
    const ports::Append released{
        taken.quarantined_in,
        taken.quarantined_version,
        {{"message.released", 1, clock_.now(), "system", {}, {}}},
        ports::StreamRow{
            .source = taken.message.partner.str(), .stage = "released", .closed = true}};
    request.others = [released](const CaseNo&) {
        return Result<std::vector<ports::Append>>{{released}};
    };
    return request;
}

Result<CaseNo> Intake::case_of(const Taken& taken) {
    const std::string no = text_at(taken.reading.content, "case_no");
    if (is_case_no(no)) return CaseNo{no};
    const std::string foreign = no.empty() ? text_at(taken.reading.content, "channel_no") : no;
    if (foreign.empty()) return Error{Code::kFieldMissing, {"case_no", {}, 0, 0}};
    return find_by_alias(store_, cases_, taken.message.partner, foreign);
}

void Intake::run(const std::shared_ptr<Taken>& taken, model::Command command) {
    const auto no = case_of(*taken);
    if (!no) return refuse(taken, no.error());
    cases_.run(*no, std::move(command), request_of(*taken),
               [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

void Intake::supplement(std::shared_ptr<Taken> taken) {
    run(taken,
        model::Supplement{list(taken->reading.content, "materials"), taken->message.received_at});
}

void Intake::progress(std::shared_ptr<Taken> taken) {
    const object p = section(taken->reading.content, "progress");
    const auto at = parse_instant(text_at(p, "at"));
    run(taken, model::Progress{text_at(p, "stage"), text_at(p, "note"),
                               at.value_or(taken->message.received_at)});
}

void Intake::decision(std::shared_ptr<Taken> taken) {
    const object d = section(taken->reading.content, "decision");
    model::CaseDecision decision;
    decision.outcome = text_at(d, "outcome");
    decision.number = text_at(d, "number");
    decision.document_name = text_at(d, "document_name");
    decision.decided_at =
        parse_instant(text_at(d, "decided_at")).value_or(taken->message.received_at);
    decision.result = section(taken->reading.content, "result");
    decision.reason = text_at(d, "reason");
    run(taken, model::Decide{std::move(decision)});
}

void Intake::booking(std::shared_ptr<Taken> taken) {
    appointments_.book(section(taken->reading.content, "booking"), taken->message.partner,
                       request_of(*taken),
                       [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

void Intake::parcel(std::shared_ptr<Taken> taken) {
    appointments_.register_parcel(
        section(taken->reading.content, "parcel"), taken->message.partner, request_of(*taken),
        [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

void Intake::track(std::shared_ptr<Taken> taken) {
    const object t = section(taken->reading.content, "track");
    store_.wait_for_search();
    const auto found = store_.find({number_term(text_at(t, "waybill"))}, kMostCandidates);
    for (const ports::StreamView& view : found) {
        if (!view.stream.str().starts_with("case:")) continue;
        model::Tracked command{text_at(t, "code"), text_at(t, "meaning"), text_at(t, "by"),
                               parse_instant(text_at(t, "at")).value_or(taken->message.received_at),
                               text_at(t, "waybill")};
        return cases_.run(CaseNo{view.stream.str().substr(5)}, std::move(command),
                          request_of(*taken),
                          [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
    }
    refuse(taken, Error{Code::kCaseNotFound, {"track.waybill", {}, 0, 0}});
}

void Intake::finish(const std::shared_ptr<Taken>& taken, Outcome outcome) {
    if (!outcome.error)
        return taken->done({std::nullopt, std::move(outcome.answer), outcome.repeated});
    // This may be the writer's thread: what follows reads the store.
    const Error error = *outcome.error;
    if (!cases_.post([this, taken, error] { refuse(taken, error); }))
        taken->done({error, {}, false});
}

void Intake::refuse(const std::shared_ptr<Taken>& taken, const Error& error) {
    // A message taken before gets its first answer, whatever has changed since.
    if (const auto known = store_.known_message(taken->message.partner, taken->key)) {
        const std::string digest =
            crypto::to_hex(crypto::digest(crypto::Hash::kSha256, taken->message.body));
        boost::system::error_code failed;
        const auto answer = boost::json::parse(known->answer, failed);
        if (digest == known->digest && answer.is_object())
            return taken->done({std::nullopt, answer.get_object(), true});
        if (digest != known->digest && error.code() != Code::kIdempotencyKeyReused)
            return refuse(taken, Error{Code::kIdempotencyKeyReused, {taken->message.kind}});
    }
    const bool passing = error.row().retry != Retry::kNever;
    log_.write(LogEvent::kIntakeRefused, {{"partner", taken->message.partner.str()},
                                          {"message", taken->message.kind},
                                          {"code", std::string{error.row().name}},
                                          {"field", error.at().field},
                                          {"trace", taken->message.trace}});
    if (passing || !taken->quarantined_in.empty()) return taken->done({error, {}, false});
    keep(taken, error, false, [taken, error](const ports::CommitOutcome&) {
        taken->done({error, {}, false});
    });
}

void Intake::quarantine(const std::shared_ptr<Taken>& taken, const Error& error) {
    if (!taken->quarantined_in.empty()) return taken->done({error, {}, false});
    log_.write(LogEvent::kMessageQuarantined, {{"partner", taken->message.partner.str()},
                                               {"message", taken->message.kind},
                                               {"code", std::string{error.row().name}},
                                               {"field", error.at().field}});
    keep(taken, error, true, [taken, error](const ports::CommitOutcome& outcome) {
        const object answer{{"state", "quarantined"}, {"state_label", "已收到，正在核对"}};
        if (const auto* failed = std::get_if<Error>(&outcome))
            return taken->done({*failed, {}, false});
        taken->done({std::nullopt, answer, std::holds_alternative<ports::Duplicate>(outcome)});
    });
}

void Intake::keep(const std::shared_ptr<Taken>& taken, const Error& error, bool quarantined,
                  std::function<void(ports::CommitOutcome)> after) {
    const ports::InboundMessage& m = taken->message;
    const std::string token = crypto::random_token();
    const object clear{{"partner", m.partner.str()},     {"kind", m.kind},
                       {"code", error.row().name},       {"field", error.at().field},
                       {"where", error.at().where},      {"line", error.at().line},
                       {"content_type", m.content_type}, {"key", taken->key}};
    ports::Step step;
    step.recorded_at = clock_.now();
    step.mapping_version = taken->reading.mapping;
    // A refused message may be sent again, mended, under the same key; a quarantined one is taken.
    step.message =
        ports::RawMessage{m.partner, quarantined ? taken->key : "refused:" + token,
                          m.kind,    crypto::to_hex(crypto::digest(crypto::Hash::kSha256, m.body)),
                          m.body,    m.received_at};
    step.answer = R"({"state":"quarantined","state_label":"已收到，正在核对"})";
    ports::StreamRow row;
    row.hall = setting_.hall.id.str();
    row.source = m.partner.str();
    row.department = m.kind;
    row.stage = quarantined ? "quarantined" : "refused";
    row.flags = std::string{error.row().name} + " " + error.at().field;
    row.closed = !quarantined;
    step.appends.push_back({StreamId{"message:" + token},
                            0,
                            {{quarantined ? "message.quarantined" : "message.refused",
                              1,
                              m.received_at,
                              "partner:" + m.partner.str(),
                              clear,
                              {{"cause", error.cause()}}}},
                            std::move(row)});
    store_.commit(std::move(step), std::move(after));
}

int Intake::release_quarantined() {
    int released = 0;
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined"};
    query.limit = 500;
    for (const ports::StreamView& view : store_.streams(query)) {
        const auto events = store_.load(view.stream);
        if (!events || events->empty()) continue;
        const object& clear = events->front().event.clear;
        auto taken = std::make_shared<Taken>();
        taken->message.partner = PartnerId{text_at(clear, "partner")};
        taken->message.kind = text_at(clear, "kind");
        taken->message.content_type = text_at(clear, "content_type");
        taken->message.received_at = events->front().event.happened_at;
        taken->key = text_at(clear, "key");
        auto body = store_.open_message(taken->message.partner, taken->key);
        if (!body) continue;
        taken->message.body = std::move(*body);
        taken->reading = translator_.read(taken->message.partner.str(), taken->message.kind,
                                          taken->message.content_type, taken->message.body);
        if (!taken->reading.errors.empty()) continue;
        taken->quarantined_in = view.stream;
        taken->quarantined_version = view.version;
        std::promise<bool> settled;
        taken->done = [&](const ports::Answer& answer) { settled.set_value(!answer.error); };
        dispatch(taken);
        if (settled.get_future().get()) ++released;
    }
    return released;
}

}  // namespace ow::flow
