#pragma once
// Messages from partners: read through the mapping, turned into commands, committed, answered.
//
// Bad input leaves a trace: the raw bytes and all that was wrong stand in a stream of their own
// (`message:<trace>-<token>`; the trace is the one of the request's log lines), encrypted, and
// never half a case. A message with nothing wrong but unknown codes is quarantined (R33): it is
// kept and goes on by itself once the codes are known; if something else turns out to be wrong
// then, it becomes a refused one. A message that is known gets its first answer again; one that
// came out of quarantine the answer it got there.
//
// Thread-safe. receive() blocks for the mapping; `done` comes after the commit.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/flow/partner_cases.hpp"
#include "gateway/ports/partner.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::flow {

class Intake final : public ports::Inbound {
  public:
    Intake(ports::Store& store, CaseService& cases, Appointments& appointments,
           const Setting& setting, ports::Translator& translator, const Clock& clock, Log& log);

    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override;

    /// Reads every quarantined message again; those that map now go on. Returns how many did. A
    /// message that was read before the call and is kept after it is read again then; a call
    /// during another makes that one begin once more, and returns 0.
    int release_quarantined();

    using Done = std::function<void(ports::Answer)>;

  private:
    struct Taken;
    using Handle = void (Intake::*)(std::shared_ptr<Taken>);
    struct KindRow {
        std::string_view kind;
        Handle handle;
    };
    static const KindRow kKinds[];

    void dispatch(const std::shared_ptr<Taken>& taken);
    void apply(std::shared_ptr<Taken> taken);
    void apply_for_whole(std::shared_ptr<Taken> taken);
    void supplement(std::shared_ptr<Taken> taken);
    void progress(std::shared_ptr<Taken> taken);
    void decision(std::shared_ptr<Taken> taken);
    void booking(std::shared_ptr<Taken> taken);
    void parcel(std::shared_ptr<Taken> taken);
    void track(std::shared_ptr<Taken> taken);

    void run(const std::shared_ptr<Taken>& taken, Part part, model::Command command);
    [[nodiscard]] Result<CaseNo> case_of(const Taken& taken);
    [[nodiscard]] Request request_of(const Taken& taken);
    void finish(const std::shared_ptr<Taken>& taken, Outcome outcome);

    // What did not become what it asked for (intake_trace.cpp).
    /// The errors that the sender must mend: all but unknown codes.
    [[nodiscard]] static std::vector<Error> mistakes_of(const ports::Reading& reading);
    void refuse(const std::shared_ptr<Taken>& taken, std::vector<Error> errors);
    void refuse(const std::shared_ptr<Taken>& taken, const Error& error);
    void quarantine(const std::shared_ptr<Taken>& taken);
    /// Answers a message whose first answer was `answer`; reads the store.
    void repeat(const std::shared_ptr<Taken>& taken, boost::json::object answer);
    /// The trace of a message: its stream's event and row.
    [[nodiscard]] ports::Append trace_of(const Taken& taken, const std::vector<Error>& errors,
                                         bool quarantined) const;
    /// The step that keeps the bytes and the reasons; `after` runs when it is durable or failed.
    void keep(const Taken& taken, const std::vector<Error>& errors, bool quarantined,
              std::function<void(ports::CommitOutcome)> after);
    /// Ends the quarantine of a message that went on.
    [[nodiscard]] ports::Append released(const Taken& taken) const;
    /// The message of a quarantined stream, read again; nullptr while codes are missing.
    [[nodiscard]] std::shared_ptr<Taken> read_again(const ports::StreamView& view);
    void go_on(const std::shared_ptr<Taken>& taken);
    [[nodiscard]] bool release(const ports::StreamView& view);
    void release_one(const Taken& kept);
    [[nodiscard]] int scan_quarantine();

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Setting& setting_;
    ports::Translator& translator_;
    const Clock& clock_;
    Log& log_;
    std::mutex scans_mutex_;
    std::atomic<std::int64_t> scans_ = 0;  ///< how many were asked for
    bool scanning_ = false;
};

}  // namespace ow::flow
