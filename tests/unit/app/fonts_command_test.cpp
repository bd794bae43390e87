// templates/fonts.yaml by path and by name, and `onewindow fonts`. fontconfig is given a folder of
// its own: what this machine has installed is no matter.

#include <gmock/gmock.h>
#include <stdlib.h>

#include "gateway/app/check_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/font_config.hpp"
#include "tests/unit/app/site_copy.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::app {
namespace {

using documents::test::replaced;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

constexpr const char* kSerif =
    "fonts/node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf";
constexpr const char* kBold =
    "fonts/node_modules/@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf";
constexpr const char* kNamed = "tests/unit/documents/data/name_keyed.otf";

/// A folder with three fonts, and the configuration of a fontconfig that knows no other.
class FontFolder : public testing::Test {
  protected:
    FontFolder() {
        fs::create_directories(folder_.file("own"));
        for (const char* font : {kSerif, kBold, kNamed})
            fs::create_symlink(fs::absolute(font),
                               fs::path{folder_.file("own")} / fs::path{font}.filename());
        documents::test::write_file(conf_, "<?xml version=\"1.0\"?>\n<fontconfig><dir>" +
                                               folder_.file("own") + "</dir><cachedir>" +
                                               folder_.file("cache") + "</cachedir></fontconfig>");
    }

    documents::test::Folder folder_;
    const std::string conf_ = folder_.file("fonts.conf");
};

class FontNamesInFile : public FontFolder {
  protected:
    documents::FontConfig read(const std::string& text) {
        fs::create_directories(folder_.file("templates"));
        const std::string file = folder_.file("templates/fonts.yaml");
        documents::test::write_file(file, text);
        problems_.clear();
        return read_font_config(file, problems_, conf_);
    }
    /// The only mistake: "fonts.yaml:2:13: …".
    std::string said_of(const std::string& text) {
        (void)read(text);
        EXPECT_EQ(problems_.size(), 1U) << text;
        if (problems_.empty()) return {};
        const std::string line = to_line(problems_.front());
        return line.substr(line.find("fonts.yaml"));
    }
    std::string song_by(const std::string& entry) {
        const auto config = read("song:\n  - " + entry + "\n");
        EXPECT_TRUE(problems_.empty()) << to_line(problems_.front());
        return config.song.empty() ? "" : config.song.front().path.filename().string();
    }

    std::vector<Error> problems_;
};

class FontsCommand : public FontFolder {
  protected:
    FontsCommand() { ::setenv("FONTCONFIG_FILE", conf_.c_str(), 1); }
    ~FontsCommand() override { ::unsetenv("FONTCONFIG_FILE"); }
    int fonts(const std::string& yaml) {
        if (!yaml.empty()) site_.write("templates/fonts.yaml", yaml);
        out_.str({});
        err_.str({});
        return run_command_line(
            std::vector<std::string>{"fonts", "--config", site_.config().string()}, out_, err_);
    }

    SiteCopy site_;
    std::ostringstream out_, err_;
};

TEST_F(FontNamesInFile, AFamilyIsFoundWhateverItsLetters) {
    EXPECT_EQ(song_by("family: Noto Serif SC"), "NotoSerifSC_400Regular.ttf")
        << "upright and regular";
    EXPECT_EQ(song_by("family: noto serif sc"), "NotoSerifSC_400Regular.ttf");
    EXPECT_EQ(song_by("{ family: Noto Serif SC, style: bold }"), "NotoSerifSC_700Bold.ttf");
    EXPECT_EQ(song_by("family: Sample Name Keyed"), "name_keyed.otf") << "CFF";
    EXPECT_TRUE(documents::FontBook::open(read("song:\n  - family: Noto Serif SC\n")));
}

TEST_F(FontNamesInFile, ANameThatNoFontBearsIsNeverSubstituted) {
    EXPECT_EQ(said_of("song:\n  - family: Noto Serif CS\n"),
              "fonts.yaml:2:13: song[0].family: no font here is called `Noto Serif CS`; did you "
              "mean `Noto Serif SC`?");
    EXPECT_THAT(said_of("song:\n  - family: serif\n"),
                HasSubstr("no font here is called `serif`; `fc-list"))
        << "what fontconfig itself would answer with any font";
    EXPECT_EQ(said_of("song:\n  - family: Noto Serif SC\n    style: Light\n"),
              "fonts.yaml:3:12: song[0].style: the family has no style `Light`; it has `Bold`, "
              "`Regular`");
}

TEST_F(FontNamesInFile, EachKeyBrokenOnceIsNamedWithFileLineAndField) {
    const std::string file = fs::absolute(kSerif).string();
    EXPECT_EQ(song_by("path: " + file), "NotoSerifSC_400Regular.ttf");
    EXPECT_THAT(said_of("songti:\n  - path: " + file + "\n"),
                StartsWith("fonts.yaml:1:1: songti: unknown key `songti`; did you mean `song`?"));
    EXPECT_THAT(said_of("song: " + file + "\n"), StartsWith("fonts.yaml:1:7: song: "));
    EXPECT_THAT(said_of("song:\n  - " + file + "\n"), StartsWith("fonts.yaml:2:5: song[0]: "));
    EXPECT_THAT(said_of("song:\n  - face: 1\n"),
                StartsWith("fonts.yaml:2:5: song[0]: key `path` is missing"));
    EXPECT_THAT(
        said_of("song:\n  - pahh: " + file + "\n"),
        StartsWith("fonts.yaml:2:5: song[0].pahh: unknown key `pahh`; did you mean `path`"));
    EXPECT_THAT(said_of("song:\n  - path: nowhere.ttf\n"),
                StartsWith("fonts.yaml:2:11: song[0].path: there is no such file"));
    for (const char* face : {"first", "-1", "65"})
        EXPECT_THAT(
            said_of("song:\n  - path: " + file + "\n    face: " + face + "\n"),
            StartsWith("fonts.yaml:3:11: song[0].face: a whole number is expected, 0 to 64"));
    EXPECT_THAT(said_of("song:\n  - family: Noto Serif SC\n    path: " + file + "\n"),
                StartsWith("fonts.yaml:3:11: song[0].path: either a file or a family"));
    EXPECT_THAT(said_of("song:\n  - family: Noto Serif SC\n    face: 1\n"),
                StartsWith("fonts.yaml:3:5: song[0].face: unknown key `face`"));
    EXPECT_THAT(said_of("song:\n  - family: [Noto]\n"), HasSubstr("fonts.yaml:2:13: "));
    EXPECT_THAT(said_of("song: [\n"), StartsWith("fonts.yaml:"));
}

TEST_F(FontNamesInFile, AFontconfigThatCannotBeReadSaysSo) {
    documents::test::write_file(conf_, "<fontconfig><dir>");
    EXPECT_THAT(said_of("song:\n  - family: Noto Serif SC\n"),
                HasSubstr("fontconfig cannot read its configuration"));
}

TEST_F(FontsCommand, CountsEachRoleAndPrintsTheFilesOfNames) {
    EXPECT_EQ(fonts(""), 0) << err_.str();
    const std::string whole = "三级 87887 个汉字全部可印";
    std::size_t roles = 0;
    for (std::size_t at = out_.str().find(whole); at != std::string::npos;
         at = out_.str().find(whole, at + 1))
        ++roles;
    EXPECT_EQ(roles, 5U) << out_.str();

    EXPECT_EQ(fonts("song:\n  - family: Noto Serif SC\n"), 1) << "not every hanzi is there";
    EXPECT_THAT(out_.str(), HasSubstr("\n  " + folder_.file("own/NotoSerifSC_400Regular.ttf\n")));
    EXPECT_THAT(out_.str(), HasSubstr("缺"));
}

TEST_F(FontsCommand, AMistakeOfTheFileIsSaidWithItsPlace) {
    EXPECT_EQ(fonts("song:\n  - family: Noto Serif CS\n"), 1);
    EXPECT_THAT(err_.str(), HasSubstr("fonts.yaml:2:13"));
    EXPECT_THAT(err_.str(), HasSubstr("did you mean `Noto Serif SC`?"));
    EXPECT_EQ(out_.str(), "");
    EXPECT_EQ(fonts("title:\n  - family: Noto Serif SC\n"), 1);
    EXPECT_THAT(err_.str(), HasSubstr("song")) << "every role falls back on it";
    site_.write("no_font.ttf", "no font");
    EXPECT_EQ(fonts("song:\n  - path: no_font.ttf\n"), 1);
    EXPECT_THAT(err_.str(), HasSubstr("no_font.ttf"));
    EXPECT_EQ(run_command_line(std::vector<std::string>{"fonts"}, out_, err_), 2);
    EXPECT_THAT(err_.str(), HasSubstr("`--config <folder>` is missing"));
}

}  // namespace
}  // namespace ow::app
