#include "gateway/model/catalogue.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ow::model {
namespace {

constexpr std::array<std::string_view, 4> kHandlings{"即办件", "承诺件", "联办件", "上报件"};

struct StartRow {
    std::string_view words;
    ClockStart start;
};
// As the laws of the items write it.
constexpr StartRow kStarts[] = {
    {"", ClockStart::kAcceptance},          {"受理", ClockStart::kAcceptance},
    {"当场", ClockStart::kReceipt},         {"报装", ClockStart::kReceipt},
    {"申请", ClockStart::kReceipt},         {"材料齐全", ClockStart::kReceipt},
    {"收到全部信息", ClockStart::kReceipt}, {"收到全部有效文件", ClockStart::kReceipt},
    {"收到报告书", ClockStart::kReceipt},   {"收到报告表", ClockStart::kReceipt},
    {"收到材料", ClockStart::kReceipt},     {"收到申请", ClockStart::kReceipt},
    {"收到申请材料", ClockStart::kReceipt}, {"收到证明材料", ClockStart::kReceipt},
    {"公示期满", ClockStart::kByEvent},     {"受理期限终止", ClockStart::kByEvent},
    {"安全检验合格", ClockStart::kByEvent},
};

}  // namespace

std::optional<ClockStart> parse_clock_start(std::string_view words) {
    const auto* found = std::find_if(std::begin(kStarts), std::end(kStarts),
                                     [&](const StartRow& row) { return row.words == words; });
    return found == std::end(kStarts) ? std::nullopt : std::optional{found->start};
}

std::string_view to_chinese(Handling handling) {
    return kHandlings[static_cast<std::size_t>(handling)];
}

std::optional<Handling> parse_handling(std::string_view chinese) {
    const auto* found = std::find(kHandlings.begin(), kHandlings.end(), chinese);
    if (found == kHandlings.end()) return std::nullopt;
    return static_cast<Handling>(found - kHandlings.begin());
}

const Material* Item::find_material(std::string_view material_id) const {
    const auto found = std::find_if(materials.begin(), materials.end(),
                                    [&](const Material& m) { return m.id == material_id; });
    return found == materials.end() ? nullptr : &*found;
}

const Material* Item::find_material_by_name(std::string_view material_name) const {
    const auto found = std::find_if(materials.begin(), materials.end(),
                                    [&](const Material& m) { return m.name == material_name; });
    return found == materials.end() ? nullptr : &*found;
}

Catalogue::Catalogue(std::vector<Item> items, std::string version,
                     std::vector<SpecialProcedure> procedures)
    : items_(std::move(items)), procedures_(std::move(procedures)), version_(std::move(version)) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
        by_id_.emplace(items_[i].id.str(), i);
        by_code_.emplace(items_[i].code, i);
        by_name_.emplace(items_[i].name, i);
    }
}

const Item* Catalogue::at(const Index& index, std::string_view key) const {
    const auto found = index.find(std::string{key});
    return found == index.end() ? nullptr : &items_[found->second];
}

const Item* Catalogue::find(const ItemId& id) const {
    return at(by_id_, id.str());
}
const Item* Catalogue::find_by_code(std::string_view code) const {
    return at(by_code_, code);
}
const Item* Catalogue::find_by_name(std::string_view name) const {
    return at(by_name_, name);
}

const SpecialProcedure* Catalogue::find_procedure(std::string_view id_or_name) const {
    const auto found = std::find_if(
        procedures_.begin(), procedures_.end(),
        [&](const SpecialProcedure& p) { return p.id == id_or_name || p.name == id_or_name; });
    return found == procedures_.end() ? nullptr : &*found;
}

}  // namespace ow::model
