#include "gateway/base/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace ow {
namespace {

constexpr LogRow kEvents[] = {
    {LogEvent::kCaseCommitted, "case.committed"},
    {LogEvent::kCaseRepeated, "case.repeated"},
    {LogEvent::kConfigLoaded, "config.loaded"},
    {LogEvent::kConsoleAction, "console.action"},
    {LogEvent::kDocumentRefused, "document.refused"},
    {LogEvent::kDocumentStored, "document.stored"},
    {LogEvent::kHttpClosed, "http.closed"},
    {LogEvent::kHttpListening, "http.listening"},
    {LogEvent::kHttpRequest, "http.request"},
    {LogEvent::kIntakeRefused, "intake.refused"},
    {LogEvent::kLaneParked, "lane.parked"},
    {LogEvent::kLaneReleased, "lane.released"},
    {LogEvent::kMessageQuarantined, "message.quarantined"},
    {LogEvent::kPartnerHeld, "partner.held"},
    {LogEvent::kPartnerPaused, "partner.paused"},
    {LogEvent::kPartnerReleased, "partner.released"},
    {LogEvent::kPartnerResumed, "partner.resumed"},
    {LogEvent::kPartnerSilent, "partner.silent"},
    {LogEvent::kProcessReady, "process.ready"},
    {LogEvent::kProcessStopped, "process.stopped"},
    {LogEvent::kRelayRetry, "relay.retry"},
    {LogEvent::kRelaySent, "relay.sent"},
    {LogEvent::kRelayUnknown, "relay.unknown"},
    {LogEvent::kRequestFailed, "request.failed"},
    {LogEvent::kSealUnstamped, "seal.unstamped"},
    {LogEvent::kSealUsed, "seal.used"},
    {LogEvent::kStoreOpened, "store.opened"},
    {LogEvent::kTimerFired, "timer.fired"},
    {LogEvent::kTimersReleased, "timers.released"},
    {LogEvent::kTwinEvent, "twin.event"},
};

constexpr std::string_view kFields[] = {
    "action", "address",  "attempt", "bytes", "case",    "code",    "count", "document",
    "field",  "hash",     "item",    "lane",  "line",    "message", "ms",    "partner",
    "path",   "retry_at", "role",    "row",   "seal",    "serial",  "state", "status",
    "stream", "trace",    "url",     "user",  "version",
};

void append_json(std::string& out, std::string_view text) {
    out.push_back('"');
    for (char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

}  // namespace

std::span<const LogRow> log_events() {
    return kEvents;
}
std::span<const std::string_view> log_fields() {
    return kFields;
}

void LineLog::write(LogEvent event, std::initializer_list<LogField> fields) {
    std::string line = "{\"t\":\"" + to_iso(clock_.now()) + "\",\"event\":\"";
    line += kEvents[static_cast<std::size_t>(event)].name;
    line += '"';
    for (const LogField& field : fields) {
        const bool known =
            std::find(std::begin(kFields), std::end(kFields), field.key) != std::end(kFields);
        line += known ? fmt::format(",\"{}\":", field.key) : ",\"badfield\":";
        append_json(line, known ? std::string_view{field.value} : field.key);
    }
    line += "}\n";
    const std::scoped_lock lock{mutex_};
    [[maybe_unused]] const auto written = ::write(fd_, line.data(), line.size());
}

}  // namespace ow
