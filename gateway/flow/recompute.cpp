#include "gateway/flow/recompute.hpp"

#include <future>

#include "gateway/flow/each_stream.hpp"
#include "gateway/flow/round.hpp"

namespace ow::flow {
namespace {

constexpr int kRound = 500;
constexpr std::string_view kCase = "case:";

}  // namespace

std::vector<Move> moves_of(const model::CaseState& state, const Setting& setting, Instant now) {
    std::vector<Move> moves;
    const model::Item* item = setting.catalogue.find(state.item);
    if (item == nullptr) return moves;
    const model::CaseFacts facts{setting.hall, *item, setting.calendar, "system", {}, {}, {}};
    const auto events = model::decide(state, model::Recompute{}, facts, now);
    if (!events) return moves;
    for (const model::Event& e : *events) {
        if (model::text_at(e.clear, "clock") == "watch") continue;  // its limit stands
        moves.push_back({state.no, model::text_at(e.clear, "clock"),
                         parse_instant(model::text_at(e.clear, "old")),
                         parse_instant(model::text_at(e.clear, "due"))});
    }
    return moves;
}

void each_open_case(ports::Store& store, const std::function<bool(const CaseNo&)>& see) {
    ports::StreamQuery query;
    query.closed = false;
    each_stream(store, std::move(query), [&](const ports::StreamView& view) {
        return see(CaseNo{view.stream.str().substr(kCase.size())});
    });
}

Recomputation::Recomputation(ports::Store& store, CaseService& cases, const Setting& setting,
                             const Clock& clock, Log& log)
    : store_(store), cases_(cases), setting_(setting), clock_(clock), log_(log) {}

Recomputation::~Recomputation() {
    stop();
}

void Recomputation::start() {
    thread_ = std::thread{[this] { run(); }};
}

void Recomputation::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

StreamId Recomputation::stream() const {
    return StreamId{"calendar:" + setting_.hall.id.str()};
}

void Recomputation::run() {
    std::int64_t version = 0;
    std::string taken;
    if (const auto events = store_.load(stream()); events && !events->empty()) {
        version = events->back().sequence;
        taken = model::text_at(events->back().event.clear, "version");
    }
    std::int64_t cases = 0;
    const bool is_new = taken != setting_.calendar.version();
    // An empty store has nothing to note.
    if (is_new && count_all(cases) && cases > 0) note_taken(version, cases);
    done_ = !stopping_;
}

bool Recomputation::count_all(std::int64_t& cases) {
    std::atomic<bool> whole = true;
    Round round;
    int sent = 0;
    each_open_case(store_, [&](const CaseNo& no) {
        ++cases;
        Request request;
        request.actor = "system";
        round.begin();
        cases_.run(no, model::Recompute{}, std::move(request), [&](const Outcome& outcome) {
            if (outcome.error) whole = false;
            round.end();
        });
        // A page at a time: intake has its turn in between.
        if (++sent % kRound == 0) round.wait();
        return !stopping_;
    });
    round.wait();
    return whole && !stopping_;
}

void Recomputation::note_taken(std::int64_t version, std::int64_t cases) {
    ports::Step step;
    step.recorded_at = clock_.now();
    step.catalogue_version = setting_.catalogue.version();
    ports::StreamRow row;
    row.hall = setting_.hall.id.str();
    row.closed = true;
    step.appends.push_back({stream(),
                            version,
                            {{"calendar.taken",
                              1,
                              step.recorded_at,
                              "system",
                              {{"version", setting_.calendar.version()}, {"cases", cases}},
                              {}}},
                            row});
    std::promise<void> committed;
    store_.commit(std::move(step), [&](const ports::CommitOutcome&) { committed.set_value(); });
    committed.get_future().wait();
    log_.write(LogEvent::kConfigLoaded, {{"path", "calendar"}, {"count", std::to_string(cases)}});
}

}  // namespace ow::flow
