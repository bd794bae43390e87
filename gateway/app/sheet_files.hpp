#pragma once
// Files of sheets: ports::SheetMaker over gateway/spreadsheet and gateway/documents.

#include <filesystem>

#include "gateway/ports/sheet_maker.hpp"

namespace ow::app {

class SheetFiles final : public ports::SheetMaker {
  public:
    /// `fonts`: templates/fonts.yaml, read for each PDF: they are rare, and fonts are large.
    explicit SheetFiles(std::filesystem::path fonts) : fonts_(std::move(fonts)) {}
    [[nodiscard]] Result<ports::SheetFile> make(std::span<const model::Sheet> sheets,
                                                std::string_view format) override;

  private:
    std::filesystem::path fonts_;
};

/// Lines with tabs between the cells, a blank line between sheets.
[[nodiscard]] std::string sheet_text(std::span<const model::Sheet> sheets);

}  // namespace ow::app
