#include "gateway/app/story_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/base/text.hpp"
#include "gateway/model/check_digits.hpp"
#include "gateway/model/content.hpp"

namespace ow::app {
namespace {

const model::Field* field_called(std::string_view label, std::string_view section) {
    const model::Field* found = nullptr;
    for (const model::Field& field : model::fields()) {
        if (!is_label(label, field.label)) continue;
        const bool is_near =
            field.path.starts_with(section) && field.path.substr(section.size()).starts_with('.');
        if (is_near) return &field;
        if (found == nullptr) found = &field;
    }
    return found;
}

/// The code of a word; the word itself if the field has no codes.
Result<std::string> value_of(const model::Field& field, const yaml::Node& node) {
    if (field.type == model::FieldType::kInstant) {
        const auto at = parse_instant(node.text());
        if (!at) return node.error("时间写成 2024-09-27 10:00");
        return to_iso(*at);
    }
    if (field.codes.empty()) return node.text();
    std::vector<std::string_view> words;
    for (const model::CodeRow& row : model::code_rows()) {
        if (row.set != field.codes) continue;
        if (row.label == node.text()) return std::string{row.code};
        words.push_back(row.label);
    }
    return node.error(fmt::format("“{}”可以是：{}", field.label, fmt::join(words, "、")));
}

Error no_such_label(const yaml::Node& map, const std::string& key) {
    std::vector<std::string_view> labels;
    for (const model::Field& field : model::fields()) labels.push_back(field.label);
    const std::string_view near = nearest(key, labels);
    return map.key_error(key, near.empty()
                                  ? fmt::format("没有“{}”这一项", key)
                                  : fmt::format("没有“{}”这一项；是不是“{}”？", key, near));
}

/// FNV-1a: which person a name is must not hang on the machine.
std::uint32_t number_of_name(std::string_view name) {
    constexpr std::uint32_t kBasis = 2166136261U;
    constexpr std::uint32_t kPrime = 16777619U;
    std::uint32_t hash = kBasis;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
    return hash;
}

/// `digits` with the one check character that `check` finds right.
std::string with_check(const std::string& digits, std::string_view characters,
                       model::Verdict (*check)(std::string_view)) {
    for (const char c : characters) {
        if (check(digits + c) == model::Verdict::kRight) return digits + c;
    }
    return digits + characters.front();
}

bool is_unit(std::string_view name) {
    constexpr std::array<std::string_view, 6> kEndings{"公司", "店", "厂", "社", "院", "部"};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

bool is_label(std::string_view word, std::string_view label) {
    if (word == label) return true;
    if (!label.starts_with(word)) return false;
    const std::string_view rest = label.substr(word.size());
    return rest.starts_with("（") || rest.starts_with("：");
}

Result<boost::json::object> content_in_chinese(const yaml::Node& map, std::string_view section) {
    model::Content content;
    for (const yaml::Entry& entry : map.entries()) {
        const model::Field* field = field_called(entry.key, section);
        if (field == nullptr) return no_such_label(map, entry.key);
        if (field->type == model::FieldType::kList) {
            for (const yaml::Node& one : entry.value.items())
                content.append(field->path, {{"name", one.text()}, {"received", true}});
            continue;
        }
        const auto value = value_of(*field, entry.value);
        if (!value) return value.error();
        content.set(field->path, *value);
    }
    return std::move(content).json();
}

boost::json::object made_up_applicant(const std::string& name) {
    constexpr std::string_view kIdCheck = "0123456789X";
    constexpr std::string_view kCreditCheck = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const std::uint32_t number = number_of_name(name);
    const bool unit = is_unit(name);
    const std::string id =
        unit ? with_check(fmt::format("91410184MA{:07}", number % 10'000'000), kCreditCheck,
                          &model::check_uscc)
             : with_check(fmt::format("410184199{}0{}1{}{:03}", number % 10, number / 10 % 9 + 1,
                                      number / 90 % 10, number / 900 % 1000),
                          kIdCheck, &model::check_resident_id);
    return {{"kind", unit ? "organisation" : "person"},
            {"name", name},
            {"cert_type", unit ? "uscc" : "id_card"},
            {"cert_number", id},
            {"phone", fmt::format("139{:08}", number % 100'000'000)}};
}

}  // namespace ow::app
