#pragma once
// Knows which partners were heard since this process began. A correction, a decision or a track
// that waited at a partner while the gateway was down must be taken in before a timer says what is
// deemed to have happened (R7, R8, R26): Timers asks ready() first.
//
// Awaited is every partner whose messages change a running case. A partner that calls us is heard
// with its first message that was answered; an adapter that fetches tells heard() after its first
// whole reading. A partner silent for `bound` after begin() is waited for no longer: one log line
// names it. Stands between the adapters and the intake. Thread-safe.

#include <mutex>
#include <optional>
#include <set>

#include "gateway/base/log.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::flow {

class FirstReading final : public ports::Inbound {
  public:
    FirstReading(ports::Inbound& intake, const Setting& setting, const Clock& clock, Log& log,
                 Millis bound);

    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override;

    /// The bound runs from here; again without effect.
    void begin();
    void heard(const PartnerId& partner);
    /// Who was waited for in vain and has not been heard since.
    [[nodiscard]] std::vector<PartnerId> silent();
    /// False before begin(). Once true it stays so.
    [[nodiscard]] bool ready();

  private:
    ports::Inbound& intake_;
    const Clock& clock_;
    Log& log_;
    const Millis bound_;
    std::mutex mutex_;
    std::set<PartnerId> awaited_;
    std::optional<Instant> began_;
    bool ready_ = false;
};

}  // namespace ow::flow
