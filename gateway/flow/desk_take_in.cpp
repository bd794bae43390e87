// Taking a case in at the window, from a booking or a parcel: the form and what becomes of it.

#include <future>
#include <span>

#include "gateway/base/text.hpp"
#include "gateway/flow/desk.hpp"
#include "gateway/flow/desk_action_row.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/sent_form.hpp"
#include "gateway/model/content.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

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

struct FormRow {
    std::string_view word;  ///< of the catalogue's list of materials
    std::string_view code;  ///< of the canonical case
};
constexpr FormRow kForms[] = {
    {"填写表单", "original"},
    {"复印件", "copy"},
    {"原件", "original"},
    {"原件或电子件", "original"},
    {"核验原件留复印件", "original_and_copy"},
    {"电子件", "electronic"},
};

/// The form of a material ticked at the window; what is no word of the catalogue stays as it is.
std::string form_code(const std::string& word) {
    for (const FormRow& row : kForms) {
        if (row.word == word) return std::string{row.code};
    }
    return word;
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

array words_of(std::initializer_list<std::pair<const char*, const char*>> rows) {
    array options;
    for (const auto& [value, label] : rows)
        options.push_back(object{{"value", value}, {"label", label}});
    return options;
}

constexpr std::initializer_list<std::pair<const char*, const char*>> kHowChecked = {
    {"original", "核验证件原件"},
    {"copy", "核对来件中的证件复印件"},
    {"e_certificate", "核验电子证照"}};

/// R1, R23, R46: what the person at the window checked, and the marks of the case.
array people_fields(bool opens_with_department) {
    const auto when = [](object field, std::string_view name, std::string_view is) {
        field["when"] = object{{"name", name}, {"is", is}};
        return field;
    };
    const auto field = [](std::string_view name, std::string_view label, std::string_view type,
                          bool required, array options = {}) {
        return object{{"name", name},
                      {"label", label},
                      {"type", type},
                      {"required", required},
                      {"options", std::move(options)}};
    };
    array fields{
        field("identity", "申请人身份核验", "radio", true, words_of(kHowChecked)),
        field("applied_by", "办理人", "radio", false,
              words_of({{"self", "本人"}, {"agent", "代理人"}})),
        when(field("agent_name", "代理人姓名", "text", true), "applied_by", "agent"),
        when(field("agent_identity", "代理人身份核验", "radio", true, words_of(kHowChecked)),
             "applied_by", "agent"),
        when(field("authorisation", "授权委托书", "radio", true,
                   words_of({{"original", "已收原件"}, {"none", "没有"}})),
             "applied_by", "agent"),
        field("helper", "帮办代办人员（没有不填）", "text", false),
        field("green_lane", "绿色通道", "checkbox", false),
        field("region", "跨区域通办", "radio", false,
              words_of({{"province", "全豫通办"}, {"cross_province", "跨省通办"}}))};
    if (opens_with_department)
        fields.push_back(
            field("department_person", "在场开拆并签字确认的部门工作人员", "text", true));
    return fields;
}

model::IntakeChecks checks_of(const object& values) {
    model::IntakeChecks checks;
    checks.applicant = text_at(values, "identity");
    if (text_at(values, "applied_by") == "agent") {
        checks.agent = text_at(values, "agent_identity");
        checks.authorisation = text_at(values, "authorisation");
    }
    checks.helper = text_at(values, "helper");
    const std::string green = text_at(values, "green_lane");
    if (green == "true" || green == "on") checks.marks.insert("green_lane");
    const std::string region = text_at(values, "region");
    if (region == "province" || region == "cross_province") checks.marks.insert(region);
    const auto* list = values.if_contains("materials");
    if (list == nullptr || !list->is_array()) return checks;
    for (const auto& one : list->get_array()) {
        const std::string how = text_at(one.as_object(), "check");
        if (!how.empty()) checks.materials[text_at(one.as_object(), "id")] = how;
    }
    return checks;
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
    if (text_at(values, "applied_by") == "agent")
        content["agent"] = object{{"name", text_at(values, "agent_name")}};
    array materials;
    if (const auto* list = values.if_contains("materials"); list != nullptr && list->is_array()) {
        for (const auto& one : list->get_array()) {
            const model::Material* m =
                one.is_object() ? item.find_material(text_at(one.get_object(), "id")) : nullptr;
            if (m == nullptr) continue;  // only_listed() refused it
            materials.push_back(object{{"code", m->id},
                                       {"name", m->name},
                                       {"form", form_code(text_at(one.get_object(), "form"))},
                                       {"copies", text_at(one.get_object(), "copies")},
                                       {"received", true}});
        }
    }
    content["materials"] = std::move(materials);
    return content;
}

/// R2: what is ticked stands on the item's list.
Status only_listed(const object& values, const model::Item& item) {
    const auto* list = values.if_contains("materials");
    if (list == nullptr) return ok();
    if (!list->is_array()) return Error{Code::kFieldFormat, {"materials"}};
    std::size_t place = 0;
    for (const auto& one : list->get_array()) {
        ++place;
        const bool listed =
            one.is_object() && item.find_material(text_at(one.get_object(), "id")) != nullptr;
        if (!listed)
            return Error{Code::kMaterialNotListed, {"materials[" + std::to_string(place) + "].id"}};
    }
    return ok();
}

Status present(const object& content, std::span<const std::string_view> paths) {
    for (const std::string_view path : paths) {
        if (trim(text_at(content, path)).empty())
            return Error{Code::kFieldMissing, {std::string{path}}};
    }
    return ok();
}

/// The content without what was left empty and the catalogue's own words for a material's form.
object to_validate(const object& content) {
    object out;
    for (const auto& [key, value] : content) {
        if (value.is_object()) {
            if (object inner = to_validate(value.get_object()); !inner.empty()) out[key] = inner;
        } else if (value.is_array()) {
            array entries;
            for (const auto& one : value.get_array())
                entries.push_back(to_validate(one.as_object()));
            out[key] = std::move(entries);
        } else if (key != "form" && value != boost::json::value("")) {
            out[key] = value;
        }
    }
    return out;
}

/// What a person typed is checked as what a partner sends.
Status check_form(const object& values, const object& content, const model::Item& item) {
    constexpr std::string_view kApplicant[] = {"applicant.name", "applicant.cert_number",
                                               "applicant.phone"};
    constexpr std::string_view kAddress[] = {"delivery.province", "delivery.city",
                                             "delivery.county", "delivery.address"};
    const std::string way = text_at(values, "pick_up");
    if (!way.empty() && way != "self" && way != "mail")
        return Error{Code::kFieldFormat, {"pick_up"}};
    if (Status listed = only_listed(values, item); !listed) return listed;
    if (Status given = present(content, kApplicant); !given) return given;
    if (way == "mail") {
        if (Status given = present(content, kAddress); !given) return given;
    }
    const auto findings = model::validate(model::Content{to_validate(content)}, "form");
    return findings.errors.empty() ? ok() : Status{findings.errors.front()};
}

/// Items of departments that this hall has; a department's staff have their own 即办件 (R43).
array items_form(const Setting& setting, const DepartmentId& own) {
    array items;
    for (const model::Item& item : setting.catalogue.items()) {
        const auto* department = setting.hall.find(item.department);
        if (department == nullptr) continue;
        const bool is_instant = item.handling == model::Handling::kInstant;
        if (!own.empty() && (item.department != own || !is_instant)) continue;
        items.push_back(object{{"id", item.id.str()},
                               {"name", item.name},
                               {"department", department->name},
                               {"materials", materials_form(item)}});
    }
    return items;
}

/// What the person who takes it in says of it beside its content.
model::Receive by_hand(const ports::StaffUser& user, const object& values) {
    model::Receive receive;
    receive.by_person = true;
    receive.checks = checks_of(values);
    if (!user.department.empty()) receive.at_once = finish_of(values);
    return receive;
}

Result<object> opened(CaseService& cases, const ItemId& item, model::Receive receive,
                      Request request) {
    std::promise<Outcome> promise;
    cases.open(item, std::move(receive), std::move(request),
               [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
    Outcome outcome = promise.get_future().get();
    if (outcome.error) return *outcome.error;
    return std::move(outcome.answer);
}

/// R43: a department's staff take in who comes to their own window.
Status may_take_in(const ports::StaffUser& user, std::string_view kind) {
    if (user.department.empty() || kind == "window") return ok();
    return Error{Code::kAuthForbidden, {"kind", {}, 0, 0}};
}

}  // namespace

/// The record a case grows from; without a stream: a person who came to the window.
struct Desk::Origin {
    StreamId stream{};
    std::int64_t version = 0;
    PartnerId source;
    object person;
    std::string item;  ///< wished for; may be empty
    Instant received_at{};
    bool is_booking = false;

    [[nodiscard]] std::string name() const {
        return text_at(person, is_booking ? "name" : "sender_name");
    }
    [[nodiscard]] std::string phone() const {
        return text_at(person, is_booking ? "phone" : "sender_phone");
    }
};

Result<Desk::Origin> Desk::origin_of(const std::string& kind, const std::string& id) {
    if (kind == "window") {
        Origin window;
        window.received_at = clock_.now();
        return window;
    }
    if (kind == "booking") {
        auto b = appointments_.booking(CaseNo{id});
        if (!b) return b.error();
        return Origin{booking_stream(b->no), b->version,   b->source, std::move(b->person),
                      b->item.str(),         clock_.now(), true};
    }
    if (kind != "parcel") return Error{Code::kRouteNotFound, {kind, {}, 0, 0}};
    auto p = appointments_.parcel(id);
    if (!p) return p.error();
    const std::string hint = text_at(p->person, "item_hint");
    const model::Item* item = setting_.catalogue.find_by_name(hint);
    if (item == nullptr) item = setting_.catalogue.find_by_code(hint);
    // The hall got it when it arrived, not when it was opened.
    return Origin{parcel_stream(p->waybill),
                  p->version,
                  p->source,
                  std::move(p->person),
                  item == nullptr ? std::string{} : item->id.str(),
                  p->arrived_at,
                  false};
}

Result<object> Desk::intake_form(const ports::StaffUser& user, const std::string& kind,
                                 const std::string& id) {
    if (auto may = may_take_in(user, kind); !may) return may.error();
    const auto origin = origin_of(kind, id);
    if (!origin) return origin.error();
    const std::string number = text_at(origin->person, "cert_number");
    array fields = take_in_fields();
    const std::string presets[] = {origin->name(), number, origin->phone()};
    for (std::size_t i = 0; i < std::size(presets); ++i)
        fields[i].as_object()["value"] = presets[i];
    for (auto& more :
         people_fields(kind == "parcel" && setting_.hall.settings.mail_needs_department))
        fields.push_back(std::move(more));
    if (!user.department.empty()) {
        for (auto& more : plain_fields(finish_fields())) fields.push_back(std::move(more));
    }
    return object{{"kind", kind},
                  {"id", id},
                  {"title", kind == "window" ? "" : id},
                  {"version", origin->version},
                  {"applicant", object{{"name", mask_name(origin->name())},
                                       {"id_number", mask_number(number)},
                                       {"phone", mask_number(origin->phone())}}},
                  {"item", origin->item},
                  {"items", items_form(setting_, user.department)},
                  {"fields", std::move(fields)}};
}

Result<object> Desk::take_in(const ports::StaffUser& user, const std::string& kind,
                             const std::string& id, const ports::StaffAction& form) {
    if (auto may = may_take_in(user, kind); !may) return may.error();
    const bool is_window = kind == "window";
    // A person at the window is no record that could be used up: the form itself is one.
    const SentForm sent{store_, kind, form};
    if (is_window) {
        auto first = sent.first_answer();
        if (!first) return first.error();
        if (*first) {
            (**first)["repeated"] = true;
            return std::move(**first);
        }
    }
    const model::Item* item = setting_.catalogue.find(ItemId{text_at(form.values, "item")});
    if (item == nullptr) return Error{Code::kItemNotPublished, {"item"}};
    auto origin = origin_of(kind, id);
    if (!origin) return origin.error();
    model::Receive receive = by_hand(user, form.values);
    receive.content = content_of(form.values, origin->person, *item);
    if (const Status fits = check_form(form.values, receive.content, *item); !fits)
        return fits.error();
    receive.source = origin->source;
    if (!is_window) receive.foreign_no = id;
    receive.received_at = origin->received_at;
    receive.origin = origin->stream.str();
    Request request;
    request.actor = "staff:" + user.id;
    request.actor_name = user.name;
    request.department = user.department;
    const model::ParcelOpening opening{request.actor, user.name,
                                       text_at(form.values, "department_person")};
    request.others = [this, id, opening, kind, is_window, sent](
                         const CaseNo& no,
                         const std::string&) -> Result<std::vector<ports::Append>> {
        if (is_window)
            return std::vector{sent.sent({{"case_no", no.str()}}, opening.actor, clock_.now())};
        return kind == "booking" ? appointments_.check_in(CaseNo{id}, no, opening.actor)
                                 : appointments_.take_in(id, no, opening);
    };
    return opened(cases_, item->id, std::move(receive), std::move(request));
}

}  // namespace ow::flow
