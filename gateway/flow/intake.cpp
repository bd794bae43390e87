#include "gateway/flow/intake.hpp"

#include <boost/json/parse.hpp>

#include "gateway/crypto/digest.hpp"
#include "gateway/flow/parents.hpp"
#include "gateway/flow/taken.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

constexpr Millis kClocksDiffer = std::chrono::minutes{5};

object section(const object& content, std::string_view name) {
    const auto* v = content.if_contains(name);
    return v != nullptr && v->is_object() ? v->get_object() : object{};
}

boost::json::array list(const object& content, std::string_view name) {
    const auto* v = content.if_contains(name);
    return v != nullptr && v->is_array() ? v->get_array() : boost::json::array{};
}

/// The code, or the name where there is none.
std::string item_name_of(const object& content) {
    const std::string code = text_at(content, "item.code");
    return code.empty() ? text_at(content, "item.name") : code;
}

const model::Item* item_of(const object& content, const model::Catalogue& catalogue) {
    const std::string code = text_at(content, "item.code");
    if (code.empty()) return catalogue.find_by_name(text_at(content, "item.name"));
    const model::Item* item = catalogue.find_by_code(code);
    return item != nullptr ? item : catalogue.find(ItemId{code});
}

/// It names an item, and there is none of that name.
bool is_of_no_item(const object& content, const Setting& setting) {
    const std::string name = item_name_of(content);
    return !name.empty() && item_of(content, setting.catalogue) == nullptr &&
           setting.hall.find_parent(name) == nullptr;
}

Error not_published(const object& content) {
    return Error{Code::kItemNotPublished, {"item.code", {}, 0, 0}, text_at(content, "item.code")};
}

/// What a source tells of its own time is kept, but it is not still to come.
Status timely(const object& content, Instant received_at) {
    const auto applied = parse_instant(text_at(content, "applied_at"));
    if (!applied || *applied <= received_at + kClocksDiffer) return ok();
    return Error{Code::kFieldFormat, {"applied_at", {}, 0, 0}, "晚于现在"};
}

/// What a message of this kind becomes part of.
StreamId stream_of(const std::string& kind, const CaseNo& no, const std::string& waybill) {
    if (kind == "parcel") return parcel_stream(waybill);
    return kind == "booking" ? booking_stream(no) : case_stream(no);
}

/// R15: the department that a partner of several says it speaks for.
DepartmentId leg_of(const object& content) {
    return DepartmentId{text_at(content, "leg.department")};
}

}  // namespace

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
    taken->scan = scans_;
    taken->reading = translator_.read(m.partner.str(), m.kind, m.content_type, m.body);
    if (taken->reading.errors.empty()) return dispatch(taken);
    std::vector<Error> mistakes = mistakes_of(taken->reading);
    // A code that is added later mends nothing of what is wrong now.
    if (const Status right = timely(taken->reading.content, m.received_at); !right)
        mistakes.push_back(right.error());
    if (m.kind == "application" && is_of_no_item(taken->reading.content, setting_))
        mistakes.push_back(not_published(taken->reading.content));
    if (mistakes.empty()) return quarantine(taken);
    refuse(taken, std::move(mistakes));
}

void Intake::dispatch(const std::shared_ptr<Taken>& taken) {
    // A message that came before stores no file again: it has no case to store it for.
    if (!taken->reading.files.empty() && taken->quarantined_in.empty() &&
        store_.known_message(taken->message.partner, taken->key)) {
        return refuse(taken, Error{Code::kIdempotencyKeyReused, {"idempotency-key"}});
    }
    const ports::InboundMessage& m = taken->message;
    if (const Status right = timely(taken->reading.content, m.received_at); !right)
        return refuse(taken, right.error());
    for (const KindRow& row : kKinds) {
        if (row.kind == m.kind) return (this->*row.handle)(taken);
    }
    refuse(taken, Error{Code::kMessageKindUnknown, {m.kind, m.partner.str(), 0, 0}});
}

void Intake::apply(std::shared_ptr<Taken> taken) {
    const object& content = taken->reading.content;
    const model::Item* item = item_of(content, setting_.catalogue);
    if (item == nullptr) return apply_for_whole(std::move(taken));
    model::Receive receive;
    receive.source = taken->message.partner;
    receive.foreign_no = text_at(content, "channel_no");
    receive.content = std::move(taken->reading.content);
    receive.received_at = taken->message.received_at;
    cases_.open(item->id, std::move(receive), request_of(*taken),
                [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

/// R45: several items in one application.
void Intake::apply_for_whole(std::shared_ptr<Taken> taken) {
    const object& content = taken->reading.content;
    const model::ParentPlan* plan = setting_.hall.find_parent(item_name_of(content));
    if (plan == nullptr) return refuse(taken, not_published(content));
    auto whole = read_whole(content, *plan, setting_);
    if (!whole) return refuse(taken, whole.error());
    model::Receive receive;
    receive.source = taken->message.partner;
    receive.foreign_no = text_at(content, "channel_no");
    receive.content = std::move(whole->content);
    receive.received_at = taken->message.received_at;
    receive.join = std::move(whole->join);
    cases_.open(whole->item, std::move(receive), request_of(*taken),
                [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

Request Intake::request_of(const Taken& taken) {
    Request request;
    request.actor = "partner:" + taken.message.partner.str();
    request.mapping_version = taken.reading.mapping;
    request.files = taken.reading.files;
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
    request.others = [released = released(taken), kind = taken.message.kind,
                      waybill = text_at(taken.reading.content, "parcel.waybill")](
                         const CaseNo& no, const std::string& answer) {
        ports::Append append = released;
        model::Event& event = append.events.front();
        event.clear["stream"] = stream_of(kind, no, waybill).str();
        event.secret["answer"] = boost::json::parse(answer);
        return Result<std::vector<ports::Append>>{{std::move(append)}};
    };
    return request;
}

Result<CaseNo> Intake::case_of(const Taken& taken) {
    const std::string no = text_at(taken.reading.content, "case_no");
    const std::string other = text_at(taken.reading.content, "channel_no");
    if (no.empty() && other.empty()) return Error{Code::kFieldMissing, {"case_no", {}, 0, 0}};
    const auto called = [&](const std::string& number) {
        return find_by_alias(store_, cases_, taken.message.partner, number);
    };
    // A number given out before a restore is not ours any more, but may be the partner's for a
    // case.
    const bool is_ours = is_case_no(no) && store_.stream(case_stream(CaseNo{no}));
    auto found = is_ours ? Result<CaseNo>{CaseNo{no}} : called(no.empty() ? other : no);
    if (!found || no.empty() || other.empty()) return found;
    // Which of two cases is meant is not ours to guess; a number not known yet contradicts nothing.
    if (const auto second = called(other); second && *second != *found)
        return Error{Code::kFieldFormat, {"channel_no", {}, 0, 0}, "与办件编号不是同一办件"};
    return found;
}

void Intake::run(const std::shared_ptr<Taken>& taken, Part part, model::Command command) {
    const auto no = case_of(*taken);
    if (!no) return refuse(taken, no.error());
    if (const Status own = check_part(cases_, taken->message.partner, part, *no); !own)
        return refuse(taken, own.error());
    cases_.run(*no, std::move(command), request_of(*taken),
               [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

void Intake::supplement(std::shared_ptr<Taken> taken) {
    run(taken, Part::kSource,
        model::Supplement{list(taken->reading.content, "materials"), taken->message.received_at});
}

void Intake::progress(std::shared_ptr<Taken> taken) {
    const object p = section(taken->reading.content, "progress");
    const auto at = parse_instant(text_at(p, "at"));
    run(taken, Part::kDepartment,
        model::Progress{text_at(p, "stage"), text_at(p, "note"),
                        at.value_or(taken->message.received_at), leg_of(taken->reading.content),
                        text_at(p, "by")});
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
    decision.merits = text_at(d, "merits");
    decision.refusal_number = text_at(d, "refusal_number");
    decision.foreign_no = text_at(d, "foreign_no");
    decision.decided_by = text_at(d, "decided_by");
    run(taken, Part::kDepartment,
        model::Decide{std::move(decision), leg_of(taken->reading.content)});
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
    const auto parcel = find_by_waybill(store_, cases_, text_at(t, "waybill"));
    if (!parcel) return refuse(taken, parcel.error());
    model::Tracked command{text_at(t, "code"), text_at(t, "meaning"), text_at(t, "by"),
                           parse_instant(text_at(t, "at")).value_or(taken->message.received_at),
                           parcel->waybill};
    cases_.run(parcel->no, std::move(command), request_of(*taken),
               [this, taken](Outcome outcome) { finish(taken, std::move(outcome)); });
}

}  // namespace ow::flow
