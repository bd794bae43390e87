#include "gateway/app/font_names.hpp"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "gateway/base/freed.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

using Pattern = std::unique_ptr<FcPattern, Freed<&FcPatternDestroy>>;
using Fields = std::unique_ptr<FcObjectSet, Freed<&FcObjectSetDestroy>>;
using Fonts = std::unique_ptr<FcFontSet, Freed<&FcFontSetDestroy>>;

constexpr std::size_t kShownNames = 3;

const FcChar8* to_fc(const std::string& text) {
    return reinterpret_cast<const FcChar8*>(text.c_str());
}

std::vector<std::string> texts_of(const FcPattern* font, const char* field) {
    std::vector<std::string> out;
    FcChar8* text = nullptr;
    for (int i = 0; FcPatternGetString(font, field, i, &text) == FcResultMatch; ++i)
        out.emplace_back(reinterpret_cast<const char*>(text));
    return out;
}

int number_of(const FcPattern* font, const char* field) {
    int value = 0;
    (void)FcPatternGetInteger(font, field, 0, &value);
    return value;
}

bool is_static(const FcPattern* font) {
    FcBool variable = FcFalse;
    (void)FcPatternGetBool(font, FC_VARIABLE, 0, &variable);
    constexpr int kNamedInstances = 0xFFFF;  // of a variable font lie above
    return variable == FcFalse && number_of(font, FC_INDEX) <= kNamedInstances;
}

/// Outline fonts that bear the name; empty: all there are. Never a substitute.
Fonts listed(FcConfig* config, const std::string& family) {
    const Pattern wanted{FcPatternCreate()};
    FcPatternAddBool(wanted.get(), FC_SCALABLE, FcTrue);
    if (!family.empty()) FcPatternAddString(wanted.get(), FC_FAMILY, to_fc(family));
    const Fields fields{FcObjectSetCreate()};
    for (const char* one :
         {FC_FAMILY, FC_STYLE, FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT, FC_VARIABLE})
        FcObjectSetAdd(fields.get(), one);
    return Fonts{FcFontList(config, wanted.get(), fields.get())};
}

std::vector<const FcPattern*> all_of(const Fonts& fonts) {
    if (!fonts) return {};
    return {fonts->fonts, fonts->fonts + fonts->nfont};
}

Error refused(std::string field, std::string cause) {
    return Error{Code::kConfigInvalid, At{std::move(field)}, std::move(cause)};
}

/// The names most like it, best first.
std::string names_like(const std::string& family, std::set<std::string> names) {
    std::vector<std::string> near;
    while (near.size() < kShownNames) {
        const std::string one{nearest(family, {names.begin(), names.end()})};
        if (one.empty()) break;
        near.push_back(one);
        names.erase(one);
    }
    if (near.empty()) return "; `fc-list : family` lists those there are";
    return fmt::format("; did you mean `{}`?", fmt::join(near, "`, `"));
}

Error no_family(FcConfig* config, const std::string& family) {
    std::set<std::string> names;
    const Fonts every = listed(config, {});
    for (const FcPattern* font : all_of(every)) {
        for (std::string& name : texts_of(font, FC_FAMILY)) names.insert(std::move(name));
    }
    return refused("family", fmt::format("no font here is called `{}`{}", family,
                                         names_like(family, std::move(names))));
}

Error no_style(const std::vector<const FcPattern*>& fonts, const std::string& style) {
    std::set<std::string> styles;
    for (const FcPattern* font : fonts) {
        for (std::string& one : texts_of(font, FC_STYLE)) styles.insert(std::move(one));
    }
    return refused("style", fmt::format("the family has no style `{}`; it has `{}`", style,
                                        fmt::join(styles, "`, `")));
}

bool has_style(const FcPattern* font, const std::string& style) {
    const auto styles = texts_of(font, FC_STYLE);
    return style.empty() || std::any_of(styles.begin(), styles.end(), [&](const std::string& one) {
               return iequals(one, style);
           });
}

std::string file_of(const FcPattern* font) {
    const auto files = texts_of(font, FC_FILE);
    return files.empty() ? std::string{} : files.front();
}

/// What is nearest to an upright regular comes first; the file's name decides between equals.
auto rank(const FcPattern* font) {
    return std::tuple{number_of(font, FC_SLANT),
                      std::abs(number_of(font, FC_WEIGHT) - FC_WEIGHT_REGULAR), file_of(font),
                      number_of(font, FC_INDEX)};
}

}  // namespace

void FontNames::Free::operator()(_FcConfig* config) const {
    FcConfigDestroy(config);
}

FontNames::FontNames(std::filesystem::path configuration)
    : configuration_(std::move(configuration)) {}
FontNames::~FontNames() = default;

Status FontNames::load() {
    if (config_) return ok();
    const Error failed = refused("family", "fontconfig cannot read its configuration");
    if (configuration_.empty()) {
        config_.reset(FcInitLoadConfigAndFonts());
        return config_ ? ok() : Status{failed};
    }
    config_.reset(FcConfigCreate());
    const std::string file = configuration_.string();
    const bool read = FcConfigParseAndLoad(config_.get(), to_fc(file), FcTrue) == FcTrue &&
                      FcConfigBuildFonts(config_.get()) == FcTrue;
    if (!read) config_.reset();
    return read ? ok() : Status{failed};
}

Result<documents::FontFile> FontNames::find(const std::string& family, const std::string& style) {
    if (Status loaded = load(); !loaded) return loaded.error();
    const Fonts found = listed(config_.get(), family);
    auto fonts = all_of(found);
    if (fonts.empty()) return no_family(config_.get(), family);
    std::erase_if(fonts, [](const FcPattern* font) { return !is_static(font); });
    if (fonts.empty())
        return refused("family", "it is a variable font; a PDF takes one with fixed outlines");
    auto fitting = fonts;
    std::erase_if(fitting, [&](const FcPattern* font) { return !has_style(font, style); });
    if (fitting.empty()) return no_style(fonts, style);
    const FcPattern* best =
        *std::min_element(fitting.begin(), fitting.end(),
                          [](const auto* a, const auto* b) { return rank(a) < rank(b); });
    return documents::FontFile{file_of(best), static_cast<unsigned>(number_of(best, FC_INDEX))};
}

}  // namespace ow::app
