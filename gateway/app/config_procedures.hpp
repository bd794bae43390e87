#pragma once
// The table of special procedures (R9).

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/base/error.hpp"
#include "gateway/model/special_procedure.hpp"

namespace ow::app {

struct Procedures {
    std::vector<model::SpecialProcedure> rows;
    std::string bytes;  ///< of the file: part of the catalogue's version
};

[[nodiscard]] Procedures read_procedures(const std::filesystem::path& path,
                                         std::vector<Error>& problems);

}  // namespace ow::app
