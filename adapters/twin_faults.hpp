#pragma once
// What a twin does wrong on demand: {"busy": 2, "cut": 1, "cut_one_in": 5, "hang": 1}. The counts
// are used up, the next request each; `cut_one_in` cuts every n-th answer for ever.

#include <boost/json/object.hpp>
#include <functional>
#include <mutex>
#include <vector>

#include "gateway/ports/http.hpp"

namespace ow::adapters {

/// Thread-safe.
class TwinFaults {
  public:
    static constexpr int kCut = 0;    ///< status: acted, but the connection closes without answer
    static constexpr int kHang = -1;  ///< status: no answer until the twin ends

    TwinFaults() = default;
    ~TwinFaults();
    TwinFaults(const TwinFaults&) = delete;
    TwinFaults& operator=(const TwinFaults&) = delete;

    /// Replaces all; what the object does not name is off.
    void set(const boost::json::object& body);
    [[nodiscard]] bool busy();
    [[nodiscard]] bool hangs();
    [[nodiscard]] bool cuts();

    /// Every GET and POST to `handle`, behind any server; a hanging answer is held. The routes must
    /// not outlive this.
    [[nodiscard]] std::vector<ports::Route> routes(
        std::function<ports::HttpResponse(const ports::HttpRequest&)> handle);

  private:
    std::mutex mutex_;
    int busy_ = 0;
    int cut_ = 0;
    int cut_one_in_ = 0;
    int hang_ = 0;
    int answers_ = 0;
    std::vector<ports::Respond> held_;
};

}  // namespace ow::adapters
