#pragma once
// Sends the applications as their sources would: signed, several at a time, and the same bytes
// under the same key again whenever no answer came. Now and then an answered one is sent again too;
// its answer must be the first one.

#include <atomic>
#include <thread>
#include <vector>

#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"
#include "tests/torture/applications.hpp"
#include "tests/torture/site.hpp"

namespace ow::torture {

class Feed {
  public:
    Feed(std::vector<Application>& applications, const Site& site, ports::HttpClient& http,
         const Clock& clock);
    ~Feed();  ///< stops
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    [[nodiscard]] int acknowledged() const { return acknowledged_; }
    [[nodiscard]] bool done() const { return running_ == 0; }
    [[nodiscard]] int sends() const { return sends_; }
    /// Repeated messages that got another answer than the first time.
    [[nodiscard]] int other_answers() const { return other_answers_; }
    /// Ends the feeding; afterwards the applications may be read.
    void stop();

  private:
    void run();
    void feed(Application& application);
    /// The case number it was taken under; empty: no answer yet, or refused.
    [[nodiscard]] std::string send(Application& application);

    std::vector<Application>& applications_;
    const Site& site_;
    ports::HttpClient& http_;
    const Clock& clock_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<int> acknowledged_ = 0;
    std::atomic<int> sends_ = 0;
    std::atomic<int> other_answers_ = 0;
    std::atomic<int> running_ = 0;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace ow::torture
