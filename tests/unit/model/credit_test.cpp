// The record of a person on a list (R5, R44).

#include "gateway/model/credit.hpp"

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

class Record {
  public:
    void add(std::string type, std::string_view when, object clear = {}, object secret = {},
             const std::string& case_no = "A") {
        const object content{
            {"applicant", object{{"name", "王测试"}, {"cert_number", "41018419900104003X"}}}};
        const Event of_case{std::move(type),  1, at(when), "staff:hall", std::move(clear),
                            std::move(secret)};
        auto event = credit_event(of_case, case_no, content, "distrust");
        ASSERT_TRUE(event);
        EXPECT_EQ(boost::json::serialize(event->clear).find("41018419900104003X"),
                  std::string::npos);
        stored_.push_back(
            {*event, static_cast<std::int64_t>(stored_.size()) + 1, at(when), {}, {}});
    }
    [[nodiscard]] CreditRecord read() const { return replay_credit(stored_); }

  private:
    std::vector<StoredEvent> stored_;
};

Record listed() {
    Record r;
    r.add("listing.proposed", "2024-10-10T10:00",
          {{"object_until", to_iso(at("2024-10-24T00:00"))}});
    r.add("listing.confirmed", "2024-10-24T09:00", {{"until", to_iso(at("2025-10-25T00:00"))}});
    return r;
}

TEST(CreditRecord, R5_AnEntryCountsFromTheListingToItsLastDay) {
    const CreditRecord r = listed().read();
    EXPECT_EQ(r.list, "distrust");
    EXPECT_EQ(text_at(r.person, "cert_number"), "41018419900104003X");
    ASSERT_NE(r.in_force(at("2025-10-24T23:59")), nullptr);
    EXPECT_EQ(r.in_force(at("2025-10-25T00:00")), nullptr) << "a year";
}

TEST(CreditRecord, R5_AProposalAloneCountsForNothingAndARemovalEndsAnEntry) {
    Record proposed;
    proposed.add("listing.proposed", "2024-10-10T10:00");
    EXPECT_EQ(proposed.read().in_force(at("2024-10-30T00:00")), nullptr);
    EXPECT_TRUE(proposed.read().has_proposal());
    Record r = listed();
    r.add("listing.removed", "2024-11-01T09:00", {}, {{"reason", "申诉成立"}});
    EXPECT_EQ(r.read().in_force(at("2024-11-02T00:00")), nullptr);
    EXPECT_EQ(r.read().entries.front().reason, "申诉成立");
}

TEST(CreditRecord, R44_AnEntryWithoutAnEndStays) {
    Record r;
    r.add("listing.proposed", "2024-10-10T10:00");
    r.add("listing.confirmed", "2024-10-24T09:00");
    EXPECT_NE(r.read().in_force(at("2034-10-24T09:00")), nullptr);
}

TEST(CreditRecord, R5_OneCasesRemovalLeavesAnothersEntry) {
    Record r = listed();
    r.add("listing.proposed", "2025-01-10T10:00", {}, {}, "B");
    r.add("listing.dropped", "2025-01-12T10:00", {}, {{"reason", "异议成立"}}, "B");
    EXPECT_NE(r.read().in_force(at("2025-02-01T00:00")), nullptr);
    EXPECT_EQ(r.read().entries.back().stage, "dropped");
}

}  // namespace
}  // namespace ow::model
