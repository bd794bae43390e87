#include "gateway/console/api/users.hpp"

#include <gtest/gtest.h>

#include "gateway/crypto/digest.hpp"

namespace ow::console {
namespace {

ports::StaffUser person() {
    return {"wang.cs", "王测试", "issuance", HallId{"hall1"}};
}

std::string field_of(const Result<UserRecord>& made) {
    return made ? "" : made.error().at().field;
}

}  // namespace

TEST(Users, KeepAPasswordAsSaltAndScryptOnly) {
    const Result<UserRecord> made = make_user(person(), "a long password");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->salt.size(), 16U);
    EXPECT_EQ(made->hash, crypto::scrypt("a long password", made->salt));
    EXPECT_TRUE(password_matches(*made, "a long password"));
    EXPECT_FALSE(password_matches(*made, "a long passwore"));
    EXPECT_EQ(user_yaml(*made).find("a long password"), std::string::npos);
}

TEST(Users, OfTheSamePasswordHaveDifferentHashes) {
    EXPECT_NE(make_user(person(), "a long password")->hash,
              make_user(person(), "a long password")->hash);
}

TEST(Users, AnEntryReadsBackFromItsLine) {
    const UserRecord made = make_user(person(), "a long password").value();
    EXPECT_EQ(user_yaml(made),
              "  - id: \"wang.cs\"\n    name: \"王测试\"\n    role: issuance\n    hall: "
              "\"hall1\"\n    salt: \"" +
                  crypto::to_hex(made.salt) + "\"\n    hash: \"" + crypto::to_hex(made.hash) +
                  "\"\n");
    const Result<UserRecord> read =
        read_user(person(), crypto::to_hex(made.salt), crypto::to_hex(made.hash));
    ASSERT_TRUE(read);
    EXPECT_TRUE(password_matches(*read, "a long password"));
}

TEST(Users, ANameWithQuotesBreaksNoLine) {
    ports::StaffUser user = person();
    user.name = "王\"\\\n- id: x";
    const UserRecord made = make_user(user, "a long password").value();
    EXPECT_NE(user_yaml(made).find("name: \"王\\\"\\\\- id: x\"\n"), std::string::npos);
}

TEST(Users, WeakOrBrokenEntriesAreRefusedByField) {
    ports::StaffUser upper = person();
    upper.id = "Wang";
    ports::StaffUser stranger = person();
    stranger.role = "root";
    EXPECT_EQ(field_of(make_user(person(), "九个字的密码不够长")), "users.password");
    EXPECT_EQ(field_of(make_user(person(), "xx wang.cs xx")), "users.password");
    EXPECT_EQ(field_of(make_user(upper, "a long password")), "users.id");
    EXPECT_EQ(field_of(make_user(stranger, "a long password")), "users.role");
    EXPECT_EQ(field_of(read_user(person(), "00", std::string(64, 'a'))), "users.salt");
    EXPECT_EQ(field_of(read_user(person(), std::string(32, 'a'), "zz")), "users.hash");
}

}  // namespace ow::console
