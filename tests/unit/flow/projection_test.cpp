// What the store keeps of a case beside its events – the row of lists and timers – is what its
// events say, whatever was asked of it.

#include "tests/unit/flow/flow_fixture.hpp"
#include "tests/unit/model/case_invariants.hpp"
#include "tests/unit/model/case_random.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::test::Dice;
using model::test::Maker;

std::string told(const ports::StreamRow& row) {
    const auto text = [](const std::optional<Instant>& at) { return at ? to_iso(*at) : "-"; };
    return row.hall + "|" + row.item + "|" + row.department + "|" + row.source + "|" + row.stage +
           "|" + row.flags + "|" + text(row.promised_due) + "|" + text(row.next_due) + "|" +
           (row.closed ? "closed" : "open");
}

class Projection : public FlowTest {};

TEST_F(Projection, EveryStreamReplaysToTheRowThatIsStored) {
    constexpr int kCases = 40;
    constexpr int kCommands = 50;
    constexpr std::size_t kinds = std::variant_size_v<model::Command>;
    Dice dice{7};
    const std::vector<std::string> actors{"partner:channel", "partner:approval", "staff:1"};
    int allowed = 0;
    for (int n = 0; n < kCases; ++n) {
        const CaseNo no = new_case("P-" + std::to_string(n));
        for (int i = 0; i < kCommands; ++i) {
            clock_.forward(Millis{dice.below(6) * 3'600'000LL});
            const model::CaseState before = state(no);
            const auto kind = 1 + static_cast<std::size_t>(dice.below(static_cast<int>(kinds) - 1));
            auto command =
                Maker{dice, before, clock_.now()}.make(kind, std::make_index_sequence<kinds>{});
            if (!run(no, std::move(command), dice.of(actors)).error) ++allowed;
        }
        const auto events = store_->load(case_stream(no));
        const auto kept = store_->stream(case_stream(no));
        ASSERT_TRUE(events && kept);
        const model::CaseState replayed = model::replay(*events);
        EXPECT_EQ(told(stream_row(replayed)), told(kept->row)) << no.str();
        EXPECT_EQ(model::test::fingerprint(replayed), model::test::fingerprint(state(no)));
    }
    EXPECT_GT(allowed, 5 * kCases);
    EXPECT_TRUE(store_->verify().damages.empty());
}

}  // namespace
}  // namespace ow::flow
