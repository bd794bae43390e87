// `onewindow archive` and `onewindow verify <package>`: on a site of its own, checked without it.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>

#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/flow/case_service.hpp"
#include "tests/unit/app/site_store.hpp"

namespace ow::app {
namespace {

const CaseNo kNo{"4101842026112110000012"};

class ArchiveCommand : public testing::Test {
  protected:
    ArchiveCommand() {
        EXPECT_TRUE(make_keys(site_.root() / "run/keys/master.key"));
        const Instant at = parse_instant("2024-09-27T10:00").value();
        const model::Event received{"case.received",
                                    1,
                                    at,
                                    "partner:portal",
                                    {{"no", kNo.str()}, {"item", "demo-gjj-tiqu"}},
                                    {{"content", boost::json::object{{"a", "王测试"}}}}};
        commit(0, {received, {"case.refused", 1, at, "staff:shouli", {{"reason", "不属本厅"}}}});
    }
    std::unique_ptr<OpenedStore> open() {
        std::ostringstream err;
        auto opened = open_beside({{"--config", site_.config().string()}}, err);
        EXPECT_TRUE(opened) << err.str();
        return opened;
    }
    void commit(std::int64_t version, std::vector<model::Event> events) {
        ports::Step step;
        step.appends.push_back({flow::case_stream(kNo), version, std::move(events), {}});
        app::commit(site_, std::move(step));
    }
    int run(const std::vector<std::string>& arguments) {
        out_.str({});
        err_.str({});
        return run_command_line(arguments, out_, err_);
    }
    int archive(const std::string& by = "shouli") {
        return run({"archive", "--config", site_.config().string(), "--no", kNo.str(), "--to",
                    package_, "--by", by});
    }

    SiteCopy site_;
    std::string package_ = (site_.root() / "case.zip").string();
    std::ostringstream out_;
    std::ostringstream err_;
};

TEST_F(ArchiveCommand, R22_WritesAFileForItsOwnerOnlyThatVerifiesWithoutTheStore) {
    ASSERT_EQ(archive(), 0) << err_.str();
    struct stat facts {};
    ASSERT_EQ(::stat(package_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    ASSERT_EQ(run({"key", "public", "--config", site_.config().string()}), 0) << err_.str();
    site_.write("root.pem", out_.str());
    std::filesystem::remove_all(site_.root() / "run/store");
    ASSERT_EQ(run({"verify", package_}), 0) << out_.str();
    EXPECT_NE(out_.str().find("3 events"), std::string::npos) << "with who asked for it";
    EXPECT_EQ(run({"verify", package_, "--root-key", (site_.root() / "root.pem").string()}), 0);
    const auto secret = (site_.root() / "run/keys/master.key.root.pem").string();
    EXPECT_EQ(run({"verify", package_, "--root-key", secret}), 1);
    EXPECT_NE(err_.str().find("this is a private key"), std::string::npos) << err_.str();
    EXPECT_EQ(out_.str(), "") << "the package is not called damaged";
    std::string bytes = site_.read("case.zip");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    site_.write("case.zip", bytes);
    EXPECT_EQ(run({"verify", package_}), 1);
}

TEST_F(ArchiveCommand, R22_WhoAskedStandsInTheCaseAndNothingIsOverwritten) {
    ASSERT_EQ(archive(), 0) << err_.str();
    EXPECT_EQ(archive(), 2) << "the file is there";
    const auto opened = open();
    const auto events = opened->store->load(flow::case_stream(kNo));
    ASSERT_EQ(events->size(), 3U) << "the refused attempt left nothing";
    EXPECT_EQ(events->back().event.type, "archive.packed");
    EXPECT_EQ(events->back().event.actor, "staff:shouli");
}

TEST_F(ArchiveCommand, R22_NobodyUnknownIsGivenAPackageOrStandsInTheCase) {
    EXPECT_EQ(archive("shoul"), 1);
    EXPECT_NE(err_.str().find("did you mean `shouli`?"), std::string::npos) << err_.str();
    site_.write("run/keys/users.yaml", "users: []\n");
    EXPECT_EQ(archive(), 1);
    EXPECT_FALSE(std::filesystem::exists(package_));
    EXPECT_EQ(open()->store->load(flow::case_stream(kNo))->size(), 2U);
}

TEST_F(ArchiveCommand, R22_AFolderThatIsNotThereIsNotMade) {
    package_ = (site_.root() / "usb/case.zip").string();
    EXPECT_EQ(archive(), 2);
    EXPECT_NE(err_.str().find("there is no folder"), std::string::npos) << err_.str();
    EXPECT_FALSE(std::filesystem::exists(site_.root() / "usb"));
    EXPECT_EQ(open()->store->load(flow::case_stream(kNo))->size(), 2U);
}

TEST_F(ArchiveCommand, R22_AfterItsKeyIsDestroyedThereIsNoPackage) {
    {
        const auto opened = open();
        ASSERT_TRUE(opened->store->destroy_key(flow::case_stream(kNo)));
        opened->store->close();
    }
    EXPECT_EQ(archive(), 1);
    EXPECT_NE(err_.str().find("KEY_DESTROYED"), std::string::npos) << err_.str();
    EXPECT_FALSE(std::filesystem::exists(package_));
}

}  // namespace
}  // namespace ow::app
