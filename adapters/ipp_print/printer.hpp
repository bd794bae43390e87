#pragma once
// One printer over IPP 2.0 (RFC 8010, 8011) by libcups: may it print now, print this, what became
// of it. A conversation is one object on one thread, with one deadline for all of its calls.
//
// What is certain and what is not: before Print-Job has been sent nothing is on paper
// (kPartnerUnreachable, kPrinterNoPaper, kPrinterStopped: again later); once it has, only the
// printer's own word counts, and without it the print is kPartnerTimeout: nobody knows.

#include <chrono>
#include <memory>
#include <string>

#include "adapters/ipp_print/settings.hpp"
#include "gateway/base/result.hpp"

namespace ow::ipp_print {

struct Job {
    enum class State : std::uint8_t { kUnderWay, kFailed, kCompleted };
    int id = 0;
    State state = State::kUnderWay;
    /// False only if the printer says that it has not begun (time-at-processing: no-value). A count
    /// of 0 impressions says nothing: many printers do not count.
    bool has_begun = true;
    int impressions = 0;
};

struct Print {
    std::string name;  ///< of the job; ours, so that it is found again
    Sheet sheet;
    const std::string& pdf;
};

class Printer {
  public:
    using Deadline = std::chrono::steady_clock::time_point;
    Printer(const Address& address, Deadline deadline);
    ~Printer();
    Printer(const Printer&) = delete;
    Printer& operator=(const Printer&) = delete;

    /// Whether it would print now and knows the sheet's sides and tray (kPartnerConfiguration).
    [[nodiscard]] Status check(const Sheet& sheet);
    /// Hands the bytes over. An answer that was lost is looked up by the job's name.
    [[nodiscard]] Result<Job> submit(const Print& print);
    [[nodiscard]] Result<Job> job(int id);
    /// Asks to drop a job; job() tells whether it was in time.
    void cancel(int id);

  private:
    struct Wire;
    [[nodiscard]] Result<Job> find(const std::string& name);

    const Address address_;
    std::unique_ptr<Wire> wire_;
};

}  // namespace ow::ipp_print
