#include "gateway/app/catalogue_difference.hpp"

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
    if (before != after) parts.push_back(std::string{label} + "：" + before + " → " + after);
}

std::string words(const Material& m) {
    std::string text{m.key ? "主要" : "非关键"};
    if (m.tolerance) text += "，可容缺";
    text += "，" + m.form + "，" + std::to_string(m.copies) + "份";
    if (!m.condition.empty()) text += "，" + m.condition;
    return text;
}

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

std::vector<std::string> parts_of(const Item& before, const Item& after) {
    std::vector<std::string> parts;
    compare(parts, "名称", before.name, after.name);
    compare(parts, "编码", before.code, after.code);
    compare(parts, "部门", before.department.str(), after.department.str());
    compare(parts, "办件类型", std::string{model::to_chinese(before.handling)},
            std::string{model::to_chinese(after.handling)});
    compare(parts, "法定时限", words(before.statutory), words(after.statutory));
    compare(parts, "承诺时限", words(before.promised), words(after.promised));
    compare(parts, "补正告知", words(before.correction), words(after.correction));
    compare(parts, "容缺受理", yes_no(before.tolerance), yes_no(after.tolerance));
    compare(parts, "告知承诺", yes_no(before.pledge), yes_no(after.pledge));
    compare(parts, "可预约", yes_no(before.bookable), yes_no(after.bookable));
    compare(parts, "收费", yes_no(before.fee), yes_no(after.fee));
    compare(parts, "超时默认除外", yes_no(before.silent_excluded), yes_no(after.silent_excluded));
    compare_materials(parts, before, after);
    return parts;
}

}  // namespace

std::vector<ItemChange> difference(const model::Catalogue& before, const model::Catalogue& after) {
    std::vector<ItemChange> changes;
    for (const Item& item : after.items()) {
        const Item* old = before.find(item.id);
        if (old == nullptr) {
            changes.push_back({item.id.str(), item.name, "新增", {}});
        } else if (auto parts = parts_of(*old, item); !parts.empty()) {
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
