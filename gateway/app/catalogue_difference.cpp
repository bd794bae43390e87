#include "gateway/app/catalogue_difference.hpp"

#include <fmt/format.h>

namespace ow::app {
namespace {

using model::Item;
using model::Material;

std::string yes_no(bool value) {
    return value ? "是" : "否";
}

std::string words(const std::optional<model::Limit>& limit) {
    return limit ? model::to_chinese(*limit) : std::string{"无"};
}

void compare(std::vector<std::string>& parts, std::string_view label, const std::string& before,
             const std::string& after) {
    const auto said = [](const std::string& text) { return text.empty() ? "无" : text; };
    if (before != after)
        parts.push_back(fmt::format("{}：{} → {}", label, said(before), said(after)));
}

std::string words(const Material& m) {
    std::string text{m.key ? "主要" : "非关键"};
    if (m.tolerance) text += "，可容缺";
    text += "，" + m.form + "，" + std::to_string(m.copies) + "份";
    if (m.issued_by == "government") text += "，政府部门出具";
    if (m.issued_by == "third-party") text += "，第三方出具";
    if (m.cert_lookup) text += "，可查证照库";
    if (!m.condition.empty()) text += "，" + m.condition;
    return text;
}

/// An item in its catalogue.
struct Side {
    const model::Catalogue& catalogue;
    const Item& item;

    [[nodiscard]] std::string name_of(const std::string& procedure) const {
        const auto* found = catalogue.find_procedure(procedure);
        return found == nullptr ? procedure : found->name;
    }
    [[nodiscard]] std::string names_of(const std::vector<std::string>& procedures) const {
        std::vector<std::string> names;
        for (const std::string& id : procedures) names.push_back(name_of(id));
        return fmt::format("{}", fmt::join(names, "、"));
    }
};

std::string words(const std::optional<model::Extension>& extension) {
    if (!extension) return "无";
    return fmt::format("{}，{}批准，{}", model::to_chinese(extension->limit), extension->approver,
                       extension->basis);
}

std::string statutory_with(const Side& s) {
    const auto& with = s.item.statutory_with;
    return with ? fmt::format("{} {}", s.name_of(with->procedure), model::to_chinese(with->limit))
                : std::string{};
}

/// Everything of an item but its materials.
struct FieldRow {
    std::string_view label;
    std::string (*said)(const Side&);
};
constexpr FieldRow kFields[] = {
    {"名称", [](const Side& s) { return s.item.name; }},
    {"编码", [](const Side& s) { return s.item.code; }},
    {"部门", [](const Side& s) { return s.item.department.str(); }},
    {"现部门", [](const Side& s) { return s.item.department_now; }},
    {"层级", [](const Side& s) { return s.item.level; }},
    {"事项类型", [](const Side& s) { return s.item.item_type; }},
    {"办件类型", [](const Side& s) { return std::string{model::to_chinese(s.item.handling)}; }},
    {"法定时限", [](const Side& s) { return words(s.item.statutory); }},
    {"有特殊环节的法定时限", &statutory_with},
    {"法定时限依据", [](const Side& s) { return s.item.statutory_basis; }},
    {"法定时限起算", [](const Side& s) { return s.item.statutory_start; }},
    {"时限单位", [](const Side& s) { return s.item.unit_reading; }},
    {"延长", [](const Side& s) { return words(s.item.extension); }},
    {"承诺时限", [](const Side& s) { return words(s.item.promised); }},
    {"补正告知", [](const Side& s) { return words(s.item.correction); }},
    {"逾期未告知视为受理", [](const Side& s) { return yes_no(s.item.deems_accepted); }},
    {"补正规定", [](const Side& s) { return s.item.correction_rule; }},
    {"容缺受理", [](const Side& s) { return yes_no(s.item.tolerance); }},
    {"告知承诺", [](const Side& s) { return yes_no(s.item.pledge); }},
    {"可预约", [](const Side& s) { return yes_no(s.item.bookable); }},
    {"收费", [](const Side& s) { return yes_no(s.item.fee); }},
    {"收费说明", [](const Side& s) { return s.item.fee_note; }},
    {"超时默认除外", [](const Side& s) { return yes_no(s.item.silent_excluded); }},
    {"超时默认除外的理由", [](const Side& s) { return s.item.silent_reason; }},
    {"特殊环节", [](const Side& s) { return s.names_of(s.item.special); }},
    {"承诺时限除去的环节", [](const Side& s) { return s.names_of(s.item.promise_excludes); }},
    {"办理结果", [](const Side& s) { return fmt::format("{}", fmt::join(s.item.results, "、")); }},
    {"联办", [](const Side& s) { return s.item.legs; }},
    {"网办深度", [](const Side& s) { return s.item.online_depth; }},
};

void compare_materials(std::vector<std::string>& parts, const Item& before, const Item& after) {
    for (const Material& m : after.materials) {
        const Material* old = before.find_material_by_name(m.name);
        if (old == nullptr) {
            parts.push_back("新增材料：" + m.name + "（" + words(m) + "）");
        } else {
            compare(parts, "材料“" + m.name + "”", words(*old), words(m));
        }
    }
    for (const Material& m : before.materials) {
        if (after.find_material_by_name(m.name) == nullptr) parts.push_back("取消材料：" + m.name);
    }
}

std::vector<std::string> parts_of(const Side& before, const Side& after) {
    std::vector<std::string> parts;
    for (const FieldRow& row : kFields)
        compare(parts, row.label, row.said(before), row.said(after));
    compare_materials(parts, before.item, after.item);
    return parts;
}

}  // namespace

std::vector<ItemChange> difference(const model::Catalogue& before, const model::Catalogue& after) {
    std::vector<ItemChange> changes;
    for (const Item& item : after.items()) {
        const Item* old = before.find(item.id);
        if (old == nullptr) {
            changes.push_back({item.id.str(), item.name, "新增", {}});
        } else if (auto parts = parts_of({before, *old}, {after, item}); !parts.empty()) {
            changes.push_back({item.id.str(), item.name, "变更", std::move(parts)});
        }
    }
    for (const Item& item : before.items()) {
        if (after.find(item.id) == nullptr)
            changes.push_back({item.id.str(), item.name, "取消", {}});
    }
    return changes;
}

}  // namespace ow::app
