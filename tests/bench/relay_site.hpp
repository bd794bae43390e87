#pragma once
// The gateway of bench_relay: store, intake, relay, rendering and the real client over TLS, in one
// process and without a listening socket. Every case has one message, to the twin its item belongs
// to, and one document (D2).

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/paper_maker.hpp"
#include "gateway/flow/intake.hpp"
#include "gateway/flow/relay.hpp"
#include "gateway/http/client.hpp"
#include "gateway/mapping/translator.hpp"

namespace ow::bench {

using Watch = std::chrono::steady_clock;

/// What was handed in: when, and for which twin.
struct HandedIn {
    Watch::time_point at;
    int twin = 0;
};
using Cases = std::map<std::string, HandedIn>;  ///< by case number

/// What the last three twins suffer from while the relay runs.
enum class Trouble : std::uint8_t {
    kNone,
    kHanging,  ///< the last one never answers
    kThree,    ///< it hangs, one is down, one's certificate is not ours to trust
};

/// When each message was sent and each document stored. Thread-safe.
class Arrivals final : public Log {
  public:
    void write(LogEvent event, std::initializer_list<LogField> fields) override;
    /// Blocks until so many messages are sent; false: a minute went by without one more.
    [[nodiscard]] bool wait_sent(std::size_t count);
    [[nodiscard]] bool wait_stored(std::size_t count);
    /// Blocks until the message of each of these cases is sent.
    [[nodiscard]] bool wait_sent(const std::vector<std::string>& numbers);
    /// By case number.
    [[nodiscard]] std::map<std::string, Watch::time_point> sent() const;
    [[nodiscard]] std::map<std::string, Watch::time_point> stored() const;

  private:
    using Times = std::map<std::string, Watch::time_point>;
    [[nodiscard]] bool wait(const Times& times, std::size_t count);
    mutable std::mutex mutex_;
    std::condition_variable moved_;
    Times sent_;
    Times stored_;
};

/// The client with its ears open: keeps the first requests as they go over the wire.
class Recorder final : public ports::HttpClient {
  public:
    explicit Recorder(ports::HttpClient& inner) : inner_(inner) {}
    [[nodiscard]] Result<ports::HttpReply> call(const ports::HttpCall& call) override;
    [[nodiscard]] std::vector<std::string> requests() const { return requests_; }

  private:
    ports::HttpClient& inner_;
    std::mutex mutex_;
    std::vector<std::string> requests_;
};

class RelaySite {
  public:
    RelaySite(const app::Config& config, const std::string& dir, std::uint16_t twins);
    ~RelaySite();
    RelaySite(const RelaySite&) = delete;
    RelaySite& operator=(const RelaySite&) = delete;

    /// Applications taken in, `count` spread over `twins` twins from `first` on; their numbers with
    /// the time when each was handed in. `pace`: so many a second, 0: as fast as it goes.
    [[nodiscard]] Cases take_in(int count, int first, int twins, double pace);
    /// The documents of what was taken in so far need not be made.
    void forget_documents();
    void start_relay(Trouble trouble);
    void stop_relay();
    [[nodiscard]] Arrivals& arrivals() { return arrivals_; }
    [[nodiscard]] const Recorder& recorder() const { return *recorder_; }

  private:
    void open_paper(const app::Config& config, const std::string& dir);
    void open_partners(std::uint16_t twins);
    void add_adapter(const std::string& as, ports::PartnerSettings settings,
                     ports::HttpClient& client);
    void let_hang(bool hang);

    SystemClock clock_;
    Arrivals arrivals_;
    flow::Setting setting_;
    std::unique_ptr<ports::Store> store_;
    std::unique_ptr<mapping::MappingTranslator> translator_;
    std::unique_ptr<app::SealedPaper> paper_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<Recorder> recorder_;
    std::unique_ptr<http::Client> distrusting_;  ///< takes the twins' certificate for a stranger's
    std::string twins_url_;
    WorkerPool pool_{2, 65'536};
    std::optional<flow::CaseService> cases_;
    std::optional<flow::Appointments> appointments_;
    std::optional<flow::Intake> intake_;
    std::map<std::string, ports::PartnerSettings> partner_settings_;
    std::map<std::string, std::unique_ptr<ports::Adapter>> adapters_;
    std::unique_ptr<flow::Relay> relay_;
    std::vector<std::string> bodies_;
    int taken_ = 0;
};

}  // namespace ow::bench
