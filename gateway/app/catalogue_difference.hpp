#pragma once
// What changes from one version of the catalogue to another (R2), item by item, in the words of
// the list: published, cancelled, which limit, which material. Pure.

#include <string>
#include <vector>

#include "gateway/model/catalogue.hpp"

namespace ow::app {

struct ItemChange {
    std::string item;  ///< id
    std::string name;
    std::string kind;                ///< 新增, 取消, 变更
    std::vector<std::string> parts;  ///< of a change: `承诺时限：5个工作日 → 3个工作日`
};

/// In the order of the new catalogue, then what is cancelled.
[[nodiscard]] std::vector<ItemChange> difference(const model::Catalogue& before,
                                                 const model::Catalogue& after);

}  // namespace ow::app
