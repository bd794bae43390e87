#include "gateway/app/check_papers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "gateway/app/config_values.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/seal_config.hpp"
#include "gateway/base/text.hpp"
#include "gateway/documents/case_fields.hpp"
#include "gateway/documents/template_lint.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/flow/seal_words.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using documents::Block;
using documents::Template;

Error wrong(const Template& form, std::string field, long line, std::string cause) {
    return Error{
        Code::kDocumentTemplateInvalid, {std::move(field), form.file, line, 0}, std::move(cause)};
}

void check_fields(const Template& form, std::vector<Error>& problems) {
    const auto known = documents::case_fields();
    for (const documents::Finding& one : documents::lint_fields(form)) {
        if (one.what == "unused_field") {
            problems.push_back(wrong(form, one.detail, one.line,
                                     fmt::format("{} must print this field", form.id)));
            continue;
        }
        const std::string_view near = nearest(one.detail, {known.begin(), known.end()});
        problems.push_back(
            wrong(form, one.detail, one.line,
                  near.empty() ? std::string{"no case has this field"}
                               : fmt::format("no case has this field; did you mean `{}`?", near)));
    }
}

std::optional<Template> read_paper(const fs::path& file, std::vector<Error>& problems) {
    const auto text = read_file(file);
    auto form = text ? Template::parse(*text, file.string()) : Result<Template>{text.error()};
    if (!form) {
        problems.push_back(form.error());
        return std::nullopt;
    }
    const std::string name = file.stem().string();
    if (form->id != name)
        problems.push_back(wrong(*form, "id", form->root.line,
                                 fmt::format("must be the file's name, `{}`", name)));
    else
        check_fields(*form, problems);
    return std::move(*form);
}

/// What a part of a seal says under the hall's words; nothing if a case decides it.
std::optional<std::string> words_of(const Template& form, const Block* part,
                                    const flow::SealWords& seal) {
    std::string out;
    if (part == nullptr) return out;
    for (const documents::Run& run : part->runs) {
        if (run.when != documents::kNoXPath) return std::nullopt;
        if (run.kind == documents::Run::Kind::kText) {
            out += run.text;
            continue;
        }
        if (run.kind != documents::Run::Kind::kValue) return std::nullopt;
        const std::string& path = form.expressions[static_cast<std::size_t>(run.xpath)];
        if (path != "document/seal_text" && path != "document/seal_bottom") return std::nullopt;
        const std::string& value = path == "document/seal_text" ? seal.arc : seal.bottom;
        out += value.empty() ? run.text : value;
    }
    return out;
}

void find_seals(const Block& block, std::vector<const Block*>& out) {
    if (block.element == documents::Element::kSeal) out.push_back(&block);
    for (const Block& child : block.children) find_seals(child, out);
}

/// The seals that may stand on a paper of this hall, by who issues it (flow/case_view.cpp).
std::vector<flow::SealWords> seals_of(const model::Hall& hall, const std::string& document) {
    if (flow::is_of_the_hall(document)) return {flow::seal_words(hall, nullptr, document)};
    std::vector<flow::SealWords> out;
    for (const auto& [id, department] : hall.departments)
        out.push_back(flow::seal_words(hall, &department, document));
    return out;
}

/// What the book says of each seal that it refuses on this paper.
std::set<std::string> refused_on(const Template& form, const model::Hall& hall,
                                 const documents::SealBook& book) {
    std::set<std::string> out;
    std::vector<const Block*> seals;
    find_seals(form.root, seals);
    if (seals.empty()) return out;
    for (const flow::SealWords& words : seals_of(hall, form.id)) {
        for (const Block* seal : seals) {
            const auto arc = words_of(form, seal->child(documents::Element::kArc), words);
            const auto bottom = words_of(form, seal->child(documents::Element::kBottom), words);
            if (!arc || arc->empty() || !bottom) continue;
            const auto found = book.find(*arc, *bottom, form.id);
            if (!found) out.insert(found.error().cause());
        }
    }
    return out;
}

void check_book(const fs::path& file, const model::Hall& hall, const std::vector<Template>& papers,
                std::vector<Error>& problems) {
    const std::size_t before = problems.size();
    const documents::SealBook book = read_seal_book(file, problems);
    if (problems.size() != before || !fs::exists(file)) return;
    const auto root = yaml::parse_file(file);
    if (!root) return;
    const yaml::Node* list = root->find("seals");
    std::map<std::set<std::string>, std::vector<std::string>> refused;  // seals → papers
    for (const Template& form : papers) {
        auto seals = refused_on(form, hall, book);
        if (!seals.empty()) refused[std::move(seals)].push_back(form.id);
    }
    for (const auto& [seals, ids] : refused) {
        const std::string more = seals.size() == 1
                                     ? std::string{}
                                     : fmt::format(" (and {} more seals)", seals.size() - 1);
        problems.push_back((list == nullptr ? *root : *list)
                               .error(fmt::format("{} would not be made: {}{}",
                                                  fmt::join(ids, ", "), *seals.begin(), more)));
    }
}

}  // namespace

std::vector<Template> read_papers(const fs::path& folder, std::vector<Error>& problems) {
    std::vector<Template> out;
    const std::vector<fs::path> files = files_in(folder, ".xml", problems);
    for (const fs::path& file : files) {
        if (auto form = read_paper(file, problems)) out.push_back(std::move(*form));
    }
    for (const std::string_view id : flow::papers_made()) {
        const fs::path file = folder / (std::string{id} + ".xml");
        if (std::find(files.begin(), files.end(), file) != files.end()) continue;
        problems.emplace_back(Code::kDocumentTemplateInvalid, At{{}, file.string()},
                              fmt::format("there is no such template: {} could not be made", id));
    }
    return out;
}

void check_seal_books(const Config& config, const std::vector<Template>& papers,
                      std::vector<Error>& problems) {
    const auto hall = config.halls.find(config.gateway.hall);
    if (hall != config.halls.end())
        check_book(seal_book_of(config), hall->second, papers, problems);
    const fs::path folder = config.directory / "seals";
    if (!fs::is_directory(folder) || config.halls.empty()) return;
    std::vector<std::string_view> halls;
    for (const auto& [id, one] : config.halls) halls.push_back(id.str());
    for (const fs::path& file : files_in(folder, ".yaml", problems)) {
        const std::string name = file.stem().string();
        if (config.halls.contains(HallId{name})) continue;
        const std::string_view near = nearest(name, halls);
        problems.emplace_back(
            Code::kConfigInvalid, At{{}, file.string()},
            near.empty() ? fmt::format("there is no hall `{}`", name)
                         : fmt::format("there is no hall `{}`; did you mean `{}`?", name, near));
    }
}

}  // namespace ow::app
