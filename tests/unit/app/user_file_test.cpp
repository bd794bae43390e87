// `onewindow user add`: it writes users.yaml itself, so that the gateway can read what it wrote.

#include "gateway/app/user_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <iostream>
#include <sstream>

#include "gateway/app/commands.hpp"
#include "tests/unit/app/site_copy.hpp"

namespace ow::app {
namespace {

class UserAdd : public testing::Test {
  protected:
    UserAdd() { std::filesystem::remove(file_); }
    int add(const std::string& id, const std::string& name = "王样本") {
        std::istringstream password{"a password of enough characters\n"};
        std::streambuf* before = std::cin.rdbuf(password.rdbuf());
        out_.str({});
        err_.str({});
        const int status =
            run_command_line(std::vector<std::string>{"user", "add", "--id", id, "--name", name,
                                                      "--role", "acceptance", "--hall", "xinzheng",
                                                      "--config", site_.config().string()},
                             out_, err_);
        std::cin.rdbuf(before);
        return status;
    }
    std::string text() const { return site_.read("run/keys/users.yaml"); }

    SiteCopy site_;
    std::filesystem::path file_ = site_.root() / "run/keys/users.yaml";
    std::ostringstream out_;
    std::ostringstream err_;
};

TEST_F(UserAdd, TheFirstOneMakesAFileForItsOwnerOnlyAndTheNextIsPutBehind) {
    ASSERT_EQ(add("wang"), 0) << err_.str();
    struct stat facts {};
    ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    EXPECT_EQ(out_.str().find("hash"), std::string::npos) << "nothing to be put anywhere by hand";
    ASSERT_EQ(add("li"), 0) << err_.str();
    const auto users = read_users(file_, nullptr);
    ASSERT_TRUE(users) << users.error().text();
    ASSERT_EQ(users->size(), 2U);
    EXPECT_EQ(users->at(0).user.id, "wang");
    EXPECT_EQ(users->at(1).user.id, "li");
}

TEST_F(UserAdd, AnIdThatIsThereIsRefused) {
    ASSERT_EQ(add("wang"), 0);
    const std::string before = text();
    EXPECT_EQ(add("wang", "李样本"), 1);
    EXPECT_NE(err_.str().find("is there already"), std::string::npos) << err_.str();
    EXPECT_EQ(text(), before);
}

TEST_F(UserAdd, AFileThatCannotBeGoneOnWithIsLeftAsItIs) {
    const std::string key(32, '0');
    const std::string hash(64, '0');
    const std::string one = "id: li, name: 李样本, role: acceptance, hall: xinzheng, salt: \"" +
                            key + "\", hash: \"" + hash + "\"";
    for (const std::string& before : {"users: [{" + one + "}]\n", "users:\n- {" + one + "}\n",
                                      std::string{"users:\n  - id: li\n"}}) {
        site_.write("run/keys/users.yaml", before);
        EXPECT_EQ(add("wang"), 1) << before;
        EXPECT_NE(err_.str(), "");
        EXPECT_EQ(text(), before);
    }
    site_.write("run/keys/users.yaml", "users:\n  - {" + one + "}");
    EXPECT_EQ(add("wang"), 0) << "without a line's end at the end: " << err_.str();
    EXPECT_EQ(read_users(file_, nullptr)->size(), 2U);
}

}  // namespace
}  // namespace ow::app
