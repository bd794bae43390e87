#pragma once
// Makes files of sheets: a workbook, or pages to print.

#include <span>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/model/sheet.hpp"

namespace ow::ports {

struct SheetFile {
    std::string content_type;
    std::string extension;  ///< ".xlsx"
    std::string bytes;
};

/// Thread-safe.
class SheetMaker {
  public:
    virtual ~SheetMaker() = default;
    /// `format`: "pdf", "text", "xlsx"; kRequestInvalid for another. The same sheets give the same
    /// bytes.
    [[nodiscard]] virtual Result<SheetFile> make(std::span<const model::Sheet> sheets,
                                                 std::string_view format) = 0;
};

}  // namespace ow::ports
