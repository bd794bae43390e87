#include "gateway/app/story_form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/story.hpp"
#include "gateway/app/story_content.hpp"
#include "gateway/base/text.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::app {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kSame = "一致";

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    const std::string_view near = nearest(word, known);
    if (!near.empty()) return fmt::format("；是不是“{}”？", near);
    constexpr std::size_t kMostNamed = 12;
    return known.size() > kMostNamed ? "" : fmt::format("；可以是：{}", fmt::join(known, "、"));
}

std::string list_label(std::string_view head, std::string_view entry) {
    return fmt::format("{}：{}", head, entry);
}

/// "missing.0" is member 0 of "missing", as the page sends it.
void put(object& values, std::string_view name, boost::json::value value) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) {
        values[name] = std::move(value);
        return;
    }
    boost::json::value& inner = values[name.substr(0, dot)];
    if (!inner.is_object()) inner = object{};
    put(inner.get_object(), name.substr(dot + 1), std::move(value));
}

/// Every box of the list is one of the form's, or the story is wrong.
Status tick(object& values, const yaml::Entry& entry, const array& fields) {
    for (const yaml::Node& wanted : entry.value.items()) {
        const std::string label = list_label(entry.key, wanted.text());
        std::vector<std::string_view> known;
        bool found = false;
        for (const auto& one : fields) {
            const std::string_view theirs = one.at("label").as_string();
            known.push_back(theirs);
            if (theirs != label) continue;
            put(values, one.at("name").as_string(), "true");
            found = true;
        }
        if (!found) return wanted.error("表上没有“" + label + "”" + did_you_mean(label, known));
    }
    return ok();
}

object compared(const yaml::Node& wanted, const object& field) {
    object lines;
    for (const auto& row : field.at("rows").as_array()) {
        const std::string_view label = row.at("label").as_string();
        const yaml::Node* of_line = wanted.find(label);
        const bool same = of_line == nullptr ? !wanted.is_scalar() || wanted.text() == kSame
                                             : of_line->text() == kSame;
        lines[row.at("name").as_string()] = object{{"same", same}};
    }
    return lines;
}

Result<boost::json::value> value_of(const yaml::Node& wanted, const object& field) {
    const std::string type = text_at(field, "type");
    if (type == "compare") return boost::json::value(compared(wanted, field));
    if (type == "checkbox") return boost::json::value(wanted.text() == "是" ? "true" : "false");
    const array& options = field.at("options").as_array();
    if (options.empty()) return boost::json::value(wanted.text());
    std::vector<std::string_view> known;
    for (const auto& option : options) {
        const std::string_view label = option.at("label").as_string();
        known.push_back(label);
        if (is_label(wanted.text(), label)) return option.at("value");
    }
    return wanted.error(fmt::format("没有“{}”这一选项", wanted.text()) +
                        did_you_mean(wanted.text(), known));
}

}  // namespace

Result<object> filled_form(const yaml::Node* filled, const array& fields) {
    object values;
    if (filled == nullptr) return values;
    for (const yaml::Entry& entry : filled->entries()) {
        if (entry.value.is_list()) {
            if (auto ticked = tick(values, entry, fields); !ticked) return ticked.error();
            continue;
        }
        std::vector<std::string_view> known;
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& one) {
            known.push_back(one.at("label").as_string());
            return is_label(entry.key, known.back());
        });
        if (field == fields.end())
            return filled->key_error(
                entry.key, fmt::format("表上没有“{}”", entry.key) + did_you_mean(entry.key, known));
        auto value = value_of(entry.value, field->as_object());
        if (!value) return value.error();
        put(values, field->at("name").as_string(), std::move(*value));
    }
    return values;
}

Result<const model::Item*> item_called(const yaml::Node& word, const model::Catalogue& catalogue) {
    if (const model::Item* item = catalogue.find_by_name(word.text())) return item;
    if (const model::Item* item = catalogue.find(ItemId{word.text()})) return item;
    std::vector<std::string_view> names;
    const model::Item* found = nullptr;
    int fitting = 0;
    for (const model::Item& item : catalogue.items()) {
        names.push_back(item.name);
        if (item.name.find(word.text()) == std::string::npos) continue;
        found = &item;
        ++fitting;
    }
    if (fitting == 1) return found;
    if (fitting > 1) return word.error(fmt::format("“{}”不止一个事项，请写全", word.text()));
    return word.error(fmt::format("没有事项“{}”", word.text()) + did_you_mean(word.text(), names));
}

Result<const model::PartnerConfig*> partner_called(
    const yaml::Node& word, const std::map<PartnerId, model::PartnerConfig>& partners) {
    std::vector<std::string_view> names;
    const model::PartnerConfig* found = nullptr;
    int fitting = 0;
    for (const auto& [id, partner] : partners) {
        names.push_back(partner.name);
        if (id.str() == word.text()) return &partner;
        if (!is_short_for(word.text(), partner.name)) continue;
        found = &partner;
        ++fitting;
    }
    if (fitting == 1) return found;
    if (fitting > 1) return word.error(fmt::format("“{}”不止一家，请写全", word.text()));
    return word.error(fmt::format("没有“{}”这一家；有：{}", word.text(), fmt::join(names, "、")));
}

const model::PartnerConfig* partner_with_inbound(
    const std::map<PartnerId, model::PartnerConfig>& partners, const std::string& kind) {
    for (const auto& [id, partner] : partners) {
        if (partner.inbound.contains(kind)) return &partner;
    }
    return nullptr;
}

Result<std::vector<std::string>> materials_of(const yaml::Node& step, const model::Item& item) {
    std::vector<std::string> given = story_texts(step.find("材料"));
    if (step.find("材料") == nullptr) {
        for (const model::Material& material : item.materials) {
            if (material.condition.empty()) given.push_back(material.name);
        }
    }
    const yaml::Node* lacking = step.find("缺");
    for (const std::string& missing : story_texts(lacking)) {
        if (std::erase(given, missing) > 0) continue;
        std::vector<std::string_view> known{given.begin(), given.end()};
        return lacking->error(fmt::format("“{}”不是应交的材料", missing) +
                              did_you_mean(missing, known));
    }
    return given;
}

}  // namespace ow::app
