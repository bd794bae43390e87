#pragma once
// Whether a partner's endpoint does what it owes: messages of ours, right and wrong ones, each with
// what must come back. Every call goes through the partner's own adapter, spoilt on the wire just
// before it leaves, so that one list serves every protocol over HTTP. For a test endpoint: right
// messages are taken there.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/ports/partner.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::app {

/// What must come back.
enum class ConformanceDue : std::uint8_t {
    kTaken,
    kNumbered,     ///< the first answer had the partner's number
    kSameNumber,   ///< as in the first answer: nothing was done again
    kCredentials,  ///< refused as not ours
    kCredentialsOrSame,
    kRefused,  ///< refused for good
    kNoHarm,   ///< taken or refused, but answered
};

enum class Verdict : std::uint8_t { kPassed, kFailed, kSkipped };

struct ConformanceCheck {
    std::string name;   ///< for scripts: bad_signature
    std::string title;  ///< 中文
    std::string right;  ///< what would be right
    Verdict verdict = Verdict::kSkipped;
    std::string sent{};  ///< request line, headers without secrets, beginning of the body
    std::string came{};  ///< status and beginning of the body, or why there was no answer
    std::string note{};  ///< why it failed or was not done
};

/// What is sent and what is due, in the order in which it is sent.
struct ConformanceRow {
    std::string_view name;
    std::string_view title;
    std::string_view right;
    ConformanceDue due;
};
[[nodiscard]] std::span<const ConformanceRow> conformance_rows();

struct ConformanceTarget {
    const ports::PartnerSettings& partner;
    bool deduplicates = false;
    std::string kind;             ///< of the message sent
    ports::Wording good;          ///< a message the partner must take
    ports::Wording unknown_code;  ///< the same with an item that nobody has
    std::size_t oversize_bytes = 0;
};

[[nodiscard]] std::vector<ConformanceCheck> run_conformance(const ConformanceTarget& target,
                                                            ports::MakeAdapter make,
                                                            ports::HttpClient& http);

/// As Markdown, in Chinese. `at` is when it was run.
[[nodiscard]] std::string conformance_report(const ports::PartnerSettings& partner,
                                             const std::vector<ConformanceCheck>& checks,
                                             Instant at);

}  // namespace ow::app
