#pragma once
// Where a case stands. The literal table gives the stored name and what people read.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ow::model {

enum class Stage : std::uint8_t {
    kNone,        ///< no event yet
    kReceived,    ///< 收件, waiting for a person's formal check
    kCorrection,  ///< 补正 told, no clock yet (R28)
    kRefused,     ///< 不予受理
    kAccepted,    ///< 受理, with the department
    kDecided,     ///< decided, result not yet at the issuance window
    kAtIssuance,  ///< result passed R12 and is at the issuance window (R39)
    kNotified,    ///< applicant told
    kMailed,      ///< given to the courier, not yet delivered
    kDelivered,   ///< 送达
    kFedBack,     ///< 送达 registered and D15 back at the department (R14): closed
    kWithdrawn,   ///< R5: a pledge was broken and the hall takes that for a withdrawal: closed
};

struct StageRow {
    Stage stage;
    std::string_view name;   ///< stored, stable
    std::string_view label;  ///< 中文
    bool closed;
};

[[nodiscard]] std::span<const StageRow> stages();
[[nodiscard]] const StageRow& row_of(Stage stage);

}  // namespace ow::model
