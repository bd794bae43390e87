#pragma once
// Partners of the relay's scenarios: they keep books of what they acted upon, by idempotency key,
// and fail as they are told, by a clock that is turned. Blocking calls wait for that clock.

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "gateway/ports/partner.hpp"

namespace ow::scenario {

class BookedPartner final : public ports::Sender {
  public:
    /// `nudge` is called at every arrival.
    BookedPartner(const Clock& clock, bool deduplicates, std::function<void()> nudge)
        : clock_(clock), deduplicates_(deduplicates), nudge_(std::move(nudge)) {}

    enum class Mood : std::uint8_t {
        kWell,
        kDown,     ///< nobody there
        kHanging,  ///< acts upon every other message; answers none before the call's deadline
        kExpired,  ///< our certificate is refused
    };
    void set_mood(Mood mood);
    /// So many calls a minute, further ones are told to come again in the next; 0: any number.
    void set_speed(int calls_a_minute);
    /// Every n-th message is acted upon and its answer cut; 0: none.
    void cut_every(int n);
    /// The clock was turned: who waits for it looks again.
    void tick() { turned_.notify_all(); }

    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override;

    [[nodiscard]] std::size_t acted() const;                 ///< keys
    [[nodiscard]] std::vector<std::string> doubled() const;  ///< acted upon more than once
    [[nodiscard]] bool has(const std::string& key) const;
    [[nodiscard]] std::size_t calls() const;
    [[nodiscard]] bool is_full_now() const;  ///< its calls of this minute are used up
    /// Kinds in the order it acted upon them, by case.
    [[nodiscard]] std::map<std::string, std::vector<std::string>> order() const;

  private:
    [[nodiscard]] Result<ports::Receipt> answer(const ports::Delivery& delivery,
                                                std::unique_lock<std::mutex>& lock);
    void act(const ports::Delivery& delivery);
    [[nodiscard]] bool is_full() const;

    const Clock& clock_;
    const bool deduplicates_;
    const std::function<void()> nudge_;
    mutable std::mutex mutex_;
    std::condition_variable turned_;
    Mood mood_ = Mood::kWell;
    int speed_ = 0;
    int cut_every_ = 0;
    std::size_t calls_ = 0;
    std::int64_t minute_ = 0;
    int calls_this_minute_ = 0;
    std::map<std::string, int> acted_;
    std::map<std::string, std::vector<std::string>> order_;
};

}  // namespace ow::scenario
