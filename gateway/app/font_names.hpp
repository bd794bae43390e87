#pragma once
// Font files by the name of their family, as fontconfig knows the machine's fonts. fontconfig
// answers any name with some font; here a name that no font bears is refused.

#include <filesystem>
#include <memory>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/documents/font_face.hpp"

struct _FcConfig;

namespace ow::app {

/// The fonts are read at the first question. One thread.
class FontNames {
  public:
    /// `configuration`: a fonts.conf of fontconfig; empty: the machine's own.
    explicit FontNames(std::filesystem::path configuration = {});
    ~FontNames();
    FontNames(const FontNames&) = delete;
    FontNames& operator=(const FontNames&) = delete;

    /// The outline font of a family, under any of its names (FangSong, 仿宋), and style (Bold);
    /// without a style the upright one whose weight is nearest to regular. kConfigInvalid, where
    /// `At::field` is `family` or `style` and the cause says which there are: none has the name, or
    /// it is a variable font, which a PDF cannot take.
    [[nodiscard]] Result<documents::FontFile> find(const std::string& family,
                                                   const std::string& style);

  private:
    struct Free {
        void operator()(_FcConfig* config) const;
    };
    [[nodiscard]] Status load();

    std::filesystem::path configuration_;
    std::unique_ptr<_FcConfig, Free> config_;
};

}  // namespace ow::app
