#include "gateway/flow/consultations.hpp"

#include <future>
#include <span>

#include "gateway/flow/mask.hpp"
#include "gateway/flow/record_paper.hpp"
#include "gateway/flow/sent_form.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::Consultation;
using model::ConsultationStage;
using model::text_at;

constexpr int kListed = 200;
constexpr std::string_view kPrefix = "consultation:";

struct Word {
    std::string_view code;
    std::string_view label;
};
constexpr Word kKinds[] = {{"procedure", "办事流程"},
                           {"form", "申报表格填写"},
                           {"materials", "受理前材料预审（种类和形式）"},
                           {"substance", "明显的实质问题"}};
constexpr Word kWays[] = {{"on_site", "现场"},
                          {"phone", "电话"},
                          {"video", "视频"},
                          {"network", "网络"},
                          {"appointed", "约定集中辅导"}};

std::string label_of(std::span<const Word> words, const std::string& code) {
    for (const Word& word : words) {
        if (word.code == code) return std::string{word.label};
    }
    return code;
}

array options_of(std::span<const Word> words) {
    array options;
    for (const Word& word : words)
        options.push_back(object{{"value", word.code}, {"label", word.label}});
    return options;
}

object field(std::string_view name, std::string_view label, std::string_view type, bool required,
             array options = {}) {
    return {{"name", name},
            {"label", label},
            {"type", type},
            {"required", required},
            {"options", std::move(options)}};
}

ports::StreamRow row_of(const Consultation& c, const HallId& hall) {
    ports::StreamRow row;
    row.hall = hall.str();
    row.item = c.item.str();
    row.department = c.department.str();
    row.closed = c.stage == ConsultationStage::kAnswered;
    row.stage = row.closed ? "answered" : "open";
    if (!row.closed && !c.is_late) row.next_due = c.due;
    return row;
}

bool is_on(const object& form, std::string_view key) {
    const std::string text = text_at(form, key);
    return text == "true" || text == "on";
}

Status commit(ports::Store& store, const CaseNo& no, const Consultation& before,
              std::vector<model::Event> events, const HallId& hall, Instant now,
              std::optional<ports::Append> form = {}) {
    std::vector<model::StoredEvent> all;
    std::int64_t sequence = before.version;
    Consultation after = before;
    if (before.version > 0) {
        const auto stored = store.load(consultation_stream(no));
        if (!stored) return stored.error();
        all = *stored;
    }
    for (const model::Event& e : events) all.push_back({e, ++sequence, now, {}, {}});
    after = model::replay_consultation(all);
    ports::Step step;
    step.recorded_at = now;
    step.appends.push_back(
        {consultation_stream(no), before.version, std::move(events), row_of(after, hall)});
    if (form) step.appends.push_back(std::move(*form));
    std::promise<Status> written;
    store.commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        if (const auto* error = std::get_if<Error>(&outcome)) return written.set_value(*error);
        const bool done = std::holds_alternative<ports::Committed>(outcome);
        written.set_value(done ? ok() : Status{Error{Code::kStoreConflict}});
    });
    return written.get_future().get();
}

}  // namespace

std::string consultation_way_label(std::string_view way) {
    return label_of(kWays, std::string{way});
}

StreamId consultation_stream(const CaseNo& no) {
    return StreamId{std::string{kPrefix} + no.str()};
}

Result<Consultation> Consultations::load(const CaseNo& no) const {
    const auto events = store_.load(consultation_stream(no));
    if (!events) return events.error();
    if (events->empty()) return Error{Code::kCaseNotFound, {no.str(), {}, 0, 0}};
    return model::replay_consultation(*events);
}

Result<object> Consultations::ask(const ports::StaffAction& filled, const std::string& actor) {
    const SentForm sent{store_, "ask", filled};
    auto first = sent.first_answer();
    if (!first) return first.error();
    if (*first) return std::move(**first);
    const object& form = filled.values;
    const model::Item* item = setting_.catalogue.find(ItemId{text_at(form, "item")});
    if (item == nullptr) return Error{Code::kItemNotPublished, {"item", {}, 0, 0}};
    const auto no = cases_.new_number('Z');
    if (!no) return no.error();
    const model::Question question{item->id,
                                   item->department,
                                   text_at(form, "kind"),
                                   text_at(form, "way"),
                                   text_at(form, "name"),
                                   text_at(form, "phone"),
                                   text_at(form, "question"),
                                   text_at(form, "answer"),
                                   is_on(form, "slip")};
    auto events =
        model::decide_ask(question, *no, setting_.hall, setting_.calendar, actor, clock_.now());
    if (!events) return events.error();
    const object registered{{"no", no->str()},
                            {"state", question.answer.empty() ? "open" : "answered"}};
    if (auto done = commit(store_, *no, {}, std::move(*events), setting_.hall.id, clock_.now(),
                           sent.sent(registered, actor, clock_.now()));
        !done)
        return done.error();
    return registered;
}

Result<object> Consultations::answer(const CaseNo& no, const ports::StaffAction& filled,
                                     const std::string& actor) {
    const SentForm sent{store_, "answer " + no.str(), filled};
    auto first = sent.first_answer();
    if (!first) return first.error();
    if (*first) return std::move(**first);
    const object& form = filled.values;
    const auto c = load(no);
    if (!c) return c.error();
    auto events =
        model::decide_answer(*c, text_at(form, "answer"), is_on(form, "slip"), actor, clock_.now());
    if (!events) return events.error();
    const object registered{{"no", no.str()}, {"state", "answered"}};
    if (auto done = commit(store_, no, *c, std::move(*events), setting_.hall.id, clock_.now(),
                           sent.sent(registered, actor, clock_.now()));
        !done)
        return done.error();
    return registered;
}

Result<ports::DocumentFile> Consultations::slip(const CaseNo& no, ports::PaperMaker& paper,
                                                const ports::StaffUser& user) {
    const auto c = load(no);
    if (!c) return c.error();
    const Instant now = clock_.now();
    return record_paper(store_, paper,
                        {consultation_stream(no), c->version, row_of(*c, setting_.hall.id), "D10",
                         "staff:" + user.id, consultation_tree(*c, setting_, user.name, now)},
                        now);
}

array Consultations::list(const DepartmentId& department) const {
    array rows;
    for (const bool closed : {false, true}) {
        ports::StreamQuery query;
        query.kind = "consultation";
        query.department = department.str();
        query.closed = closed;
        query.limit = kListed;
        for (const ports::StreamView& view : store_.streams(query)) {
            const auto c = load(CaseNo{view.stream.str().substr(kPrefix.size())});
            if (!c) continue;
            const model::Item* item = setting_.catalogue.find(c->item);
            const auto* asked = setting_.hall.find(c->department);
            rows.push_back(object{{"no", c->no.str()},
                                  {"item", item == nullptr ? c->item.str() : item->name},
                                  {"department", asked == nullptr ? "" : asked->name},
                                  {"kind", label_of(kKinds, c->kind)},
                                  {"way", label_of(kWays, c->way)},
                                  {"asked_at", to_iso(c->asked_at)},
                                  {"due", c->due ? to_iso(day_of(*c->due - Millis{1})) : ""},
                                  {"late", c->is_late},
                                  {"name", mask_name(text_at(c->person, "name"))},
                                  {"question", c->question},
                                  {"state", closed ? "answered" : "open"}});
        }
    }
    return rows;
}

array Consultations::fields() const {
    array items;
    for (const model::Item& item : setting_.catalogue.items()) {
        if (setting_.hall.find(item.department) != nullptr)
            items.push_back(object{{"value", item.id.str()}, {"label", item.name}});
    }
    std::span<const Word> kinds{kKinds};
    if (!setting_.hall.settings.consultation_substance) kinds = kinds.first(kinds.size() - 1);
    return {field("item", "咨询事项", "select", true, std::move(items)),
            field("kind", "咨询内容", "radio", true, options_of(kinds)),
            field("way", "方式", "radio", true, options_of(kWays)),
            field("question", "问题", "textarea", true),
            field("answer", "当场答复（不能当场答复的不填，转交部门）", "textarea", false),
            field("slip", "已出具一次性告知单", "checkbox", false),
            field("name", "姓名（转交部门时必填）", "text", false),
            field("phone", "联系电话（转交部门时必填）", "text", false)};
}

bool fire_consultation(ports::Store& store, const ports::StreamView& view, Instant now) {
    const auto events = store.load(view.stream);
    if (!events || !view.row.next_due) return false;
    const Consultation c = model::replay_consultation(*events);
    auto late = model::decide_late(c, *view.row.next_due);
    if (late.empty()) return false;
    return static_cast<bool>(commit(store, c.no, c, std::move(late), HallId{view.row.hall}, now));
}

}  // namespace ow::flow
