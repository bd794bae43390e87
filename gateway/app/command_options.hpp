#pragma once
// Options of a command: one literal table, `--name value` or a bare `--name`, nothing clever.

#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

/// The verb behind a command (`template lint`): the first word, one of `verbs`. nullopt: said on
/// `err` which there are and which was perhaps meant (the caller answers 2).
[[nodiscard]] std::optional<std::string_view> verb_of(std::string_view command,
                                                      std::span<const std::string> arguments,
                                                      const std::vector<std::string_view>& verbs,
                                                      std::ostream& err);

/// "; did you mean `lint`?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

[[nodiscard]] std::string usage(std::string_view command, std::span<const OptionRow> rows);

}  // namespace ow::app
