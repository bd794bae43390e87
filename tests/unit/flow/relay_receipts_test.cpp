// A call and the lease of its row.

#include "gateway/flow/relay_receipts.hpp"

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;

class RelayReceiptsTest : public FlowTest {};

TEST_F(RelayReceiptsTest, ACallTakesOverItsRowWhileItIsSendingAndNotItsNextTurn) {
    RelayEnds ends{*store_, clock_};
    RelayReceipts receipts{*store_, *cases_, *appointments_, setting_,   clock_,
                           log_,    ends,    Millis{1},      Millis{100}};
    ports::Claim claim;
    claim.row.id = "row";
    claim.fence = 1;
    const RelayReceipts::Call call{receipts, claim};
    claim.fence = 2;
    EXPECT_FALSE(receipts.takes_over(claim)) << "put off: somebody has to send it";
    EXPECT_EQ(call.claim().fence, 1);
    claim.was_sending = true;
    EXPECT_TRUE(receipts.takes_over(claim)) << "its lease ran out in our own queue";
    EXPECT_EQ(call.claim().fence, 2);
}

}  // namespace
}  // namespace ow::flow
