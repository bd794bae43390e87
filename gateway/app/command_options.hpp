#pragma once
// Options of a command: one literal table, `--name value` or a bare `--name`, nothing clever.

#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::app {

using Options = std::map<std::string, std::string, std::less<>>;

struct OptionRow {
    std::string_view name;   ///< --hall
    std::string_view value;  ///< <id>; empty: a bare switch
    std::string_view help;
    bool required = false;
};

/// Given options by name; a switch's value is empty. kRequestInvalid with a cause that says what is
/// right: unknown option (did you mean), value missing, given twice, required but absent.
[[nodiscard]] Result<Options> parse_options(std::span<const std::string> arguments,
                                            std::span<const OptionRow> rows);

/// nullopt: said on `err` what is wrong, with the usage (the caller answers 2).
[[nodiscard]] std::optional<Options> options_of(std::string_view command,
                                                std::span<const std::string> arguments,
                                                std::span<const OptionRow> rows, std::ostream& err);

[[nodiscard]] std::string usage(std::string_view command, std::span<const OptionRow> rows);

}  // namespace ow::app
