#pragma once
// `parents:` of a hall's file: its 一件事 and 项目 (R45). Read with the hall; that the items are
// published and the leading departments are the hall's is checked once both are known.

#include <filesystem>
#include <vector>

#include "gateway/model/catalogue.hpp"
#include "gateway/model/hall.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {

/// `parents: [{id, name, kind: one_thing|project, stages: [{id, name, lead, limit, items}]}]`; no
/// item stands twice in one of them.
[[nodiscard]] std::vector<model::ParentPlan> read_parents(yaml::Reader& hall,
                                                          std::vector<Error>& problems);
/// What of a hall's parents the catalogue or the hall does not have. `directory`: the
/// configuration, for the places.
[[nodiscard]] std::vector<Error> check_parents(const model::Hall& hall,
                                               const model::Catalogue& catalogue,
                                               const std::filesystem::path& directory);

}  // namespace ow::app
