// A lease covers the call: a row under way is nobody else's, however long it waited before.

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using ports::OutboxState;

class LeaseTest : public FlowTest {};

TEST_F(LeaseTest, ARowCalledAfterItsLeaseEndedInTheQueueIsNotClaimedAgainDuringTheCall) {
    setting_.partners.at(PartnerId{"approval"}).workers = 1;
    (void)new_case("F-1");
    (void)new_case("F-2");
    std::size_t claimed = 0;
    sender("approval").answers([&](const auto&) {
        if (sender("approval").sent().size() == 1)
            clock_.forward(Millis{60'000});  // the other waits behind this call
        else
            claimed = store_
                          ->claim(clock_.now(), Millis{60'000}, 10,
                                  {PartnerId{"channel"}, PartnerId{std::string{kRenderPartner}}})
                          .size();
        return ports::Receipt{};
    });
    ASSERT_TRUE(relay_until(LogEvent::kRelaySent, 4));
    EXPECT_EQ(claimed, 0U);
    EXPECT_EQ(log_.count(LogEvent::kRelayUnknown), 0);
    EXPECT_EQ(sender("approval").sent().size(), 2U);
}

TEST_F(LeaseTest, ARowClaimedAgainWhileItIsCalledStaysTheCallsOwn) {
    const CaseNo no = new_case();
    sender("approval").answers([&](const auto&) {
        sender("approval").answers([](const auto&) { return ports::Receipt{}; });
        clock_.forward(Millis{60'000});  // far beyond the deadline
        (void)new_case("F-2");           // told by a round that claims this row, the older, first
        EXPECT_TRUE(log_.wait([&](auto&) { return sender("channel").sent().size() >= 2; }));
        return ports::Receipt{};
    });
    ASSERT_TRUE(relay_until(LogEvent::kRelaySent, 4));
    EXPECT_EQ(log_.count(LogEvent::kRelayUnknown), 0);
    EXPECT_EQ(sender("approval").sent().size(), 2U) << "each case once";
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSent);
}

}  // namespace
}  // namespace ow::flow
