#include "gateway/flow/desk_actions.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/flow/mask.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using Values = object;

struct FieldRow {
    std::string_view name;
    std::string_view label;
    std::string_view type;  ///< text, textarea, radio, checkbox; "missing": one checkbox a material
                            ///< not received; "compare": intake and result side by side (R12)
    bool required;
    std::string_view options;    ///< "value=标签|value=标签"
    std::string_view when = {};  ///< "field=value": shown and required only then
};

using Build = model::Command (*)(const Values&, const model::CaseState&, const model::Item&,
                                 Instant);

struct ActionRow {
    std::string_view id;
    std::string_view label;
    std::string_view stages;  ///< stored stage names, blank-separated
    std::string_view roles;
    std::string_view confirm;  ///< asked before it is done; empty: nothing
    std::span<const FieldRow> fields;
    Build build;
};

constexpr FieldRow kReason[] = {{"reason", "理由", "textarea", true, ""}};
constexpr FieldRow kMissing[] = {{"missing", "需补正：", "missing", false, ""},
                                 {"note", "需补正的内容和要求", "textarea", true, ""}};
constexpr FieldRow kDiffer[] = {{"fields", "不一致之处", "textarea", true, ""}};
constexpr FieldRow kNotify[] = {{"how", "通知方式", "radio", true, "phone=电话|message=消息"},
                                {"note", "备注", "text", false, ""}};
constexpr FieldRow kHandOver[] = {
    {"proof", "领取凭据", "radio", true, "slip=收件通知单|id=通知单遗失：证件原件和保证声明"},
    {"statement", "已核对证件原件，并已收取签名的保证声明", "checkbox", true, "", "proof=id"},
    {"recipient", "代领人姓名（本人领取不填）", "text", false, ""}};
constexpr FieldRow kCompare[] = {{"check", "结果信息与受理信息逐项核对", "compare", true, ""}};
constexpr FieldRow kSupplement[] = {{"missing", "收到：", "missing", false, ""}};
constexpr FieldRow kSign[] = {
    {"at", "签收时间（不填为现在；补录填实际时间）", "datetime", false, ""},
    {"difference", "与清单不一致之处（一致不填）", "textarea", false, ""}};
constexpr FieldRow kEnterProgress[] = {{"stage", "办理环节", "text", true, ""},
                                       {"note", "说明", "textarea", false, ""},
                                       {"at", "发生时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kEnterDecision[] = {
    {"outcome", "决定", "radio", true, "approved=准予|refused=不予许可|returned=退件"},
    {"number", "文书编号", "text", true, ""},
    {"document_name", "文书或证照名称", "text", true, ""},
    {"applicant_name", "文书上的申请人姓名或名称", "text", true, ""},
    {"reason", "理由", "textarea", true, "", "outcome=refused"},
    {"return_reason", "退件原因", "textarea", true, "", "outcome=returned"},
    {"at", "决定时间（不填为现在；补录填实际时间）", "datetime", false, ""}};
constexpr FieldRow kCall[] = {
    {"to", "打给", "radio", true, "department=部门|applicant=申请人"},
    {"outcome", "结果", "radio", true, "reached=已接通|not_reached=未接通"},
    {"note", "说明（不要填号码）", "text", false, ""},
    {"at", "时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kPrint[] = {{"document", "文书", "text", true, ""}};

bool is_set(const Values& v, const std::string& key) {
    const std::string text = text_at(v, key);
    return text == "true" || text == "on";
}

/// The materials ticked in a "missing" field, by their place in the item's list of missing ones.
std::vector<std::string> ticked(const Values& v, const model::CaseState& state,
                                const model::Item& item) {
    std::vector<std::string> names;
    const auto missing = model::missing_materials(state.content, item);
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (is_set(v, "missing." + std::to_string(i))) names.push_back(missing[i].name);
    }
    return names;
}

/// The time a person states, checked by command_of; now if none.
Instant stated_time(const Values& v, Instant now) {
    return parse_instant(text_at(v, "at")).value_or(now);
}

model::Command decision_of(const Values& v, const model::CaseState& s, const model::Item&,
                           Instant now) {
    model::CaseDecision d;
    d.outcome = text_at(v, "outcome");
    d.number = text_at(v, "number");
    d.document_name = text_at(v, "document_name");
    d.decided_at = stated_time(v, now);
    d.reason = text_at(v, d.outcome == "returned" ? "return_reason" : "reason");
    d.result = {{"applicant_name", text_at(v, "applicant_name")}, {"item_code", s.item_code}};
    return model::Decide{std::move(d)};
}

model::Command correction_of(const Values& v, const model::CaseState& s, const model::Item& item,
                             Instant) {
    model::TellCorrection command;
    for (std::string& name : ticked(v, s, item))
        command.missing.push_back({std::move(name), text_at(v, "note")});
    return command;
}

model::Command supplement_of(const Values& v, const model::CaseState& s, const model::Item& item,
                             Instant now) {
    array materials;
    for (const std::string& name : ticked(v, s, item))
        materials.push_back(object{{"name", name}, {"received", true}});
    return model::Supplement{std::move(materials), now};
}

constexpr std::string_view kWindow = "acceptance operator admin";
constexpr std::string_view kIssuance = "issuance operator admin";
constexpr std::string_view kDepartment = "department";
constexpr std::string_view kAll = "acceptance department issuance operator admin";

// In the order of the work: the first that is possible stands open on the page.
const ActionRow kActions[] = {
    {"accept",
     "受理",
     "received",
     kWindow,
     "确认材料齐全、符合法定形式？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Accept{};
     }},
    {"tell_correction", "一次性告知补正", "received", kWindow, "", kMissing, &correction_of},
    {"supplement", "接收补正材料", "correction", kWindow, "", kSupplement, &supplement_of},
    {"refuse_acceptance", "不予受理", "received correction", kWindow, "确认不予受理？", kReason,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RefuseAcceptance{text_at(v, "reason")};
     }},
    {"sign_for", "签收材料", "accepted decided", kDepartment, "", kSign,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::SignFor{stated_time(v, now), text_at(v, "difference"), {}};
     }},
    {"enter_progress", "登记办理环节", "accepted", kDepartment, "", kEnterProgress,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::Progress{text_at(v, "stage"), text_at(v, "note"), stated_time(v, now)};
     }},
    {"enter_decision", "登记决定和结果", "accepted", kDepartment,
     "决定登记后送出证窗口核对，不能改写？", kEnterDecision, &decision_of},
    {"take_over", "核对一致，接收结果", "decided", kIssuance, "", kCompare,
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::TakeOverResult{};
     }},
    {"reject_result", "不一致，退回部门", "decided", kIssuance, "", kDiffer,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RejectResult{text_at(v, "fields")};
     }},
    {"notify", "通知申请人", "at_issuance", kIssuance, "", kNotify,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Notify{text_at(v, "how"), text_at(v, "note")};
     }},
    {"mail_out",
     "交寄",
     "at_issuance notified",
     kIssuance,
     "按受理时登记的地址交寄？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::MailOut{};
     }},
    {"hand_over", "窗口发放", "at_issuance mailed notified", kIssuance, "", kHandOver,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::HandOver{text_at(v, "proof"), text_at(v, "recipient")};
     }},
    {"void_dispatch", "作废交寄", "at_issuance mailed notified", kIssuance,
     "原邮件号作废，可重新交寄或窗口发放？", kReason,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::VoidDispatch{text_at(v, "reason")};
     }},
    {"feed_back",
     "登记送达反馈",
     "delivered",
     kIssuance,
     "办理结果交接单已送回部门？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::FeedBack{};
     }},
    {"log_call", "登记电话通知", "accepted at_issuance decided notified", kAll, "", kCall,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::LogCall{text_at(v, "to"), text_at(v, "outcome"), text_at(v, "note"),
                               stated_time(v, now)};
     }},
    {"print", "打印", "", kAll, "", kPrint,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::DocumentPrinted{text_at(v, "document")};
     }},
};

bool has_word(std::string_view words, std::string_view word) {
    const auto parts = split(words, ' ');
    return std::find(parts.begin(), parts.end(), word) != parts.end();
}

array options_of(const FieldRow& field) {
    array options;
    for (std::string_view pair : split(field.options, '|')) {
        const std::size_t eq = pair.find('=');
        if (eq == std::string_view::npos) continue;
        options.push_back(object{{"value", pair.substr(0, eq)}, {"label", pair.substr(eq + 1)}});
    }
    return options;
}

object compare_row(std::string_view name, std::string_view label, const std::string& intake,
                   const std::string& result, bool name_like) {
    object row{{"name", name}, {"label", label}};
    row["intake"] = name_like ? mask_name(intake) : intake;
    row["result"] = name_like ? mask_name(result) : result;
    if (!result.empty()) row["same"] = intake == result;
    return row;
}

array compare_rows(const model::CaseState& s) {
    const object& r = s.decision ? s.decision->result : object{};
    return {compare_row("applicant.name", "申请人", text_at(s.content, "applicant.name"),
                        text_at(r, "applicant_name"), true),
            compare_row("item.code", "事项编码", s.item_code, text_at(r, "item_code"), false),
            compare_row("certificate.name", "证照名称", "",
                        s.decision ? s.decision->document_name : "", false),
            compare_row("certificate.number", "证照编号", "", s.decision ? s.decision->number : "",
                        false)};
}

void add_field(array& fields, const FieldRow& f, const model::CaseState& state,
               const model::Item& item) {
    if (f.type == "missing") {
        const auto missing = model::missing_materials(state.content, item);
        for (std::size_t i = 0; i < missing.size(); ++i) {
            fields.push_back(object{{"name", "missing." + std::to_string(i)},
                                    {"type", "checkbox"},
                                    {"required", false},
                                    {"label", std::string{f.label} + missing[i].name}});
        }
        return;
    }
    object field{{"name", f.name},
                 {"label", f.label},
                 {"type", f.type},
                 {"required", f.required},
                 {"options", options_of(f)}};
    if (f.type == "compare") field["rows"] = compare_rows(state);
    if (const std::size_t eq = f.when.find('='); eq != std::string_view::npos) {
        field["when"] = object{{"name", f.when.substr(0, eq)}, {"is", f.when.substr(eq + 1)}};
    }
    fields.push_back(std::move(field));
}

bool applies(const FieldRow& f, const Values& v) {
    const std::size_t eq = f.when.find('=');
    return eq == std::string_view::npos ||
           text_at(v, f.when.substr(0, eq)) == f.when.substr(eq + 1);
}

enum class Verdict : std::uint8_t { kNone, kSame, kDifferent };

/// What the person said of one line: {"check":{"<line>":{"same":true}}}.
Verdict verdict_of(const Values& v, std::string_view field, std::string_view line) {
    const auto* given = v.if_contains(field);
    if (given == nullptr || !given->is_object()) return Verdict::kNone;
    const auto* mine = given->get_object().if_contains(line);
    if (mine == nullptr || !mine->is_object()) return Verdict::kNone;
    const std::string same = text_at(mine->get_object(), "same");
    if (same.empty()) return Verdict::kNone;
    return same == "true" ? Verdict::kSame : Verdict::kDifferent;
}

/// R12: the machine's no or the person's on any line stops it; a line nobody judged is not
/// compared, so it stops it as well.
Status check_compare(const Values& v, const FieldRow& field, const model::CaseState& state) {
    const array lines = compare_rows(state);
    std::string open;
    for (const auto& line : lines) {
        const object& row = line.as_object();
        const auto* same = row.if_contains("same");
        const bool machine_says_no = same != nullptr && !same->get_bool();
        const bool empty_intake = text_at(row, "intake").empty();
        const Verdict verdict = verdict_of(v, field.name, row.at("name").as_string());
        if ((machine_says_no && !empty_intake) || verdict == Verdict::kDifferent)
            return Error{Code::kResultMismatch, {text_at(row, "label"), {}, 0, 0}};
        if (verdict == Verdict::kNone && open.empty()) open = text_at(row, "label");
    }
    if (!open.empty()) return Error{Code::kFieldMissing, {"核对：" + open, {}, 0, 0}};
    return ok();
}

/// R36: what is entered after the fact keeps its time; never later than now or before the case.
Status check_time(const Values& v, const FieldRow& field, const model::CaseState& state,
                  Instant now) {
    const std::string text = text_at(v, field.name);
    if (text.empty()) return ok();
    const auto at = parse_instant(text);
    if (at && *at <= now && (!state.received_at || *at >= *state.received_at)) return ok();
    return Error{Code::kFieldFormat,
                 {std::string{field.label}, {}, 0, 0},
                 "时间不能晚于现在，也不能早于收件"};
}

/// Beyond the stage: mailing only who wishes it and once, taking back only what is under way.
bool is_offered(std::string_view action, const model::CaseState& s) {
    const bool ordered = s.dispatch_requested || s.stage == model::Stage::kMailed;
    if (action == "mail_out") return s.delivery_way == "mail" && !ordered;
    if (action == "sign_for") return s.listed_at && !s.is_signed_by_person;
    if (action == "log_call") return s.listed_at.has_value();
    if (action == "enter_progress" || action == "enter_decision") return s.signed_at.has_value();
    return action != "void_dispatch" || ordered;
}

}  // namespace

array actions_of(const model::CaseState& state, const model::Item& item, const std::string& role) {
    array out;
    for (const ActionRow& row : kActions) {
        if (!has_word(row.stages, model::row_of(state.stage).name) || !has_word(row.roles, role))
            continue;
        if (!is_offered(row.id, state)) continue;
        array fields;
        for (const FieldRow& f : row.fields) add_field(fields, f, state, item);
        out.push_back(object{{"id", row.id},
                             {"label", row.label},
                             {"confirm", row.confirm},
                             {"fields", std::move(fields)}});
    }
    return out;
}

Result<model::Command> command_of(const ports::StaffAction& action, const ports::StaffUser& user,
                                  const model::CaseState& state, const model::Item& item,
                                  Instant now) {
    const auto* row = std::find_if(std::begin(kActions), std::end(kActions),
                                   [&](const ActionRow& r) { return r.id == action.action; });
    if (row == std::end(kActions))
        return Error{Code::kCommandNotAllowed, {action.action, {}, 0, 0}, "没有这种操作"};
    if (!has_word(row->roles, user.role))
        return Error{Code::kAuthForbidden, {action.action, {}, 0, 0}};
    for (const FieldRow& field : row->fields) {
        if (field.type == "compare") {
            if (auto same = check_compare(action.values, field, state); !same) return same.error();
        } else if (field.required && applies(field, action.values) &&
                   text_at(action.values, field.name).empty()) {
            return Error{Code::kFieldMissing, {std::string{field.label}, {}, 0, 0}};
        }
        if (field.type == "datetime") {
            if (auto possible = check_time(action.values, field, state, now); !possible)
                return possible.error();
        }
    }
    if (!is_offered(row->id, state))
        return Error{Code::kCommandNotAllowed, {action.action, {}, 0, 0}, "现在不能进行此操作"};
    return row->build(action.values, state, item, now);
}

}  // namespace ow::flow
