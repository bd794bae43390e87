#pragma once
// A consultation (R18, S13, S14): a stream of its own, in the ledger whether it was answered at
// once or not. What cannot be answered at once goes to the department with how to reach the asker,
// and is due within the hall's period; silence is an event. Pure.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/model/calendar.hpp"
#include "gateway/model/event.hpp"
#include "gateway/model/hall.hpp"

namespace ow::model {

enum class ConsultationStage : std::uint8_t { kNone, kOpen, kAnswered };

struct Consultation {
    std::int64_t version = 0;
    ConsultationStage stage = ConsultationStage::kNone;
    CaseNo no;
    ItemId item;
    DepartmentId department;
    std::string kind;
    std::string way;
    Instant asked_at{};
    std::optional<Instant> due;  ///< of an open one; nullopt: the calendar is unknown (R29)
    bool is_late = false;
    std::optional<Instant> answered_at;
    bool has_slip = false;       ///< 一次性告知单 was given
    boost::json::object person;  ///< name, phone (personal)
    std::string question;
    std::string answer;
};
[[nodiscard]] Consultation replay_consultation(const std::vector<StoredEvent>& events);

/// `kind`: "procedure", "form", "materials" (受理前预审: kinds and form), "substance" (obvious
/// substance, where the hall's rule lets it). `way`: "on_site", "phone", "video", "network",
/// "appointed".
struct Question {
    ItemId item;
    DepartmentId department;
    std::string kind;
    std::string way;
    std::string name;
    std::string phone;
    std::string question;
    std::string answer;  ///< at once; empty: it goes to the department
    bool has_slip = false;
};

/// kFieldFormat, kFieldMissing (no contact for what stays open), kCommandNotAllowed (beyond the
/// scope of the hall's rule).
[[nodiscard]] Result<std::vector<Event>> decide_ask(const Question& question, const CaseNo& no,
                                                    const Hall& hall, const Calendar& calendar,
                                                    const std::string& actor, Instant now);
[[nodiscard]] Result<std::vector<Event>> decide_answer(const Consultation& consultation,
                                                       const std::string& answer, bool has_slip,
                                                       const std::string& actor, Instant now);
/// The timer of `due`; nothing if it was answered or said before.
[[nodiscard]] std::vector<Event> decide_late(const Consultation& consultation, Instant due);

}  // namespace ow::model
