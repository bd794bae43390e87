// `onewindow template`: what a hall does with the words of its papers – check, look at, try out.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/font_config.hpp"
#include "gateway/app/hall_samples.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/documents/renderer.hpp"
#include "gateway/documents/template_lint.hpp"
#include "gateway/documents/template_schema.hpp"
#include "gateway/xml/relax_ng.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using documents::Template;
using documents::TemplateId;

constexpr OptionRow kCheckOptions[] = {
    {"--templates", "<folder>", "all of this folder; templates unless said"}};
constexpr OptionRow kPreviewOptions[] = {
    {"--case", "<file>", "the case to print; the template's own sample unless said"},
    {"--as", "short|long|rare|one|many|empty", "the sample in one of the shapes `lint` tries"},
    {"--fonts", "<file>", "templates/fonts.yaml unless said"},
    {"--out", "<file>", "a PDF", true}};
constexpr OptionRow kLintOptions[] = {
    {"--templates", "<folder>", "all of this folder; templates unless said"},
    {"--fonts", "<file>", "<folder>/fonts.yaml unless said"}};
constexpr OptionRow kGalleryOptions[] = {
    {"--templates", "<folder>", "templates unless said"},
    {"--config", "<folder>", "a case of each of its halls; without it the samples alone"},
    {"--out", "<folder>", "gets <hall>/<document>.pdf", true}};

std::string value_of(const Options& options, std::string_view name, const std::string& fallback) {
    const auto found = options.find(name);
    return found == options.end() ? fallback : found->second;
}

int failed(const Error& error, std::ostream& err) {
    err << error.text() << "\n";
    return 1;
}

std::vector<fs::path> templates_in(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator{folder, missing}) {
        if (entry.path().extension() == ".xml") out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Both readers must take it: the published schema, and ours, which also knows XPath.
Result<Template> read_checked(const fs::path& file, const xml::RelaxNg& schema) {
    const auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    const std::string name = file.filename().string();
    auto form = Template::parse(*bytes, name);
    if (!form) return form.error();
    const auto document = xml::Document::parse(*bytes, name);
    if (const Status fits = schema.check(*document); !fits) {
        At at = fits.error().at();
        at.where = name;
        return Error{Code::kDocumentTemplateInvalid, std::move(at), fits.error().cause()};
    }
    return form;
}

Result<xml::Document> sample_of(const fs::path& file) {
    const auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    return xml::Document::parse(*bytes, file.filename().string());
}

int check_all(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("template check", arguments, kCheckOptions, err);
    if (!options) return 2;
    const auto schema = xml::RelaxNg::compile(documents::template_schema());
    if (!schema) return failed(schema.error(), err);
    int wrong = 0, count = 0;
    for (const fs::path& file : templates_in(value_of(*options, "--templates", "templates"))) {
        ++count;
        const auto form = read_checked(file, *schema);
        if (form) continue;
        ++wrong;
        out << form.error().text() << "\n";
    }
    out << fmt::format("{} templates, {} wrong\n", count, wrong);
    return wrong == 0 && count > 0 ? 0 : 1;
}

int lint_one(const fs::path& file, const documents::FontBook& fonts, const xml::RelaxNg& schema,
             std::ostream& out) {
    const std::string name = file.filename().string();
    const auto form = read_checked(file, schema);
    if (!form) {
        out << form.error().text() << "\n";
        return 1;
    }
    auto findings = documents::lint_fields(*form);
    const auto sample = sample_of(file.parent_path() / "samples" / name);
    if (!sample) {
        out << name << ": no sample case in samples/" << name << "\n";
        return 1;
    }
    for (auto& one : documents::lint_matrix(fonts, *form, *sample))
        findings.push_back(std::move(one));
    for (const documents::Finding& one : findings) {
        out << name << (one.line > 0 ? ":" + std::to_string(one.line) : "") << ": "
            << (one.sample.empty() ? "" : "case `" + one.sample + "`: ") << one.what << ": "
            << one.detail << "\n";
    }
    return static_cast<int>(findings.size());
}

int lint_all(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("template lint", arguments, kLintOptions, err);
    if (!options) return 2;
    const fs::path folder = value_of(*options, "--templates", "templates");
    const auto config =
        read_font_config(value_of(*options, "--fonts", (folder / "fonts.yaml").string()));
    if (!config) return failed(config.error(), err);
    const auto fonts = documents::FontBook::open(*config);
    if (!fonts) return failed(fonts.error(), err);
    const auto schema = xml::RelaxNg::compile(documents::template_schema());
    if (!schema) return failed(schema.error(), err);
    const auto files = templates_in(folder);
    int findings = 0;
    for (const fs::path& file : files) findings += lint_one(file, *fonts, *schema, out);
    out << fmt::format("{} templates, {} shapes of a case each: {} findings\n", files.size(),
                       documents::sample_variants().size(), findings);
    return findings == 0 && !files.empty() ? 0 : 1;
}

Status write_pdf_file(const fs::path& to, std::string_view bytes) {
    if (!to.parent_path().empty()) fs::create_directories(to.parent_path());
    std::ofstream file{to, std::ios::binary | std::ios::trunc};
    file << bytes;
    if (!file.flush()) return Error{Code::kFileUnreadable, {to.string()}, "cannot be written"};
    return ok();
}

int preview(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    if (arguments.empty() || arguments.front().starts_with("-")) {
        err << "onewindow template preview <file> --out <pdf> [--case <file>] [--as long]\n";
        return 2;
    }
    const fs::path file = arguments.front();
    const auto options =
        options_of("template preview <file>", arguments.subspan(1), kPreviewOptions, err);
    if (!options) return 2;
    const std::string shape = value_of(*options, "--as", "plain");
    if (const auto shapes = documents::sample_variants();
        std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) {
        err << fmt::format("onewindow template preview: --as is one of {}\n",
                           fmt::join(shapes, ", "));
        return 2;
    }
    const auto schema = xml::RelaxNg::compile(documents::template_schema());
    if (!schema) return failed(schema.error(), err);
    const auto form = read_checked(file, *schema);
    if (!form) return failed(form.error(), err);
    const fs::path own = file.parent_path() / "samples" / file.filename();
    const auto sample = sample_of(value_of(*options, "--case", own.string()));
    if (!sample) return failed(sample.error(), err);
    const auto config = read_font_config(value_of(*options, "--fonts", "templates/fonts.yaml"));
    if (!config) return failed(config.error(), err);
    const auto fonts = documents::FontBook::open(*config);
    if (!fonts) return failed(fonts.error(), err);
    const xml::Document tree = documents::vary(*sample, shape);
    const auto pdf = documents::render_form(*fonts, *form, form->compile(), tree);
    if (!pdf) return failed(pdf.error(), err);
    const fs::path to = options->at("--out");
    if (const Status done = write_pdf_file(to, pdf->bytes); !done) return failed(done.error(), err);
    out << fmt::format("{}: {} pages, {} bytes\n", to.string(), pdf->page_count, pdf->bytes.size());
    return 0;
}

struct Gallery {
    const documents::Renderer& renderer;
    fs::path templates;
    fs::path to;
    int made = 0;

    Status add(const std::string& folder, const TemplateId& id, const xml::Document& tree) {
        const auto pdf = renderer.render(id, tree);
        if (!pdf) return pdf.error();
        ++made;
        return write_pdf_file(to / folder / (id.value + ".pdf"), pdf->bytes);
    }
    [[nodiscard]] Result<xml::Document> sample(const TemplateId& id) const {
        return sample_of(templates / "samples" / (id.value + ".xml"));
    }
};

Status fill(Gallery& gallery, const Config* config) {
    for (const TemplateId& id : gallery.renderer.templates()) {
        const auto sample = gallery.sample(id);
        if (!sample) return sample.error();
        if (config == nullptr) {
            if (Status added = gallery.add("samples", id, *sample); !added) return added;
            continue;
        }
        for (const auto& [hall_id, hall] : config->halls) {
            const xml::Document tree =
                hall_sample(*sample, hall, id.value, gallery.renderer.title_of(id));
            if (Status added = gallery.add(hall_id.str(), id, tree); !added) return added;
        }
    }
    return ok();
}

int make_gallery(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("template gallery", arguments, kGalleryOptions, err);
    if (!options) return 2;
    std::optional<Config> config;
    if (options->contains("--config")) {
        config = config_of(*options, err);
        if (!config) return 1;
    }
    const fs::path folder = value_of(*options, "--templates", "templates");
    const auto fonts = read_font_config(folder / "fonts.yaml");
    if (!fonts) return failed(fonts.error(), err);
    const auto renderer = documents::Renderer::open(folder, *fonts);
    if (!renderer) return failed(renderer.error(), err);
    Gallery gallery{**renderer, folder, options->at("--out")};
    if (const Status done = fill(gallery, config ? &*config : nullptr); !done)
        return failed(done.error(), err);
    out << gallery.made << " documents in " << gallery.to.string() << "\n";
    return 0;
}

struct SubRow {
    std::string_view name;
    int (*run)(std::span<const std::string>, std::ostream&, std::ostream&);
};

// Sorted.
constexpr SubRow kSubs[] = {
    {"check", &check_all}, {"gallery", &make_gallery}, {"lint", &lint_all}, {"preview", &preview}};

}  // namespace

int run_template(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string_view> verbs;
    for (const SubRow& row : kSubs) verbs.push_back(row.name);
    const auto verb = verb_of("template", arguments, verbs, err);
    if (!verb) return 2;
    const auto* row = std::find_if(std::begin(kSubs), std::end(kSubs),
                                   [&](const SubRow& one) { return one.name == *verb; });
    return row->run(arguments.subspan(1), out, err);
}

}  // namespace ow::app
