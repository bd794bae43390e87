#include "tests/contract/store/store_fixture.hpp"

namespace ow::contract {
namespace {

class StoreLists : public StoreTest {
  protected:
    void put(Store& store, int number, const std::string& stage, const std::string& hall,
             bool closed) {
        Step step = append_step("case:" + std::to_string(number), 0);
        step.recorded_at = Instant{Millis{1000 + number}};
        step.appends[0].row.stage = stage;
        step.appends[0].row.hall = hall;
        step.appends[0].row.closed = closed;
        ASSERT_TRUE(committed(commit(store, std::move(step))));
    }
    static std::vector<std::string> names(const std::vector<StreamView>& views) {
        std::vector<std::string> result;
        for (const StreamView& view : views) result.push_back(view.stream.str());
        return result;
    }
    using Names = std::vector<std::string>;
};

TEST_F(StoreLists, FilterByHallStageAndEndNewestFirst) {
    Store& store = open();
    put(store, 1, "accepted", "xz", false);
    put(store, 2, "at_issuance", "xz", false);
    put(store, 3, "at_issuance", "nx", false);
    put(store, 4, "delivered", "xz", true);
    ASSERT_TRUE(committed(commit(store, append_step("booking:1", 0))));
    EXPECT_EQ(names(store.streams({})), (Names{"case:4", "case:3", "case:2", "case:1"}));
    StreamQuery query;
    query.hall = "xz";
    EXPECT_EQ(names(store.streams(query)), (Names{"case:4", "case:2", "case:1"}));
    query.closed = false;
    EXPECT_EQ(names(store.streams(query)), (Names{"case:2", "case:1"}));
    query.stages = {"at_issuance", "delivered"};
    EXPECT_EQ(names(store.streams(query)), Names{"case:2"});
    query = {};
    query.kind = "booking";
    EXPECT_EQ(names(store.streams(query)), Names{"booking:1"});
}

TEST_F(StoreLists, PagesMeetWithoutGapOrDouble) {
    Store& store = open();
    for (int i = 0; i < 25; ++i) put(store, i, i % 3 == 0 ? "a" : "b", "h", i % 2 == 0);
    StreamQuery query;
    query.limit = 10;
    Names all;
    for (auto page = store.streams(query); !page.empty(); page = store.streams(query)) {
        for (const StreamView& view : page) all.push_back(view.stream.str());
        query.before = page.back().opened_at;
    }
    ASSERT_EQ(all.size(), 25U);
    EXPECT_EQ(all.front(), "case:24");
    EXPECT_EQ(all.back(), "case:0");
}

TEST_F(StoreLists, PagesBehindAStreamKeepThoseOfTheSameInstant) {
    Store& store = open();
    for (int i = 0; i < 25; ++i) {
        Step step = append_step("case:" + std::to_string(i), 0);
        step.recorded_at = Instant{Millis{i / 10}};
        step.appends[0].row.stage = i % 3 == 0 ? "a" : "b";
        ASSERT_TRUE(committed(commit(store, std::move(step))));
    }
    StreamQuery query;
    query.limit = 4;
    Names all;
    for (auto page = store.streams(query); !page.empty(); page = store.streams(query)) {
        for (const StreamView& view : page) all.push_back(view.stream.str());
        query.after = page.back().stream;
    }
    ASSERT_EQ(all.size(), 25U);
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
    query.after = StreamId{"case:none"};
    EXPECT_TRUE(store.streams(query).empty());
}

TEST_F(StoreLists, DueStreamsComeInOrderOfTheirTime) {
    Store& store = open();
    for (int i : {3, 1, 2}) {
        Step step = append_step("case:" + std::to_string(i), 0);
        step.appends[0].row.next_due = Instant{Millis{i}};
        ASSERT_TRUE(committed(commit(store, std::move(step))));
    }
    EXPECT_EQ(names(store.due(Instant{Millis{2}}, 10)), (Names{"case:1", "case:2"}));
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 1))));
    EXPECT_EQ(names(store.due(Instant{Millis{9}}, 10)), (Names{"case:2", "case:3"}));
}

class StoreSearch : public StoreLists {
  protected:
    StoreSearch() {
        settings_.terms_of = [](const StreamId& stream, const std::vector<model::Event>& events) {
            std::vector<std::string> terms{"no:" + stream.str()};
            for (const auto& event : events) {
                terms.push_back("name:" + std::string{event.secret.at("name").as_string()});
            }
            return terms;
        };
    }
};

TEST_F(StoreSearch, FindsStreamsThatCarryAllTermsNewestFirst) {
    Store& store = open();
    for (int i = 1; i <= 3; ++i)
        ASSERT_TRUE(committed(commit(store, append_step("case:" + std::to_string(i), 0))));
    store.wait_for_search();
    EXPECT_EQ(names(store.find({"name:王测试"}, 10)), (Names{"case:3", "case:2", "case:1"}));
    EXPECT_EQ(names(store.find({"name:王测试"}, 2)), (Names{"case:3", "case:2"}));
    EXPECT_EQ(names(store.find({"name:王测试", "no:case:2"}, 10)), Names{"case:2"});
    EXPECT_TRUE(store.find({"name:王测试", "no:case:9"}, 10).empty());
    EXPECT_TRUE(store.find({}, 10).empty());
}

TEST_F(StoreSearch, ALaterEventChangesTheTermsAndNoTermIsInTheFiles) {
    Store& store = open();
    ASSERT_TRUE(committed(commit(store, append_step("case:1", 0))));
    store.wait_for_search();
    Step renamed = append_step("case:1", 1);
    renamed.appends[0].events[0] = event("case.progressed", "李样本");
    ASSERT_TRUE(committed(commit(store, std::move(renamed))));
    store.wait_for_search();
    EXPECT_EQ(names(store.find({"name:李样本", "name:王测试"}, 10)), Names{"case:1"});
    EXPECT_TRUE(files_with(dir_.path(), "王测试").empty());
}

TEST_F(StoreSearch, WhatIsDestroyedBeforeItWasProjectedIsNeverFound) {
    Store& store = open();
    for (int i = 0; i < 50; ++i) {
        const std::string name = "case:" + std::to_string(i);
        ASSERT_TRUE(committed(commit(store, append_step(name, 0))));
        ASSERT_TRUE(i % 2 == 0 || store.destroy_key(StreamId{name}));
    }
    store.wait_for_search();
    EXPECT_EQ(store.find({"name:王测试"}, 100).size(), 25U);
}

TEST_F(StoreSearch, CatchesUpAfterReopeningAndAfterItsFileWasLost) {
    const auto terms_of = settings_.terms_of;
    settings_.terms_of = {};
    {
        Store& store = open();
        for (int i = 0; i < 700; ++i) send(store, append_step("case:" + std::to_string(i), 0));
    }
    settings_.terms_of = terms_of;
    Store& behind = open();
    behind.wait_for_search();
    EXPECT_EQ(behind.find({"name:王测试"}, 1000).size(), 700U);
    store_->close();
    std::filesystem::remove(dir_.path() + "/search.db");
    Store& lost = open();
    lost.wait_for_search();
    EXPECT_EQ(lost.find({"name:王测试"}, 1000).size(), 700U);
}

}  // namespace
}  // namespace ow::contract
