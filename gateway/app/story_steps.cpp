// What the steps of a story do.

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "gateway/app/story_content.hpp"
#include "gateway/app/story_form.hpp"
#include "gateway/app/story_player.hpp"
#include "gateway/base/text.hpp"
#include "gateway/console/api/roles.hpp"
#include "gateway/flow/desk_actions.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kWindow = "窗口";

std::string text_of(const yaml::Node& step, std::string_view key) {
    const yaml::Node* node = step.find(key);
    return node == nullptr ? std::string{} : node->text();
}

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

const model::PartnerConfig* first_with_inbound(
    const std::map<PartnerId, model::PartnerConfig>& partners, const std::string& kind) {
    for (const auto& [id, partner] : partners) {
        if (partner.inbound.contains(kind)) return &partner;
    }
    return nullptr;
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
            for (const auto& open : flow::actions_of(*state, *item, std::string{role})) {
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

}  // namespace

Status StoryPlayer::take_in(const yaml::Node& step) {
    if (const yaml::Node* booking = step.find("凭预约"))
        return take_in_record(step, *booking, "booking");
    if (const yaml::Node* parcel = step.find("凭邮件"))
        return take_in_record(step, *parcel, "parcel");
    return take_in_application(step);
}

Status StoryPlayer::take_in_record(const yaml::Node& step, const yaml::Node& record,
                                   const std::string& kind) {
    const std::string name = text_of(step, "收件");
    const auto number = records_.find(record.text());
    if (number == records_.end()) return record.error("没有叫“" + record.text() + "”的预约或邮件");
    const yaml::Node* word = step.find("事项");
    if (word == nullptr) return step.error("收件要写明“事项”");
    const auto item = item_called(*word, simulation_.setting().catalogue);
    if (!item) return item.error();
    auto form = intake_form_of(step, **item);
    if (!form) return form.error();
    diary_.say(fmt::format("收件 {}：{}，凭{}", name, (*item)->name, record.text()));
    const auto answer =
        simulation_.desk().take_in(story_user(simulation_, "acceptance"), kind, number->second,
                                   {"take_in", 0, std::move(*form), name});
    if (!answer)
        refused(answer.error());
    else
        taken_in(name, *answer);
    return ok();
}

Status StoryPlayer::take_in_application(const yaml::Node& step) {
    const std::string name = text_of(step, "收件");
    const yaml::Node* word = step.find("事项");
    const yaml::Node* source = step.find("来源");
    if (word == nullptr || source == nullptr) return step.error("收件要写明“事项”和“来源”");
    const auto item = item_called(*word, simulation_.setting().catalogue);
    if (!item) return item.error();
    const std::string given = text_of(step, "流水号");
    const std::string number = given.empty() ? fmt::format("S-{:04}", ++numbers_) : given;
    auto content = application_of(step, **item, number);
    if (!content) return content.error();
    diary_.say(fmt::format("收件 {}：{}，来自{}", name, (*item)->name, source->text()));
    if (source->text() == kWindow) {
        const ports::StaffUser user = story_user(simulation_, "acceptance");
        model::Receive receive;
        receive.content = std::move(*content);
        receive.received_at = simulation_.now();
        receive.by_person = true;
        flow::Request request;
        request.actor = "staff:" + user.id;
        request.actor_name = user.name;
        std::promise<flow::Outcome> promise;
        simulation_.cases().open((*item)->id, std::move(receive), std::move(request),
                                 [&](flow::Outcome out) { promise.set_value(std::move(out)); });
        const flow::Outcome outcome = promise.get_future().get();
        if (outcome.error)
            refused(*outcome.error);
        else
            taken_in(name, outcome.answer);
        return ok();
    }
    const auto partner = partner_called(*source, simulation_.setting().partners);
    if (!partner) return partner.error();
    const ports::Answer answer = simulation_.tell((*partner)->id, "application", *content);
    if (answer.error)
        refused(*answer.error);
    else
        taken_in(name, answer.fields);
    return ok();
}

Status StoryPlayer::book(const yaml::Node& step) {
    const std::string name = text_of(step, "预约");
    const yaml::Node* word = step.find("事项");
    if (word == nullptr) return step.error("预约要写明“事项”");
    const auto item = item_called(*word, simulation_.setting().catalogue);
    if (!item) return item.error();
    const yaml::Node* source = step.find("来源");
    const model::PartnerConfig* partner =
        first_with_inbound(simulation_.setting().partners, "booking");
    if (source != nullptr) {
        const auto named = partner_called(*source, simulation_.setting().partners);
        if (!named) return named.error();
        partner = *named;
    }
    if (partner == nullptr) return step.error("没有可以预约的来源");
    object booking = made_up_applicant(text_of(step, "申请人"));
    booking.erase("kind");
    booking["openid"] = "story-" + text_at(booking, "cert_number").substr(0, 6) + name;
    booking["date"] = text_of(step, "日期");
    booking["slot"] = text_of(step, "时段");
    booking["item_code"] = (*item)->code;
    diary_.say(fmt::format("预约 {}：{}，{} {}", name, (*item)->name, text_of(step, "日期"),
                           text_of(step, "时段")));
    const ports::Answer answer =
        simulation_.tell(partner->id, "booking", {{"booking", std::move(booking)}});
    if (answer.error) {
        refused(*answer.error);
        return ok();
    }
    records_[name] = text_at(answer.fields, "booking_no");
    diary_.say("  " + text_at(answer.fields, "outcome_label") + " " +
               text_at(answer.fields, "reason"));
    return ok();
}

Status StoryPlayer::parcel(const yaml::Node& step) {
    const std::string name = text_of(step, "邮件");
    const model::PartnerConfig* partner =
        first_with_inbound(simulation_.setting().partners, "parcel");
    if (const yaml::Node* source = step.find("来源")) {
        const auto named = partner_called(*source, simulation_.setting().partners);
        if (!named) return named.error();
        partner = *named;
    }
    if (partner == nullptr) return step.error("没有送来邮件的来源");
    const std::string given = text_of(step, "邮件号");
    const std::string waybill = given.empty() ? fmt::format("11{:011}", ++numbers_) : given;
    const object person = made_up_applicant(text_of(step, "申请人"));
    object parcel{{"waybill", waybill},
                  {"arrived_at", to_iso(simulation_.now())},
                  {"sender_name", text_at(person, "name")},
                  {"sender_phone", text_at(person, "phone")}};
    put_if_absent(parcel, "item_hint", text_of(step, "事项"));
    diary_.say(fmt::format("邮件 {}：{}", name, waybill));
    const ports::Answer answer =
        simulation_.tell(partner->id, "parcel", {{"parcel", std::move(parcel)}});
    if (answer.error)
        refused(*answer.error);
    else
        records_[name] = waybill;
    return ok();
}

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
    if (const auto* partner = first_with_inbound(setting.partners, kind)) return partner;
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
    diary_.say(fmt::format("来文：{}，来自{}", text_of(step, "来文"), (*from)->name));
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
    const auto state = simulation_.cases().load(*no);
    const DepartmentId department =
        chosen->role == "department" && state ? state->department : DepartmentId{};
    const ports::StaffUser user = story_user(simulation_, chosen->role, department);
    diary_.say(
        fmt::format("操作：{}（{}）", text_of(step, "操作"), console::label_of_role(chosen->role)));
    const auto answer = simulation_.desk().act(
        user, *no, {text_at(chosen->action, "id"), 0, std::move(*values), {}});
    if (!answer) refused(answer.error());
    return ok();
}

Status StoryPlayer::change_calendar(const yaml::Node& step) {
    const yaml::Node& changes = *step.find("日历");
    std::vector<Error> problems;
    {
        yaml::Reader reader{changes, problems};
        for (const std::string& year : reader.texts("公布")) {
            if (auto done = edited_.publish_year(std::atoi(year.c_str())); !done)
                return changes.error(done.error().text());
        }
        const yaml::Node* amended = reader.list_or_none("修改");
        for (const yaml::Node& one :
             amended == nullptr ? std::vector<yaml::Node>{} : amended->items()) {
            yaml::Reader day{one, problems};
            const auto date = parse_day(day.text("日期"));
            const std::string what = day.one_of("改为", {"休息", "上班"});
            const std::string name = day.text_or("名称", "调整");
            if (!date) return one.error("“日期”写成 2024-10-11");
            if (auto done = edited_.amend({*date, what == "休息", name}); !done)
                return one.error(done.error().text());
        }
    }
    if (!problems.empty()) return problems.front();
    auto calendar = load_calendar(edited_.folder());
    if (!calendar.ok()) return calendar.problems.front();
    diary_.say("日历有变化");
    simulation_.set_calendar(std::move(calendar.value));
    return ok();
}

}  // namespace ow::app
