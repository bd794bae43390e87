#include "gateway/app/mapping_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

#include "gateway/app/check_config.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

namespace json = boost::json;

bool print(const std::vector<Error>& problems, std::ostream& err) {
    for (const Error& problem : problems) err << to_line(problem) << "\n";
    return !problems.empty();
}

Error not_found(const std::string& name, const std::string& word, std::string_view what,
                const std::vector<std::string>& known) {
    const std::vector<std::string_view> words{known.begin(), known.end()};
    const std::string_view near = nearest(word, words);
    const std::string hint = !near.empty()   ? fmt::format("did you mean `{}`?", near)
                             : known.empty() ? std::string{"there is none"}
                                             : fmt::format("known: {}", fmt::join(known, ", "));
    return Error{Code::kMappingNotFound, At{name}, fmt::format("no {} `{}`; {}", what, word, hint)};
}

/// Messages that can be mapped inward, of every partner: its kinds and its own mappings.
std::map<std::string, std::vector<std::string>> messages_of(const MappingConfig& config) {
    std::map<std::string, std::vector<std::string>> out;
    for (const auto& [id, partner] : config.partners) {
        for (const auto& [kind, path] : partner.inbound) out[id.str()].push_back(kind);
    }
    for (const mapping::Mapping* one : config.set.all()) {
        const mapping::Definition& definition = one->definition();
        if (definition.direction != mapping::Direction::kIn) continue;
        auto& known = out[definition.partner];
        if (std::find(known.begin(), known.end(), definition.message) == known.end())
            known.push_back(definition.message);
    }
    return out;
}

/// Where the row that fills `field` (`materials[2].name`) stands; of several, the one the error
/// names.
const At* row_of_field(const std::vector<mapping::Row>& rows, std::string_view field,
                       const std::string& cause) {
    const std::size_t bracket = field.find('[');
    const At* found = nullptr;
    for (const mapping::Row& row : rows) {
        if (row.to != field.substr(0, bracket)) continue;
        const At* at = &row.at;
        if (bracket != std::string_view::npos)
            at = row_of_field(row.rows, field.substr(field.find("].") + 2), cause);
        const bool named =
            at != nullptr && cause.find(fmt::format("(mapping line {})", at->line)) != cause.npos;
        if (named) return at;
        if (found == nullptr) found = at;
    }
    return found;
}

}  // namespace

std::optional<MappingConfig> mapping_config_of(const std::string& directory, std::ostream& err) {
    if (!std::filesystem::is_directory(directory)) {
        err << "`--config " << directory << "`: there is no such folder\n";
        return std::nullopt;
    }
    const auto gateway = load_gateway(directory);
    const auto partners = load_partners(directory);
    std::vector<Error> problems = gateway.problems;
    problems.insert(problems.end(), partners.problems.begin(), partners.problems.end());
    if (print(problems, err)) return std::nullopt;
    auto set = mapping::MappingSet::load(gateway.value.mappings, problems);
    if (print(problems, err)) return std::nullopt;
    return MappingConfig{gateway.value.mappings, partners.value, std::move(set)};
}

Result<const mapping::Mapping*> inward_mapping(const MappingConfig& config,
                                               const std::string& name) {
    const auto known = messages_of(config);
    const std::size_t slash = name.find('/');
    const std::string partner = name.substr(0, slash);
    const std::string message = slash == std::string::npos ? "" : name.substr(slash + 1);
    const auto found = known.find(partner);
    if (found == known.end()) {
        std::vector<std::string> partners;
        for (const auto& [id, messages] : known) partners.push_back(id);
        return not_found(name, partner, "partner with messages inward", partners);
    }
    std::string path = name;
    const auto configured = config.partners.find(PartnerId{partner});
    if (configured != config.partners.end()) {
        const auto kind = configured->second.inbound.find(message);
        if (kind != configured->second.inbound.end()) path = kind->second;
    }
    const auto* mapping = config.set.find(path, mapping::Direction::kIn);
    if (mapping != nullptr) return mapping;
    return not_found(name, message, "message inward of `" + partner + "`", found->second);
}

std::vector<std::string> take_words(std::vector<std::string>& arguments,
                                    std::span<const OptionRow> rows) {
    std::vector<std::string> words;
    std::vector<std::string> options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!arguments[i].starts_with("--")) {
            words.push_back(arguments[i]);
            continue;
        }
        options.push_back(arguments[i]);
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const OptionRow& r) { return r.name == arguments[i]; });
        const bool has_value = row != rows.end() && !row->value.empty();
        if (has_value && i + 1 < arguments.size()) options.push_back(arguments[++i]);
    }
    arguments = std::move(options);
    return words;
}

Result<std::string> read_input(const std::string& file, std::istream& in) {
    using Bytes = std::istreambuf_iterator<char>;
    if (file == "-") return std::string{Bytes{in}, Bytes{}};
    std::ifstream stream{file, std::ios::binary};
    if (!stream || !std::filesystem::is_regular_file(file))
        return Error{Code::kFileUnreadable, At{{}, file}, "there is no such file"};
    return std::string{Bytes{stream}, Bytes{}};
}

json::object to_json(const Error& error, const mapping::Definition& mapping) {
    const At& at = error.at();
    json::object out{{"code", error.row().name}};
    json::object place{{"id", mapping.id()}, {"file", mapping.file}};
    if (!at.field.empty()) {
        out["field"] = at.field;
        if (const At* row = row_of_field(mapping.rows, at.field, error.cause())) {
            place["line"] = row->line;
            place["column"] = row->column;
        }
    }
    if (at.line > 0) {
        json::object spot{{"line", at.line}};
        if (at.column > 0) spot["column"] = at.column;
        out["message"] = std::move(spot);
    }
    out["mapping"] = std::move(place);
    out["cause"] = error.cause();
    out["next_step"] = error.row().operator_;
    out["applicant"] = error.row().applicant;
    return out;
}

}  // namespace ow::app
