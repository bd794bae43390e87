#include "gateway/flow/desk.hpp"

#include <algorithm>

#include "gateway/flow/case_view.hpp"
#include "gateway/flow/desk_actions.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/look_alike.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/parents.hpp"
#include "gateway/model/fields.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

std::string word_or_code(std::string_view set, const std::string& code) {
    const std::string_view word = model::code_label(set, code);
    return word.empty() ? code : std::string{word};
}

bool is_overdue(const model::CaseClock& clock, Instant now) {
    return clock.started && !clock.stopped && clock.due && now >= *clock.due;
}

object applicant_view(const object& content, bool unmask) {
    const std::string name = text_at(content, "applicant.name");
    const std::string number = text_at(content, "applicant.cert_number");
    const std::string phone = text_at(content, "applicant.phone");
    const std::string address =
        text_at(content, "delivery.way") == "mail" ? mailing_address(content) : "";
    return {{"name", unmask ? name : mask_name(name)},
            {"id_kind", word_or_code("cert_type", text_at(content, "applicant.cert_type"))},
            {"id_number", unmask ? number : mask_number(number)},
            {"phone", unmask ? phone : mask_number(phone)},
            {"address", unmask ? address : mask_address(address)}};
}

/// As decided; before acceptance what the item promises.
model::Limit limit_of(const model::CaseClock& clock, const model::CaseState& s,
                      const Setting& setting) {
    if (const auto unit = model::parse_limit_unit(clock.unit)) return {clock.amount, *unit};
    const model::Item* item = setting.item_of(s);
    return item == nullptr ? model::Limit{} : item->promised;
}

object clock_row(const model::CaseState& s, model::ClockKind kind, const Setting& setting,
                 Instant now) {
    const bool statutory = kind == model::ClockKind::kStatutory;
    const model::CaseClock& clock = statutory ? s.statutory : s.promised;
    const model::Limit limit = limit_of(clock, s, setting);
    const model::ClockPhase phase = model::phase_of(s, kind);
    std::string words = clock.started ? due_label(clock) : "未起算";
    if (phase == model::ClockPhase::kPaused && !clock.due) words = "暂停中，恢复后确定";
    if (is_overdue(clock, now)) words += "（已超期）";
    array days;
    for (const std::string& line :
         model::explain_clock(s, kind, setting.calendar, setting.hall.opening))
        days.push_back(boost::json::value(line));
    return {{"kind", statutory ? "statutory" : "promised"},
            {"label", statutory ? "法定时限" : "承诺时限"},
            {"state", model::to_code(phase)},
            {"account", std::move(days)},
            {"days", limit.amount},
            {"unit", unit_label(model::to_code(limit.unit))},
            {"due", clock.due ? to_iso(day_of(*clock.due - Millis{1})) : ""},
            {"due_label", words}};
}

/// R45: the third clock, of the stage of a 一件事 or 项目.
object stage_row(const model::CaseState& s, const Setting& setting, Instant now) {
    const model::CaseClock& clock = s.parent.clock;
    const bool over = model::is_stage_over(s);
    std::string words = due_label(clock);
    if (!over && is_overdue(clock, now)) words += "（已超期）";
    array days;
    for (const std::string& line :
         model::explain(*model::parse_limit(s.parent.limit), *clock.started, setting.calendar,
                        setting.hall.opening))
        days.push_back(boost::json::value(line));
    return {{"kind", "stage"},
            {"label", "阶段时限"},
            {"detail", s.parent.name + "：" + s.parent.stage_name},
            {"state", over ? "stopped" : "running"},
            {"account", std::move(days)},
            {"days", clock.amount},
            {"unit", unit_label(clock.unit)},
            {"due", clock.due ? to_iso(day_of(*clock.due - Millis{1})) : ""},
            {"due_label", words}};
}

/// R39, 行政许可法44: from the decision to the hand-over.
object serve_row(const model::CaseState& s) {
    const Instant due = *s.timing.serve_due;
    const bool stopped = s.delivered_at.has_value();
    std::string words = to_chinese(day_of(due - Millis{1}));
    if (s.timing.serve_overdue) words += "（已超期）";
    return {{"kind", "serve"},
            {"label", "颁发送达时限"},
            {"state", stopped ? "stopped" : "running"},
            {"due", to_iso(day_of(due - Millis{1}))},
            {"due_label", words}};
}

array materials_view(const object& content, const CaseNo& no) {
    array out;
    const auto* list = content.if_contains("materials");
    if (list == nullptr || !list->is_array()) return out;
    for (const auto& one : list->get_array()) {
        const object& m = one.as_object();
        const std::string form = text_at(m, "form");
        out.push_back(
            object{{"name", text_at(m, "name")},
                   {"form", form.empty() ? "电子件" : word_or_code("material_form", form)},
                   {"copies", text_at(m, "copies").empty() ? "1" : text_at(m, "copies")},
                   {"state", text_at(m, "received") == "false" ? "未收" : "已收"}});
        if (const std::string file = text_at(m, "file"); !file.empty()) {
            out.back().get_object()["file"] =
                object{{"url", "/console/api/cases/" + no.str() + "/files/" + file},
                       {"type", text_at(m, "file_type")},
                       {"size", text_at(m, "file_size")}};
        }
    }
    return out;
}

array documents_view(const model::CaseState& s, const Setting& setting) {
    array out;
    for (const auto& [id, d] : s.documents) {
        object row{{"id", id},
                   {"title", document_title(id, setting)},
                   {"number", d.number},
                   {"prints", d.prints},
                   {"state", d.address.empty() ? "refused" : "ready"}};
        if (d.address.empty())
            row["reason"] = d.refused + " " + d.refused_where;
        else
            row["url"] = "/console/api/cases/" + s.no.str() + "/documents/" + id;
        out.push_back(std::move(row));
    }
    return out;
}

/// Who it was there, if the partner said so.
std::string person_of(const model::StoredEvent& e) {
    const std::string by = text_at(e.event.secret, "by");
    return by.empty() ? by : "（" + by + "）";
}

array timeline_of(const std::vector<model::StoredEvent>& events, const Setting& setting) {
    array out;
    for (const model::StoredEvent& e : events) {
        out.push_back(object{{"at", to_iso(e.event.happened_at)},
                             {"text", words_of(e, setting)},
                             {"actor", actor_of(e.event.actor, setting) + person_of(e)}});
    }
    return out;
}

array flags_of(const model::CaseState& s) {
    array flags = mark_labels(marks_of(s));
    if (s.delivery_way == "mail") flags.push_back("邮寄");
    return flags;
}

/// R4, R5, R44: what is owed, until when, and what it led to.
void add_pledge_notices(array& notices, const model::CaseState& s) {
    const model::CasePledge& p = s.pledge;
    if (p.is_owing()) {
        std::string text = p.is_promise() ? "告知承诺" : "容缺受理";
        text += p.broken ? "，逾期未补交：" : "，须于" + p.until + "前（含当日）补交：";
        for (const std::string& name : p.owed()) text += name + "；";
        notices.push_back(boost::json::value(text + "补交窗口：" + p.window + "。"));
    }
    if (!p.draft.empty() && s.stage == model::Stage::kAccepted)
        notices.push_back("部门已拟作审批决定，材料补齐并审查合格后生效。");
    if (s.listing.stage == "proposed" && s.listing.object_until) {
        notices.push_back(boost::json::value(
            "已书面告知拟列入" + std::string{model::list_label(s.listing.list)} + "，异议期至" +
            to_chinese(day_of(*s.listing.object_until - Millis{1})) +
            (s.listing.has_objection ? "，申请人已提出异议。" : "。")));
    }
}

/// What whoever opens the case must know first.
array notices_of(const model::CaseState& s) {
    array notices;
    if (s.deemed_soon && s.correction_due) {
        notices.push_back(boost::json::value("补正期限至" +
                                             to_chinese(day_of(*s.correction_due - Millis{1})) +
                                             "，到期未告知补正即视为受理。"));
    }
    add_pledge_notices(notices, s);
    if (s.timing.approval_near && s.promised.due)
        notices.push_back(boost::json::value("承诺时限至" +
                                             to_chinese(day_of(*s.promised.due - Millis{1})) +
                                             "，到期没有决定也没有特殊情况说明即视为准予。"));
    for (const model::StageRow& row : model::stages()) {
        if (row.name != s.superseded_at) continue;
        notices.push_back(boost::json::value("部门发来新的结果，取代原结果（收到时：" +
                                             std::string{row.label} +
                                             "）。请核对新结果，收回或作废原结果。"));
    }
    return notices;
}

/// What a paper in somebody's hand is compared with; nothing of a person.
array public_documents(const model::CaseState& s, const Setting& setting) {
    array out;
    for (const auto& [id, d] : s.documents) {
        if (d.address.empty()) continue;
        out.push_back(object{{"title", document_title(id, setting)},
                             {"number", d.number},
                             {"sha256", d.sha256},
                             {"made_on", to_iso(day_of(d.at))},
                             {"signed", d.is_signed ? "yes" : "no"}});
    }
    return out;
}

/// What an applicant may know of the way so far; the time is empty while a step is still ahead.
array public_steps(const model::CaseState& s) {
    struct Step {
        std::string_view label;
        std::optional<Instant> at;
    };
    std::optional<Instant> decided;
    if (s.decision) decided = s.decision->decided_at;
    const Step steps[] = {{"收件", s.received_at},     {"受理", s.accepted_at},
                          {"部门作出决定", decided},   {"到出证窗口", s.at_issuance_at},
                          {"通知领取", s.notified_at}, {"送达", s.delivered_at}};
    array out;
    for (const Step& step : steps)
        out.push_back(object{{"label", step.label}, {"at", step.at ? to_iso(*step.at) : ""}});
    return out;
}

std::string next_for_applicant(const model::CaseState& s) {
    switch (s.stage) {
        case model::Stage::kCorrection:
            return "请按补正通知提交材料。";
        case model::Stage::kNotified:
            return s.delivery_way == "mail" ? "结果即将寄出。" : "请携带收件凭证到出证窗口领取。";
        case model::Stage::kMailed:
            return "结果已交寄，邮件号 " + s.waybill + "。";
        default:
            return {};
    }
}

array legs_view(const model::CaseState& s) {
    array out;
    for (const model::Leg& leg : s.legs.all) {
        const std::string_view words = !leg.opinion.empty() ? ""
                                       : !leg.pushed_at     ? "未分送"
                                       : leg.signed_at      ? "办理中"
                                                            : "待签收";
        out.push_back(object{{"department", leg.name},
                             {"order", leg.order},
                             {"state", words.empty() ? opinion_label(leg.opinion) : words},
                             {"deemed", !leg.deemed.empty()},
                             {"overdue", leg.overdue},
                             {"due", leg.due ? to_iso(day_of(*leg.due - Millis{1})) : ""},
                             {"pushed_at", leg.pushed_at ? to_iso(*leg.pushed_at) : ""},
                             {"done_at", leg.done_at ? to_iso(*leg.done_at) : ""}});
    }
    return out;
}

object stop(std::string_view name, std::string_view label, const std::string& at,
            std::string detail = {}) {
    return {{"name", name}, {"label", label}, {"at", at}, {"detail", std::move(detail)}};
}

array aliases_view(const model::CaseState& s, const Setting& setting) {
    array aliases;
    for (const auto& [system, number] : s.aliases) {
        aliases.push_back(
            object{{"system", partner_name(PartnerId{system}, setting)}, {"number", number}});
    }
    return aliases;
}

/// R45: an item that is part of nothing in this hall cannot be joined to anything.
array actions_here(const model::CaseState& s, const model::Item& item, const ports::StaffUser& user,
                   const model::Hall& hall) {
    array actions = actions_of(s, item, user);
    const bool joins = std::any_of(
        hall.parents.begin(), hall.parents.end(),
        [&](const model::ParentPlan& plan) { return plan.stage_of(item.id) != nullptr; });
    if (joins) return actions;
    array others;
    for (auto& action : actions) {
        if (action.at("id") != "join_parent") others.push_back(std::move(action));
    }
    return others;
}

}  // namespace

Desk::Desk(ports::Store& store, CaseService& cases, Appointments& appointments,
           const Setting& setting, const Clock& clock)
    : store_(store), cases_(cases), appointments_(appointments), setting_(setting), clock_(clock) {}

object Desk::messages_of(const CaseNo& no, array& stops, const model::CaseState& s) {
    array messages;
    const auto inbound = store_.messages(case_stream(no));
    for (const ports::MessageView& m : inbound) {
        messages.push_back(object{{"kind", kind_label(m.kind)},
                                  {"direction", "in"},
                                  {"partner", partner_name(m.partner, setting_)},
                                  {"state", "accepted"},
                                  {"at", to_iso(m.received_at)},
                                  {"reason", ""}});
    }
    // What came later is a reply; a case taken in at the window has no message of its own.
    const bool by_message = !inbound.empty() && inbound.front().received_at <= *s.received_at;
    const std::string received = to_iso(by_message ? inbound.front().received_at : *s.received_at);
    stops = {stop("receive", "接收", received), stop("unwrap", "验签", received),
             stop("intake", "登记", received),  stop("map", "转换", received, s.mapping_version),
             stop("decide", "判定", received),  stop("commit", "入库", received)};
    std::string relayed;
    std::string all_sent;
    std::string waits;
    for (const ports::OutboxView& row : store_.outbox(case_stream(no))) {
        const bool sent = row.state == ports::OutboxState::kSent;
        messages.push_back(object{{"kind", kind_label(row.kind)},
                                  {"direction", "out"},
                                  {"partner", partner_name(row.partner, setting_)},
                                  {"state", outbox_state_name(row.state)},
                                  {"at", to_iso(row.changed_at)},
                                  {"reason", row.reason}});
        relayed = to_iso(row.created_at);
        if (sent)
            all_sent = to_iso(row.changed_at);
        else
            waits =
                partner_name(row.partner, setting_) + " " + kind_label(row.kind) + " " + row.reason;
    }
    stops.push_back(stop("relay", "转送", relayed));
    stops.push_back(stop("send", "送出", waits.empty() ? all_sent : "", waits));
    return {{"messages", std::move(messages)}};
}

Result<object> Desk::case_view(const ports::StaffUser& user, const CaseNo& no, bool unmask) {
    if (auto seen = check_seen(user, no); !seen) return seen.error();
    if (unmask) {
        Request request;
        request.actor = "staff:" + user.id;
        const Outcome audited = cases_.run_and_wait(no, model::Unmasked{}, std::move(request));
        if (audited.error) return *audited.error;
    }
    const auto events = store_.load(case_stream(no));
    if (!events) return events.error();
    if (events->empty()) return Error{Code::kCaseNotFound, {no.str(), {}, 0, 0}};
    const model::CaseState s = model::replay(*events);
    const model::Item* item = setting_.item_of(s);
    array stops;
    object view = messages_of(no, stops, s);
    view["stops"] = std::move(stops);
    describe(view, s);
    if (unmask) view["delivery"].as_object()["by"] = s.delivery_by;
    view["applicant"] = applicant_view(s.content, unmask);
    view["materials"] = materials_view(s.content, no);
    view["documents"] = documents_view(s, setting_);
    view["timeline"] = timeline_of(*events, setting_);
    view["aliases"] = aliases_view(s, setting_);
    view["actions"] = item == nullptr ? array{} : actions_here(s, *item, user, setting_.hall);
    return view;
}

void Desk::describe(object& view, const model::CaseState& s) const {
    const auto* department = setting_.hall.find(s.department);
    const model::Item* item = setting_.item_of(s);
    const Instant now = clock_.now();
    view["case_no"] = s.no.str();
    view["version"] = s.version;
    view["overdue"] = is_overdue(s.promised, now) || is_overdue(s.statutory, now);
    view["flags"] = flags_of(s);
    view["stage"] = model::row_of(s.stage).name;
    view["stage_label"] = model::row_of(s.stage).label;
    view["source"] = partner_name(s.source, setting_);
    view["handler"] = s.handler;
    view["notices"] = notices_of(s);
    for (const std::string& no : look_alikes_of(store_, s, setting_)) {
        view["notices"].as_array().push_back(boost::json::value(
            "同一申请人、同一事项在其他渠道有相近的办件 " + no + "，请核对是否重复申请。"));
        view["flags"].as_array().push_back("疑似重复");
    }
    view["item"] =
        object{{"name", s.item_name},
               {"code", s.item_code},
               {"kind", item == nullptr ? "" : std::string{model::to_chinese(item->handling)}}};
    view["department"] =
        object{{"name", department == nullptr ? s.department.str() : department->name},
               {"phone", department == nullptr ? "" : department->phone}};
    view["delivery"] = object{{"way", delivery_way_label(s.delivery_way)},
                              {"waybill", s.waybill},
                              {"by", mask_signer(s.delivery_by)}};
    array clocks;
    clocks.push_back(clock_row(s, model::ClockKind::kPromised, setting_, now));
    if (!s.statutory.unit.empty())
        clocks.push_back(clock_row(s, model::ClockKind::kStatutory, setting_, now));
    if (s.parent.clock.started) clocks.push_back(stage_row(s, setting_, now));
    if (s.timing.serve_due) clocks.push_back(serve_row(s));
    view["clocks"] = std::move(clocks);
    if (!s.legs.empty()) view["legs"] = legs_view(s);
    if (!s.parent.empty()) view["parent"] = parent_view(store_, s, setting_);
}

Result<object> Desk::act(const ports::StaffUser& user, const CaseNo& no,
                         const ports::StaffAction& action) {
    if (auto seen = check_seen(user, no); !seen) return seen.error();
    const auto state = cases_.load(no);
    if (!state) return state.error();
    const model::Item* item = setting_.item_of(*state);
    if (item == nullptr) return Error{Code::kItemNotPublished, {state->item.str(), {}, 0, 0}};
    auto command = command_of(action, user, *state, *item, clock_.now());
    if (!command) return command.error();
    if (action.action == "void_dispatch") {
        if (auto stopped = stop_dispatch(no); !stopped) return stopped.error();
    }
    Request request;
    request.actor = "staff:" + user.id;
    request.actor_name = user.name;
    request.department = user.department;
    if (action.action == "print")
        return print_once(no, action, std::move(*command), std::move(request));
    if (action.seen_version > 0) request.seen_version = action.seen_version;
    const Outcome outcome = cases_.run_and_wait(no, std::move(*command), std::move(request));
    if (outcome.error) return *outcome.error;
    return outcome.answer;
}

Result<ports::DocumentFile> Desk::document(const ports::StaffUser& user, const CaseNo& no,
                                           const std::string& id) {
    if (auto seen = check_seen(user, no); !seen) return seen.error();
    const auto state = cases_.load(no);
    if (!state) return state.error();
    const auto found = state->documents.find(id);
    if (found == state->documents.end() || found->second.address.empty())
        return Error{Code::kBlobMissing, {id, {}, 0, 0}};
    auto bytes = store_.get_blob(case_stream(no), found->second.address);
    if (!bytes) return bytes.error();
    return ports::DocumentFile{no.str() + "-" + id + ".pdf", "application/pdf", std::move(*bytes)};
}

Result<object> Desk::by_token(const std::string& token) {
    const auto found = store_.find({"token:" + token}, 1);
    if (found.empty()) return Error{Code::kCaseNotFound};
    const CaseNo no{found.front().stream.str().substr(5)};
    const auto s = cases_.load(no);
    if (!s) return s.error();
    const auto* department = setting_.hall.find(s->department);
    return object{{"case_no", no.str()},
                  {"item", s->item_name},
                  {"department", department == nullptr ? "" : department->name},
                  {"applicant", mask_name(text_at(s->content, "applicant.name"))},
                  {"stage_label", model::row_of(s->stage).label},
                  {"opened_at", s->received_at ? to_iso(day_of(*s->received_at)) : ""},
                  {"due_label", s->promised.started ? due_label(s->promised) : ""},
                  {"result", s->decision ? outcome_label(s->decision->outcome) : ""},
                  {"next", next_for_applicant(*s)},
                  {"steps", public_steps(*s)},
                  {"documents", public_documents(*s, setting_)}};
}

}  // namespace ow::flow
