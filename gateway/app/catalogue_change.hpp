#pragma once
// A department's change of its items (R2): filed with a table, confirmed by the centre, in force
// from its date. The whole catalogue as it would be is made beside the store and read by the
// ordinary loader, so that what is filed is checked like what is configured.
//
//   <store>/catalogue_changes/<id>/catalogue/*.csv   as it will be
//   <store>/catalogue_changes/<id>/change.yaml       from, department, base, filed_by, confirmed_by

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/catalogue.hpp"

namespace ow::app {

struct CatalogueChange {
    std::string id;
    std::string department;
    std::string from;  ///< the first day it is in force
    std::string base;  ///< version of the catalogue it changes
    std::string filed_by;
    std::string confirmed_by;  ///< empty: the centre has not confirmed it
};

class CatalogueChanges {
  public:
    CatalogueChanges(std::filesystem::path configuration, const std::filesystem::path& store);

    /// The catalogue with the rows of `department` replaced by those of the tables (CSV or XLSX
    /// with the columns of items.csv and materials.csv; `materials` empty: those of the items that
    /// stay). An item of it that is not in the table is cancelled. Written to `folder`.
    [[nodiscard]] Status make(const std::string& department, const std::filesystem::path& items,
                              const std::filesystem::path& materials,
                              const std::filesystem::path& folder) const;
    /// Files what make() made in `folder`.
    [[nodiscard]] Status file(const CatalogueChange& change,
                              const std::filesystem::path& folder) const;
    /// kRequestInvalid: no such change, confirmed already, or by the one who filed it.
    [[nodiscard]] Status confirm(const std::string& id, const std::string& by) const;

    [[nodiscard]] std::vector<CatalogueChange> all() const;
    struct InForce {
        model::Catalogue catalogue;
        std::filesystem::path folder;  ///< that has its `catalogue/`
    };
    /// What is in force on `day`: `configured` with every confirmed change of it whose day has
    /// come, one after the other.
    [[nodiscard]] InForce in_force(model::Catalogue configured, Day day,
                                   std::vector<Error>& problems) const;
    /// The folder that has this change's `catalogue/`.
    [[nodiscard]] std::filesystem::path folder_of(const std::string& id) const;

  private:
    std::filesystem::path configuration_;
    std::filesystem::path changes_;
};

}  // namespace ow::app
