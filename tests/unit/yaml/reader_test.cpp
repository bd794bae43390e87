#include "gateway/yaml/reader.hpp"

#include <gtest/gtest.h>

namespace ow::yaml {
namespace {

Node must(std::string_view text) {
    auto node = parse(text, "f.yaml");
    EXPECT_TRUE(node) << node.error().text();
    return *node;
}

TEST(YamlReader, CollectsEveryMistakeInsteadOfStopping) {
    const Node node = must("port: x\nflag: 1\nlist: 3\n");
    std::vector<Error> problems;
    {
        Reader reader{node, problems};
        EXPECT_EQ(reader.integer_or("port", 7, 0, 9), 7);
        EXPECT_TRUE(reader.flag_or("flag", true));
        EXPECT_TRUE(reader.texts("list").empty());
        EXPECT_EQ(reader.text("name"), "");
    }
    ASSERT_EQ(problems.size(), 4U);
    EXPECT_EQ(problems[3].text(), "CONFIG_INVALID (f.yaml:1:1): key `name` is missing");
}

TEST(YamlReader, AMisspeltKeyIsReportedOnceWithTheRightOne) {
    const Node node = must("limits:\n  bodybytes: 3\n");
    std::vector<Error> problems;
    {
        Reader outer{node, problems};
        Reader reader{*outer.map("limits"), problems};
        EXPECT_EQ(reader.integer("body_bytes", 1, 9), 1);
    }
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].text(),
              "CONFIG_INVALID limits.bodybytes (f.yaml:2:3): unknown key `bodybytes`; did you mean "
              "`body_bytes`?");
}

TEST(YamlReader, AnUnknownKeyFarFromAllShowsTheKnownOnes) {
    const Node node = must("name: a\nzzzzzz: 1\n");
    std::vector<Error> problems;
    {
        Reader reader{node, problems};
        EXPECT_EQ(reader.text("name"), "a");
    }
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].at().line, 2);
    EXPECT_NE(problems[0].cause().find("known here: name"), std::string::npos);
}

TEST(YamlReader, WhatIsNoMapIsReportedOnce) {
    const Node node = must("- 1\n");
    std::vector<Error> problems;
    {
        Reader reader{node, problems};
        EXPECT_EQ(reader.text("name"), "");
        EXPECT_FALSE(reader.flag("on"));
        EXPECT_EQ(reader.map("deep"), nullptr);
    }
    EXPECT_EQ(problems.size(), 1U);
}

TEST(YamlReader, FreeMapsKeepTheirKeysAndRefuseWhatIsNoScalar) {
    const Node node = must("settings: {appid: wx1, retries: 3, bad: [1]}\n");
    std::vector<Error> problems;
    Reader reader{node, problems};
    const auto settings = reader.free_map("settings");
    EXPECT_EQ(settings.at("retries"), "3");
    EXPECT_EQ(settings.size(), 2U);
    EXPECT_EQ(problems.size(), 1U);
    EXPECT_EQ(reader.map_or_none("absent"), nullptr);
    EXPECT_EQ(problems.size(), 1U);
}

}  // namespace
}  // namespace ow::yaml
