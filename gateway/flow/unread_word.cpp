#include "gateway/flow/unread_word.hpp"

#include "gateway/flow/each_stream.hpp"

namespace ow::flow {
namespace {

constexpr const char* kKinds[] = {"decision", "progress"};

bool asks_whether_silent(const model::Command& command, const model::CaseState& s, Instant now) {
    return std::holds_alternative<model::TimerFired>(command) && s.timing.deems_approval &&
           !s.decision && s.promised.due && now >= *s.promised.due;
}

bool is_heard_of(const model::CaseState& s, const std::string& partner) {
    if (s.department_partner.str() == partner) return true;
    for (const model::Leg& leg : s.legs.all)
        if (leg.partner.str() == partner) return true;
    return false;
}

/// By our number or the department's own; ASCII stands in every format and charset as it is.
bool names_case(ports::Store& store, const StreamId& message, const model::CaseState& s) {
    const auto events = store.load(message);
    if (!events || events->empty()) return false;
    const auto& clear = events->front().event.clear;
    const auto body = store.open_message(PartnerId{model::text_at(clear, "partner")},
                                         model::text_at(clear, "key"));
    if (!body) return false;
    const auto theirs = s.aliases.find(model::text_at(clear, "partner"));
    return body->find(s.no.str()) != std::string::npos ||
           (theirs != s.aliases.end() && body->find(theirs->second) != std::string::npos);
}

}  // namespace

bool has_unread_word(ports::Store& store, const model::Command& command, const model::CaseState& s,
                     Instant now) {
    if (!asks_whether_silent(command, s, now)) return false;
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined"};
    bool found = false;
    for (const char* kind : kKinds) {
        query.department = kind;  // the row of a message has its kind there
        each_stream(store, query, [&](const ports::StreamView& view) {
            found = is_heard_of(s, view.row.source) && names_case(store, view.stream, s);
            return !found;
        });
        if (found) return true;
    }
    return false;
}

}  // namespace ow::flow
