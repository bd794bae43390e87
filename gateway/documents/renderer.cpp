#include "gateway/documents/renderer.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/layout.hpp"

namespace ow::documents {
namespace {

namespace fs = std::filesystem;

Result<Template> read_template(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) return Error{Code::kFileUnreadable, {path.filename().string(), {}, 0, 0}};
    Result<Template> form = Template::parse(bytes.str(), path.filename().string());
    if (form && form->id != path.stem().string()) {
        return Error{Code::kDocumentTemplateInvalid,
                     {"id", form->file, form->root.line, 0},
                     "must be the file's name"};
    }
    return form;
}

}  // namespace

Result<RenderedPdf> render_form(const FontBook& fonts, const Template& form,
                                const std::vector<xml::XPath>& paths, const xml::Document& tree,
                                SealUse seals) {
    CaseText text{fonts, form, paths, tree, seals};
    const Result<Flow> flow = lay_out(form, text, fonts);
    if (!flow) return flow.error();
    const PageFrame frame = frame_of(form);
    Canvas canvas{fonts, frame.width, frame.height, seals.signatures.value_or(0)};
    const Result<int> pages = paginate(*flow, frame, fonts, canvas);
    if (!pages) return pages.error();
    Result<std::string> bytes = write_pdf(canvas.finish(std::string{form.root.word("title", "")}));
    if (!bytes) return bytes.error();
    RenderedPdf out;
    out.sha256 = crypto::to_hex(crypto::digest(crypto::Hash::kSha256, *bytes));
    out.bytes = std::move(*bytes);
    out.page_count = *pages;
    for (const Piece& piece : flow->pieces) {
        for (const InkSeal& seal : piece.ink.seals) out.seals.push_back(seal.words);
    }
    return out;
}

Result<std::unique_ptr<Renderer>> Renderer::open(const fs::path& templates, const FontConfig& fonts,
                                                 SealBook seals) {
    if (Status works = check_pdf_library(); !works) return works.error();
    Result<FontBook> book = FontBook::open(fonts);
    if (!book) return book.error();
    std::unique_ptr<Renderer> out{new Renderer{std::move(*book), std::move(seals)}};
    std::error_code failed;
    for (const fs::directory_entry& file : fs::directory_iterator{templates, failed}) {
        if (file.path().extension() != ".xml") continue;
        Result<Template> form = read_template(file.path());
        if (!form) return form.error();
        auto entry = std::make_unique<Entry>();
        entry->form = std::move(*form);
        TemplateId id{entry->form.id};
        out->entries_.emplace(std::move(id), std::move(entry));
    }
    if (failed)
        return Error{Code::kFileUnreadable, {templates.string(), {}, 0, 0}, failed.message()};
    return out;
}

Result<RenderedPdf> Renderer::render(const TemplateId& id, const xml::Document& tree,
                                     std::optional<std::size_t> signatures) const {
    const auto at = entries_.find(id);
    if (at == entries_.end())
        return Error{Code::kDocumentTemplateInvalid, {id.value, {}, 0, 0}, "no such template"};
    const Entry& entry = *at->second;
    std::unique_ptr<std::vector<xml::XPath>> paths;
    {
        const std::scoped_lock lock{entry.mutex};
        if (!entry.idle.empty()) {
            paths = std::move(entry.idle.back());
            entry.idle.pop_back();
        }
    }
    if (!paths) paths = std::make_unique<std::vector<xml::XPath>>(entry.form.compile());
    Result<RenderedPdf> out = render_form(fonts_, entry.form, *paths, tree, {&seals_, signatures});
    const std::scoped_lock lock{entry.mutex};
    entry.idle.push_back(std::move(paths));
    if (out) return out;
    const Error& error = out.error();
    At place = error.at();
    if (place.where.empty()) place.where = id.value;
    return Error{error.code(), std::move(place), error.cause()};
}

std::vector<TemplateId> Renderer::templates() const {
    std::vector<TemplateId> out;
    for (const auto& [id, entry] : entries_) out.push_back(id);
    return out;
}

std::string Renderer::title_of(const TemplateId& id) const {
    const auto at = entries_.find(id);
    return at == entries_.end() ? std::string{}
                                : std::string{at->second->form.root.word("title", "")};
}

}  // namespace ow::documents
