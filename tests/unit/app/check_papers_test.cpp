// `onewindow check` on the papers of a site: what would be printed wrong, or not at all, is named
// before the first case comes.

#include "gateway/app/check_papers.hpp"

#include <filesystem>

#include "tests/unit/app/checked_site.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

class CheckPapers : public CheckedSite {
  protected:
    /// What is said while a file is away, or has another name.
    std::string said_without(const fs::path& file, const fs::path& other = "elsewhere") const {
        fs::rename(site_.root() / file, site_.root() / other);
        std::string out = said();
        fs::rename(site_.root() / other, site_.root() / file);
        return out;
    }
};

}  // namespace

TEST_F(CheckPapers, AFieldThatNoCaseHasIsNamedAndSoIsWhatThePaperMustPrint) {
    const std::string text = said_of("templates/D4.xml", "refusal/reason", "refusal/reson");
    has(text,
        "templates/D4.xml:12: refusal/reson: no case has this field; did you mean "
        "`refusal/reason`?");
    has(text, "templates/D4.xml:3: refusal/reason: D4 must print this field");
    has(text, "2 mistakes");
}

TEST_F(CheckPapers, ATemplateThatIsMissingOrHasTheIdOfAnotherIsNamed) {
    has(said_without("templates/D2.xml"),
        "templates/D2.xml: there is no such template: D2 could not be made");
    has(said_without("templates/D18.xml"), "D18 could not be made");
    has(said_of("templates/D4.xml", "id=\"D4\"", "id=\"D5\""),
        "templates/D4.xml:3: id: must be the file's name, `D4`");
}

TEST_F(CheckPapers, ASealThatTheBookWouldRefuseIsNamedWithThePapersItStandsOn) {
    const fs::path book = "config/seals/xinzheng.yaml";
    const std::string purpose = said_of(book, "行政审批专用章\n", "行政审批专用\n");
    has(purpose, "config/seals/xinzheng.yaml:4:3: seals: D10, D14, D2, D23, D24, D25, D3, D4 ");
    has(purpose, "行政审批专用章：未登记的印章 (and ");
    const std::string document = said_of(book, "[D1, D2, D3", "[D1, D3");
    has(document, "seals: D2 would not be made: ");
    has(document, "：此印章不得用于本文书 (and ");
    has(said_of(book, "documents: [D17]", "documents: [D16]"), "seals: D17 would not be made: ");
    site_.write(book, "seals: []\n");
    has(said(), "config/seals/xinzheng.yaml:1:8: seals: D1, ");
    site_.write(book, "\n");
    has(said(), "config/seals/xinzheng.yaml:1:1: ");
    fs::remove(site_.root() / book);
    EXPECT_EQ(said(), "") << "without a book seals are drawn as the templates say";
}

TEST_F(CheckPapers, ABookOfSealsThatIsNoHallsIsNamed) {
    has(said_without("config/seals/xinzheng.yaml", "config/seals/xinzhen.yaml"),
        "config/seals/xinzhen.yaml: there is no hall `xinzhen`; did you mean `xinzheng`?");
}

TEST_F(CheckPapers, TheGatewayDoesNotStartWhereATemplateIsMissing) {
    fs::remove(site_.root() / "templates/D2.xml");
    auto loaded = load_config(site_.config(), adapter_keys());
    ASSERT_TRUE(loaded.ok());
    const SystemClock clock;
    NullLog log;
    const auto made = GatewayProcess::make(std::move(loaded.value), clock, log);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), Code::kDocumentTemplateInvalid);
    has(made.error().at().where, "templates/D2.xml");
}

}  // namespace ow::app
