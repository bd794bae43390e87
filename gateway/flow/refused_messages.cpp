#include "gateway/flow/refused_messages.hpp"

namespace ow::flow {
namespace {

constexpr std::size_t kTraceLength = 16;

std::string trace_of(const std::string& id) {
    return id.size() > kTraceLength && id[kTraceLength] == '-' ? id.substr(0, kTraceLength)
                                                               : std::string{};
}

}  // namespace

std::vector<RefusedMessage> refused_messages(ports::Store& store, int limit) {
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined", "refused"};
    query.limit = limit;
    std::vector<RefusedMessage> messages;
    for (const ports::StreamView& view : store.streams(query)) {
        const std::string id = view.stream.str().substr(view.stream.str().find(':') + 1);
        const std::size_t blank = view.row.flags.find(' ');
        messages.push_back({id, PartnerId{view.row.source}, view.row.department, trace_of(id),
                            view.row.stage, view.row.flags.substr(0, blank),
                            blank == std::string::npos ? "" : view.row.flags.substr(blank + 1),
                            view.opened_at});
    }
    return messages;
}

std::string_view next_step_of(std::string_view code) {
    for (const ErrorRow& row : error_catalogue()) {
        if (row.name == code) return row.operator_;
    }
    return {};
}

}  // namespace ow::flow
