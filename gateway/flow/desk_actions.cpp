#include "gateway/flow/desk_actions.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/flow/desk_action_row.hpp"
#include "gateway/flow/mask.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using Values = object;

// In the order of the work: the first action that is possible stands open on the page.
constexpr std::span<const ActionRow> (*kGroups[])() = {
    &inquiry_actions,    &intake_actions, &instant_actions, &pledge_actions,
    &department_actions, &leg_actions,    &result_actions,  &people_actions,
    &parent_actions,     &timing_actions, &record_actions,
};

const std::vector<ActionRow>& all_actions() {
    static const std::vector<ActionRow> all = [] {
        std::vector<ActionRow> rows;
        for (const auto group : kGroups) rows.insert(rows.end(), group().begin(), group().end());
        return rows;
    }();
    return all;
}

bool is_set(const Values& v, const std::string& key) {
    const std::string text = text_at(v, key);
    return text == "true" || text == "on";
}

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

using Shown = std::string (*)(std::string_view);

std::string plain(std::string_view text) {
    return std::string{text};
}

object compare_row(std::string_view name, std::string_view label, const std::string& intake,
                   const std::string& result, Shown shown = &plain) {
    object row{{"name", name}, {"label", label}};
    row["intake"] = shown(intake);
    row["result"] = shown(result);
    if (!result.empty()) row["same"] = intake == result;
    return row;
}

object number_row(const std::string& intake, const std::string& result) {
    object row = compare_row("applicant.cert_number", "证件号码", intake, result, &mask_number);
    row["same"] = iequals(intake, result);  // 41018419900104003x
    return row;
}

/// R12. Of the certificate what the result itself says, else what the decision says.
array compare_rows(const model::CaseState& s) {
    const model::CaseDecision d = s.decision.value_or(model::CaseDecision{});
    const auto of_result = [&](std::string_view key, const std::string& otherwise = {}) {
        const std::string own = text_at(d.result, key);
        return own.empty() ? otherwise : own;
    };
    array rows{compare_row("applicant.name", "申请人", text_at(s.content, "applicant.name"),
                           of_result("applicant_name"), &mask_name)};
    if (const std::string number = of_result("cert_number"); !number.empty())
        rows.push_back(number_row(text_at(s.content, "applicant.cert_number"), number));
    rows.push_back(compare_row("item.code", "事项编码", s.item_code, of_result("item_code")));
    rows.push_back(compare_row("certificate.name", "证照名称", "",
                               of_result("certificate_name", d.document_name)));
    rows.push_back(compare_row("certificate.number", "证照编号", "",
                               of_result("certificate_number", d.number)));
    if (const std::string until = of_result("valid_until"); !until.empty())
        rows.push_back(compare_row("certificate.valid_until", "有效期至", "", until));
    return rows;
}

/// Each department once.
std::vector<const model::Leg*> departments_with_legs(const model::CaseState& s) {
    std::vector<const model::Leg*> out;
    for (const model::Leg& leg : s.legs.all) {
        const bool known = std::any_of(out.begin(), out.end(), [&](const model::Leg* other) {
            return other->department == leg.department;
        });
        if (!known) out.push_back(&leg);
    }
    return out;
}

array leg_options(const model::CaseState& s) {
    array options;
    if (s.legs.find(s.department) == nullptr)
        options.push_back(object{{"value", s.department.str()}, {"label", "承办部门"}});
    for (const model::Leg* leg : departments_with_legs(s))
        options.push_back(object{{"value", leg->department.str()}, {"label", leg->name}});
    return options;
}

/// The materials of a field that has one checkbox each; nullopt: an ordinary field.
std::optional<std::vector<std::string>> materials_of(std::string_view type,
                                                     const model::CaseState& state,
                                                     const model::Item& item) {
    std::vector<std::string> names;
    if (type == "owed") return state.pledge.owed();
    if (type == "missing" || type == "listed") {
        for (auto& one : model::missing_materials(state.content, item))
            names.push_back(std::move(one.name));
        if (type == "missing") return names;
        for (const model::Material& one : item.materials)
            if (std::find(names.begin(), names.end(), one.name) == names.end())
                names.push_back(one.name);
        return names;
    }
    if (type != "tolerable") return std::nullopt;
    for (const model::Material& one : item.materials) {
        if (one.tolerance && !one.key) names.push_back(one.name);
    }
    return names;
}

object plain_field(const FieldRow& f) {
    object field{{"name", f.name},
                 {"label", f.label},
                 {"type", f.type},
                 {"required", f.required},
                 {"options", options_of(f)}};
    if (const std::size_t eq = f.when.find('='); eq != std::string_view::npos)
        field["when"] = object{{"name", f.when.substr(0, eq)}, {"is", f.when.substr(eq + 1)}};
    return field;
}

void add_field(array& fields, const FieldRow& f, const model::CaseState& state,
               const model::Item& item) {
    if (const auto names = materials_of(f.type, state, item)) {
        const std::size_t lacking =
            f.type == "listed" ? model::missing_materials(state.content, item).size() : 0;
        for (std::size_t i = 0; i < names->size(); ++i) {
            object box{{"name", std::string{f.type} + "." + std::to_string(i)},
                       {"type", "checkbox"},
                       {"required", false},
                       {"label", std::string{f.label} + (*names)[i]}};
            if (f.type == "listed")
                box["hint"] = i < lacking ? "未提交，不勾选也一并告知" : "已提交，不符合要求的勾选";
            fields.push_back(std::move(box));
        }
        return;
    }
    if (f.type == "legs") {
        for (const model::Leg* leg : departments_with_legs(state)) {
            fields.push_back(object{{"name", "department." + leg->department.str()},
                                    {"type", "checkbox"},
                                    {"required", false},
                                    {"label", std::string{f.label} + leg->name}});
        }
        return;
    }
    object field = plain_field(f);
    if (f.type == "moment") field["type"] = "datetime";
    if (f.type == "leg") {
        field["type"] = "radio";
        field["options"] = leg_options(state);
    }
    if (f.type == "compare") field["rows"] = compare_rows(state);
    fields.push_back(std::move(field));
}

object action_view(const ActionRow& row, const model::CaseState& state, const model::Item& item) {
    array fields;
    for (const FieldRow& f : row.fields) add_field(fields, f, state, item);
    return {{"id", row.id},
            {"label", row.label},
            {"confirm", row.confirm},
            {"fields", std::move(fields)}};
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

bool has_action(const ports::StaffUser& user, const ActionRow& row, const model::CaseState& s) {
    const bool other = !user.department.empty() && user.department != s.department;
    return has_word(row.roles, user.role) && !(row.of_whole_case && other);
}

bool is_offered(const ActionRow& row, const model::CaseState& s, const model::Item& item) {
    return row.offered == nullptr || row.offered(s, item);
}

}  // namespace

array plain_fields(std::span<const FieldRow> rows) {
    array fields;
    for (const FieldRow& row : rows) fields.push_back(plain_field(row));
    return fields;
}

Instant stated_time(const Values& v, Instant now) {
    return parse_instant(text_at(v, "at")).value_or(now);
}

std::vector<DepartmentId> ticked_departments(const Values& v, const model::CaseState& state) {
    std::vector<DepartmentId> out;
    for (const model::Leg* leg : departments_with_legs(state)) {
        if (is_set(v, "department." + leg->department.str())) out.push_back(leg->department);
    }
    return out;
}

std::vector<std::string> ticked(const Values& v, std::string_view type,
                                const model::CaseState& state, const model::Item& item) {
    std::vector<std::string> names;
    auto all = materials_of(type, state, item).value_or(std::vector<std::string>{});
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (is_set(v, std::string{type} + "." + std::to_string(i)))
            names.push_back(std::move(all[i]));
    }
    return names;
}

array actions_of(const model::CaseState& state, const model::Item& item,
                 const ports::StaffUser& user) {
    array out;
    for (const ActionRow& row : all_actions()) {
        if (!has_word(row.stages, model::row_of(state.stage).name)) continue;
        if (!has_action(user, row, state)) continue;
        if (!is_offered(row, state, item)) continue;
        out.push_back(action_view(row, state, item));
    }
    return out;
}

array every_action(const model::CaseState& state, const model::Item& item) {
    array out;
    for (const ActionRow& row : all_actions()) {
        object view = action_view(row, state, item);
        view["roles"] = row.roles;
        out.push_back(std::move(view));
    }
    return out;
}

Result<model::Command> command_of(const ports::StaffAction& action, const ports::StaffUser& user,
                                  const model::CaseState& state, const model::Item& item,
                                  Instant now) {
    const std::vector<ActionRow>& rows = all_actions();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ActionRow& r) { return r.id == action.action; });
    if (row == rows.end())
        return Error{Code::kCommandNotAllowed, {action.action, {}, 0, 0}, "没有这种操作"};
    if (!has_action(user, *row, state))
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
    if (!is_offered(*row, state, item))
        return Error{Code::kCommandNotAllowed, {action.action, {}, 0, 0}, "现在不能进行此操作"};
    return row->build(action.values, state, item, now);
}

}  // namespace ow::flow
