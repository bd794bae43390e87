#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <iostream>
#include <ostream>

#include "gateway/app/check_config.hpp"
#include "gateway/app/command_options.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/mapping_config.hpp"
#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/difference.hpp"
#include "gateway/mapping/sample.hpp"

namespace ow::app {
namespace {

namespace json = boost::json;
using mapping::Leaves;
using mapping::Mapping;

constexpr OptionRow kTestOptions[] = {{"--config", "<folder>", "the configuration folder", true}};

int test(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("mapping test", arguments, kTestOptions, err);
    if (!options) return 2;
    const auto config = mapping_config_of(options->at("--config"), err);
    if (!config) return 1;
    const auto report = mapping::run_samples(config->set, config->folder);
    for (const auto& [file, problem] : report.samples) {
        out << (problem.empty() ? "ok     " : "FAILED ") << file;
        if (!problem.empty()) out << ": " << problem;
        out << "\n";
    }
    for (const Error& problem : report.problems) {
        if (problem.cause() == "has no sample") err << to_line(problem) << "\n";
    }
    const std::size_t wrong = report.problems.size();
    out << fmt::format("{} samples of {} mappings, {} wrong\n", report.samples.size(),
                       config->set.all().size(), wrong);
    return wrong == 0 ? 0 : 1;
}

Leaves errors_of(const std::vector<Error>& errors) {
    Leaves out;
    for (const Error& error : errors)
        out[fmt::format("error {}", error.at().field)] = std::string{error.row().name};
    return out;
}

Leaves inward_leaves(const Mapping& mapping, const std::string& bytes) {
    json::array parts;
    Leaves out;
    for (const mapping::MappedPart& part : mapping.map_all(bytes)) {
        out.merge(errors_of(part.mapped.errors));
        parts.emplace_back(part.mapped.content.json());
    }
    // One case is shown by its own paths.
    out.merge(parts.size() == 1 ? mapping::leaves_of(parts.front()) : mapping::leaves_of(parts));
    return out;
}

Result<Leaves> outward_leaves(const Mapping& mapping, const std::string& bytes) {
    boost::system::error_code failed;
    const json::value input = json::parse(bytes, failed);
    if (failed || !input.is_object())
        return Error{Code::kJsonInvalid, {}, "a case's tree as JSON is expected"};
    const auto made = mapping.map_out(casetree::from_json(input.get_object(), "case"));
    if (!made.errors.empty()) return errors_of(made.errors);
    const auto text = decode_to_utf8(
        made.bytes, mapping.definition().charset.empty() ? "UTF-8" : mapping.definition().charset);
    if (!text) return text.error();
    if (mapping.definition().format == mapping::Format::kJson)
        return mapping::leaves_of(json::parse(*text));
    const auto tree = xml::Document::parse(xml::without_declared_charset(*text));
    if (!tree) return tree.error();
    return mapping::leaves_of(*tree);
}

Result<Leaves> leaves(const Mapping& mapping, const std::string& bytes) {
    if (mapping.definition().direction == mapping::Direction::kOut)
        return outward_leaves(mapping, bytes);
    return inward_leaves(mapping, bytes);
}

/// The only mapping of a set that was loaded from `file`, or nullptr and why on `err`.
const Mapping* only_one(const mapping::MappingSet& set, const std::vector<Error>& problems,
                        std::ostream& err) {
    for (const Error& problem : problems) err << to_line(problem) << "\n";
    return problems.empty() ? set.all().front() : nullptr;
}

/// 0: both make the same of it.
int compare(const Mapping& a, const Mapping& b, const std::string& file, std::ostream& out,
            std::ostream& err) {
    const auto bytes = read_input(file, std::cin);
    if (!bytes) {
        err << "onewindow mapping diff: " << file << ": " << bytes.error().cause() << "\n";
        return 2;
    }
    const auto before = leaves(a, *bytes);
    const auto after = leaves(b, *bytes);
    if (!before || !after) {
        err << file << ": " << (before ? after : before).error().text() << "\n";
        return 2;
    }
    const auto found = mapping::differences(*before, *after);
    out << file << ": " << (found.empty() ? "the same" : "different") << "\n";
    for (const std::string& line : found) out << "  " << line << "\n";
    return found.empty() ? 0 : 1;
}

int diff(std::span<const std::string> words, std::ostream& out, std::ostream& err) {
    if (words.size() < 3 || words[0].starts_with("--")) {
        err << "usage: onewindow mapping diff A B FILE…\n"
               "  A, B      two versions of a mapping, such as old/application.in.yaml; code "
               "tables "
               "are those of the `codes` folders beside and above each\n"
               "  FILE…     messages (outward: cases' trees as JSON)\n"
               "Answers 0 if both make the same of every file, 1 if not.\n";
        return 2;
    }
    std::vector<Error> problems;
    const auto first = mapping::MappingSet::load_file(words[0], problems);
    const Mapping* a = only_one(first, problems, err);
    if (a == nullptr) return 2;
    const auto second = mapping::MappingSet::load_file(words[1], problems);
    const Mapping* b = only_one(second, problems, err);
    if (b == nullptr) return 2;
    if (a->definition().direction != b->definition().direction) {
        err << "onewindow mapping diff: one is inward, the other outward\n";
        return 2;
    }
    int code = 0;
    for (const std::string& file : words.subspan(2))
        code = std::max(code, compare(*a, *b, file, out, err));
    return code;
}

}  // namespace

int run_mapping(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto verb = verb_of("mapping", arguments, {"diff", "test"}, err);
    if (verb == "test") return test(arguments.subspan(1), out, err);
    if (verb == "diff") return diff(arguments.subspan(1), out, err);
    err << usage("mapping test", kTestOptions) << "usage: onewindow mapping diff A B FILE…\n";
    return 2;
}

}  // namespace ow::app
