#include "gateway/app/story_content.hpp"
#include "gateway/app/story_form.hpp"
#include "gateway/app/story_player.hpp"

namespace ow::app {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kMailed = "邮寄送达";

/// Members of `more` replace those of `content`, section by section.
void lay_over(object& content, const object& more) {
    for (const auto& [key, value] : more) {
        const auto* old = content.if_contains(key);
        if (value.is_object() && old != nullptr && old->is_object())
            lay_over(content[key].get_object(), value.get_object());
        else
            content[key] = value;
    }
}

object delivery_of(const yaml::Node& step) {
    if (story_text(step, "取件方式") != kMailed) return {{"way", "self"}};
    const object person = made_up_applicant(story_text(step, "申请人"));
    return {{"way", "mail"},
            {"province", "河南省"},
            {"city", "郑州市"},
            {"county", "样本县"},
            {"address", "样本路1号"},
            {"name", text_at(person, "name")},
            {"phone", text_at(person, "phone")}};
}

}  // namespace

Result<object> application_of(const yaml::Node& step, const model::Item& item,
                              const std::string& number) {
    const auto names = materials_of(step, item);
    if (!names) return names.error();
    array materials;
    for (const std::string& name : *names) {
        object material{{"name", name}, {"received", true}};
        if (const model::Material* listed = item.find_material_by_name(name))
            material["code"] = listed->id;
        materials.push_back(std::move(material));
    }
    object content{{"channel_no", number},
                   {"item", object{{"code", item.code}, {"name", item.name}}},
                   {"applicant", made_up_applicant(story_text(step, "申请人"))},
                   {"delivery", delivery_of(step)},
                   {"materials", std::move(materials)}};
    if (const yaml::Node* given = step.find("内容")) {
        const auto more = content_in_chinese(*given, "applicant");
        if (!more) return more.error();
        lay_over(content, *more);
    }
    return content;
}

Result<object> intake_form_of(const yaml::Node& step, const model::Item& item) {
    const auto names = materials_of(step, item);
    if (!names) return names.error();
    array materials;
    for (const std::string& name : *names) {
        const model::Material* listed = item.find_material_by_name(name);
        materials.push_back(object{{"id", listed == nullptr ? name : listed->id},
                                   {"form", listed == nullptr ? "" : listed->form},
                                   {"copies", "1"}});
    }
    const object delivery = delivery_of(step);
    object form{{"item", item.id.str()},
                {"pick_up", text_at(delivery, "way")},
                {"identity", "original"},
                {"department_person", story_text(step, "部门在场")},
                {"materials", std::move(materials)}};
    for (const char* part : {"province", "city", "county", "address"})
        form[part] = text_at(delivery, part);
    if (const std::string name = story_text(step, "申请人"); !name.empty()) {
        const object person = made_up_applicant(name);
        for (const char* part : {"name", "cert_number", "phone"})
            form[part] = text_at(person, part);
    }
    return form;
}

}  // namespace ow::app
