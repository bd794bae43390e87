// The formats that last ten years: rows, JSON of the clear part, chain, roots, encryption, files.
// golden/v1 is a store made by the first version and kept for ever; it must open, load and verify.
// A new format gets a new folder, made once with --gtest_also_run_disabled_tests.

#include <boost/json/serialize.hpp>
#include <cstdlib>

#include "gateway/crypto/digest.hpp"
#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

namespace fs = std::filesystem;

constexpr const char* kGolden = "tests/contract/store/golden/v1";

class StoreGolden : public StoreTest {
  protected:
    StoreGolden() {
        settings_.hash = crypto::Hash::kSha256;
        settings_.master_key = "golden master key, 32 bytes long";
        settings_.blob_inline = 100;
        settings_.root_signed = [](const std::string& statement, const std::string& signature) {
            return signature == sign(statement);
        };
    }
    static std::string sign(const std::string& statement) {
        return crypto::hmac(crypto::Hash::kSha256, "golden root key", statement);
    }

    /// A copy, because opening writes; git keeps no empty folder and no second fs state.
    Store& open_golden() {
        fs::copy(kGolden, dir_.path(), fs::copy_options::recursive);
        return open();
    }

    void fill(Store& store) {
        Step first = message_step("case:41018420241010W000001K", "golden-1");
        first.outbox.push_back(outbox_row("golden-o1", "dept", "case:41018420241010W000001K"));
        ASSERT_TRUE(committed(commit(store, std::move(first))));
        Step second = append_step("case:41018420241010W000001K", 1, 2);
        second.appends[0].events[1] = event("case.progressed", "李样本");
        ASSERT_TRUE(committed(commit(store, std::move(second))));
        ASSERT_TRUE(committed(commit(store, append_step("booking:2024-10-10", 0))));
        ASSERT_TRUE(store.write_root(clock_.at, &sign));
        const StreamId stream{"case:41018420241010W000001K"};
        ASSERT_TRUE(store.put_blob(stream, "a small file"));
        ASSERT_TRUE(store.put_blob(stream, std::string(200, 'L')));
    }
};

TEST_F(StoreGolden, TheFirstFormatOpensLoadsAndVerifies) {
    Store& store = open_golden();
    const StreamId stream{"case:41018420241010W000001K"};
    const auto events = store.load(stream);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->size(), 3U);
    const model::StoredEvent& last = events->back();
    EXPECT_EQ(last.sequence, 3);
    EXPECT_EQ(last.event.type, "case.progressed");
    EXPECT_EQ(boost::json::serialize(last.event.clear), R"({"stage":"accepted"})");
    EXPECT_EQ(boost::json::serialize(last.event.secret), R"({"name":"李样本"})");
    EXPECT_EQ(last.recorded_at, Instant{Millis{1'728'525'601'000}});
    EXPECT_EQ(*store.open_message(PartnerId{"portal"}, "golden-1"), "<body>王测试</body>");
    EXPECT_EQ(claim(store, clock_.at).at(0).row.body, "{\"to\":\"王测试\"}");
    EXPECT_EQ(name_of(commit(store, message_step("case:x", "golden-1"))),
              "duplicate: answer for case:41018420241010W000001K");
    EXPECT_EQ(store.put_blob(stream, "a small file")->address,
              "6f2d17ca158fe7805e068378d111037bc74c7d13b43e8a64eb41799a9901b08b");
    EXPECT_EQ(
        *store.get_blob(stream, "de0fead54a08705e890e93b45abb3e8da96c4706fcf0b72bfff6b4e8add0aef0"),
        std::string(200, 'L'));
    const VerifyReport report = store.verify();
    EXPECT_TRUE(report.damages.empty());
    EXPECT_EQ(report.steps, 3);
    EXPECT_EQ(report.roots, 1);
    EXPECT_TRUE(committed(commit(store, append_step(stream.str(), 3))));
}

TEST_F(StoreGolden, PythonComputesTheSameChainAndRoot) {
    const std::string script = "python3 tests/contract/store/check_chain.py ";
    EXPECT_EQ(std::system((script + kGolden + "/onewindow.db").c_str()), 0);
    fill(open());
    store_->close();
    EXPECT_EQ(std::system((script + dir_.path() + "/onewindow.db").c_str()), 0);
}

TEST_F(StoreGolden, DISABLED_MakeTheGoldenStore) {
    ASSERT_FALSE(fs::exists(kGolden)) << "a golden store is made once";
    fill(open());
    store_->close();
    fs::remove(dir_.path() + "/search.db");
    fs::remove(dir_.path() + "/lock");
    fs::copy(dir_.path(), kGolden, fs::copy_options::recursive);
}

}  // namespace
}  // namespace ow::contract
