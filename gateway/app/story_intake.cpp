// Steps of a story in which something comes in: an application, a booking, a parcel.

#include <fmt/format.h>

#include <future>

#include "gateway/app/story_content.hpp"
#include "gateway/app/story_form.hpp"
#include "gateway/app/story_player.hpp"

namespace ow::app {
namespace {

using boost::json::object;
using model::text_at;

constexpr std::string_view kWindow = "窗口";
constexpr std::string_view kDepartment = "部门窗口";

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
    const std::string name = story_text(step, "收件");
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
    const std::string name = story_text(step, "收件");
    const yaml::Node* word = step.find("事项");
    const yaml::Node* source = step.find("来源");
    if (word == nullptr || source == nullptr) return step.error("收件要写明“事项”和“来源”");
    if (const auto* plan = simulation_.setting().hall.find_parent(word->text()))
        return take_in_whole(step, *plan);
    const auto item = item_called(*word, simulation_.setting().catalogue);
    if (!item) return item.error();
    diary_.say(fmt::format("收件 {}：{}，来自{}", name, (*item)->name, source->text()));
    if (source->text() == kDepartment) return take_in_at_department(step, **item);
    auto content = application_of(step, **item, number_of(step));
    if (!content) return content.error();
    if (source->text() != kWindow) return take_in_from(step, *content);
    take_in_at_window(name, **item, std::move(*content));
    return ok();
}

std::string StoryPlayer::number_of(const yaml::Node& step) {
    const std::string given = story_text(step, "流水号");
    return given.empty() ? fmt::format("S-{:04}", ++numbers_) : given;
}

Status StoryPlayer::take_in_from(const yaml::Node& step, const object& content) {
    const auto partner = partner_called(*step.find("来源"), simulation_.setting().partners);
    if (!partner) return partner.error();
    const ports::Answer answer = simulation_.tell((*partner)->id, "application", content);
    if (answer.error)
        refused(*answer.error);
    else
        taken_in(story_text(step, "收件"), answer.fields);
    return ok();
}

Status StoryPlayer::take_in_whole(const yaml::Node& step, const model::ParentPlan& plan) {
    const std::string name = story_text(step, "收件");
    diary_.say(fmt::format("收件 {}：{}，来自{}", name, plan.name, story_text(step, "来源")));
    model::Item whole;
    whole.code = plan.id;
    whole.name = plan.name;
    for (const ItemId& id : plan.stages.front().items) {
        const model::Item* item = simulation_.setting().catalogue.find(id);
        for (const model::Material& material : item->materials) {
            if (whole.find_material_by_name(material.name) == nullptr)
                whole.materials.push_back(material);
        }
    }
    auto content = application_of(step, whole, number_of(step));
    if (!content) return content.error();
    if (auto told = take_in_from(step, *content); !told) return told;
    // Each item is opened by the timer after the one before.
    for (std::size_t i = 1; i < plan.stages.front().items.size(); ++i)
        simulation_.turn_to(simulation_.now(), [this] { diary_.note(); });
    name_siblings(name);
    return ok();
}

void StoryPlayer::name_siblings(const std::string& name) {
    const auto first = cases_.find(name);
    if (first == cases_.end()) return;
    const auto page =
        simulation_.desk().case_view(story_user(simulation_, "operator"), first->second, false);
    if (!page || !page->contains("parent")) return;
    for (const auto& stage : page->at("parent").at("stages").as_array()) {
        for (const auto& one : stage.at("cases").as_array()) {
            const CaseNo no{text_at(one.as_object(), "case_no")};
            const std::string called = name + "/" + text_at(one.as_object(), "item");
            cases_.emplace(called, no);
            if (no != first->second) diary_.name(no, called);
        }
    }
}

Status StoryPlayer::take_in_at_department(const yaml::Node& step, const model::Item& item) {
    const std::string name = story_text(step, "收件");
    const ports::StaffUser user = story_user(simulation_, "department", item.department);
    auto form = intake_form_of(step, item);
    if (!form) return form.error();
    const auto page = simulation_.desk().intake_form(user, "window", "new");
    if (!page) return page.error();
    const auto filled = filled_form(step.find("填写"), page->at("fields").as_array());
    if (!filled) return filled.error();
    for (const auto& [key, value] : *filled) (*form)[key] = value;
    const auto answer =
        simulation_.desk().take_in(user, "window", "new", {"take_in", 0, std::move(*form), name});
    if (!answer)
        refused(answer.error());
    else
        taken_in(name, *answer);
    return ok();
}

void StoryPlayer::take_in_at_window(const std::string& name, const model::Item& item,
                                    object content) {
    const ports::StaffUser user = story_user(simulation_, "acceptance");
    model::Receive receive;
    receive.content = std::move(content);
    receive.received_at = simulation_.now();
    receive.by_person = true;
    receive.checks.applicant = "original";
    flow::Request request;
    request.actor = "staff:" + user.id;
    request.actor_name = user.name;
    std::promise<flow::Outcome> promise;
    simulation_.cases().open(item.id, std::move(receive), std::move(request),
                             [&](flow::Outcome out) { promise.set_value(std::move(out)); });
    const flow::Outcome outcome = promise.get_future().get();
    if (outcome.error)
        refused(*outcome.error);
    else
        taken_in(name, outcome.answer);
}

Result<const model::PartnerConfig*> StoryPlayer::source_of(const yaml::Node& step,
                                                           const std::string& kind) const {
    const auto& partners = simulation_.setting().partners;
    if (const yaml::Node* source = step.find("来源")) return partner_called(*source, partners);
    if (const auto* partner = partner_with_inbound(partners, kind)) return partner;
    return step.error("没有一家会送来这个");
}

Status StoryPlayer::book(const yaml::Node& step) {
    const std::string name = story_text(step, "预约");
    const yaml::Node* word = step.find("事项");
    if (word == nullptr) return step.error("预约要写明“事项”");
    const auto item = item_called(*word, simulation_.setting().catalogue);
    if (!item) return item.error();
    const auto partner = source_of(step, "booking");
    if (!partner) return partner.error();
    object booking = made_up_applicant(story_text(step, "申请人"));
    booking.erase("kind");
    booking["openid"] = "story-" + text_at(booking, "cert_number").substr(0, 6) + name;
    booking["date"] = story_text(step, "日期");
    booking["slot"] = story_text(step, "时段");
    booking["item_code"] = (*item)->code;
    diary_.say(fmt::format("预约 {}：{}，{} {}", name, (*item)->name, story_text(step, "日期"),
                           story_text(step, "时段")));
    const ports::Answer answer =
        simulation_.tell((*partner)->id, "booking", {{"booking", std::move(booking)}});
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
    const std::string name = story_text(step, "邮件");
    const auto partner = source_of(step, "parcel");
    if (!partner) return partner.error();
    const std::string given = story_text(step, "邮件号");
    const std::string waybill = given.empty() ? fmt::format("11{:011}", ++numbers_) : given;
    const object person = made_up_applicant(story_text(step, "申请人"));
    object parcel{{"waybill", waybill},
                  {"arrived_at", to_iso(simulation_.now())},
                  {"sender_name", text_at(person, "name")},
                  {"sender_phone", text_at(person, "phone")}};
    if (step.find("事项") != nullptr) parcel["item_hint"] = story_text(step, "事项");
    diary_.say(fmt::format("邮件 {}：{}", name, waybill));
    const ports::Answer answer =
        simulation_.tell((*partner)->id, "parcel", {{"parcel", std::move(parcel)}});
    if (answer.error)
        refused(*answer.error);
    else
        records_[name] = waybill;
    return ok();
}

}  // namespace ow::app
