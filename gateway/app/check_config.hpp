#pragma once
// `onewindow check --config <folder>`: every mistake of the configuration, one line each, with
// file, line, column and what would be right.

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/error.hpp"

namespace ow::app {

/// `config/halls/<id>.yaml:12:3: unknown key `titels`; did you mean `titles`?`
[[nodiscard]] std::string to_line(const Error& problem);

/// Looks at what the configuration names; see check_whole.hpp.
using CheckMore = std::function<std::vector<Error>(const Config&)>;

/// 0: no mistakes (a summary on `out`); 1: mistakes, on `err`; 2: wrong arguments.
int run_check(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
              std::span<const AdapterKeys> adapters = {}, const CheckMore& more = {});

}  // namespace ow::app
