// What the commands say when they refuse: which word was meant, who holds the store, what to do.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <sstream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"

namespace ow::app {
namespace {

int add_user(const std::string& hall, std::string& said) {
    const std::vector<std::string> words{"add",    "--id",     "z1",     "--name", "样本员",
                                         "--role", "issuance", "--hall", hall};
    std::ostringstream out;
    std::ostringstream err;
    const int code = run_user(words, out, err);
    said = err.str();
    EXPECT_EQ(out.str(), "") << "no line to paste";
    return code;
}

TEST(UserAdd, AnUnknownHallIsRefusedAndTheNearestIsNamed) {
    std::string said;
    EXPECT_EQ(add_user("xinzhen", said), 1);
    EXPECT_NE(said.find("no such hall"), std::string::npos) << said;
    EXPECT_NE(said.find("did you mean `xinzheng`?"), std::string::npos) << said;
    EXPECT_EQ(add_user("quite-another", said), 1);
    EXPECT_NE(said.find("known: "), std::string::npos) << said;
}

TEST(QueueCommand, AMisspeltVerbIsNamedWithTheOneMeantAndHalfACauseIsRefused) {
    const auto said_of = [](const std::vector<std::string>& words) {
        std::ostringstream out;
        std::ostringstream err;
        EXPECT_EQ(run_queue(words, out, err), 2);
        EXPECT_EQ(out.str(), "");
        return err.str();
    };
    const std::string verb = said_of({"resned", "--config", "config"});
    EXPECT_NE(verb.find("did you mean `resend`?"), std::string::npos) << verb;
    EXPECT_NE(verb.find("`queue rows`"), std::string::npos) << verb;
    const std::string half = said_of({"resend", "--config", "config", "--partner", "portal"});
    EXPECT_NE(half.find("either `--row`, or `--partner`, `--state` and `--reason`"),
              std::string::npos)
        << half;
}

TEST(StoreCommands, AStoreThatARunningGatewayHoldsIsNamedAndWhatToDo) {
    std::string name = (std::filesystem::temp_directory_path() / "ow-held-XXXXXX").string();
    const std::string dir = ::mkdtemp(name.data());
    const SystemClock clock;
    NullLog log;
    storage::StoreSettings settings;
    settings.dir = dir;
    settings.master_key = std::string(32, 'k');
    {
        const auto holder = storage::open_store(settings, clock, log);
        ASSERT_TRUE(holder);
        const auto second = storage::open_store(settings, clock, log);
        ASSERT_FALSE(second);
        Config config;
        config.gateway.store = dir;
        config.gateway.public_url = "https://hall.example";
        std::ostringstream err;
        print_store_error(second.error(), config, err);
        EXPECT_NE(err.str().find("A running gateway holds " + dir), std::string::npos) << err.str();
        EXPECT_NE(err.str().find("Stop it first"), std::string::npos);
        EXPECT_NE(err.str().find("https://hall.example/console"), std::string::npos);
        EXPECT_EQ(err.str().find("磁盘空间"), std::string::npos)
            << "nothing is wrong with the disk";
        (*holder)->close();
    }
    std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace ow::app
