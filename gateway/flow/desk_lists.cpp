// Lists of the desk: to-do, search, queue, bookings, parcels, refused messages, and taking in from
// a booking or a parcel.

#include <algorithm>
#include <future>
#include <map>

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kAttention = "attention";

struct TabRow {
    std::string_view id;
    std::string_view label;
    std::vector<std::string> stages;
};

const std::vector<TabRow>& tabs() {
    static const std::vector<TabRow> kTabs{
        {"result_due", "待收结果", {"decided"}},
        {"to_notify", "待通知", {"at_issuance"}},
        {"to_deliver", "待发放", {"notified", "mailed"}},
        {"to_feed_back", "待反馈", {"delivered"}},
        {"to_check", "待审查", {"received", "correction"}},
        {"in_progress", "办理中", {"accepted"}},
        {kAttention, "需处理", {}},
        {"all", "全部", {}},
    };
    return kTabs;
}

constexpr int kPage = 50;
constexpr int kCountLimit = 500;

std::string id_of(const StreamId& stream) {
    return stream.str().substr(stream.str().find(':') + 1);
}

array materials_form(const model::Item& item) {
    array out;
    for (const model::Material& m : item.materials) {
        object row{{"id", m.id},
                   {"name", m.name},
                   {"required", m.condition.empty()},
                   {"forms", array{boost::json::value(m.form)}},
                   {"copies", m.copies}};
        if (!m.condition.empty()) row["note"] = m.condition;
        out.push_back(std::move(row));
    }
    return out;
}

/// Where a result is mailed; asked only for 邮寄送达.
object mail_field(std::string_view name, std::string_view label) {
    return {{"name", name},
            {"label", label},
            {"type", "text"},
            {"required", true},
            {"when", object{{"name", "pick_up"}, {"is", "mail"}}}};
}

array take_in_fields() {
    const auto option = [](std::string_view value, std::string_view label) {
        return object{{"value", value}, {"label", label}};
    };
    return {
        object{{"name", "name"}, {"label", "申请人"}, {"type", "text"}, {"required", true}},
        object{
            {"name", "cert_number"}, {"label", "证件号码"}, {"type", "text"}, {"required", true}},
        object{{"name", "phone"}, {"label", "联系电话"}, {"type", "text"}, {"required", true}},
        object{{"name", "pick_up"},
               {"label", "取件方式"},
               {"type", "radio"},
               {"required", true},
               {"options", array{option("self", "窗口自取"), option("mail", "邮寄送达")}}},
        mail_field("province", "省"),
        mail_field("city", "市"),
        mail_field("county", "县（市、区）"),
        mail_field("address", "详细地址")};
}

/// Canonical content from a filled 收件 form and the record it grew from.
object content_of(const object& values, const object& person, const model::Item& item) {
    object content;
    const auto either = [&](const char* field, const char* known) {
        const std::string typed = text_at(values, field);
        return typed.empty() ? text_at(person, known) : typed;
    };
    const std::string name = either("name", "name");
    const std::string phone = either("phone", person.contains("phone") ? "phone" : "sender_phone");
    content["applicant"] = object{{"name", name.empty() ? text_at(person, "sender_name") : name},
                                  {"cert_type", "id_card"},
                                  {"cert_number", either("cert_number", "cert_number")},
                                  {"phone", phone},
                                  {"kind", "person"}};
    if (const std::string openid = text_at(person, "openid"); !openid.empty())
        content["contact"] = object{{"openid", openid}};
    content["delivery"] = object{{"way", text_at(values, "pick_up") == "mail" ? "mail" : "self"},
                                 {"province", text_at(values, "province")},
                                 {"city", text_at(values, "city")},
                                 {"county", text_at(values, "county")},
                                 {"address", text_at(values, "address")},
                                 {"name", name},
                                 {"phone", phone}};
    array materials;
    if (const auto* list = values.if_contains("materials"); list != nullptr && list->is_array()) {
        for (const auto& one : list->get_array()) {
            const model::Material* m =
                one.is_object() ? item.find_material(text_at(one.get_object(), "id")) : nullptr;
            if (m == nullptr) continue;
            materials.push_back(object{{"code", m->id},
                                       {"name", m->name},
                                       {"form", text_at(one.get_object(), "form")},
                                       {"copies", text_at(one.get_object(), "copies")},
                                       {"received", true}});
        }
    }
    content["materials"] = std::move(materials);
    return content;
}

}  // namespace

object Desk::row_view(const ports::StreamView& view) {
    const CaseNo no{id_of(view.stream)};
    const model::Item* item = setting_.catalogue.find(ItemId{view.row.item});
    const auto* department = setting_.hall.find(DepartmentId{view.row.department});
    const auto state = cases_.load(no);
    const bool overdue = view.row.promised_due && clock_.now() >= *view.row.promised_due;
    array flags;
    if (state && state->delivery_way == "mail") flags.push_back("邮寄");
    if (!view.row.flags.empty()) flags.push_back("文书待处理");
    std::string_view label = view.row.stage;
    for (const model::StageRow& row : model::stages()) {
        if (row.name == view.row.stage) label = row.label;
    }
    return {
        {"case_no", no.str()},
        {"item", item == nullptr ? view.row.item : item->name},
        {"department", department == nullptr ? view.row.department : department->name},
        {"applicant",
         state ? mask_name(text_at(state->content, "applicant.name")) : "（信息已销毁）"},
        {"stage", view.row.stage},
        {"stage_label", label},
        {"due", view.row.promised_due ? to_iso(day_of(*view.row.promised_due - Millis{1})) : ""},
        {"overdue", overdue},
        {"source", partner_name(PartnerId{view.row.source}, setting_)},
        {"opened_at", to_iso(view.opened_at)},
        {"flags", std::move(flags)}};
}

/// Cases that wait for a person beside the ordinary way: a message parked or of unknown end, a
/// document that could not be made. Newest first.
std::vector<ports::StreamView> Desk::needing_attention() {
    std::map<std::string, ports::StreamView> found;
    for (const auto state : {ports::OutboxState::kParked, ports::OutboxState::kUnknown}) {
        for (const ports::OutboxView& row : store_.outbox_in(state, kCountLimit)) {
            if (!row.stream.str().starts_with("case:") || found.contains(row.stream.str()))
                continue;
            if (auto view = store_.stream(row.stream)) found.emplace(row.stream.str(), *view);
        }
    }
    ports::StreamQuery query;
    query.hall = setting_.hall.id.str();
    query.closed = false;
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        if (!view.row.flags.empty()) found.emplace(view.stream.str(), view);
    }
    std::vector<ports::StreamView> views;
    for (auto& [name, view] : found) views.push_back(std::move(view));
    std::sort(views.begin(), views.end(),
              [](const auto& a, const auto& b) { return a.opened_at > b.opened_at; });
    return views;
}

object Desk::todo(const ports::StaffUser&, const std::string& tab, const std::string& cursor) {
    object counts;
    array labels;
    array rows;
    std::string next;
    for (const TabRow& t : tabs()) {
        labels.push_back(object{{"id", t.id}, {"label", t.label}});
        if (t.id == kAttention) {
            const auto views = needing_attention();
            counts[t.id] = static_cast<std::int64_t>(views.size());
            if (t.id != tab) continue;
            for (const ports::StreamView& view : views) rows.push_back(row_view(view));
            continue;
        }
        ports::StreamQuery query;
        query.hall = setting_.hall.id.str();
        query.stages = t.stages;
        query.limit = kCountLimit;
        const bool counted = !t.stages.empty();
        if (counted) counts[t.id] = static_cast<std::int64_t>(store_.streams(query).size());
        if (t.id != tab) continue;
        query.limit = kPage;
        query.before = parse_instant(cursor);
        const auto views = store_.streams(query);
        for (const ports::StreamView& view : views) rows.push_back(row_view(view));
        if (views.size() == static_cast<std::size_t>(kPage)) next = to_iso(views.back().opened_at);
    }
    return {{"counts", std::move(counts)},
            {"tabs", std::move(labels)},
            {"rows", std::move(rows)},
            {"next", next}};
}

array Desk::search(const ports::StaffUser&, const std::string& text) {
    array rows;
    const auto terms = terms_for_query(text);
    if (terms.empty()) return rows;
    for (const ports::StreamView& view : store_.find(terms, kPage)) {
        if (view.stream.str().starts_with("case:")) rows.push_back(row_view(view));
    }
    return rows;
}

array Desk::queue(const ports::StaffUser&) {
    array groups;
    for (const auto state : {ports::OutboxState::kParked, ports::OutboxState::kUnknown,
                             ports::OutboxState::kWaiting}) {
        std::map<std::pair<std::string, std::string>, array> by_cause;
        for (const ports::OutboxView& row : store_.outbox_in(state, 500)) {
            if (state == ports::OutboxState::kWaiting && row.reason.empty()) continue;
            by_cause[{row.partner.str(), row.reason}].push_back(
                object{{"id", row.id},
                       {"case_no", id_of(row.stream)},
                       {"kind", kind_label(row.kind)},
                       {"since", to_iso(row.created_at)}});
        }
        for (auto& [cause, rows] : by_cause) {
            std::string_view operator_words;
            for (const ErrorRow& row : error_catalogue()) {
                if (row.name == cause.second) operator_words = row.operator_;
            }
            const auto oldest = rows.front().as_object().at("since");
            groups.push_back(object{{"partner", partner_name(PartnerId{cause.first}, setting_)},
                                    {"state", outbox_state_name(state)},
                                    {"reason", cause.second},
                                    {"operator", operator_words},
                                    {"count", rows.size()},
                                    {"oldest", oldest},
                                    {"rows", std::move(rows)}});
        }
    }
    return groups;
}

Status Desk::resolve(const ports::StaffUser&, const std::string& row, const std::string& verb) {
    if (verb == "retry") return store_.resolve(row, ports::OutboxState::kWaiting, clock_.now());
    if (verb == "cancel") return store_.resolve(row, ports::OutboxState::kCancelled, clock_.now());
    if (verb == "confirm_sent") return store_.resolve(row, ports::OutboxState::kSent, clock_.now());
    return Error{Code::kCommandNotAllowed, {verb, {}, 0, 0}, "retry, cancel, confirm_sent"};
}

array Desk::bookings(const ports::StaffUser&, const std::string& day) {
    array rows;
    ports::StreamQuery query;
    query.kind = "booking";
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        if (view.row.department != day) continue;  // the row's day, see booking_row
        const auto b = appointments_.booking(CaseNo{id_of(view.stream)});
        if (!b) continue;
        rows.push_back(object{{"booking_no", b->no.str()},
                              {"item", b->item_name},
                              {"slot", b->slot},
                              {"name", mask_name(text_at(b->person, "name"))},
                              {"state", model::to_name(b->stage)},
                              {"case_no", b->case_no.str()}});
    }
    return rows;
}

array Desk::parcels(const ports::StaffUser&) {
    array rows;
    ports::StreamQuery query;
    query.kind = "parcel";
    query.closed = false;
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        const auto p = appointments_.parcel(id_of(view.stream));
        if (!p) continue;
        rows.push_back(object{{"parcel_no", p->waybill},
                              {"waybill", p->waybill},
                              {"sender", mask_name(text_at(p->person, "sender_name"))},
                              {"arrived_at", to_iso(p->arrived_at)},
                              {"state", model::to_name(p->stage)},
                              {"item", text_at(p->person, "item_hint")}});
    }
    return rows;
}

Result<object> Desk::intake_form(const ports::StaffUser&, const std::string& kind,
                                 const std::string& id) {
    object person;
    std::string item_id;
    std::int64_t version = 0;
    if (kind == "booking") {
        const auto b = appointments_.booking(CaseNo{id});
        if (!b) return b.error();
        person = b->person;
        item_id = b->item.str();
        version = b->version;
    } else if (kind == "parcel") {
        const auto p = appointments_.parcel(id);
        if (!p) return p.error();
        person = p->person;
        version = p->version;
        const model::Item* hinted =
            setting_.catalogue.find_by_name(text_at(p->person, "item_hint"));
        if (hinted == nullptr)
            hinted = setting_.catalogue.find_by_code(text_at(p->person, "item_hint"));
        if (hinted != nullptr) item_id = hinted->id.str();
    } else {
        return Error{Code::kRouteNotFound, {kind, {}, 0, 0}};
    }
    array items;
    for (const model::Item& item : setting_.catalogue.items()) {
        const auto* department = setting_.hall.find(item.department);
        if (department == nullptr) continue;
        items.push_back(object{{"id", item.id.str()},
                               {"name", item.name},
                               {"department", department->name},
                               {"materials", materials_form(item)}});
    }
    const std::string name = text_at(person, kind == "booking" ? "name" : "sender_name");
    const std::string phone = text_at(person, kind == "booking" ? "phone" : "sender_phone");
    array fields = take_in_fields();
    const auto preset = [&](std::size_t at, std::string value) {
        fields[at].as_object()["value"] = std::move(value);
    };
    preset(0, name);
    preset(1, text_at(person, "cert_number"));
    preset(2, phone);
    return object{{"kind", kind},
                  {"id", id},
                  {"title", id},
                  {"version", version},
                  {"applicant", object{{"name", mask_name(name)},
                                       {"id_number", mask_number(text_at(person, "cert_number"))},
                                       {"phone", mask_number(phone)}}},
                  {"item", item_id},
                  {"items", std::move(items)},
                  {"fields", std::move(fields)}};
}

Result<object> Desk::take_in(const ports::StaffUser& user, const std::string& kind,
                             const std::string& id, const ports::StaffAction& form) {
    const model::Item* item = setting_.catalogue.find(ItemId{text_at(form.values, "item")});
    if (item == nullptr) return Error{Code::kItemNotPublished, {"事项", {}, 0, 0}};
    model::Receive receive;
    receive.received_at = clock_.now();
    receive.by_person = true;
    object person;
    Request request;
    request.actor = "staff:" + user.id;
    request.actor_name = user.name;
    if (kind == "booking") {
        const auto b = appointments_.booking(CaseNo{id});
        if (!b) return b.error();
        person = b->person;
        receive.source = b->source;
        receive.foreign_no = id;
        receive.origin = booking_stream(CaseNo{id}).str();
        request.others = [this, id, actor = request.actor](const CaseNo& no) {
            return appointments_.check_in(CaseNo{id}, no, actor);
        };
    } else {
        const auto p = appointments_.parcel(id);
        if (!p) return p.error();
        person = p->person;
        receive.source = p->source;
        receive.foreign_no = id;
        receive.origin = parcel_stream(id).str();
        receive.received_at = p->arrived_at;  // the hall got it then, not when it was opened
        request.others = [this, id, actor = request.actor](const CaseNo& no) {
            return appointments_.take_in(id, no, actor);
        };
    }
    receive.content = content_of(form.values, person, *item);
    std::promise<Outcome> promise;
    cases_.open(item->id, std::move(receive), std::move(request),
                [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
    Outcome outcome = promise.get_future().get();
    if (outcome.error) return *outcome.error;
    return std::move(outcome.answer);
}

array Desk::refused(const ports::StaffUser&) {
    array rows;
    ports::StreamQuery query;
    query.kind = "message";
    query.stages = {"quarantined", "refused"};
    query.limit = 200;
    for (const ports::StreamView& view : store_.streams(query)) {
        const std::size_t blank = view.row.flags.find(' ');
        const std::string code = view.row.flags.substr(0, blank);
        std::string_view next;
        for (const ErrorRow& row : error_catalogue()) {
            if (row.name == code) next = row.operator_;
        }
        rows.push_back(
            object{{"id", id_of(view.stream)},
                   {"partner", partner_name(PartnerId{view.row.source}, setting_)},
                   {"kind", kind_label(view.row.department)},
                   {"code", code},
                   {"field", blank == std::string::npos ? "" : view.row.flags.substr(blank + 1)},
                   {"next", next},
                   {"received_at", to_iso(view.opened_at)}});
    }
    return rows;
}

}  // namespace ow::flow
