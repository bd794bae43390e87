#include "gateway/storage/backup.hpp"

#include <thread>

#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

class StoreBackup : public StoreTest {
  protected:
    const std::string backup_ = dir_.path() + "-backup";
    ~StoreBackup() override { std::filesystem::remove_all(backup_); }

    std::unique_ptr<Store> open_backup() {
        storage::StoreSettings settings = settings_;
        settings.dir = backup_;
        auto opened = storage::open_store(settings, clock_, log_);
        if (!opened) throw std::runtime_error(opened.error().text());
        return std::move(*opened);
    }
};

TEST_F(StoreBackup, MadeUnderLoadItOpensVerifiesAndHoldsWhatWasAcknowledgedBefore) {
    settings_.blob_inline = 100;
    Store& store = open();
    const StreamId stream{"case:1"};
    ASSERT_TRUE(committed(commit(store, message_step("case:1", "k1"))));
    const auto small = store.put_blob(stream, "small");
    const auto large = store.put_blob(stream, std::string(200, 'x'));
    std::atomic<bool> stop = false;
    std::thread load{[&] {
        for (int i = 0; !stop; ++i) commit(store, append_step("case:load" + std::to_string(i), 0));
    }};
    const Status made = storage::backup_store(dir_.path(), backup_);
    stop = true;
    load.join();
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_FALSE(storage::backup_store(dir_.path(), backup_));
    const auto copy = open_backup();
    EXPECT_TRUE(copy->verify().damages.empty());
    EXPECT_EQ(copy->load(stream)->size(), 1U);
    EXPECT_EQ(*copy->get_blob(stream, small->address), "small");
    EXPECT_EQ(*copy->get_blob(stream, large->address), std::string(200, 'x'));
    EXPECT_TRUE(committed(commit(*copy, append_step("case:1", 1))));
    EXPECT_TRUE(files_with(backup_, "王测试").empty());
}

TEST_F(StoreBackup, AKeyIsDestroyedInItToo) {
    Store& store = open();
    const StreamId stream{"case:1"};
    ASSERT_TRUE(committed(commit(store, message_step("case:1", "k1"))));
    ASSERT_TRUE(committed(commit(store, message_step("case:2", "k2"))));
    ASSERT_TRUE(storage::backup_store(dir_.path(), backup_));
    ASSERT_TRUE(committed(commit(store, append_step("case:late", 0))));
    for (const char* name : {"case:1", "case:late"}) {
        ASSERT_TRUE(store.destroy_key(StreamId{name}));
        ASSERT_TRUE(storage::destroy_backup_key(settings_, backup_, StreamId{name}, clock_, log_));
    }
    EXPECT_EQ(*storage::destroyed_streams(dir_.path()),
              (std::vector<StreamId>{stream, StreamId{"case:late"}}));
    const auto copy = open_backup();
    EXPECT_EQ(copy->load(stream).error().code(), Code::kKeyDestroyed);
    EXPECT_TRUE(copy->load(StreamId{"case:2"}));
    EXPECT_TRUE(copy->verify().damages.empty());
}

}  // namespace
}  // namespace ow::contract
