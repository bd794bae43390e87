#pragma once
// What every store has to pass: a directory of its own, a clock that stands still, and short words
// for steps. A second kind of store is run through the same suite by another make_store().

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/passing_folder.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::contract {

using namespace ports;

class StillClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return at; }
    Instant at = Instant{Millis{1'728'525'600'000}};
};

/// A directory that goes with the test.
class TempDir {
  public:
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    PassingFolder folder_{std::filesystem::temp_directory_path(), "ow-store-"};
    std::string path_ = folder_.path().string();
};

inline std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Names of the files below `dir` that hold `needle`.
inline std::vector<std::string> files_with(const std::string& dir, const std::string& needle) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{dir}) {
        if (entry.is_regular_file() && file_bytes(entry.path()).find(needle) != std::string::npos)
            found.push_back(entry.path().filename().string());
    }
    return found;
}

inline model::Event event(const std::string& type, const std::string& name = "王测试") {
    return {type,
            1,
            Instant{Millis{1'728'525'600'000}},
            "partner:portal",
            {{"stage", "accepted"}},
            {{"name", name}}};
}

inline Step append_step(const std::string& stream, std::int64_t expected, int events = 1) {
    Step step;
    step.recorded_at = Instant{Millis{1'728'525'601'000}};
    step.catalogue_version = "c1";
    step.mapping_version = "m1";
    Append append{StreamId{stream}, expected, {}, {}};
    for (int i = 0; i < events; ++i) append.events.push_back(event("case.accepted"));
    append.row.hall = "h";
    append.row.stage = "accepted";
    step.appends.push_back(std::move(append));
    return step;
}

inline Step message_step(const std::string& stream, const std::string& key,
                         const std::string& digest = "d1") {
    Step step = append_step(stream, 0);
    step.message = RawMessage{
        PartnerId{"portal"}, key, "application", digest, "<body>王测试</body>", step.recorded_at};
    step.answer = "answer for " + stream;
    return step;
}

inline OutboxRow outbox_row(const std::string& id, const std::string& partner,
                            const std::string& stream, Instant due = Instant{}) {
    return {id, PartnerId{partner}, StreamId{stream}, "accepted", due, "{\"to\":\"王测试\"}"};
}

inline std::future<CommitOutcome> send(Store& store, Step step) {
    auto promise = std::make_shared<std::promise<CommitOutcome>>();
    auto future = promise->get_future();
    store.commit(std::move(step), [promise](CommitOutcome o) { promise->set_value(std::move(o)); });
    return future;
}
inline CommitOutcome commit(Store& store, Step step) {
    return send(store, std::move(step)).get();
}
inline bool committed(const CommitOutcome& outcome) {
    return std::holds_alternative<Committed>(outcome);
}
inline bool conflict(const CommitOutcome& outcome) {
    return std::holds_alternative<Conflict>(outcome);
}
/// The error's name, or what else it was.
inline std::string name_of(const CommitOutcome& outcome) {
    if (const auto* error = std::get_if<Error>(&outcome)) return std::string{error->row().name};
    if (const auto* duplicate = std::get_if<Duplicate>(&outcome))
        return "duplicate: " + duplicate->answer;
    return committed(outcome) ? "committed" : "conflict";
}

class StoreTest : public ::testing::Test {
  protected:
    static constexpr Millis kLease{1000};

    StoreTest() {
        settings_.dir = dir_.path();
        settings_.master_key = std::string(32, 'k');
    }
    ~StoreTest() override {
        if (store_) store_->close();
    }

    Store& open() {
        if (store_) store_->close();
        store_.reset();
        auto opened = storage::open_store(settings_, clock_, log_);
        if (!opened) throw std::runtime_error(opened.error().text());
        store_ = std::move(*opened);
        return *store_;
    }

    Status mark(Store& store, const Claim& claim, std::optional<Instant> until = {}) {
        std::promise<Status> promise;
        store.mark_sending(claim.row.id, claim.fence, until.value_or(clock_.at + kLease),
                           [&](Status s) { promise.set_value(std::move(s)); });
        return promise.get_future().get();
    }

    std::vector<Claim> claim(Store& store, Instant now, int limit = 100,
                             const std::vector<PartnerId>& skip = {}) {
        return store.claim(now, kLease, limit, skip);
    }

    CommitOutcome finish(Store& store, const Claim& claim, OutboxState state,
                         Instant retry_at = Instant{}) {
        Step step;
        step.recorded_at = clock_.at;
        step.finishes.push_back({claim.row.id, claim.fence, state, retry_at, "PARTNER_REFUSED"});
        return commit(store, std::move(step));
    }

    TempDir dir_;
    StillClock clock_;
    NullLog log_;
    storage::StoreSettings settings_;
    std::unique_ptr<Store> store_;
};

}  // namespace ow::contract
