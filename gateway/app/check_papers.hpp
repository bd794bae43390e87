#pragma once
// What must be right with a hall's papers before the first case comes: every paper that the gateway
// makes has a template, which prints what it owes and asks for nothing that no case has; and the
// seals' book has a seal for each. Nothing is printed.

#include <filesystem>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/result.hpp"
#include "gateway/documents/template.hpp"

namespace ow::app {

/// The templates of the folder, by file name. Mistakes with file and line in `problems`: one that
/// cannot be read (it is not in the result), has another id than its file's name, reads a field
/// that no case has or leaves one out that it must print, and one that is missing.
std::vector<documents::Template> read_papers(const std::filesystem::path& folder,
                                             std::vector<Error>& problems);

/// config/seals: this hall's book has each seal that the templates print, of each unit that may
/// issue the paper; and every file there is a hall's.
void check_seal_books(const Config& config, const std::vector<documents::Template>& papers,
                      std::vector<Error>& problems);

}  // namespace ow::app
