#pragma once
// What most commands begin with behind their options: the configuration or its mistakes.

#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "gateway/app/command_options.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ports/store.hpp"

namespace ow::app {

/// nullopt: every mistake is on `err` (the caller answers 1).
[[nodiscard]] std::optional<Config> config_of(const Options& options, std::ostream& err);
/// The partner that the one word of a command names; nullptr: said on `err` what is right.
[[nodiscard]] const model::PartnerConfig* partner_named(const Config& config,
                                                        const std::vector<std::string>& words,
                                                        std::string_view usage, std::ostream& err);
/// Why a store did not open, and what to do: one that a running gateway holds is not damaged.
void print_store_error(const Error& error, const Config& config, std::ostream& err);
/// The store of a configuration, opened for a command beside no running gateway; nullptr: said why.
[[nodiscard]] std::unique_ptr<ports::Store> store_of(const Config& config, const Clock& clock,
                                                     Log& log, std::ostream& err);

}  // namespace ow::app
