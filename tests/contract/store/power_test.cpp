// What was acknowledged survives a power cut – and the same test sees it when a fsync is left out.

#include <thread>

#include "tests/contract/store/store_fixture.hpp"
#include "tests/support/lossy_disk.hpp"

namespace ow::contract {
namespace {

class StorePower : public StoreTest {
  protected:
    StorePower() { settings_.vfs = vfs_; }
    // Before the disk it lies on.
    ~StorePower() override { store_.reset(); }

    struct Acknowledged {
        std::vector<std::string> streams;
        std::vector<std::pair<std::string, std::string>> blobs;  ///< stream, address
    };

    /// Commits and files until the power goes in the middle of it; four senders.
    Acknowledged run_until_cut(int round) {
        Store& store = open();
        std::mutex mutex;
        Acknowledged acknowledged;
        std::atomic<int> done = 0;
        std::atomic<int> sending = 4;
        std::vector<std::thread> senders;
        for (int sender = 0; sender < 4; ++sender) {
            senders.emplace_back([&, sender] {
                for (int i = 0; done < 60; ++i) {
                    const std::string stream = "case:" + std::to_string(round) + "-" +
                                               std::to_string(sender) + "-" + std::to_string(i);
                    const auto blob =
                        store.put_blob(StreamId{stream}, std::string(i % 2 == 0 ? 300 : 30, 'x'));
                    Step step = message_step(stream, stream);
                    step.outbox.push_back(outbox_row(stream, "dept", stream));
                    if (!blob || !committed(commit(store, std::move(step)))) break;
                    const std::scoped_lock lock{mutex};
                    acknowledged.streams.push_back(stream);
                    acknowledged.blobs.emplace_back(stream, blob->address);
                    ++done;
                }
                --sending;
            });
        }
        while (done < 40 && sending > 0) std::this_thread::yield();
        EXPECT_GE(done, 40) << "refused before the cut";
        disk_.cut();
        for (std::thread& sender : senders) sender.join();
        store_->close();
        store_.reset();
        disk_.restore();
        return acknowledged;
    }

    /// How many acknowledged things are gone; -1: the store does not even open or verify.
    int lost(const Acknowledged& acknowledged) {
        auto opened = storage::open_store(settings_, clock_, log_);
        if (!opened) return -1;
        Store& store = **opened;
        int count = 0;
        for (const std::string& stream : acknowledged.streams) {
            count += store.load(StreamId{stream}) ? 0 : 1;
            count += store.outbox(StreamId{stream}).size() == 1 ? 0 : 1;
            count += store.open_message(PartnerId{"portal"}, stream) ? 0 : 1;
        }
        for (const auto& [stream, address] : acknowledged.blobs)
            count += store.get_blob(StreamId{stream}, address) ? 0 : 1;
        if (!store.verify().damages.empty()) count = -1;
        store.close();
        return count;
    }

    int lost_in(int rounds) {
        settings_.blob_inline = 100;
        // Made in peace: a store whose making was not synced would fail for that alone.
        const auto synchronous = std::exchange(settings_.synchronous, "FULL");
        const auto blob_synchronous = std::exchange(settings_.blob_synchronous, "FULL");
        open().close();
        store_.reset();
        settings_.synchronous = synchronous;
        settings_.blob_synchronous = blob_synchronous;
        int sum = 0;
        for (int round = 0; round < rounds; ++round) {
            const int count = lost(run_until_cut(round));
            if (count < 0) return -1;
            sum += count;
        }
        return sum;
    }

    const std::string vfs_ = "lossy-" + std::to_string(::getpid());
    lossy::Disk disk_{vfs_};
};

TEST_F(StorePower, NothingAcknowledgedIsLost) {
    settings_.files = disk_.files(dir_.path());
    EXPECT_EQ(lost_in(5), 0);
}

TEST_F(StorePower, WithoutTheFsyncOfTheStepsTheLossIsSeen) {
    settings_.files = disk_.files(dir_.path());
    settings_.synchronous = "OFF";
    EXPECT_NE(lost_in(1), 0);
}

TEST_F(StorePower, WithoutTheFsyncOfTheFilesDatabaseTheLossIsSeen) {
    settings_.files = disk_.files(dir_.path());
    settings_.blob_synchronous = "OFF";
    EXPECT_NE(lost_in(1), 0);
}

TEST_F(StorePower, WithoutTheFsyncOfLargeFilesTheLossIsSeen) {
    settings_.files = disk_.files(dir_.path(), false);
    EXPECT_NE(lost_in(1), 0);
}

TEST_F(StorePower, ADiskThatRefusesIsSaidAndNothingIsHalfWritten) {
    Store& store = open();
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 0))));
    disk_.cut();
    EXPECT_EQ(name_of(commit(store, message_step("case:2", "k"))), "STORE_UNAVAILABLE");
    EXPECT_EQ(store.put_blob(StreamId{"case:1"}, "x").error().code(), Code::kStoreUnavailable);
    EXPECT_EQ(store.lease_serials("s", 1).error().code(), Code::kStoreUnavailable);
    store_->close();
    store_.reset();
    disk_.restore();
    Store& again = open();
    EXPECT_EQ(name_of(commit(again, message_step("case:2", "k"))), "committed");
    EXPECT_TRUE(again.verify().damages.empty());
}

}  // namespace
}  // namespace ow::contract
