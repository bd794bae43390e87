#include "gateway/flow/case_view.hpp"

#include "gateway/flow/case_view_legs.hpp"
#include "gateway/flow/case_view_papers.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/seal_words.hpp"
#include "gateway/model/fields.hpp"
#include "gateway/model/own_decision.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

object section(const object& content, std::string_view name) {
    const auto* v = content.if_contains(name);
    return v != nullptr && v->is_object() ? v->get_object() : object{};
}

void put_instant(object& o, std::string_view key, std::string_view day_key,
                 const std::optional<Instant>& at) {
    if (!at) return;
    o[key] = to_iso(*at);
    o[day_key] = to_chinese(day_of(*at));
}

object clock_view(const model::CaseClock& clock) {
    if (clock.unit.empty()) return {};  // not started, or the law sets no limit
    object o{{"days", std::to_string(clock.amount)},
             {"unit", clock.unit},
             {"unit_cn", unit_label(clock.unit)},
             {"due_cn", due_label(clock)}};
    if (clock.due) o["due"] = to_iso(*clock.due);
    return o;
}

std::string code_label(std::string_view set, const std::string& code) {
    for (const model::CodeRow& row : model::code_rows()) {
        if (row.set == set && row.code == code) return std::string{row.label};
    }
    return code;
}

object materials_view(const object& content) {
    array list;
    const auto* given = content.if_contains("materials");
    if (given != nullptr && given->is_array()) {
        for (const auto& one : given->get_array()) {
            object m = one.as_object();
            m["form_cn"] = code_label("material_form", text_at(m, "form"));
            if (text_at(m, "copies").empty()) m["copies"] = "1";
            m["received"] = text_at(m, "received") == "false" ? "no" : "yes";
            list.push_back(std::move(m));
        }
    }
    return {{"material", std::move(list)}};
}

object missing_view(const model::CaseState& s) {
    array list;
    for (const auto& m : s.missing) list.push_back(object{{"name", m.name}, {"reason", m.reason}});
    return {{"material", std::move(list)}};
}

object decision_view(const model::CaseState& s) {
    if (!s.decision) return {};
    const auto& d = *s.decision;
    const std::string label = outcome_label(d.outcome);
    return {{"outcome", d.outcome},
            {"outcome_cn", label},
            {"kind_cn", label},
            {"number", d.number},
            {"name", d.document_name},
            {"document_name", d.document_name},
            {"reason", d.reason},
            {"decided_at", to_iso(d.decided_at)},
            {"decided_on_cn", to_chinese(day_of(d.decided_at))}};
}

/// The outbox row that asked the courier last: the order's number there (plan.hpp).
std::string dispatch_order(const model::CaseState& s, const PartnerId& carrier) {
    return s.no.str() + "-" + std::to_string(s.dispatch_asked) + "-dispatch-" + carrier.str();
}

object delivery_view(const model::CaseState& s, const Setting& setting) {
    object o = section(s.content, "delivery");
    o["way"] = s.delivery_way;
    o["way_cn"] = delivery_way_label(s.delivery_way);
    if (s.delivery_way == "mail") o["full_address"] = mailing_address(s.content);
    if (!s.waybill.empty()) o["waybill"] = s.waybill;
    if (const auto* carrier = setting.with_role("carrier"); carrier && s.dispatch_asked > 0)
        o["order_no"] = dispatch_order(s, carrier->id);
    if (!s.void_reason.empty() && !s.past_waybills.empty())
        o["voided"] = object{{"waybill", s.past_waybills.back()}, {"reason", s.void_reason}};
    return o;
}

object document_view(const model::CaseState& s, const Setting& setting, const std::string& kind) {
    const auto* department = is_of_the_hall(kind) ? nullptr : setting.hall.find(s.department);
    const SealWords seal = seal_words(setting.hall, department, kind);
    const std::string id = model::document_id(s, kind);
    return {{"id", id},
            {"number", s.no.str() + "-" + id},
            {"title", title_of_paper(s, setting, kind)},
            {"token_url", setting.public_url + "/q/" + s.query_token},
            {"issuer", department == nullptr ? setting.hall.name : department->name},
            {"seal_text", seal.arc},
            {"seal_bottom", seal.bottom}};
}

/// What is owed under a pledge (D2, D5, D6, D7).
object pledge_view(const model::CaseState& s, const Setting& setting) {
    const model::CasePledge& p = s.pledge;
    if (p.kind.empty()) return {};
    array list;
    for (const auto& m : p.materials) {
        list.push_back(object{{"name", m.name},
                              {"flaw", m.flaw},
                              {"delivered", m.delivered ? "yes" : "no"},
                              {"delivered_cn", m.delivered ? "已补交" : "未补交"}});
    }
    const auto word = [&](const char* key) {
        const auto found = setting.hall.wordings.find(key);
        return found == setting.hall.wordings.end() ? std::string{} : found->second;
    };
    const auto until = parse_day(p.until);
    return {{"kind", p.kind},
            {"slip", p.slip},
            {"window", p.window},
            {"until", p.until},
            {"until_cn", until ? to_chinese(*until) : ""},
            {"signer", p.signer},
            {"signer_cn", p.signer == "agent" ? "委托代理人（特别授权）" : "申请人"},
            {"consequence", word("pledge_broken")},
            {"contents", word("pledge_contents")},
            {"material", std::move(list)}};
}

/// The last D23: what the law stops or lengthens, and why (R9).
object special_view(const model::CaseState& s) {
    const model::CaseTiming& t = s.timing;
    object o{{"kind", t.notice}, {"reason", t.notice_reason}};
    if (t.notice == "pause") {
        const model::ClockPause& p = t.pauses.back();
        o["name"] = p.name;
        o["basis"] = p.basis;
        o["approver"] = p.approver;
        o["notice"] = p.notice;
        o["from_cn"] = to_chinese(day_of(p.from));
        if (p.needed) o["needed_cn"] = model::to_chinese(*p.needed);
        o["clocks_cn"] = p.statutory && p.promised ? "法定期限和承诺时限"
                         : p.statutory             ? "法定期限"
                                                   : "承诺时限";
    } else if (t.notice == "extension") {
        o["basis"] = t.extension_basis;
        o["approver"] = t.extension_approver;
        o["notice"] = t.extension_notice;
        if (t.extension) o["needed_cn"] = model::to_chinese(*t.extension);
    }
    return o;
}

object correction_view(const model::CaseState& s) {
    object correction;
    put_instant(correction, "until", "until_cn", s.correction_until);
    if (s.correction_until)  // the last day, as of every limit
        correction["until_cn"] = to_chinese(day_of(*s.correction_until - Millis{1}));
    return correction;
}

object department_view(const model::CaseState& s, const Setting& setting) {
    const auto* department = setting.hall.find(s.department);
    return {
        {"id", s.department.str()},
        {"name", department == nullptr ? s.department.str() : department->name},
        {"phone", department == nullptr ? "" : department->phone},
        {"self_cn", department != nullptr && model::is_utility(*department) ? "本单位" : "本机关"}};
}

object delivered_view(const model::CaseState& s) {
    object delivered{{"way", s.delivery_way}, {"by", s.delivery_by}};
    put_instant(delivered, "at", "on_cn", s.delivered_at);
    return delivered;
}

}  // namespace

std::string mailing_address(const object& content) {
    std::string whole;
    for (const char* part : {"province", "city", "county", "address"}) {
        const std::string text = text_at(content, std::string{"delivery."} + part);
        if (!whole.ends_with(text)) whole += text;  // 直辖市: province and city are one
    }
    return whole;
}

std::string outcome_label(std::string_view outcome) {
    if (outcome == "approved") return "准予";
    return outcome == "refused" ? "不予许可" : "退件";
}

std::string delivery_way_label(std::string_view way) {
    return way == "mail" ? "邮寄送达" : "窗口自取";
}

std::string unit_label(std::string_view unit) {
    if (unit == "wd") return "个工作日";
    if (unit == "h") return "小时";
    return unit == "mo" ? "个月" : "日";
}

std::string due_label(const model::CaseClock& clock) {
    // A due instant is the first moment that is too late; the last day is the one before it.
    return clock.due ? to_chinese(day_of(*clock.due - Millis{1})) : "待公布";
}

/// R31: the text in force on the notice's date; `because`: why there is none though it is due.
object remedies_view(const model::CaseState& s, const Setting& setting, Instant at) {
    const auto* department = setting.hall.find(s.department);
    if (department == nullptr) return {{"because", "department " + s.department.str()}};
    const auto* source = setting.partner(s.source);
    const bool online = source != nullptr && source->has_role("source");
    const auto text = setting.remedies.text(*department, s.item, setting.hall, day_of(at), online);
    if (!text) return {{"because", text.error().cause()}};
    return {{"text", *text}};
}

object case_view(const model::CaseState& s, const Setting& setting, const std::string& kind,
                 Instant at) {
    object tree{{"number", s.no.str()}, {"query_token", s.query_token}, {"handler", s.handler}};
    tree["hall"] = object{{"id", setting.hall.id.str()},
                          {"name", setting.hall.name},
                          {"address", setting.hall.address},
                          {"phone", setting.hall.query_phone}};
    tree["item"] = object{{"id", s.item.str()}, {"name", s.item_name}, {"code", s.item_code}};
    tree["department"] = department_view(s, setting);
    const auto foreign = s.aliases.find(s.source.str());
    tree["source"] = object{{"partner", s.source.str()},
                            {"foreign_no", foreign == s.aliases.end() ? "" : foreign->second}};
    for (std::string_view part : {"applicant", "agent", "contact"})
        tree[part] = section(s.content, part);
    tree["materials"] = materials_view(s.content);
    tree["missing"] = missing_view(s);
    tree["delivery"] = delivery_view(s, setting);
    put_instant(tree, "received_at", "received_on_cn", s.received_at);
    put_instant(tree, "accepted_at", "accepted_on_cn", s.accepted_at);
    tree["acceptance"] = object{{"how", s.accepted_how}};
    put_instant(tree, "issued_at", "issued_on_cn", at);
    tree["clocks"] =
        object{{"statutory", clock_view(s.statutory)}, {"promised", clock_view(s.promised)}};
    tree["correction"] = correction_view(s);
    tree["pledge"] = pledge_view(s, setting);
    if (!s.timing.notice.empty()) tree["special"] = special_view(s);
    tree["refusal"] = object{{"reason", s.refusal_reason}};
    tree["remedies"] = remedies_view(s, setting, at);
    tree["decision"] = decision_view(s);
    tree["result"] = decision_view(s);
    tree["delivered"] = delivered_view(s);
    tree["stage"] =
        object{{"name", model::row_of(s.stage).name}, {"label", model::row_of(s.stage).label}};
    add_leg_views(tree, s, setting);
    add_paper_views(tree, s, setting, at);
    tree["message"] = object{{"kind", kind}, {"at", to_iso(at)}};
    tree["document"] = document_view(s, setting, kind);
    tree["phones"] = phones_view(setting.hall);
    return tree;
}

}  // namespace ow::flow
