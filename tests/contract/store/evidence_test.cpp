#include <sqlite3.h>

#include "gateway/crypto/digest.hpp"
#include "gateway/storage/backup.hpp"
#include "gateway/storage/root_text.hpp"
#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

constexpr const char* kRootKey = "signs roots";

class StoreEvidence : public StoreTest {
  protected:
    StoreEvidence() {
        settings_.root_signed = [](const std::string& statement, const std::string& signature) {
            return sign(statement) == signature;
        };
        settings_.terms_of = [](const StreamId&, const std::vector<model::Event>&) {
            return std::vector<std::string>{"name:王测试", "phone:1"};
        };
    }
    static std::string sign(const std::string& statement) {
        return crypto::hmac(crypto::Hash::kSha256, kRootKey, statement);
    }

    /// Three streams; the second has three steps; roots after the first and after everything.
    void fill() {
        Store& store = open();
        ASSERT_TRUE(committed(commit(store, message_step("case:1", "k1"))));
        ASSERT_TRUE(store.write_root(clock_.at, &sign));
        ASSERT_TRUE(committed(commit(store, message_step("case:2", "k2"))));
        ASSERT_TRUE(committed(commit(store, append_step("case:2", 1, 2))));
        ASSERT_TRUE(committed(commit(store, append_step("case:2", 3))));
        ASSERT_TRUE(committed(commit(store, message_step("case:3", "k3"))));
        ASSERT_TRUE(store.write_root(clock_.at + Millis{1}, &sign));
        store.close();
    }

    void tamper(const std::string& sql, const std::string& file = "onewindow.db") {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((dir_.path() + "/" + file).c_str(), &db), SQLITE_OK);
        char* error = nullptr;
        sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error);
        EXPECT_EQ(error, nullptr) << error;
        EXPECT_GT(sqlite3_total_changes(db), 0) << "nothing was damaged";
        sqlite3_close(db);
    }

    std::string damages(const std::optional<SignedRoot>& kept = {}) {
        std::string all;
        for (const Damage& damage : open().verify(kept).damages)
            all += damage.where + ": " + damage.what + "\n";
        return all;
    }
    std::string ask(const std::string& sql) {
        sqlite3* db = nullptr;
        sqlite3_open((dir_.path() + "/onewindow.db").c_str(), &db);
        std::string result;
        sqlite3_exec(
            db, sql.c_str(),
            [](void* to, int, char** values, char**) {
                *static_cast<std::string*>(to) = values[0];
                return 0;
            },
            &result, nullptr);
        sqlite3_close(db);
        return result;
    }
};

TEST_F(StoreEvidence, AnUntouchedStoreVerifies) {
    for (crypto::Hash hash : {crypto::Hash::kSm3, crypto::Hash::kSha256}) {
        std::filesystem::remove_all(dir_.path());
        settings_.hash = hash;
        fill();
        const VerifyReport report = open().verify();
        EXPECT_TRUE(report.damages.empty());
        EXPECT_EQ(report.streams, 3);
        EXPECT_EQ(report.steps, 5);
        EXPECT_EQ(report.roots, 2);
    }
}

TEST_F(StoreEvidence, OneChangedByteAnywhereInAStepIsFound) {
    fill();
    const std::vector<std::string> changes{
        "UPDATE step SET clear = replace(clear, 'accepted', 'Accepted') WHERE id = 3",
        "UPDATE step SET cipher = substr(cipher, 1, 20) || x'00' || substr(cipher, 22)"
        " WHERE id = 3 AND substr(cipher, 21, 1) <> x'00'",
        "UPDATE step SET hash = zeroblob(32) WHERE id = 3",
        "UPDATE step SET events = 9 WHERE id = 3",
        "UPDATE stream SET head = zeroblob(32) WHERE id = 2",
        "UPDATE stream SET version = 3 WHERE id = 2",
        "UPDATE stream SET name = 'case:9' WHERE id = 2",
        "UPDATE stream SET key = (SELECT key FROM stream WHERE id = 1) WHERE id = 2",
        "UPDATE message SET digest = 'd9' WHERE id = 2",
        "UPDATE message SET body = zeroblob(40) WHERE id = 2",
        "UPDATE root SET root = zeroblob(32) WHERE id = 1",
        "UPDATE root SET at = at + 1 WHERE id = 1",
    };
    const std::string good = file_bytes(dir_.path() + "/onewindow.db");
    for (const std::string& change : changes) {
        tamper(change);
        EXPECT_NE(damages(), "") << change;
        store_->close();
        std::ofstream{dir_.path() + "/onewindow.db", std::ios::binary} << good;
        EXPECT_EQ(damages(), "") << "restored after " << change;
        store_->close();
    }
}

TEST_F(StoreEvidence, ARemovedLastEventIsFoundEvenIfTheHeadWasSetBack) {
    fill();
    tamper("DELETE FROM step WHERE id = 4");
    EXPECT_NE(damages().find("step 4: a step was removed"), std::string::npos);
    store_->close();
    // Without a gap to see: the newest step of all, and everything that told of it.
    tamper(
        "UPDATE step SET id = 4 WHERE id = 5;"
        "UPDATE stream SET version = 3, head = (SELECT hash FROM step WHERE id = 3) WHERE id = 2");
    EXPECT_NE(damages().find("root "), std::string::npos);
}

TEST_F(StoreEvidence, TheNewestEventAndTheNewestRootTogetherAreMissedOnlyWithoutAKeptRoot) {
    fill();
    const auto written = storage::newest_root(dir_.path());
    ASSERT_TRUE(written && *written);
    const auto kept = storage::read_root(storage::root_text(**written));
    ASSERT_TRUE(kept) << kept.error().text();
    EXPECT_EQ(damages(*kept), "");
    store_->close();
    tamper(
        "DELETE FROM root WHERE id = 2; DELETE FROM step WHERE id = 5;"
        "DELETE FROM message WHERE stream = 3; DELETE FROM stream WHERE id = 3");
    EXPECT_EQ(damages(), "") << "the store alone cannot tell";
    store_->close();
    EXPECT_NE(damages(*kept).find("the streams are not those"), std::string::npos);
    store_->close();
    SignedRoot forged = *kept;
    forged.signature = "x";
    EXPECT_NE(damages(forged).find("its signature is not ours"), std::string::npos);
    EXPECT_FALSE(storage::read_root("onewindow merkle root v1\nat yesterday\n"));
    EXPECT_FALSE(storage::read_root(storage::root_text(*kept) + "more"));
}

TEST_F(StoreEvidence, AnOlderRootThatWasRemovedLeavesAGap) {
    fill();
    tamper("DELETE FROM root WHERE id = 1");
    EXPECT_EQ(damages(), "root 1: a root was removed\n");
}

TEST_F(StoreEvidence, AKeyThatIsGoneAndWasNotDestroyedIsFound) {
    fill();
    tamper("UPDATE stream SET key = NULL WHERE id = 2");
    EXPECT_EQ(damages(), "case:2: its key was removed, and nobody destroyed it\n");
}

TEST_F(StoreEvidence, ARemovedStreamIsFound) {
    fill();
    tamper(
        "DELETE FROM step WHERE stream = 3; DELETE FROM message WHERE stream = 3;"
        "DELETE FROM stream WHERE id = 3");
    EXPECT_NE(damages().find("the streams are not those"), std::string::npos);
    store_->close();
    tamper("DELETE FROM stream WHERE id = 1");
    EXPECT_NE(damages().find("a stream was removed"), std::string::npos);
}

TEST_F(StoreEvidence, AnotherChainInItsPlaceIsFoundByTheSignedRoot) {
    fill();
    const std::string roots = dir_.path() + "/roots.db";
    tamper("ATTACH '" + roots +
           "' AS r; CREATE TABLE r.root AS SELECT * FROM root;"
           "UPDATE root SET at = at");
    for (const char* file : {"/onewindow.db", "/search.db", "/blobs.db"})
        std::filesystem::remove(dir_.path() + file);
    Store& forged = open();
    for (const char* name : {"1", "2", "3", "4", "5"})
        commit(forged, append_step(std::string{"case:"} + name, 0));
    forged.close();
    tamper("ATTACH '" + roots + "' AS r; INSERT INTO root SELECT * FROM r.root");
    EXPECT_NE(damages().find("the streams are not those"), std::string::npos);
    store_->close();
    tamper("UPDATE root SET signature = x'00'");
    EXPECT_NE(damages().find("its signature is not ours"), std::string::npos);
}

TEST_F(StoreEvidence, NothingPersonalIsReadableInAnyFile) {
    settings_.blob_inline = 100;
    Store& store = open();
    Step step = message_step("case:1", "k1");
    step.answer = "answer for 王测试";
    step.outbox.push_back(outbox_row("o1", "dept", "case:1"));
    ASSERT_TRUE(committed(commit(store, std::move(step))));
    ASSERT_TRUE(store.put_blob(StreamId{"case:1"}, "王测试"));
    ASSERT_TRUE(store.put_blob(StreamId{"case:1"}, std::string(200, ' ') + "王测试"));
    store.wait_for_search();
    EXPECT_TRUE(files_with(dir_.path(), "王测试").empty());
    store.close();
    EXPECT_TRUE(files_with(dir_.path(), "王测试").empty());
}

TEST_F(StoreEvidence, ADestroyedKeyIsInNoFileAndTheChainStillVerifies) {
    fill();
    settings_.blob_inline = 100;
    const std::string wrapped =
        *crypto::from_hex(ask("SELECT lower(hex(key)) FROM stream WHERE id = 2"));
    ASSERT_EQ(wrapped.size(), 60U);
    ASSERT_FALSE(files_with(dir_.path(), wrapped).empty());
    Store& store = open();
    const StreamId stream{"case:2"};
    const auto small = store.put_blob(stream, "a file");
    const auto large = store.put_blob(stream, std::string(200, 'x'));
    const auto other = store.put_blob(StreamId{"case:1"}, std::string(200, 'x'));
    Step waiting = append_step("case:2", 4);
    waiting.outbox.push_back(outbox_row("o1", "dept", "case:2"));
    ASSERT_TRUE(committed(commit(store, std::move(waiting))));
    store.wait_for_search();
    EXPECT_EQ(store.find({"name:王测试"}, 10).size(), 3U);

    ASSERT_TRUE(store.destroy_key(stream));
    EXPECT_TRUE(files_with(dir_.path(), wrapped).empty());
    EXPECT_TRUE(files_with(dir_.path(), large->address).empty());
    EXPECT_FALSE(std::filesystem::exists(dir_.path() + "/files/" + large->address.substr(0, 2) +
                                         "/" + large->address));
    EXPECT_EQ(store.load(stream).error().code(), Code::kKeyDestroyed);
    EXPECT_EQ(store.get_blob(stream, small->address).error().code(), Code::kKeyDestroyed);
    EXPECT_EQ(store.put_blob(stream, "more").error().code(), Code::kKeyDestroyed);
    EXPECT_EQ(store.open_message(PartnerId{"portal"}, "k2").error().code(), Code::kKeyDestroyed);
    EXPECT_EQ(name_of(commit(store, append_step("case:2", 5))), "KEY_DESTROYED");
    EXPECT_EQ(name_of(commit(store, message_step("case:9", "k2"))), "KEY_DESTROYED");
    EXPECT_EQ(store.find({"name:王测试"}, 10).size(), 2U);
    EXPECT_TRUE(claim(store, clock_.at).empty());
    EXPECT_EQ(store.outbox(stream).at(0).state, OutboxState::kCancelled);
    EXPECT_EQ(store.streams({}).size(), 3U);
    EXPECT_TRUE(store.load(StreamId{"case:1"}));
    EXPECT_TRUE(store.get_blob(StreamId{"case:1"}, other->address));

    Store& again = open();
    EXPECT_EQ(again.load(stream).error().code(), Code::kKeyDestroyed);
    EXPECT_EQ(name_of(commit(again, append_step("case:2", 5))), "KEY_DESTROYED");
    EXPECT_TRUE(again.verify().damages.empty());
}

TEST_F(StoreEvidence, FilesComeBackAndAChangedOrRemovedOneIsFound) {
    settings_.blob_inline = 100;
    Store& store = open();
    const StreamId stream{"case:1"};
    const auto early = store.put_blob(stream, "before the stream exists");
    ASSERT_TRUE(early);
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 0))));
    const std::string big(5000, 'x');
    const auto large = store.put_blob(stream, big);
    EXPECT_EQ(store.put_blob(stream, big)->address, large->address);
    EXPECT_EQ(large->size, 5000U);
    EXPECT_EQ(*store.get_blob(stream, large->address), big);
    EXPECT_EQ(*open().get_blob(stream, early->address), "before the stream exists");
    EXPECT_EQ(store_->get_blob(StreamId{"case:2"}, early->address).error().code(),
              Code::kBlobMissing);
    EXPECT_EQ(damages(), "");
    store_->close();
    tamper("UPDATE blob SET data = zeroblob(60) WHERE data IS NOT NULL", "blobs.db");
    EXPECT_NE(damages().find("the file was changed"), std::string::npos);
    store_->close();
    std::filesystem::remove_all(dir_.path() + "/files");
    EXPECT_NE(damages().find("the file is missing"), std::string::npos);
}

}  // namespace
}  // namespace ow::contract
