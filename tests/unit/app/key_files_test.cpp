#include "gateway/app/key_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "gateway/base/passing_folder.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/crypto/signature.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

class KeyFilesTest : public testing::Test {
  protected:
    void put(const fs::path& path, const std::string& bytes) const {
        std::ofstream{path, std::ios::binary} << bytes;
    }
    [[nodiscard]] fs::path master() const { return folder_ / "keys" / "master.key"; }
    [[nodiscard]] fs::path root() const { return folder_ / "keys" / "master.key.root.pem"; }

    PassingFolder passing_{fs::temp_directory_path(), "ow-keys-"};
    fs::path folder_ = passing_.path();
};

unsigned mode_of(const fs::path& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0);
    return found.st_mode & 0777U;
}

}  // namespace

TEST_F(KeyFilesTest, ReadsBackWhatItMade) {
    ASSERT_TRUE(make_keys(master()));
    const auto keys = read_keys(master());
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->master_key.size(), 32u);
    EXPECT_EQ(crypto::to_hex(keys->master_key) + "\n", *read_file(master()));
    const auto signature = crypto::sign(keys->root_private, "root");
    ASSERT_TRUE(signature);
    EXPECT_TRUE(crypto::verify(keys->root_public, "root", *signature));
}

TEST_F(KeyFilesTest, MakesOtherKeysForEachInstallation) {
    ASSERT_TRUE(make_keys(folder_ / "a.key"));
    ASSERT_TRUE(make_keys(folder_ / "b.key"));
    EXPECT_NE(read_keys(folder_ / "a.key")->master_key, read_keys(folder_ / "b.key")->master_key);
    EXPECT_NE(read_keys(folder_ / "a.key")->root_public, read_keys(folder_ / "b.key")->root_public);
}

TEST_F(KeyFilesTest, OnlyTheOwnerMayReadThem) {
    const mode_t before = ::umask(0);
    ASSERT_TRUE(make_keys(master()));
    ::umask(before);
    EXPECT_EQ(mode_of(master()), 0600U);
    EXPECT_EQ(mode_of(root()), 0600U);
}

TEST_F(KeyFilesTest, NeverOverwritesAKey) {
    ASSERT_TRUE(make_keys(master()));
    const std::string first = *read_file(master());
    const std::string first_root = *read_file(root());
    const auto again = make_keys(master());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), Code::kConfigInvalid);
    EXPECT_EQ(*read_file(master()), first);
    EXPECT_EQ(*read_file(root()), first_root);
}

TEST_F(KeyFilesTest, MakesNoMasterKeyBesideTheRootKeyOfAnother) {
    ASSERT_TRUE(make_keys(master()));
    fs::remove(master());
    const auto made = make_keys(master());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().at().where, root().string());
    EXPECT_FALSE(fs::exists(master()));
}

TEST_F(KeyFilesTest, NamesTheFileThatIsMissing) {
    const auto none = read_keys(master());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code(), Code::kFileUnreadable);
    EXPECT_EQ(none.error().at().where, master().string());
    ASSERT_TRUE(make_keys(master()));
    fs::remove(root());
    const auto half = read_keys(master());
    ASSERT_FALSE(half);
    EXPECT_EQ(half.error().code(), Code::kFileUnreadable);
    EXPECT_EQ(half.error().at().where, root().string());
}

TEST_F(KeyFilesTest, RefusesAMasterKeyThatIsNot64HexDigits) {
    ASSERT_TRUE(make_keys(master()));
    const std::string good = *read_file(master());
    for (const std::string& bad : {std::string{}, good.substr(0, 62), good.substr(1), "00" + good,
                                   'g' + good.substr(1), std::string(32, '\x01')}) {
        put(master(), bad);
        const auto keys = read_keys(master());
        ASSERT_FALSE(keys) << bad;
        EXPECT_EQ(keys.error().code(), Code::kCryptoFailed);
        EXPECT_EQ(keys.error().text().find(good.substr(2, 60)), std::string::npos);
    }
    put(master(), "  " + good + "\r\n");
    EXPECT_TRUE(read_keys(master())) << "blanks around it do no harm";
}

TEST_F(KeyFilesTest, RefusesARootKeyThatIsNone) {
    ASSERT_TRUE(make_keys(master()));
    put(root(), "-----BEGIN CERTIFICATE-----\n");
    const auto keys = read_keys(master());
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code(), Code::kCryptoFailed);
}

TEST_F(KeyFilesTest, ReadsEveryByteOfAFileAndNoFolder) {
    const std::string bytes{"a\0\r\n\xff", 5};
    put(folder_ / "bytes", bytes);
    put(folder_ / "empty", "");
    EXPECT_EQ(*read_file(folder_ / "bytes"), bytes);
    EXPECT_EQ(*read_file(folder_ / "empty"), "");
    const auto folder = read_file(folder_);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code(), Code::kFileUnreadable);
    EXPECT_EQ(folder.error().at().where, folder_.string());
}

TEST_F(KeyFilesTest, SaysWhereAFileCannotBeWritten) {
    put(folder_ / "file", "");
    const auto status = write_private_file(folder_ / "file" / "below", "x");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().at().where, (folder_ / "file" / "below").string());
}

}  // namespace ow::app
