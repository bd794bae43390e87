// The desk's part of paper handover (R6, D11), and what a department's user may see.

#include <algorithm>
#include <future>
#include <map>
#include <set>

#include "gateway/flow/desk.hpp"
#include "gateway/flow/each_stream.hpp"
#include "gateway/flow/handover_batch.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;

std::string draft_id(const model::CaseState& s, int serial) {
    return s.department.str() + "-" + to_compact(day_of(*s.pushed_at)) +
           (model::is_morning(*s.pushed_at) ? "-am-" : "-pm-") + std::to_string(serial);
}

bool may_see(const ports::StaffUser& user, const DepartmentId& department) {
    return user.department.empty() || user.department == department;
}

object view_of(const HandoverBatch& b, const Setting& setting, Instant now) {
    array cases;
    for (const HandoverCase& one : b.cases)
        cases.push_back(
            object{{"case_no", one.no.str()}, {"item", one.item}, {"materials", one.materials}});
    const auto* department = setting.hall.find(b.department);
    return {{"id", b.id},
            {"department", department == nullptr ? b.department.str() : department->name},
            {"day", b.day},
            {"half", b.morning ? "上午" : "下午"},
            {"due", b.due ? to_iso(*b.due) : ""},
            {"overdue", b.due && now > *b.due},
            {"state", b.version == 0 ? "draft" : "made"},
            {"number", b.version == 0 ? "" : b.id},
            {"works_here", b.works_here},
            {"cases", std::move(cases)}};
}

Status committed(ports::Store& store, ports::Step step) {
    std::promise<ports::CommitOutcome> done;
    store.commit(std::move(step),
                 [&](ports::CommitOutcome outcome) { done.set_value(std::move(outcome)); });
    const ports::CommitOutcome outcome = done.get_future().get();
    if (const auto* error = std::get_if<Error>(&outcome)) return *error;
    if (std::holds_alternative<ports::Conflict>(outcome)) return Error{Code::kStoreConflict};
    return ok();
}

Status append(ports::Store& store, const HandoverBatch& batch, model::Event event,
              const Setting& setting, Instant now) {
    ports::Step step;
    step.recorded_at = now;
    step.appends.push_back({handover_stream(batch.id), batch.version, {}, {}});
    step.appends[0].events.push_back(std::move(event));
    step.appends[0].row = handover_row(batch, setting);
    return committed(store, std::move(step));
}

std::vector<HandoverBatch> made_batches(ports::Store& store, const ports::StaffUser& user) {
    ports::StreamQuery query;
    query.kind = "handover";
    query.department = user.department.str();
    query.closed = false;
    std::vector<HandoverBatch> batches;
    each_stream(store, std::move(query), [&](const ports::StreamView& view) {
        const std::string& name = view.stream.str();
        auto batch = load_handover(store, name.substr(name.find(':') + 1));
        if (batch) batches.push_back(std::move(*batch));
        return true;
    });
    return batches;
}

/// The first id of the half day that no batch has yet.
std::string free_id(ports::Store& store, const model::CaseState& s) {
    for (int serial = 1;; ++serial) {
        std::string id = draft_id(s, serial);
        if (!store.stream(handover_stream(id))) return id;
    }
}

void add_to_draft(std::map<std::string, HandoverBatch>& found, ports::Store& store,
                  const Setting& setting, const model::CaseState& s) {
    HandoverBatch& batch = found[draft_id(s, 0)];
    if (batch.id.empty()) {
        batch.id = free_id(store, s);
        batch.department = s.department;
        batch.works_here = s.listed_at.has_value();
        batch.day = to_iso(day_of(*s.pushed_at));
        batch.morning = model::is_morning(*s.pushed_at);
        batch.due = model::handover_due(setting.hall.settings, setting.calendar, *s.pushed_at);
    }
    batch.cases.push_back({s.no, s.item_name, papers_of(s)});
}

/// What is pushed, has papers and goes with no batch yet, by half day and department.
std::vector<HandoverBatch> drafts(ports::Store& store, CaseService& cases, const Setting& setting,
                                  const ports::StaffUser& user,
                                  const std::vector<HandoverBatch>& made) {
    std::set<CaseNo> taken;
    for (const HandoverBatch& batch : made) {
        for (const HandoverCase& one : batch.cases) taken.insert(one.no);
    }
    ports::StreamQuery query;
    query.department = kPapersWait;
    query.closed = false;
    std::map<std::string, HandoverBatch> found;
    each_stream(store, std::move(query), [&](const ports::StreamView& view) {
        const CaseNo no{view.stream.str().substr(5)};
        if (taken.contains(no) || !may_see(user, lead_of(view.row.department))) return true;
        const auto s = cases.load(no);
        if (s && papers_wait(*s)) add_to_draft(found, store, setting, *s);
        return true;
    });
    std::vector<HandoverBatch> batches;
    for (auto& [half, batch] : found) batches.push_back(std::move(batch));
    return batches;
}

/// Prints and keeps the list, once.
Status store_list(ports::Store& store, ports::PaperMaker& paper, const Setting& setting,
                  HandoverBatch& batch, Instant now) {
    const auto made = paper.make("D11", handover_view(batch, setting));
    if (!made) return made.error();
    const auto blob = store.put_blob(handover_stream(batch.id), made->bytes);
    if (!blob) return blob.error();
    batch.address = blob->address;
    auto done = append(store, batch,
                       {"document.stored",
                        1,
                        now,
                        "system",
                        {{"id", "D11"},
                         {"number", batch.id},
                         {"address", blob->address},
                         {"sha256", made->sha256},
                         {"signed", made->is_signed ? "yes" : "no"},
                         {"seals", model::to_json(made->seals)}},
                        {}},
                       setting, now);
    if (done) ++batch.version;
    return done;
}

}  // namespace

Status Desk::check_seen(const ports::StaffUser& user, const CaseNo& no) {
    if (user.department.empty()) return ok();
    const auto view = store_.stream(case_stream(no));
    if (!view || !is_of_department(view->row.department, user.department))
        return Error{Code::kCaseNotFound};
    return ok();
}

array Desk::handovers(const ports::StaffUser& user) {
    const auto made = made_batches(store_, user);
    array rows;
    for (const HandoverBatch& batch : made) rows.push_back(view_of(batch, setting_, clock_.now()));
    for (const HandoverBatch& batch : drafts(store_, cases_, setting_, user, made))
        rows.push_back(view_of(batch, setting_, clock_.now()));
    return rows;
}

Result<object> Desk::make_handover(const ports::StaffUser& user, const std::string& id) {
    if (!user.department.empty()) return Error{Code::kAuthForbidden, At{"handover"}};
    const auto waiting = drafts(store_, cases_, setting_, user, made_batches(store_, user));
    const auto found = std::find_if(waiting.begin(), waiting.end(),
                                    [&](const HandoverBatch& b) { return b.id == id; });
    if (found == waiting.end())
        return Error{Code::kStoreConflict, At{"handover"}, "no such draft any more"};
    HandoverBatch batch = *found;
    batch.maker = user.name;
    batch.made_at = clock_.now();
    auto done =
        append(store_, batch, handover_made(batch, "staff:" + user.id), setting_, clock_.now());
    if (!done) return done.error();
    batch.version = 1;
    if (auto kept = store_list(store_, *paper_, setting_, batch, clock_.now()); !kept)
        return kept.error();
    return object{{"id", batch.id}, {"number", batch.id}};
}

Result<object> Desk::sign_handover(const ports::StaffUser& user, const std::string& id,
                                   const object& lines, const std::string& signer) {
    auto batch = load_handover(store_, id);
    if (!batch) return batch.error();
    if (!may_see(user, batch->department)) return Error{Code::kAuthForbidden, At{"handover"}};
    // Who works in a system of its own signs the printed list; the window enters who it was.
    const bool on_paper = user.department.empty();
    if (on_paper && batch->works_here) return Error{Code::kAuthForbidden, At{"handover"}};
    if (on_paper && signer.empty()) return Error{Code::kFieldMissing, At{"signer"}};
    if (batch->is_signed) return Error{Code::kCommandNotAllowed, At{"handover"}, "已签收"};
    for (const HandoverCase& one : batch->cases) {
        const auto* line = lines.if_contains(one.no.str());
        if (line == nullptr || !line->is_string())
            return Error{Code::kFieldMissing, At{"逐项核对：" + one.no.str()}};
    }
    int differing = 0;
    for (const HandoverCase& one : batch->cases) {
        const std::string difference{lines.at(one.no.str()).as_string()};
        if (!difference.empty()) ++differing;
        const auto state = cases_.load(one.no);
        if (state && state->handover == id) continue;  // signed before a crash
        Request request;
        request.actor = "staff:" + user.id;
        request.department = user.department;
        const Outcome outcome = cases_.run_and_wait(
            one.no, model::SignFor{clock_.now(), difference, id}, std::move(request));
        if (outcome.error && outcome.error->code() != Code::kCommandNotAllowed)
            return *outcome.error;
    }
    batch->is_signed = true;
    auto done = append(store_, *batch,
                       {"handover.signed",
                        1,
                        clock_.now(),
                        "staff:" + user.id,
                        {{"differing", differing}, {"on_paper", on_paper ? "yes" : "no"}},
                        {{"signer", on_paper ? signer : user.name}}},
                       setting_, clock_.now());
    if (!done) return done.error();
    return object{{"id", id}, {"differing", differing}};
}

Result<ports::DocumentFile> Desk::handover_list(const ports::StaffUser& user,
                                                const std::string& id) {
    auto batch = load_handover(store_, id);
    if (!batch) return batch.error();
    if (!may_see(user, batch->department)) return Error{Code::kCaseNotFound};
    if (batch->address.empty()) {  // the process ended between the two steps of make_handover
        if (auto kept = store_list(store_, *paper_, setting_, *batch, clock_.now()); !kept)
            return kept.error();
    }
    auto bytes = store_.get_blob(handover_stream(id), batch->address);
    if (!bytes) return bytes.error();
    return ports::DocumentFile{id + "-D11.pdf", "application/pdf", std::move(*bytes)};
}

}  // namespace ow::flow
