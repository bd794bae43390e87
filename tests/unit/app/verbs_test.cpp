// Every command with verbs says which there are, and which was perhaps meant.

#include <gmock/gmock.h>

#include <sstream>

#include "gateway/app/commands.hpp"

namespace ow::app {
namespace {

using testing::HasSubstr;

struct Mistake {
    const char* command;
    const char* typed;
    const char* meant;
};

constexpr Mistake kMistakes[] = {
    {"backup", "mak", "make"},    {"calendar", "imprt", "import"}, {"case", "shwo", "show"},
    {"catalogue", "dif", "diff"}, {"credit", "lst", "list"},       {"key", "nwe", "new"},
    {"mapping", "tset", "test"},  {"queue", "row", "rows"},        {"reference", "error", "errors"},
    {"template", "lnt", "lint"},  {"user", "ad", "add"},
};

std::string said(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    EXPECT_EQ(run_command_line(arguments, out, err), 2) << arguments.front();
    EXPECT_EQ(out.str(), "");
    return err.str();
}

TEST(Verbs, AMisspeltVerbIsNamedWithTheOneThatWasMeant) {
    for (const auto& [command, typed, meant] : kMistakes)
        EXPECT_THAT(said({command, typed}),
                    testing::StartsWith("onewindow " + std::string{command} + ": no `" + command +
                                        " " + typed + "`; did you mean `" + meant +
                                        "`? – there "
                                        "is `" +
                                        command));
}

TEST(Verbs, WithoutOneAllAreListed) {
    EXPECT_EQ(said({"template"}),
              "onewindow template: there is `template check`, `template gallery`, `template lint`, "
              "`template preview`\n");
    EXPECT_THAT(said({"case"}), HasSubstr("`case destroy`, `case show`"));
}

TEST(Verbs, WhatIsLikeNoneIsNotGuessed) {
    EXPECT_EQ(
        said({"credit", "everything"}),
        "onewindow credit: no `credit everything` – there is `credit export`, `credit list`\n");
}

TEST(Verbs, WhoAsksForHelpGetsTheUsageAndNoComplaint) {
    EXPECT_THAT(said({"ledger", "seals", "--help"}),
                testing::StartsWith("usage: onewindow ledger"));
}

}  // namespace
}  // namespace ow::app
