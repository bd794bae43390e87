#pragma once
// A mapping's numbered version never changes. The first time a gateway runs with one, it keeps a
// copy of the file beside the store; from then on the same number must say the same, and a change
// needs the next number. Comments, layout and the order of a row's keys do not count, nor do code
// tables, which grow while messages wait for a code (R33).
//
//   <store>/mappings/<partner>/<message>.v<number>.<in|out>.yaml
//   <store>/mappings/codes, <store>/mappings/<partner>/codes    the tables as last seen
//
// so that the old versions of a case are there to be read, and for `onewindow mapping diff`.

#include <filesystem>
#include <vector>

#include "gateway/mapping/mapping_set.hpp"

namespace ow::app {

class MappingVersions {
  public:
    /// `mappings`: the folder `set` is read from; `store`: the data directory.
    MappingVersions(std::filesystem::path mappings, const std::filesystem::path& store);

    /// Each mapping that says something else than the kept version of its number: kConfigInvalid at
    /// its `version`. Needs no lock; the gateway may run.
    [[nodiscard]] std::vector<Error> changed(const mapping::MappingSet& set) const;

    /// Keeps what is not kept yet. kStoreUnavailable.
    [[nodiscard]] Status keep(const mapping::MappingSet& set) const;

  private:
    [[nodiscard]] std::filesystem::path file_of(const mapping::Definition& one) const;
    [[nodiscard]] std::filesystem::path kept_as(const mapping::Definition& one) const;
    void keep_tables() const;

    std::filesystem::path mappings_;
    std::filesystem::path kept_;
};

}  // namespace ow::app
