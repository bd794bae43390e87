#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <ostream>

#include "gateway/app/command_options.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/mapping_config.hpp"

namespace ow::app {
namespace {

namespace json = boost::json;

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--content-type", "<type>", "as the partner says it: application/xml; charset=GBK"},
};
constexpr std::string_view kUsage = "map PARTNER/MESSAGE FILE";

std::string_view word_of(mapping::Outcome outcome) {
    if (outcome == mapping::Outcome::kMapped) return "mapped";
    return outcome == mapping::Outcome::kQuarantined ? "quarantined" : "refused";
}

json::array to_array(const std::vector<Error>& errors, const mapping::Definition& definition) {
    json::array out;
    for (const Error& error : errors) out.push_back(to_json(error, definition));
    return out;
}

/// What is said about a message on `err`; whether it is a case.
bool report(const mapping::MappedPart& part, const mapping::Definition& definition,
            std::ostream& err) {
    const auto& [content, errors, warnings, files] = part.mapped;
    if (errors.empty() && warnings.empty()) return true;
    json::object out{{"outcome", word_of(part.mapped.outcome())}};
    if (part.line > 0) out["row"] = part.line;
    if (!errors.empty()) out["errors"] = to_array(errors, definition);
    if (!warnings.empty()) out["warnings"] = to_array(warnings, definition);
    err << json::serialize(out) << "\n";
    return errors.empty();
}

int map_file(const mapping::Mapping& mapping, const std::string& bytes, const std::string& type,
             std::ostream& out, std::ostream& err) {
    int code = 0;
    for (const mapping::MappedPart& part : mapping.map_all(bytes, type)) {
        if (!report(part, mapping.definition(), err)) {
            code = 2;
            continue;
        }
        out << json::serialize(part.mapped.content.json()) << "\n";
    }
    return code;
}

}  // namespace

int run_map(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string> rest{arguments.begin(), arguments.end()};
    const auto words = take_words(rest, kOptions);
    const auto options = options_of(kUsage, rest, kOptions, err);
    if (!options) return 2;
    if (words.size() != 2) {
        err << "onewindow map: a partner's message and a file (`-` for the standard input)\n"
            << usage(kUsage, kOptions);
        return 2;
    }
    const auto config = mapping_config_of(options->at("--config"), err);
    if (!config) return 1;
    const auto mapping = inward_mapping(*config, words[0]);
    if (!mapping) {
        err << "onewindow map: " << mapping.error().cause() << "\n";
        return 2;
    }
    const auto bytes = read_input(words[1], std::cin);
    if (!bytes) {
        err << "onewindow map: " << words[1] << ": " << bytes.error().cause() << "\n";
        return 2;
    }
    const auto type = options->find("--content-type");
    return map_file(**mapping, *bytes, type == options->end() ? "" : type->second, out, err);
}

}  // namespace ow::app
