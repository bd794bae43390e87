#pragma once
// Special procedures (特殊环节, R9): which of them stop a clock. Only the closed list of 行政许可法
// 45 and what a special law leaves out for the item it names stop the statutory clock; everything
// else is recorded and stops nothing. The promised clock stops only for what the item itself
// declares.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/model/limit.hpp"

namespace ow::model {

enum class ProcedureClass : std::uint8_t {
    kPause,      ///< A: 听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审
    kRecorded,   ///< B: 现场勘验 …; begin, end, result, no clock stops
    kExcluded,   ///< C: left out by a special law, for the items named
    kExtension,  ///< D: 延长, no pause
    kSuspension,    ///< E: 中止 by a special law, for the items named
    kLooksLikeOne,  ///< N: 补正, 容缺, 挂起 …: no pause at all
};

struct SpecialProcedure {
    std::string id;
    std::string name;
    ProcedureClass kind = ProcedureClass::kRecorded;
    std::optional<Limit> cap{};  ///< the longest it may take
    std::string notice{};        ///< what the applicant is told (D23)
    std::string approver{};
    std::string basis{};               ///< the law
    std::vector<ItemId> applies_to{};  ///< empty: every item

    [[nodiscard]] bool applies(const ItemId& item) const {
        return applies_to.empty() ||
               std::find(applies_to.begin(), applies_to.end(), item) != applies_to.end();
    }
    [[nodiscard]] bool stops_statutory(const ItemId& item) const {
        const bool by_law = kind == ProcedureClass::kPause || kind == ProcedureClass::kExcluded ||
                            kind == ProcedureClass::kSuspension;
        return by_law && applies(item);
    }
};

}  // namespace ow::model
