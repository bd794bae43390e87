#include "gateway/flow/handover_batch.hpp"

#include "gateway/flow/event_words.hpp"
#include "gateway/model/fields.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

array cases_to_json(const HandoverBatch& batch) {
    array cases;
    for (const HandoverCase& one : batch.cases)
        cases.push_back(
            object{{"no", one.no.str()}, {"item", one.item}, {"materials", one.materials}});
    return cases;
}

void made(HandoverBatch& b, const model::Event& e) {
    const object& c = e.clear;
    b.department = DepartmentId{text_at(c, "department")};
    b.day = text_at(c, "day");
    b.morning = text_at(c, "half") == "am";
    b.due = parse_instant(text_at(c, "due"));
    b.maker = text_at(c, "maker");
    b.works_here = text_at(c, "works_here") != "no";
    b.made_at = e.happened_at;
    for (const auto& one : c.at("cases").as_array()) {
        const object& row = one.as_object();
        b.cases.push_back(
            {CaseNo{text_at(row, "no")}, text_at(row, "item"), row.at("materials").as_array()});
    }
}

}  // namespace

StreamId handover_stream(const std::string& id) {
    return StreamId{"handover:" + id};
}

array papers_of(const model::CaseState& state) {
    array papers;
    const auto* list = state.content.if_contains("materials");
    if (list == nullptr || !list->is_array()) return papers;
    for (const auto& one : list->get_array()) {
        const object& m = one.as_object();
        const std::string form = text_at(m, "form");
        if (form.empty() || form == "electronic" || text_at(m, "received") == "false") continue;
        const std::string copies = text_at(m, "copies");
        papers.push_back(object{{"name", text_at(m, "name")},
                                {"form_cn", model::code_label("material_form", form)},
                                {"copies", copies.empty() ? "1" : copies}});
    }
    return papers;
}

bool papers_wait(const model::CaseState& s) {
    const bool under_way = s.stage == model::Stage::kAccepted || s.stage == model::Stage::kDecided;
    return under_way && s.pushed_at && !s.is_signed_by_person && !papers_of(s).empty();
}

object handover_view(const HandoverBatch& b, const Setting& setting) {
    array lines;
    for (const HandoverCase& one : b.cases) {
        for (const auto& material : one.materials) {
            object line = material.as_object();
            line["number"] = one.no.str();
            line["item"] = one.item;
            lines.push_back(std::move(line));
        }
    }
    const auto* department = setting.hall.find(b.department);
    return {{"number", b.id},
            {"issued_at", to_iso(b.made_at)},
            {"issued_on_cn", to_chinese(day_of(b.made_at))},
            {"hall", object{{"id", setting.hall.id.str()}, {"name", setting.hall.name}}},
            {"department",
             object{{"id", b.department.str()},
                    {"name", department == nullptr ? b.department.str() : department->name}}},
            {"handler", b.maker},
            {"handover", object{{"due", b.due ? to_iso(*b.due).substr(0, 16) : ""},
                                {"day", b.day},
                                {"half_cn", b.morning ? "上午" : "下午"},
                                {"cases", std::to_string(b.cases.size())},
                                {"line", std::move(lines)}}},
            {"document", object{{"id", "D11"},
                                {"number", b.id},
                                {"title", document_title("D11", setting)},
                                {"issuer", setting.hall.name}}}};
}

model::Event handover_made(const HandoverBatch& b, const std::string& actor) {
    object clear{{"department", b.department.str()},          {"day", b.day},
                 {"half", b.morning ? "am" : "pm"},           {"maker", b.maker},
                 {"works_here", b.works_here ? "yes" : "no"}, {"cases", cases_to_json(b)}};
    if (b.due) clear["due"] = to_iso(*b.due);
    return {"handover.made", 1, b.made_at, actor, std::move(clear), {}};
}

Result<HandoverBatch> load_handover(ports::Store& store, const std::string& id) {
    const auto events = store.load(handover_stream(id));
    if (!events) return events.error();
    HandoverBatch batch;
    batch.id = id;
    for (const model::StoredEvent& stored : *events) {
        batch.version = stored.sequence;
        if (stored.event.type == "handover.made") made(batch, stored.event);
        if (stored.event.type == "document.stored")
            batch.address = text_at(stored.event.clear, "address");
        if (stored.event.type == "handover.signed") batch.is_signed = true;
    }
    return batch;
}

ports::StreamRow handover_row(const HandoverBatch& b, const Setting& setting) {
    ports::StreamRow row;
    row.hall = setting.hall.id.str();
    row.department = b.department.str();
    row.stage = b.is_signed ? "signed" : "made";
    row.closed = b.is_signed;
    return row;
}

}  // namespace ow::flow
