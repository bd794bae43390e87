#pragma once
// Whose seal stands on a document, and what is written on it (domain.md §4; 003B 二(二)6, 002 19,
// 004 三(二)5): slips have the hall's, decisions and notices of the department its 行政审批专用章,
// a return its 公章. The words are the hall's configuration (`seals`).

#include <string>
#include <string_view>

#include "gateway/model/hall.hpp"

namespace ow::flow {

/// Issued by the hall itself.
[[nodiscard]] bool is_of_the_hall(std::string_view document);

struct SealWords {
    std::string arc;
    std::string bottom;  ///< the purpose; empty: a 公章
};

/// `department`: nullptr for the hall's own seal.
[[nodiscard]] SealWords seal_words(const model::Hall& hall, const model::Department* department,
                                   std::string_view document);

}  // namespace ow::flow
