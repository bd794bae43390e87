#pragma once
// A printer on the network, without paper: takes PDF by IPP over HTTP and keeps book of what would
// lie in its tray.
//
//   POST <prefix>               IPP: Print-Job, Get-Printer-Attributes, Get-Jobs,
//                               Get-Job-Attributes, Cancel-Job
//   POST <prefix>/twin/faults   {"off_after": 12}; {} repairs it, and what waited is printed
//   GET  <prefix>/twin/log      {"printed":[{"job","sha256","copies","sides","tray"}]}
//
// Faults, each after so many more documents were printed (0: at once):
//   off_after        closed unread
//   no_paper_after   says media-empty; jobs it already took wait
//   jam_after        takes jobs and begins none
//   halt_after       begins a job and stands still
//   die_after        prints one more, cuts its answer and is off
//   cut_after        prints one more and cuts its answer only

#include <boost/json/object.hpp>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/ipp_print/twin_wire.hpp"
#include "gateway/base/result.hpp"
#include "gateway/ports/http.hpp"

namespace ow::ipp_print {

/// Thread-safe.
class Twin {
  public:
    struct Printed {
        int job = 0;
        std::string sha256;
        int copies = 1;
        std::string sides;
        std::string tray;
    };

    [[nodiscard]] std::vector<ports::Route> routes(const std::string& prefix);
    [[nodiscard]] Status set_faults(const boost::json::object& faults);
    [[nodiscard]] std::vector<Printed> printed() const;

  private:
    enum class State : std::uint8_t { kPending = 3, kStopped = 6, kCanceled = 7, kCompleted = 9 };
    struct Job {
        std::string name;
        Printed paper;
        State state = State::kPending;
        bool has_begun = false;
    };
    [[nodiscard]] ports::HttpResponse answer(const std::string& body);
    [[nodiscard]] std::string attributes(const twin::Request& request);
    [[nodiscard]] std::string take(const twin::Request& request, bool& is_cut);
    [[nodiscard]] std::string jobs(const twin::Request& request);
    [[nodiscard]] std::string one_job(const twin::Request& request);
    [[nodiscard]] std::string cancel(const twin::Request& request);
    [[nodiscard]] bool is_due(const std::string& fault) const;
    void describe(twin::Response& out, int id, const Job& job) const;
    void put_out(Job& job);

    mutable std::mutex mutex_;
    std::map<std::string, int> faults_;  ///< documents until then
    std::map<int, Job> jobs_;
    std::vector<Printed> tray_;
};

}  // namespace ow::ipp_print
