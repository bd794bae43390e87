// `onewindow backup make` and `onewindow restore`: what stands beside the databases goes with them.

#include <gtest/gtest.h>

#include <iterator>
#include <sstream>

#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/flow/case_service.hpp"
#include "tests/unit/app/site_store.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

class RestoreCommand : public testing::Test {
  protected:
    RestoreCommand() {
        EXPECT_TRUE(make_keys(site_.root() / "run/keys/master.key"));
        commit("", false);
    }
    /// A case that came in under `version`.
    void commit(const std::string& version, bool is_closed) {
        ports::Step step;
        step.catalogue_version = version;
        ports::StreamRow row;
        row.closed = is_closed;
        step.appends.push_back({flow::case_stream(CaseNo{"4101842026112110000012" + version}),
                                0,
                                {{"case.received", 1, {}, "partner:portal", {}, {}}},
                                row});
        app::commit(site_, std::move(step));
    }
    int run(const std::string& line) {
        err_.str({});
        std::ostringstream out;
        std::istringstream in{line};
        std::vector<std::string> words{std::istream_iterator<std::string>{in}, {}};
        words.insert(words.end(), {"--config", site_.config().string()});
        return run_command_line(words, out, err_);
    }
    [[nodiscard]] std::string backup() const { return (site_.root() / "backup").string(); }
    [[nodiscard]] fs::path store() const { return site_.root() / "run/store"; }
    void put(const fs::path& file) const {
        fs::create_directories((store() / file).parent_path());
        std::ofstream{store() / file} << file.string();
    }
    SiteCopy site_;
    std::ostringstream err_;
};

TEST_F(RestoreCommand, R2_CataloguesChangesAndMappingsGoIntoTheBackupAndBack) {
    const fs::path kept[] = {"catalogue/v1/catalogue/items.csv",
                             "catalogue_changes/c-1/change.yaml", "mappings/codes/areas.yaml"};
    for (const fs::path& file : kept) put(file);
    put("catalogue/v2.new/catalogue/items.csv");
    ASSERT_EQ(run("backup make --to " + backup()), 0) << err_.str();
    fs::remove_all(store());
    ASSERT_EQ(run("restore --from " + backup()), 0) << err_.str();
    for (const fs::path& file : kept) {
        EXPECT_EQ(site_.read("run/store" / file), file.string());
        EXPECT_EQ(site_.read("backup" / file), file.string());
    }
    EXPECT_FALSE(fs::exists(store() / "catalogue/v2.new")) << "half a copy";
}

TEST_F(RestoreCommand, R2_AnOpenCaseWhoseCatalogueIsNotKeptKeepsTheRestoreFromHappening) {
    commit("v0", true);
    commit("v1", false);
    ASSERT_EQ(run("backup make --to " + backup()), 0) << err_.str();
    fs::remove_all(store());
    EXPECT_EQ(run("restore --from " + backup()), 1);
    EXPECT_NE(err_.str().find("under catalogue v1, which is not kept"), std::string::npos)
        << err_.str();
    EXPECT_NE(err_.str().find(backup() + "/catalogue/v1"), std::string::npos)
        << "what to put there";
    EXPECT_FALSE(fs::exists(store()));
    fs::create_directories(fs::path{backup()} / "catalogue/v1");
    EXPECT_EQ(run("restore --from " + backup()), 0) << err_.str();
}

TEST_F(RestoreCommand, R2_AnOpenCaseWhoseCatalogueIsNotKeptKeepsTheGatewayFromStarting) {
    commit("v1", false);
    const auto keys = adapter_keys();
    auto config = load_config(site_.config(), keys);
    ASSERT_TRUE(config.ok()) << config.problems.front().text();
    const SystemClock clock;
    NullLog log;
    const auto started = GatewayProcess::make(std::move(config.value), clock, log);
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().text().find("under catalogue v1, which is not kept"),
              std::string::npos)
        << started.error().text();
}

TEST_F(RestoreCommand, AFolderWithoutAStoreIsNamedAtOnceAndNothingIsMadeThere) {
    const std::string nowhere = (site_.root() / "nowhere").string();
    fs::create_directories(nowhere);
    ASSERT_EQ(run("backup make --to " + backup()), 0) << err_.str();
    for (const std::string& line : {"backup forget --in " + nowhere, std::string{"queue"}}) {
        if (line.starts_with("queue")) fs::rename(store(), store().string() + ".away");
        EXPECT_EQ(run(line), 1) << line;
        EXPECT_NE(err_.str().find("there is no store here"), std::string::npos) << err_.str();
    }
    EXPECT_FALSE(fs::exists(store())) << "an empty one would look well";
    EXPECT_EQ(run("restore --from " + nowhere), 1);
    EXPECT_NE(err_.str().find(nowhere + ": there is no store here"), std::string::npos);
    EXPECT_EQ(run("restore --from " + backup() + " --forgotten " + nowhere), 1);
    EXPECT_TRUE(fs::is_empty(nowhere));
}

TEST_F(RestoreCommand, ABackupGoesIntoAFolderOfItsOwn) {
    EXPECT_EQ(run("backup make --to " + site_.config().string()), 1);
    EXPECT_NE(err_.str().find("not empty"), std::string::npos) << err_.str();
    EXPECT_EQ(run("backup make --to " + (store() / "b").string()), 1);
    EXPECT_NE(err_.str().find("inside the store"), std::string::npos) << err_.str();
}

TEST_F(RestoreCommand, AMistypedPartnerOrRowIsTheOperatorsMistake) {
    EXPECT_EQ(run("release --partner back_ofice --received none"), 2);
    EXPECT_NE(err_.str().find("did you mean `back_office`"), std::string::npos) << err_.str();
    EXPECT_EQ(run("queue resend --row nope"), 1);
    EXPECT_EQ(err_.str().find("对方工程师"), std::string::npos) << err_.str();
    EXPECT_EQ(run("queue resend --partner back_office --state parkd --reason X"), 1);
    EXPECT_NE(err_.str().find("nothing stands still"), std::string::npos) << err_.str();
}

}  // namespace
}  // namespace ow::app
