#pragma once
// `onewindow check --config <folder>`: every mistake of the configuration, one line each, with
// file, line, column and what would be right.

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/error.hpp"
#include "gateway/base/time.hpp"

namespace ow::app {

/// `config/halls/<id>.yaml:12:3: unknown key `titels`; did you mean `titles`?`
[[nodiscard]] std::string to_line(const Error& problem);

/// R29: no year published, the file of `today`'s missing (one without days says that they are not
/// published yet), or one missing between two that are. What falls into such a year is never known.
[[nodiscard]] std::vector<Error> check_years(const model::Calendar& calendar,
                                             const std::filesystem::path& directory, Day today);

/// Looks at what the configuration names; see check_whole.hpp.
using CheckMore = std::function<std::vector<Error>(const Config&)>;

/// 0: no mistakes (a summary on `out`); 1: mistakes, on `err`; 2: wrong arguments.
int run_check(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
              std::span<const AdapterKeys> adapters = {}, const CheckMore& more = {});

}  // namespace ow::app
