#include "gateway/flow/refused_messages.hpp"

#include <algorithm>

#include "gateway/flow/each_stream.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {
namespace {

constexpr std::size_t kTraceLength = 16;

std::string trace_of(const std::string& id) {
    return id.size() > kTraceLength && id[kTraceLength] == '-' ? id.substr(0, kTraceLength)
                                                               : std::string{};
}

RefusedMessage message_of(const ports::StreamView& view) {
    const std::string id = view.stream.str().substr(view.stream.str().find(':') + 1);
    const std::size_t blank = view.row.flags.find(' ');
    return {id,
            PartnerId{view.row.source},
            view.row.department,
            trace_of(id),
            view.row.stage,
            view.row.flags.substr(0, blank),
            blank == std::string::npos ? "" : view.row.flags.substr(blank + 1),
            view.opened_at};
}

}  // namespace

std::vector<RefusedMessage> quarantined_messages(ports::Store& store) {
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined"};
    query.closed = false;
    std::vector<RefusedMessage> messages;
    each_stream(store, query, [&](const ports::StreamView& view) {
        messages.push_back(message_of(view));
        return true;
    });
    return messages;
}

std::vector<RefusedMessage> refused_messages(ports::Store& store, int limit) {
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"refused"};
    query.limit = limit;
    std::vector<RefusedMessage> messages;
    for (const ports::StreamView& view : store.streams(query)) messages.push_back(message_of(view));
    return messages;
}

std::vector<StreamId> released_into(ports::Store& store, const std::vector<StreamId>& streams) {
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"released"};
    std::vector<StreamId> found;
    each_stream(store, query, [&](const ports::StreamView& view) {
        const auto events = store.load(view.stream);
        if (!events || events->empty()) return true;  // destroyed before
        const StreamId into{model::text_at(events->back().event.clear, "stream")};
        if (std::find(streams.begin(), streams.end(), into) != streams.end())
            found.push_back(view.stream);
        return true;
    });
    return found;
}

std::string_view next_step_of(std::string_view code) {
    for (const ErrorRow& row : error_catalogue()) {
        if (row.name == code) return row.operator_;
    }
    return {};
}

}  // namespace ow::flow
