#pragma once
// Logs are events with fixed names and fields, never prose. No name, ID number, phone, token or
// body may be a field's value; keys are limited to one table so that a reviewer can see them all.
//
//   log.write(LogEvent::kCaseCommitted, {{"case", no}, {"partner", id}, {"ms", "3"}});
//
// One JSON object a line: {"t":"…","event":"case.committed","case":"…"}.

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "gateway/base/time.hpp"

namespace ow {

enum class LogEvent : std::uint8_t {
    kCaseCommitted,
    kCaseRepeated,
    kConfigLoaded,
    kConsoleAction,
    kDocumentRefused,
    kDocumentStored,
    kHttpClosed,
    kHttpListening,
    kHttpRequest,
    kIntakeRefused,
    kLaneParked,
    kLaneReleased,
    kMessageQuarantined,
    kPartnerHeld,
    kPartnerPaused,
    kPartnerReleased,
    kPartnerResumed,
    kPartnerSilent,
    kProcessReady,
    kProcessStopped,
    kRelayRetry,
    kRelaySent,
    kRelayUnknown,
    kRequestFailed,
    kSealUnstamped,
    kSealUsed,
    kStoreOpened,
    kTimerFired,
    kTimersReleased,
    kTwinEvent,
};

struct LogRow {
    LogEvent event;
    std::string_view name;
};
[[nodiscard]] std::span<const LogRow> log_events();

/// The only field names a log line may have.
[[nodiscard]] std::span<const std::string_view> log_fields();

struct LogField {
    std::string_view key;  ///< one of log_fields(); another one is written as "badfield"
    std::string value;
};

/// Where log lines go. Thread-safe.
class Log {
  public:
    virtual ~Log() = default;
    virtual void write(LogEvent event, std::initializer_list<LogField> fields) = 0;
};

/// Lines to a file descriptor it does not own (2 = stderr).
class LineLog final : public Log {
  public:
    LineLog(int fd, const Clock& clock) : fd_(fd), clock_(clock) {}
    void write(LogEvent event, std::initializer_list<LogField> fields) override;

  private:
    int fd_;
    const Clock& clock_;
    std::mutex mutex_;
};

/// Drops everything; for tests.
class NullLog final : public Log {
  public:
    void write(LogEvent, std::initializer_list<LogField>) override {}
};

}  // namespace ow
