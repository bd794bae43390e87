#pragma once
// Runs a command on a case: load, decide, plan, commit; on a conflict decides again, at most three
// times. Commands on one case run one after another in the order they came, so that receipts of
// several partners and a person's action do not trip over each other; a conflict comes from another
// node only. Everybody who changes a case goes through here: intake, desk, relay, timers, paper.
//
// Thread-safe. run() blocks for the loading only; `done` comes from the writer's thread or, after a
// conflict, from the pool.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/base/log.hpp"
#include "gateway/base/worker_pool.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/model/case_commands.hpp"
#include "gateway/ports/store.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::flow {

/// `case:<no>`.
[[nodiscard]] StreamId case_stream(const CaseNo& no);

/// Who asks, and what comes with the step.
struct Request {
    std::string actor;                          ///< "partner:<id>", "staff:<id>", "system"
    std::string actor_name;                     ///< shown on documents; empty for systems
    DepartmentId department = {};               ///< of a member of a department's staff
    std::optional<ports::RawMessage> message;   ///< the message that asks
    std::vector<ports::OutboxFinish> finishes;  ///< the delivery this is the receipt of
    std::optional<std::int64_t> seen_version;   ///< refuse if somebody acted since (desk)
    std::string mapping_version;
    std::vector<ports::MessageFile> files;  ///< of the message, stored before the step
    /// Streams that change in the same step (the booking or parcel a case grew from). Gets the
    /// number of the case or booking and the step's answer.
    std::function<Result<std::vector<ports::Append>>(const CaseNo&, const std::string&)> others;
};

struct Outcome {
    std::optional<Error> error;
    boost::json::object answer;  ///< {"case_no","state",…}
    bool repeated = false;
};
using OutcomeDone = std::function<void(Outcome)>;

class CaseService {
  public:
    CaseService(ports::Store& store, const Setting& setting, const Clock& clock, Log& log,
                WorkerPool& pool);

    /// A new case. The number comes from leased blocks of serials (gaps are allowed, R35).
    void open(const ItemId& item, model::Receive receive, Request request, OutcomeDone done);
    /// A command on an existing case.
    void run(const CaseNo& no, model::Command command, Request request, OutcomeDone done);
    /// run() that waits; for threads of pools, never the writer's.
    [[nodiscard]] Outcome run_and_wait(const CaseNo& no, model::Command command, Request request);

    [[nodiscard]] Result<model::CaseState> load(const CaseNo& no);
    /// The state as of event `version`.
    [[nodiscard]] Result<model::CaseState> load_at(const CaseNo& no, std::int64_t version);

    /// A number never given out before; `channel` is 0-9 or A-Z.
    [[nodiscard]] Result<CaseNo> new_number(char channel);
    [[nodiscard]] const Setting& setting() const { return setting_; }
    /// Runs a job on the pool; false if it is full.
    [[nodiscard]] bool post(WorkerPool::Job job) { return pool_.post(std::move(job)); }
    /// Tells whoever listens that something was committed elsewhere.
    void announce() const { hook_(); }

    /// Called after every commit, from the writer's thread: wakes the relay.
    void on_commit(std::function<void()> hook) { hook_ = std::move(hook); }

  private:
    struct Attempt;
    void begin(std::shared_ptr<Attempt> attempt);
    void end(const std::shared_ptr<Attempt>& attempt, Outcome outcome);
    void decide_and_commit(const std::shared_ptr<Attempt>& attempt);
    [[nodiscard]] Result<model::CaseState> state_before(const Attempt& attempt);
    [[nodiscard]] Result<std::vector<model::Event>> decide(Attempt& attempt,
                                                           const model::CaseState& before,
                                                           Instant now);
    [[nodiscard]] Result<model::ParentFacts> parent_facts(Attempt& attempt,
                                                          const model::CaseState& before);
    [[nodiscard]] Result<ports::Step> step_of(Attempt& attempt, model::CaseState before,
                                              std::vector<model::Event> events, Instant now);
    void committed(const std::shared_ptr<Attempt>& attempt, ports::CommitOutcome outcome);

    ports::Store& store_;
    const Setting& setting_;
    const Clock& clock_;
    Log& log_;
    WorkerPool& pool_;
    std::function<void()> hook_ = [] {};

    std::mutex lanes_mutex_;
    std::map<CaseNo, std::deque<std::shared_ptr<Attempt>>>
        lanes_;  ///< cases with a command under way

    struct Block {
        std::int64_t next = 0;
        std::int64_t end = 0;
    };
    std::mutex numbers_;
    std::map<std::string, Block> blocks_;
};

/// A row's departments: the item's own first, then those with a leg; blank-separated.
/// Behind them a last word while papers of the case wait for the handover list (R6): the window's
/// list of these is asked for like a department's.
inline constexpr std::string_view kPapersWait = "papers:waiting";
[[nodiscard]] bool is_of_department(std::string_view row, const DepartmentId& department);
[[nodiscard]] DepartmentId lead_of(std::string_view row);

/// What a person must look at, blank-separated: "approval_near" (R8), "red_card", "yellow_card"
/// (R10), "deemed_soon" (R26), "document_refused" (R32), "feedback_overdue" (R14), "leg_overdue",
/// "leg_to_pass" (R15), "paper_near" (R11), "result_superseded" (R30), "return_open" (R20),
/// "serve_overdue" (R39), "stage_near", "stage_overdue" (R45).
[[nodiscard]] std::string marks_of(const model::CaseState& state);

/// The projection of a case for lists and timers.
[[nodiscard]] ports::StreamRow stream_row(const model::CaseState& state);

}  // namespace ow::flow
