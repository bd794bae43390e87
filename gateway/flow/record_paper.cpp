#include "gateway/flow/record_paper.hpp"

#include <future>

#include "gateway/flow/case_view.hpp"
#include "gateway/flow/case_view_papers.hpp"
#include "gateway/flow/consultations.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/seal_words.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

struct Kept {
    std::string id;       ///< of the file, or of the next one
    std::string address;  ///< empty: there is none of the record as it is now
};

Kept find_kept(const std::vector<model::StoredEvent>& events, const std::string& kind) {
    Kept kept{kind, {}};
    int made = 0;
    for (const model::StoredEvent& one : events) {
        if (one.event.type != "document.stored") {
            kept.address.clear();  // the record has changed
        } else if (text_at(one.event.clear, "kind") == kind) {
            ++made;
            kept = {text_at(one.event.clear, "id"), text_at(one.event.clear, "address")};
        }
    }
    if (kept.address.empty() && made > 0) kept.id = kind + "-" + std::to_string(made + 1);
    return kept;
}

Status commit(ports::Store& store, ports::Step step) {
    std::promise<Status> written;
    store.commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        if (const auto* error = std::get_if<Error>(&outcome)) return written.set_value(*error);
        const bool done = std::holds_alternative<ports::Committed>(outcome);
        written.set_value(done ? ok() : Status{Error{Code::kStoreConflict}});
    });
    return written.get_future().get();
}

/// Makes and keeps it: its address.
Result<std::string> keep(ports::Store& store, ports::PaperMaker& paper, RecordPaper& wanted,
                         const std::string& id, Instant now) {
    object& document = wanted.tree["document"].get_object();
    document["id"] = id;
    document["number"] = text_at(wanted.tree, "number") + "-" + id;
    const auto made = paper.make(wanted.kind, wanted.tree);
    if (!made) return made.error();
    const auto blob = store.put_blob(wanted.stream, made->bytes);
    if (!blob) return blob.error();
    ports::Step step;
    step.recorded_at = now;
    step.appends.push_back({wanted.stream,
                            wanted.version,
                            {{"document.stored",
                              1,
                              now,
                              wanted.actor,
                              {{"id", id},
                               {"kind", wanted.kind},
                               {"number", text_at(wanted.tree, "document.number")},
                               {"address", blob->address},
                               {"sha256", made->sha256},
                               {"signed", made->is_signed ? "yes" : "no"},
                               {"seals", model::to_json(made->seals)}},
                              {}}},
                            std::move(wanted.row)});
    if (auto done = commit(store, std::move(step)); !done) return done.error();
    return blob->address;
}

}  // namespace

Result<ports::DocumentFile> record_paper(ports::Store& store, ports::PaperMaker& paper,
                                         RecordPaper wanted, Instant now) {
    const auto events = store.load(wanted.stream);
    if (!events) return events.error();
    Kept kept = find_kept(*events, wanted.kind);
    if (kept.address.empty()) {
        auto made = keep(store, paper, wanted, kept.id, now);
        if (!made) return made.error();
        kept.address = std::move(*made);
    }
    auto bytes = store.get_blob(wanted.stream, kept.address);
    if (!bytes) return bytes.error();
    return ports::DocumentFile{text_at(wanted.tree, "number") + "-" + kept.id + ".pdf",
                               "application/pdf", std::move(*bytes)};
}

object consultation_tree(const model::Consultation& c, const Setting& setting,
                         const std::string& handler, Instant at) {
    const model::Item* item = setting.catalogue.find(c.item);
    const auto* department = setting.hall.find(c.department);
    const SealWords seal = seal_words(setting.hall, department, "D10");
    object o{{"number", c.no.str()},
             {"handler", handler},
             {"issued_at", to_iso(at)},
             {"issued_on_cn", to_chinese(day_of(at))},
             {"hall", object{{"id", setting.hall.id.str()},
                             {"name", setting.hall.name},
                             {"address", setting.hall.address}}},
             {"applicant", object{{"name", text_at(c.person, "name")}}},
             {"consultation", object{{"way_cn", consultation_way_label(c.way)},
                                     {"remote", c.way == "on_site" ? "no" : "yes"},
                                     {"asked_on_cn", to_chinese(day_of(c.asked_at))},
                                     {"question", c.question},
                                     {"answer", c.answer}}},
             {"phones", phones_view(setting.hall)}};
    if (department != nullptr)
        o["department"] = object{{"name", department->name}, {"phone", department->phone}};
    if (item != nullptr) {
        object promised{{"days", std::to_string(item->promised.amount)},
                        {"unit_cn", unit_label(model::to_code(item->promised.unit))}};
        o["item"] = object{{"name", item->name},
                           {"code", item->code},
                           {"handling_cn", model::to_chinese(item->handling)}};
        o["clocks"] = object{{"promised", std::move(promised)}};
        o["materials"] = list_of_materials(*item);
    }
    o["document"] = object{{"title", document_title("D10", setting)},
                           {"token_url", setting.hall.query_url},
                           {"issuer", department == nullptr ? setting.hall.name : department->name},
                           {"seal_text", seal.arc},
                           {"seal_bottom", seal.bottom}};
    return o;
}

}  // namespace ow::flow
