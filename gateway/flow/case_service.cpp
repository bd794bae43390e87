#include "gateway/flow/case_service.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/flow/credit.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/handover_batch.hpp"
#include "gateway/flow/message_files.hpp"
#include "gateway/flow/parents.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/flow/unread_word.hpp"

namespace ow::flow {
namespace {

constexpr int kMostAttempts = 3;
constexpr int kSerialBlock = 500;
constexpr char kParentChannel = 'P';  ///< of numbers of a 一件事 or 项目 (R45)

boost::json::object answer_of(const model::CaseState& s) {
    boost::json::object o{{"case_no", s.no.str()},
                          {"state", model::row_of(s.stage).name},
                          {"state_label", model::row_of(s.stage).label},
                          {"query_token", s.query_token}};
    if (!s.parent.empty()) o["parent_no"] = s.parent.no;
    if (s.promised.due) o["promised_due"] = to_iso(*s.promised.due);
    if (!s.missing.empty()) {
        boost::json::array missing;
        for (const auto& m : s.missing) missing.push_back(boost::json::value(m.name));
        o["missing"] = std::move(missing);
    }
    return o;
}

bool is_leg_overdue(const model::CaseState& s) {
    return s.stage == model::Stage::kAccepted &&
           std::any_of(s.legs.all.begin(), s.legs.all.end(),
                       [](const model::Leg& leg) { return leg.overdue && leg.opinion.empty(); });
}

/// R20: nobody said yet whether what is returned was examined on its merits.
bool is_return_open(const model::CaseState& s) {
    return s.stage == model::Stage::kDecided && s.decision->outcome == "returned" &&
           s.decision->merits.empty();
}

/// Lists of a department find the cases of which it has a part; the window its papers.
std::string departments_of(const model::CaseState& s) {
    std::string all = s.department.str();
    for (const model::Leg& leg : s.legs.all) {
        if (leg.pushed_at && !is_of_department(all, leg.department))
            all += " " + leg.department.str();
    }
    if (papers_wait(s)) all.append(" ").append(kPapersWait);
    return all;
}

}  // namespace

bool is_of_department(std::string_view row, const DepartmentId& department) {
    const auto names = split(row, ' ');
    return std::find(names.begin(), names.end(), department.str()) != names.end();
}

DepartmentId lead_of(std::string_view row) {
    return DepartmentId{std::string{row.substr(0, row.find(' '))}};
}

std::string marks_of(const model::CaseState& s) {
    std::string marks;
    const auto add = [&](std::string_view mark) {
        if (!marks.empty()) marks += ' ';
        marks += mark;
    };
    if (s.timing.approval_near) add("approval_near");
    if (!s.timing.card.empty() && !s.promised.stopped) add(s.timing.card + "_card");
    if (s.deemed_soon) add("deemed_soon");
    for (const auto& [id, document] : s.documents) {
        if (document.address.empty() && marks.find("document_refused") == std::string::npos)
            add("document_refused");
    }
    if (s.timing.feedback_overdue) add("feedback_overdue");
    if (s.people.custody.is_late) add("file_not_back");
    if (is_leg_overdue(s)) add("leg_overdue");
    if (s.stage == model::Stage::kAccepted && s.legs.passed_by == "window" &&
        s.legs.next_order() > 0)
        add("leg_to_pass");
    if (s.listing.stage == "proposed" && s.listing.is_open_to_confirm) add("listing_ready");
    if (s.timing.paper_near) add("paper_near");
    if (model::may_be_listed(s)) add("pledge_broken");
    if (s.pre_acceptance.overdue) add("pre_acceptance_overdue");
    const auto& ratings = s.people.ratings;
    const bool bad = std::any_of(ratings.begin(), ratings.end(), [](const auto& r) {
        return r.second.stars <= 2 && !r.second.rectified_at;
    });
    if (bad) add("rating_bad");
    if (!s.superseded_at.empty()) add("result_superseded");
    if (is_return_open(s)) add("return_open");
    if (s.timing.serve_overdue) add("serve_overdue");
    if (!model::is_stage_over(s) && s.parent.near) add("stage_near");
    if (!model::is_stage_over(s) && s.parent.overdue) add("stage_overdue");
    if (s.people.stub_missing) add("stub_missing");
    return marks;
}

StreamId case_stream(const CaseNo& no) {
    return StreamId{"case:" + no.str()};
}

ports::StreamRow stream_row(const model::CaseState& s) {
    ports::StreamRow row;
    row.hall = s.hall.str();
    row.item = s.item.str();
    row.department = departments_of(s);
    row.source = s.source.str();
    row.stage = model::row_of(s.stage).name;
    row.promised_due = s.promised.stopped ? std::nullopt : s.promised.due;
    row.next_due = model::next_due(s);
    // R5, R44: a broken promise waits for a person also after the case has come to its end.
    row.closed =
        model::row_of(s.stage).closed && !model::may_be_listed(s) && s.listing.stage != "proposed";
    row.flags = marks_of(s);
    return row;
}

/// One command under way. Kept alive by the callbacks.
struct CaseService::Attempt {
    CaseNo no;
    ItemId item;
    model::Command command;
    Request request;
    OutcomeDone done;
    bool is_new = false;
    int count = 0;
    std::vector<ports::Guard> guards;  ///< what the last decision looked at
    model::CaseState after;
    boost::json::object answer;  ///< to what was committed
};

CaseService::CaseService(ports::Store& store, const Setting& setting, const Clock& clock, Log& log,
                         WorkerPool& pool)
    : store_(store), setting_(setting), clock_(clock), log_(log), pool_(pool) {}

Result<CaseNo> CaseService::new_number(char channel) {
    const std::string day = to_compact(day_of(clock_.now()));
    const std::string series = setting_.hall.area_code + day + channel;
    const std::scoped_lock lock{numbers_};
    Block& block = blocks_[series];
    if (block.next == block.end) {
        const auto first = store_.lease_serials(series, kSerialBlock);
        if (!first) return first.error();
        block = {*first, *first + kSerialBlock};
    }
    if (block.next > 999'999)
        return Error{Code::kOverloaded, {}, "no serial left for this day and channel"};
    return make_case_no(setting_.hall.area_code, day, channel, static_cast<int>(block.next++));
}

void CaseService::open(const ItemId& item, model::Receive receive, Request request,
                       OutcomeDone done) {
    const model::PartnerConfig* source = setting_.partner(receive.source);
    const auto no = new_number(source == nullptr ? '0' : source->channel);
    if (!no) return done({no.error(), {}, false});
    auto attempt = std::make_shared<Attempt>();
    attempt->no = *no;
    attempt->item = item;
    attempt->command = std::move(receive);
    attempt->request = std::move(request);
    attempt->done = std::move(done);
    attempt->is_new = true;
    begin(std::move(attempt));
}

void CaseService::run(const CaseNo& no, model::Command command, Request request, OutcomeDone done) {
    auto attempt = std::make_shared<Attempt>();
    attempt->no = no;
    attempt->command = std::move(command);
    attempt->request = std::move(request);
    attempt->done = std::move(done);
    begin(std::move(attempt));
}

Outcome CaseService::run_and_wait(const CaseNo& no, model::Command command, Request request) {
    std::promise<Outcome> promise;
    run(no, std::move(command), std::move(request),
        [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
    return promise.get_future().get();
}

Result<model::CaseState> CaseService::load(const CaseNo& no) {
    auto events = store_.load(case_stream(no));
    if (!events) return events.error();
    if (events->empty()) return Error{Code::kCaseNotFound, {no.str(), {}, 0, 0}};
    return model::replay(*events);
}

Result<model::CaseState> CaseService::load_at(const CaseNo& no, std::int64_t version) {
    auto events = store_.load(case_stream(no));
    if (!events) return events.error();
    std::erase_if(*events, [&](const model::StoredEvent& e) { return e.sequence > version; });
    if (events->empty()) return Error{Code::kCaseNotFound, {no.str(), {}, 0, 0}};
    return model::replay(*events);
}

void CaseService::begin(std::shared_ptr<Attempt> attempt) {
    {
        const std::scoped_lock lock{lanes_mutex_};
        const auto [lane, idle] = lanes_.try_emplace(attempt->no);
        if (!idle) return lane->second.push_back(std::move(attempt));
    }
    decide_and_commit(attempt);
}

void CaseService::end(const std::shared_ptr<Attempt>& attempt, Outcome outcome) {
    std::shared_ptr<Attempt> next;
    {
        const std::scoped_lock lock{lanes_mutex_};
        const auto lane = lanes_.find(attempt->no);
        if (lane->second.empty()) {
            lanes_.erase(lane);
        } else {
            next = std::move(lane->second.front());
            lane->second.pop_front();
        }
    }
    attempt->done(std::move(outcome));
    // This may be the writer's thread, and deciding reads the store.
    if (next && !pool_.post([this, next] { decide_and_commit(next); }))
        end(next, {Error{Code::kOverloaded}, {}, false});
}

Result<model::CaseState> CaseService::state_before(const Attempt& a) {
    if (a.is_new) return model::CaseState{};
    auto loaded = load(a.no);
    if (!loaded) return loaded.error();
    if (a.request.seen_version && *a.request.seen_version < loaded->acted_version) {
        const auto events = store_.load(case_stream(a.no));
        if (!events) return events.error();
        return Error{
            Code::kStoreConflict, {}, changes_since(*events, *a.request.seen_version, setting_)};
    }
    return std::move(*loaded);
}

Result<model::ParentFacts> CaseService::parent_facts(Attempt& a, const model::CaseState& before) {
    if (!concerns_parent(before, a.command)) return model::ParentFacts{};
    Result<CaseNo> fresh{CaseNo{}};
    if (opens_parent(a.command)) fresh = new_number(kParentChannel);
    if (!fresh) return fresh.error();
    auto reading = read_parent(store_, before, a.command, fresh->str());
    if (!reading) return reading.error();
    for (ports::Guard& guard : reading->guards) a.guards.push_back(std::move(guard));
    return std::move(reading->facts);
}

Result<std::vector<model::Event>> CaseService::decide(Attempt& a, const model::CaseState& before,
                                                      Instant now) {
    const ItemId& item_id = a.is_new ? a.item : before.item;
    const model::Item* item =
        a.is_new ? setting_.catalogue.find(item_id) : setting_.item_of(before);
    if (item == nullptr)
        return Error{Code::kItemNotPublished, {"item.code", {}, 0, 0}, item_id.str()};
    auto credit = read_credit(store_, a.command, before.content, now);
    if (!credit) return credit.error();
    a.guards = std::move(credit->guards);
    auto parent = parent_facts(a, before);
    if (!parent) return parent.error();
    // A case that nothing else waits for is decided once; the content need not be kept.
    const bool once = a.is_new && !a.request.others;
    model::Command command = once ? std::move(a.command) : a.command;
    const model::CaseFacts facts{setting_.hall,
                                 *item,
                                 setting_.calendar,
                                 a.request.actor,
                                 a.request.actor_name,
                                 a.no,
                                 a.is_new ? crypto::random_token() : std::string{},
                                 setting_.catalogue.procedures(),
                                 credit->facts,
                                 a.request.department,
                                 std::move(*parent),
                                 has_unread_word(store_, a.command, before, now)};
    return model::decide(before, std::move(command), facts, now);
}

/// The step of decided events; `a.after` becomes the state after them.
Result<ports::Step> CaseService::step_of(Attempt& a, model::CaseState before,
                                         std::vector<model::Event> events, Instant now) {
    const std::int64_t expected = before.version;
    std::int64_t sequence = expected;
    ports::Step step;
    step.recorded_at = now;
    // R2: what a running case is decided by stays what it came in under.
    const bool is_past = setting_.past_catalogues.contains(before.catalogue_version);
    step.catalogue_version = is_past ? before.catalogue_version : setting_.catalogue.version();
    step.mapping_version = a.request.mapping_version;
    a.after = std::move(before);
    for (model::Event& event : events) {
        model::StoredEvent stored{std::move(event), ++sequence, now, step.catalogue_version,
                                  step.mapping_version};
        model::evolve(a.after, stored);
        event = std::move(stored.event);
    }
    const StreamId stream = case_stream(a.no);
    step.message = a.request.message;
    step.finishes = a.request.finishes;
    step.guards = std::move(a.guards);
    auto credit = credit_appends(store_, a.after, events);
    if (!credit) return credit.error();
    auto parent = parent_appends(store_, a.after, events, now);
    if (!parent) return parent.error();
    step.outbox = plan({a.after, events, stream, now}, setting_);
    a.answer = answer_of(a.after);
    step.answer = boost::json::serialize(a.answer);
    step.appends.push_back({stream, expected, std::move(events), stream_row(a.after)});
    for (ports::Append& entry : *credit) step.appends.push_back(std::move(entry));
    for (ports::Append& member : *parent) step.appends.push_back(std::move(member));
    if (a.request.others) {
        auto others = a.request.others(a.no, step.answer);
        if (!others) return others.error();
        for (ports::Append& other : *others) step.appends.push_back(std::move(other));
    }
    return step;
}

void CaseService::decide_and_commit(const std::shared_ptr<Attempt>& a) {
    ++a->count;
    auto before = state_before(*a);
    if (!before) return end(a, {before.error(), {}, false});
    const Instant now = clock_.now();
    auto events = decide(*a, *before, now);
    if (!events) return end(a, {events.error(), {}, false});
    const Request& request = a->request;
    if (!request.files.empty()) {
        const Status kept = keep_files(store_, case_stream(a->no), request.files, *events);
        if (!kept) return end(a, {kept.error(), {}, false});
    }
    const bool writes =
        !events->empty() || !request.finishes.empty() || request.message || request.others;
    if (!writes) return end(a, {std::nullopt, answer_of(*before), false});
    auto step = step_of(*a, std::move(*before), std::move(*events), now);
    if (!step) return end(a, {step.error(), {}, false});
    a->after.content
        .clear();  // the answer needs none of it, and here it is freed where it was made
    store_.commit(std::move(*step),
                  [this, a](ports::CommitOutcome outcome) { committed(a, std::move(outcome)); });
}

void CaseService::committed(const std::shared_ptr<Attempt>& a, ports::CommitOutcome outcome) {
    if (std::holds_alternative<ports::Committed>(outcome)) {
        log_.write(
            LogEvent::kCaseCommitted,
            {{"case", a->no.str()}, {"state", std::string{model::row_of(a->after.stage).name}}});
        // Whoever waited for the end may take this service down.
        hook_();
        return end(a, {std::nullopt, std::move(a->answer), false});
    }
    if (const auto* duplicate = std::get_if<ports::Duplicate>(&outcome)) {
        boost::system::error_code failed;
        auto answer = boost::json::parse(duplicate->answer, failed);
        log_.write(LogEvent::kCaseRepeated, {{"case", a->no.str()}});
        return end(
            a, {std::nullopt,
                failed || !answer.is_object() ? boost::json::object{} : answer.get_object(), true});
    }
    if (const auto* error = std::get_if<Error>(&outcome)) return end(a, {*error, {}, false});
    // Somebody else was faster. A person must look again; a message is decided anew, on the pool:
    // this is the writer's thread.
    const bool may_differ =
        !a->is_new || a->request.others;  // a new case conflicts only by what it grew from
    const bool again = may_differ && !a->request.seen_version && a->count < kMostAttempts;
    if (again && pool_.post([this, a] { decide_and_commit(a); })) return;
    end(a, {Error{Code::kStoreConflict}, {}, false});
}

}  // namespace ow::flow
