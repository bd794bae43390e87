#include "gateway/flow/credit.hpp"

#include "gateway/flow/each_stream.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

constexpr std::string_view kDistrust = "distrust";
constexpr std::string_view kIntegrity = "integrity";

Result<model::CreditRecord> record_of(ports::Store& store, const StreamId& stream) {
    const auto events = store.load(stream);
    if (!events && events.error().code() == Code::kCaseNotFound) return model::CreditRecord{};
    if (!events) return events.error();
    return model::replay_credit(*events);
}

ports::StreamRow row_of(const model::CaseState& s, std::string_view stage) {
    ports::StreamRow row;
    row.hall = s.hall.str();
    row.department = s.listing.list;  // lists ask for it
    row.stage = stage;
    row.closed = stage == "dropped" || stage == "removed";
    return row;
}

}  // namespace

StreamId credit_stream(ports::Store& store, std::string_view list, std::string_view cert_number) {
    const std::string subject = number_term(cert_number);
    return StreamId{"credit:" + std::string{list} + ":" + store.pseudonym(subject)};
}

Result<CreditReading> read_credit(ports::Store& store, const model::Command& command,
                                  const boost::json::object& content, Instant now) {
    CreditReading reading;
    if (!std::holds_alternative<model::AcceptOnPledge>(command)) return reading;
    const std::string number = model::text_at(content, "applicant.cert_number");
    if (number.empty()) return reading;
    for (std::string_view list : {kDistrust, kIntegrity}) {
        StreamId stream = credit_stream(store, list, number);
        const auto record = record_of(store, stream);
        if (!record) return record.error();
        const model::CreditEntry* entry = record->in_force(now);
        if (list == kIntegrity) reading.facts.lost_promise = entry != nullptr;
        if (list == kDistrust && entry != nullptr) {
            reading.facts.is_distrusted = true;
            if (entry->until)
                reading.facts.distrusted_until = to_iso(day_of(*entry->until - Millis{1}));
        }
        reading.guards.push_back({std::move(stream), record->version});
    }
    return reading;
}

Result<std::vector<ports::Append>> credit_appends(ports::Store& store,
                                                  const model::CaseState& after,
                                                  const std::vector<model::Event>& events) {
    std::vector<ports::Append> appends;
    for (const model::Event& event : events) {
        auto entry = model::credit_event(event, after.no.str(), after.content, after.listing.list);
        if (!entry) continue;
        const std::string number = model::text_at(after.content, "applicant.cert_number");
        if (number.empty()) return Error{Code::kFieldMissing, {"applicant.cert_number", {}, 0, 0}};
        StreamId stream = credit_stream(store, after.listing.list, number);
        const auto record = record_of(store, stream);
        if (!record) return record.error();
        std::vector<model::Event> entries;
        entries.push_back(std::move(*entry));
        appends.push_back({std::move(stream), record->version, std::move(entries),
                           row_of(after, after.listing.stage)});
    }
    return appends;
}

std::vector<model::CreditRecord> credit_records(ports::Store& store, std::string_view list) {
    ports::StreamQuery query;
    query.kind = "credit";
    query.department = list;
    std::vector<model::CreditRecord> records;
    each_stream(store, query, [&](const ports::StreamView& view) {
        if (auto record = record_of(store, view.stream)) records.push_back(std::move(*record));
        return true;
    });
    return records;
}

}  // namespace ow::flow
