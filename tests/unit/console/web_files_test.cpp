#include "gateway/console/api/web_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

namespace ow::console {
namespace {

const std::string kFolder = "gateway/console/web";

std::string read(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST(WebFiles, ServeTheStartPageUnderAStrictPolicy) {
    const WebFiles files = WebFiles::read(kFolder).value();
    const ports::HttpResponse page = files.serve("", {});
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
    const std::string& policy = page.headers.at("content-security-policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(page.headers.at("referrer-policy"), "no-referrer");
}

TEST(WebFiles, AnswerThatNothingChanged) {
    const WebFiles files = WebFiles::read(kFolder).value();
    ports::HttpRequest request;
    request.headers["if-none-match"] = files.serve("app.js", {}).headers.at("etag");
    const ports::HttpResponse again = files.serve("app.js", request);
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
}

TEST(WebFiles, NothingOutsideTheFolderCanBeNamed) {
    const WebFiles files = WebFiles::read(kFolder).value();
    for (const char* name : {"../api/console.cpp", "/etc/hostname", "api", "README.md", "app.js/"})
        EXPECT_EQ(files.serve(name, {}).status, 404) << name;
    EXPECT_EQ(WebFiles::read("gateway/console/nowhere").error().code(), Code::kFileUnreadable);
}

TEST(WebFiles, OfTheConsoleKeepTheirOwnPolicy) {
    // What the policy forbids would silently not work: inline script and style, other hosts.
    const std::regex inline_code{
        "<script>|style=|<style|\\son[a-z]+=\"|innerHTML|https?://(?!www\\.w3\\.org)"};
    for (const auto& entry : std::filesystem::directory_iterator{kFolder})
        EXPECT_FALSE(std::regex_search(read(entry.path()), inline_code)) << entry.path();
}

}  // namespace ow::console
