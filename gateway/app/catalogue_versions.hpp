#pragma once
// R2: a running case keeps the version of the catalogue it came in under. The first time a gateway
// runs with a catalogue it keeps a copy beside the store; later starts read the older ones, too.
//
//   <store>/catalogue/<version>/catalogue/*.csv

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/model/catalogue.hpp"

namespace ow::app {

class CatalogueVersions {
  public:
    /// `store`: the data directory.
    explicit CatalogueVersions(const std::filesystem::path& store);

    /// Keeps the one in `folder`/catalogue if its version is not kept yet. kStoreUnavailable.
    [[nodiscard]] Status keep(const std::filesystem::path& folder,
                              const std::string& version) const;
    /// Every kept version but `current`, by version. A damaged copy is a problem: cases of it would
    /// be judged by another list.
    [[nodiscard]] std::map<std::string, model::Catalogue> past(const std::string& current,
                                                               std::vector<Error>& problems) const;
    /// kConfigInvalid: one of `named`, the versions of open cases, is neither `current` nor kept,
    /// so those cases would be judged by another list.
    [[nodiscard]] Status covers(const std::vector<std::string>& named,
                                const std::string& current) const;

  private:
    std::filesystem::path kept_;
};

}  // namespace ow::app
