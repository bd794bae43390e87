#include "gateway/model/consultation.hpp"

#include <algorithm>
#include <span>

#include "gateway/model/case_state.hpp"

namespace ow::model {
namespace {

using boost::json::object;

constexpr std::string_view kKinds[] = {"procedure", "form", "materials", "substance"};
constexpr std::string_view kWays[] = {"on_site", "phone", "video", "network", "appointed"};

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Error refused(std::string cause) {
    return Error{Code::kCommandNotAllowed, {}, std::move(cause)};
}

Status check(const Question& q, const Hall& hall) {
    if (!is_one_of(kKinds, q.kind)) return Error{Code::kFieldFormat, {"kind", {}, 0, 0}};
    if (!is_one_of(kWays, q.way)) return Error{Code::kFieldFormat, {"way", {}, 0, 0}};
    if (q.question.empty()) return Error{Code::kFieldMissing, {"question", {}, 0, 0}};
    if (q.kind == "substance" && !hall.settings.consultation_substance)
        return refused("咨询辅导仅对材料种类是否齐全和是否符合法定形式进行，不作实质性审查");
    const bool reachable = !q.name.empty() && !q.phone.empty();
    if (q.answer.empty() && !reachable) return Error{Code::kFieldMissing, {"phone", {}, 0, 0}};
    return ok();
}

Event answered(const std::string& answer, bool has_slip, const std::string& actor, Instant now) {
    return {"consultation.answered", 1, now, actor, {{"slip", has_slip ? "yes" : "no"}},
            {{"answer", answer}}};
}

void asked(Consultation& c, const Event& e) {
    c.stage = ConsultationStage::kOpen;
    c.no = CaseNo{text_at(e.clear, "no")};
    c.item = ItemId{text_at(e.clear, "item")};
    c.department = DepartmentId{text_at(e.clear, "department")};
    c.kind = text_at(e.clear, "kind");
    c.way = text_at(e.clear, "way");
    c.asked_at = e.happened_at;
    c.person = {{"name", text_at(e.secret, "name")}, {"phone", text_at(e.secret, "phone")}};
    c.question = text_at(e.secret, "question");
}

}  // namespace

Consultation replay_consultation(const std::vector<StoredEvent>& events) {
    Consultation c;
    for (const StoredEvent& stored : events) {
        const Event& e = stored.event;
        c.version = stored.sequence;
        if (e.type == "consultation.asked") asked(c, e);
        if (e.type == "consultation.handed_over") c.due = parse_instant(text_at(e.clear, "due"));
        if (e.type == "consultation.late") c.is_late = true;
        if (e.type != "consultation.answered") continue;
        c.stage = ConsultationStage::kAnswered;
        c.answered_at = e.happened_at;
        c.has_slip = text_at(e.clear, "slip") == "yes";
        c.answer = text_at(e.secret, "answer");
    }
    return c;
}

Result<std::vector<Event>> decide_ask(const Question& q, const CaseNo& no, const Hall& hall,
                                      const Calendar& calendar, const std::string& actor,
                                      Instant now) {
    if (auto fine = check(q, hall); !fine) return fine.error();
    std::vector<Event> events;
    events.push_back({"consultation.asked",
                      1,
                      now,
                      actor,
                      {{"no", no.str()},
                       {"item", q.item.str()},
                       {"department", q.department.str()},
                       {"kind", q.kind},
                       {"way", q.way}},
                      {{"name", q.name}, {"phone", q.phone}, {"question", q.question}}});
    if (!q.answer.empty()) {
        events.push_back(answered(q.answer, q.has_slip, actor, now));
        return events;
    }
    object clear{{"department", q.department.str()}};
    if (const auto due = due_of(hall.settings.consultation, now, calendar, hall.opening))
        clear["due"] = to_iso(due->instant);
    events.push_back({"consultation.handed_over", 1, now, actor, std::move(clear), {}});
    return events;
}

Result<std::vector<Event>> decide_answer(const Consultation& c, const std::string& answer,
                                         bool has_slip, const std::string& actor, Instant now) {
    if (c.stage != ConsultationStage::kOpen) return refused("该咨询已经答复或不存在");
    if (answer.empty()) return Error{Code::kFieldMissing, {"answer", {}, 0, 0}};
    return std::vector<Event>{answered(answer, has_slip, actor, now)};
}

std::vector<Event> decide_late(const Consultation& c, Instant due) {
    if (c.stage != ConsultationStage::kOpen || c.is_late || !c.due || due < *c.due) return {};
    return {{"consultation.late", 1, *c.due, "system", {{"department", c.department.str()}}, {}}};
}

}  // namespace ow::model
