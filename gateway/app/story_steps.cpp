// Steps of a story in which a partner tells something or a person acts.

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/story_content.hpp"
#include "gateway/app/story_form.hpp"
#include "gateway/app/story_player.hpp"
#include "gateway/base/text.hpp"
#include "gateway/console/api/roles.hpp"
#include "gateway/flow/desk_actions.hpp"
#include "gateway/flow/event_words.hpp"

namespace ow::app {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kSame = "同";  ///< 同甲: the number of the whole that 甲 is part of

Result<std::string> kind_called(const yaml::Node& word) {
    std::vector<std::string> labels;
    for (const std::string_view kind : model::kMessageKinds) {
        labels.push_back(flow::kind_label(kind));
        if (labels.back() == word.text()) return std::string{kind};
    }
    const std::vector<std::string_view> known{labels.begin(), labels.end()};
    const std::string_view near = nearest(word.text(), known);
    return word.error(fmt::format("没有“{}”这种来文", word.text()) +
                      (near.empty() ? std::string{} : fmt::format("；是不是“{}”？", near)));
}

object& section_of(object& content, std::string_view name) {
    boost::json::value& value = content[name];
    if (!value.is_object()) value = object{};
    return value.get_object();
}

void put_if_absent(object& o, std::string_view key, const std::string& text) {
    if (!o.contains(key) && !text.empty()) o[key] = text;
}

/// What a partner would say beside what the story says it says.
void add_usual(object& content, const std::string& kind, const model::CaseState& state,
               Instant now) {
    content["case_no"] = state.no.str();
    if (kind == "decision") {
        object& decision = section_of(content, "decision");
        put_if_absent(decision, "decided_at", to_iso(now));
        put_if_absent(decision, "number", "许可〔" + to_iso(now).substr(0, 4) + "〕1号");
        object& result = section_of(content, "result");
        put_if_absent(result, "applicant_name", text_at(state.content, "applicant.name"));
        put_if_absent(result, "item_code", state.item_code);
    }
    if (kind == "progress") put_if_absent(section_of(content, "progress"), "at", to_iso(now));
    if (kind == "track") {
        object& track = section_of(content, "track");
        put_if_absent(track, "at", to_iso(now));
        put_if_absent(track, "waybill", state.waybill);
        content.erase("case_no");
    }
}

struct Chosen {
    std::string role;
    object action;
};

/// The action of that label, and who does it: the first role to whom it is offered; if to nobody,
/// one that has it.
Result<Chosen> choose(Simulation& simulation, const CaseNo& no, const yaml::Node& label,
                      const yaml::Node* person) {
    const auto state = simulation.cases().load(no);
    if (!state) return label.error(state.error().text());
    const model::Item* item = simulation.setting().catalogue.find(state->item);
    std::vector<std::string> labels;
    Chosen chosen;
    for (const auto& one : flow::every_action(*state, *item)) {
        const object& action = one.as_object();
        labels.push_back(text_at(action, "label"));
        if (labels.back() != label.text()) continue;
        const std::string roles = text_at(action, "roles");
        for (const std::string_view role : split(roles, ' ')) {
            const auto words = console::label_of_role(role);
            if (person != nullptr && !is_short_for(person->text(), words)) continue;
            const auto user = story_user(simulation, std::string{role});
            for (const auto& open : flow::actions_of(*state, *item, user)) {
                if (open.at("id") == action.at("id"))
                    return Chosen{std::string{role}, open.as_object()};
            }
            if (chosen.role.empty()) chosen = {std::string{role}, action};
        }
    }
    if (!chosen.role.empty()) return chosen;
    const std::vector<std::string_view> known{labels.begin(), labels.end()};
    const std::string_view near = nearest(label.text(), known);
    const bool exists = std::find(labels.begin(), labels.end(), label.text()) != labels.end();
    if (exists) return person->error("“" + person->text() + "”没有这一操作");
    return label.error(fmt::format("没有“{}”这一操作", label.text()) +
                       (near.empty() ? fmt::format("；有：{}", fmt::join(known, "、"))
                                     : fmt::format("；是不是“{}”？", near)));
}

/// Whose clerk acts in the role of a department: named under 部门, else the case's.
Result<DepartmentId> department_of(const yaml::Node& step, const model::Hall& hall,
                                   const DepartmentId& of_case) {
    const yaml::Node* word = step.find("部门");
    if (word == nullptr) return of_case;
    for (const auto& [id, department] : hall.departments) {
        if (id.str() == word->text() || department.name == word->text()) return id;
    }
    for (const auto& [id, department] : hall.departments) {
        if (is_short_for(word->text(), department.name)) return id;
    }
    return word->error("本厅没有部门“" + word->text() + "”");
}

}  // namespace

Result<const model::PartnerConfig*> StoryPlayer::teller(const yaml::Node& step,
                                                        const std::string& kind,
                                                        const model::CaseState* state) const {
    const flow::Setting& setting = simulation_.setting();
    if (const yaml::Node* named = step.find("来自")) {
        const bool of_case =
            state != nullptr && (named->text() == "部门" || named->text() == "来源");
        if (!of_case) return partner_called(*named, setting.partners);
        const PartnerId& id = named->text() == "部门" ? state->department_partner : state->source;
        if (const model::PartnerConfig* partner = setting.partner(id)) return partner;
        return named->error("它没有系统，不会来文");
    }
    for (const PartnerId& id : {state->department_partner, state->source}) {
        const model::PartnerConfig* partner = setting.partner(id);
        if (partner != nullptr && partner->inbound.contains(kind)) return partner;
    }
    if (const auto* partner = partner_with_inbound(setting.partners, kind)) return partner;
    return step.error("没有会发这种来文的一方");
}

Status StoryPlayer::tell(const yaml::Node& step) {
    const auto kind = kind_called(*step.find("来文"));
    if (!kind) return kind.error();
    const auto no = case_of(step.find("办件"));
    if (!no) return no.error();
    const auto state = simulation_.cases().load(*no);
    if (!state) return step.error(state.error().text());
    const auto from = teller(step, *kind, &*state);
    if (!from) return from.error();
    object content;
    if (const yaml::Node* given = step.find("内容")) {
        auto read = content_in_chinese(*given, *kind);
        if (!read) return read.error();
        content = std::move(*read);
    }
    add_usual(content, *kind, *state, simulation_.now());
    diary_.say(fmt::format("来文：{}，来自{}", story_text(step, "来文"), (*from)->name));
    const ports::Answer answer = simulation_.tell((*from)->id, *kind, content);
    if (answer.error) refused(*answer.error);
    return ok();
}

Status StoryPlayer::act(const yaml::Node& step) {
    const auto no = case_of(step.find("办件"));
    if (!no) return step.error(no.error().cause());
    const auto chosen = choose(simulation_, *no, *step.find("操作"), step.find("人"));
    if (!chosen) return chosen.error();
    auto values = filled_form(step.find("填写"), chosen->action.at("fields").as_array());
    if (!values) return values.error();
    if (const std::string same = text_at(*values, "number"); same.starts_with(kSame)) {
        const auto sibling = cases_.find(same.substr(kSame.size()));
        if (sibling == cases_.end()) return step.error("没有收过“" + same + "”");
        if (const auto other = simulation_.cases().load(sibling->second))
            (*values)["number"] = other->parent.no;
    }
    const auto state = simulation_.cases().load(*no);
    if (!state) return step.error(state.error().text());
    const auto department = department_of(step, simulation_.setting().hall, state->department);
    if (!department) return department.error();
    const bool is_department = chosen->role == "department";
    const ports::StaffUser user =
        story_user(simulation_, chosen->role, is_department ? *department : DepartmentId{});
    diary_.say(fmt::format("操作：{}（{}）", story_text(step, "操作"),
                           console::label_of_role(chosen->role)));
    const auto answer = simulation_.desk().act(
        user, *no, {text_at(chosen->action, "id"), 0, std::move(*values), {}});
    if (!answer) refused(answer.error());
    return ok();
}

}  // namespace ow::app
