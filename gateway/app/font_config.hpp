#pragma once
// templates/fonts.yaml: which font file draws which kind of type, in order.

#include <filesystem>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/documents/fonts.hpp"

namespace ow::app {

/// Relative paths are taken from the folder above the one `file` is in. kYamlInvalid,
/// kConfigInvalid with file, line and column: the first mistake, or all of them in `problems`.
/// Fonts that are named by family are found by fontconfig, with its own configuration unless
/// `fontconfig` is another one.
[[nodiscard]] Result<documents::FontConfig> read_font_config(const std::filesystem::path& file);
[[nodiscard]] documents::FontConfig read_font_config(const std::filesystem::path& file,
                                                     std::vector<Error>& problems,
                                                     const std::filesystem::path& fontconfig = {});

/// The same, and every face opened: one that cannot be used is a mistake at its entry.
void check_fonts(const std::filesystem::path& file, std::vector<Error>& problems);

}  // namespace ow::app
