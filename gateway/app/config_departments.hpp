#pragma once
// The tables of departments: kinds in general, and what each hall's rule says of its own.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/model/hall.hpp"

namespace ow::app {

class DepartmentTable {
  public:
    static DepartmentTable read(const std::filesystem::path& directory,
                                std::vector<Error>& problems);

    /// Every id that a hall or an item may name; none where a table has no row, which was said.
    [[nodiscard]] std::vector<std::string_view> ids() const;
    /// The department as `hall`'s rule has it, else as its kind is called in general.
    [[nodiscard]] model::Department of(std::string_view hall, std::string_view department) const;

    /// The halls that have departments of their own, and where the first of each stands.
    [[nodiscard]] const std::map<std::string, At>& halls() const { return halls_; }

  private:
    struct KindRow {
        std::string name;
        std::string organ_type;
    };
    std::map<std::string, KindRow, std::less<>> kinds_;
    std::map<std::string, std::string, std::less<>> kind_of_;  ///< department id → kind
    std::map<std::string, At> halls_;
    std::map<std::pair<std::string, std::string>, model::Department> rows_;  ///< hall, department
};

}  // namespace ow::app
