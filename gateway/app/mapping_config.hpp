#pragma once
// What the mapping commands share: the configuration they need (folders and partners; no store, no
// keys), which mapping a partner's message has, and field errors as JSON.

#include <boost/json/object.hpp>
#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "gateway/app/command_options.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/mapping/mapping_set.hpp"

namespace ow::app {

struct MappingConfig {
    std::filesystem::path folder;  ///< of the mappings
    std::map<PartnerId, model::PartnerConfig> partners;
    mapping::MappingSet set;
};

/// nullopt: every mistake of gateway.yaml, partners and mappings is on `err` (the caller answers
/// 1).
[[nodiscard]] std::optional<MappingConfig> mapping_config_of(const std::string& directory,
                                                             std::ostream& err);

/// The inward mapping of `partner/message`: a partner's message kind (its file says which mapping),
/// or a mapping's own name. Failure: kMappingNotFound, the cause names what is there (did you
/// mean).
[[nodiscard]] Result<const mapping::Mapping*> inward_mapping(const MappingConfig& config,
                                                             const std::string& name);

/// Words before, between and behind the options; the options are left in `arguments`.
/// `--name value` pairs are those of `rows`.
[[nodiscard]] std::vector<std::string> take_words(std::vector<std::string>& arguments,
                                                  std::span<const OptionRow> rows);

/// A file's bytes; `-` reads `in`. kFileUnreadable.
[[nodiscard]] Result<std::string> read_input(const std::string& file, std::istream& in);

/// {"code":"FIELD_MISSING","field":"applicant.name","mapping":{"id","file","line","column"},
///  "message":{"line"},"cause":…,"next_step":…,"applicant":…}; `message` is where it stands in the
/// message, if that is known; an error of the message as a whole has no field and no row. No value
/// of the message is repeated.
[[nodiscard]] boost::json::object to_json(const Error& error, const mapping::Definition& mapping);

}  // namespace ow::app
