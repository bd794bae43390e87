#pragma once
// What the gateway keeps beside the store's databases. A case cannot be judged or read again
// without it, so all of it goes into a backup and back: a new such folder has its row here.

#include <string_view>

namespace ow::app {

inline constexpr std::string_view kKeptMappings = "mappings";
inline constexpr std::string_view kKeptCatalogues = "catalogue";
inline constexpr std::string_view kCatalogueChanges = "catalogue_changes";
inline constexpr std::string_view kKeptFolders[] = {kKeptCatalogues, kCatalogueChanges,
                                                    kKeptMappings};

}  // namespace ow::app
