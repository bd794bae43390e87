#pragma once
// A department's change of its items (R2): filed with a table, confirmed by the centre, in force
// from its date. A change is the department's rows, all of them, and says which rows it replaces:
// the changes of several departments stand side by side, a department's next one stands on the one
// before, and what was filed on rows that are no longer there is never applied.
//
//   <store>/catalogue_changes/<id>/catalogue/{items,materials}.csv   the department's rows
//   <store>/catalogue_changes/<id>/change.yaml   from, department, base, filed_by, confirmed_by

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gateway/app/catalogue_rows.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/catalogue.hpp"

namespace ow::app {

struct CatalogueChange {
    std::string id;
    std::string department;
    std::string from;  ///< the first day it is in force
    std::string base;  ///< CatalogueRows::digest of the rows it replaces
    std::string filed_by;
    std::string confirmed_by;  ///< empty: the centre has not confirmed it

    [[nodiscard]] bool is_confirmed() const { return !confirmed_by.empty(); }
};

/// A catalogue as it would be, in a folder that is gone with the last copy of it.
struct DraftCatalogue {
    model::Catalogue catalogue;
    std::filesystem::path folder;        ///< that has its `catalogue/`
    std::shared_ptr<const void> held{};  ///< removes the folder, if it is not the configuration's
};

class CatalogueChanges {
  public:
    CatalogueChanges(std::filesystem::path configuration, const std::filesystem::path& store);

    /// Files `own` as the change.
    [[nodiscard]] Status file(const CatalogueChange& change, const CatalogueRows& own) const;
    /// kRequestInvalid: no such change, confirmed already, by the one who filed it, filed on rows
    /// that are no longer in force, or a confirmed one stands on the rows it replaces. What the
    /// loader finds wrong with the whole is refused, too.
    [[nodiscard]] Status confirm(const std::string& id, const std::string& by) const;

    /// By day, then id.
    [[nodiscard]] std::vector<CatalogueChange> all() const;
    /// Ids of the changes, confirmed or not, that can apply: the rows they replace are in force on
    /// the day before them.
    [[nodiscard]] std::set<std::string> applicable() const;
    /// Ids of the confirmed ones whose day has come and which do not apply.
    [[nodiscard]] std::vector<std::string> lapsed(Day day) const;
    /// The tables on `day`: the configuration's with every confirmed change whose day has come.
    [[nodiscard]] Result<CatalogueRows> rows_on(Day day) const;
    /// `rows` with the rest of the configuration, read by the ordinary loader.
    [[nodiscard]] DraftCatalogue load(const CatalogueRows& rows,
                                      std::vector<Error>& problems) const;
    /// What is in force on `day`; `configured` itself if no change is.
    [[nodiscard]] DraftCatalogue in_force(model::Catalogue configured, Day day,
                                          std::vector<Error>& problems) const;

  private:
    struct Walk {
        CatalogueRows rows;             ///< after the last change
        std::set<std::string> applies;  ///< ids
        bool is_changed = false;        ///< they are no longer the configuration's
    };
    [[nodiscard]] Result<Walk> walk(const std::vector<CatalogueChange>& changes,
                                    const std::string& until) const;
    [[nodiscard]] Status loads(const std::vector<CatalogueChange>& changes,
                               const std::string& since) const;

    std::filesystem::path configuration_;
    std::filesystem::path store_;
    std::filesystem::path changes_;
};

}  // namespace ow::app
