#pragma once
// Messages from partners: read through the mapping, turned into commands, committed, answered.
//
// Bad input leaves a trace: the raw bytes and what was wrong stand in a stream of their own
// (`message:<token>`), encrypted, and never half a case. An unknown code is quarantined (R33): the
// message is kept and goes on by itself once the code is known. A message that is known gets its
// first answer again.
//
// Thread-safe. receive() blocks for the mapping; `done` comes after the commit.

#include <functional>
#include <string>

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/ports/partner.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::flow {

class Intake final : public ports::Inbound {
  public:
    Intake(ports::Store& store, CaseService& cases, Appointments& appointments,
           const Setting& setting, ports::Translator& translator, const Clock& clock, Log& log);

    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override;

    /// Reads every quarantined message again; those that map now go on. Returns how many did.
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
    void supplement(std::shared_ptr<Taken> taken);
    void progress(std::shared_ptr<Taken> taken);
    void decision(std::shared_ptr<Taken> taken);
    void booking(std::shared_ptr<Taken> taken);
    void parcel(std::shared_ptr<Taken> taken);
    void track(std::shared_ptr<Taken> taken);

    void run(const std::shared_ptr<Taken>& taken, model::Command command);
    [[nodiscard]] Result<CaseNo> case_of(const Taken& taken);
    [[nodiscard]] Request request_of(const Taken& taken);
    void finish(const std::shared_ptr<Taken>& taken, Outcome outcome);
    void refuse(const std::shared_ptr<Taken>& taken, const Error& error);
    void quarantine(const std::shared_ptr<Taken>& taken, const Error& error);
    /// The step that keeps the bytes and the reason; `after` runs when it is durable or failed.
    void keep(const std::shared_ptr<Taken>& taken, const Error& error, bool quarantined,
              std::function<void(ports::CommitOutcome)> after);

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Setting& setting_;
    ports::Translator& translator_;
    const Clock& clock_;
    Log& log_;
};

}  // namespace ow::flow
