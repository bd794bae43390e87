#include "tests/torture/count.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/crypto/digest.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::torture {
namespace {

using ports::OutboxState;

constexpr int kAll = 1'000'000;

std::set<std::string> all_cases(ports::Store& store) {
    std::set<std::string> cases;
    ports::StreamQuery query;
    query.limit = 500;
    for (std::size_t before = 1; before != cases.size();) {
        before = cases.size();
        for (const ports::StreamView& view : store.streams(query)) {
            cases.insert(view.stream.str());
            query.before = view.opened_at + Millis{1};
        }
    }
    return cases;
}

/// The cases that carry this number of their source, by their own events.
std::vector<std::string> cases_of(ports::Store& store, const Application& application) {
    std::vector<std::string> cases;
    for (const ports::StreamView& view : store.find({"no:" + application.foreign_no}, 10)) {
        if (view.stream.str().starts_with("case:")) cases.push_back(view.stream.str());
    }
    return cases;
}

void count_applications(ports::Store& store, const std::vector<Application>& applications,
                        Count& count) {
    count.applications = static_cast<int>(applications.size());
    for (const Application& application : applications) {
        count.refused += application.refused.empty() ? 0 : 1;
        const auto cases = cases_of(store, application);
        count.doubled += cases.size() > 1 ? 1 : 0;
        if (application.case_no.empty()) continue;
        ++count.acknowledged;
        const auto events = store.load(StreamId{"case:" + application.case_no});
        const bool there =
            events && !events->empty() &&
            model::text_at(events->front().event.clear, "foreign_no") == application.foreign_no &&
            cases == std::vector<std::string>{"case:" + application.case_no};
        count.lost += there ? 0 : 1;
    }
}

void count_documents(ports::Store& store, const StreamId& stream, const model::CaseState& state,
                     Count& count) {
    for (const auto& [id, document] : state.documents) {
        if (document.address.empty()) continue;
        ++count.documents;
        const auto bytes = store.get_blob(stream, document.address);
        const bool same = bytes && crypto::to_hex(crypto::digest(crypto::Hash::kSha256, *bytes)) ==
                                       document.sha256;
        count.documents_lost += same ? 0 : 1;
    }
}

void count_deliveries(ports::Store& store, const StreamId& stream,
                      const std::map<std::string, PartnerLog>& logs, Count& count) {
    for (const ports::OutboxView& row : store.outbox(stream)) {
        const auto log = logs.find(row.partner.str());
        if (row.state != OutboxState::kSent || log == logs.end()) continue;
        ++count.deliveries;
        const auto seen = log->second.seen.find(row.id);
        const bool acted = seen != log->second.seen.end() && seen->second.acted == 1;
        count.deliveries_false += acted ? 0 : 1;
    }
}

void count_cases(ports::Store& store, const std::map<std::string, PartnerLog>& logs, Count& count) {
    std::set<std::string> decided;
    for (const std::string& name : all_cases(store)) {
        ++count.cases;
        const StreamId stream{name};
        const auto events = store.load(stream);
        if (!events || events->empty()) continue;
        const model::CaseState state = model::replay(*events);
        if (state.decision) decided.insert(state.no.str());
        count_documents(store, stream, state, count);
        count_deliveries(store, stream, logs, count);
    }
    for (const auto& [partner, log] : logs) {
        for (const Told& told : log.told) {
            if (told.status != 200) continue;
            ++count.decisions;
            count.decisions_lost += decided.contains(told.case_no) ? 0 : 1;
        }
    }
}

void count_partners(const std::map<std::string, PartnerLog>& logs, Count& count) {
    for (const auto& [partner, log] : logs) {
        count.doubles += static_cast<int>(log.doubles.size());
        std::set<std::pair<std::string, std::string>> subjects;
        for (const auto& [key, seen] : log.seen) {
            if (!log.deduplicates && seen.arrivals > 1) ++count.resent;
            // The same message of a case under another key would be a double, too.
            if (!subjects.emplace(seen.case_no, seen.kind).second) ++count.doubles;
        }
    }
}

}  // namespace

int rows_that_could_go(ports::Store& store) {
    std::set<std::pair<std::string, std::string>> stopped;
    for (OutboxState state : {OutboxState::kParked, OutboxState::kUnknown}) {
        for (const ports::OutboxView& row : store.outbox_in(state, kAll))
            stopped.emplace(row.partner.str(), row.stream.str());
    }
    int rows = 0;
    for (OutboxState state : {OutboxState::kWaiting, OutboxState::kSending}) {
        for (const ports::OutboxView& row : store.outbox_in(state, kAll))
            rows += stopped.contains({row.partner.str(), row.stream.str()}) ? 0 : 1;
    }
    return rows;
}

Count count(ports::Store& store, const std::vector<Application>& applications,
            const std::map<std::string, PartnerLog>& logs) {
    Count count;
    store.wait_for_search();
    count_applications(store, applications, count);
    count_cases(store, logs, count);
    count_partners(logs, count);
    count.waiting = rows_that_could_go(store);
    count.parked = static_cast<int>(store.outbox_in(OutboxState::kParked, kAll).size());
    for (const ports::OutboxView& row : store.outbox_in(OutboxState::kUnknown, kAll)) {
        count.unknown.push_back(row.partner.str() + " " + row.id + " " + row.reason);
        const auto log = logs.find(row.partner.str());
        if (log == logs.end() || log->second.deduplicates) ++count.unknown_wrong;
    }
    const ports::VerifyReport report = store.verify();
    count.roots = static_cast<int>(report.roots);
    for (const ports::Damage& damage : report.damages)
        count.damages.push_back(damage.where + ": " + damage.what);
    return count;
}

bool Count::good() const {
    return acknowledged == applications && cases == applications && roots > 0 && damages.empty() &&
           std::max({refused, lost, doubled, decisions_lost, documents_lost, deliveries_false,
                     doubles, resent, waiting, parked, unknown_wrong}) == 0;
}

}  // namespace ow::torture
