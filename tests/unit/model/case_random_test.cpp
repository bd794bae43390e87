// Any sequence of commands, legal or not, leaves every invariant of case_invariants.hpp true.

#include <map>

#include "tests/unit/model/case_invariants.hpp"
#include "tests/unit/model/case_random.hpp"

namespace ow::model {
namespace {

using namespace test;

constexpr int kCommands = 300'000;
constexpr int kMostPerCase = 120;

/// Halls and items differ, so that every rule's both sides are lived through.
void vary(Dice& dice, Hall& hall, Item& item) {
    hall.settings.formal_check_automatic = dice.one_in(2);
    hall.settings.deemed_receipt = dice.one_in(2);
    hall.settings.handover_morning_by = dice.one_in(2) ? Millis{50'400'000} : Millis{};
    hall.settings.serial_by_lead_department = dice.one_in(2);
    hall.settings.joint_review_by = dice.one_in(2) ? ReviewBy::kHall : ReviewBy::kLead;
    hall.settings.return_told_by_phone = dice.one_in(2);
    for (const char* id : {"first", "second"})
        hall.departments[DepartmentId{id}] = {
            .id = DepartmentId{id}, .name = "样本局", .partner = PartnerId{"shared"}};
    item.legs = dice.of<std::string>({"", "", "(first|second)>bureau", "first>second>bureau",
                                      "first>second>bureau lead_decides", "first>(second|bureau)",
                                      "bureau>^bureau form", "bureau>^bureau"});
    hall.settings.pre_acceptance.amount = dice.below(3);
    hall.settings.listing_objection.amount = 1;
    hall.settings.pledge_broken =
        dice.one_in(3) ? PledgeBroken::kWithdrawn : PledgeBroken::kRefused;
    item.tolerance = !dice.one_in(3);
    item.pledge = !dice.one_in(3);
    item.materials[1].key = !item.tolerance;
    item.materials[1].tolerance = item.tolerance;
    item.deems_accepted = dice.one_in(2);
    if (dice.one_in(5)) item.handling = Handling::kInstant;
    hall.parents = {
        {"whole",
         "样本一件事",
         false,
         {{"all", "全部事项", DepartmentId{"bureau"}, Limit{3, LimitUnit::kWorkday}, {item.id}}}}};
    hall.settings.deemed_approval = dice.one_in(2);
    if (dice.one_in(2)) hall.settings.yellow_card = Limit{dice.below(3), LimitUnit::kWorkday};
    if (dice.one_in(2)) hall.settings.red_card = Limit{dice.below(5), LimitUnit::kWorkday};
    item.silent_excluded = dice.one_in(2);
    if (dice.one_in(2)) item.promise_excludes = {"inspection"};
    if (dice.one_in(2))
        item.extension = Extension{{10, LimitUnit::kWorkday}, "本行政机关负责人", "行政许可法42"};
    if (dice.one_in(4)) item.statutory_start = "公示期满";
    if (dice.one_in(4)) item.statutory.reset();
    item.promised.unit = dice.of<LimitUnit>(
        {LimitUnit::kWorkday, LimitUnit::kNaturalDay, LimitUnit::kHour, LimitUnit::kMonth});
}

/// What few cases ever come to, tried where it may be possible.
std::optional<std::size_t> rare_kind(const CaseState& state, Dice& dice) {
    const bool listing = may_be_listed(state) || !state.listing.stage.empty();
    if (listing)
        return dice.of<std::size_t>(
            {Command{ProposeListing{}}.index(), Command{RecordObjection{}}.index(),
             Command{ConfirmListing{}}.index(), Command{RemoveListing{}}.index()});
    if (state.people.is_direct) return Command{ConfirmDelivery{}}.index();
    if (bypasses_window(state) && state.stage == Stage::kDecided)
        return Command{MailDirect{}}.index();
    return std::nullopt;
}

TEST(CaseRandom, AnySequenceOfCommandsLeavesEveryInvariantTrue) {
    Dice dice{20240927};
    const Calendar calendar = autumn();
    const std::vector<std::string> actors{"partner:channel", "partner:approval", "staff:chuzheng",
                                          "system", "partner:shared"};
    const std::vector<DepartmentId> departments{
        {}, {}, DepartmentId{"bureau"}, DepartmentId{"first"}, DepartmentId{"second"}};
    const std::vector<SpecialProcedure> procedures{
        {"hearing",
         "听证",
         ProcedureClass::kPause,
         Limit{4, LimitUnit::kWorkday},
         {},
         {},
         "行政许可法45",
         {}},
        {"inspection", "现场勘验", ProcedureClass::kRecorded, {}, {}, {}, {}, {}},
        {"law",
         "诉讼中止",
         ProcedureClass::kSuspension,
         {},
         {},
         {},
         "某条例20",
         {ItemId{"licence"}}}};
    std::map<Stage, int> stages;
    std::map<std::size_t, int> allowed;
    int refused = 0;
    int given = 0;
    while (given < kCommands) {
        Hall rules = hall();
        Item item = licence();
        vary(dice, rules, item);
        CaseState state;
        std::vector<StoredEvent> stream;
        Instant now = at("2024-09-27T10:00");
        const int length = 5 + dice.below(kMostPerCase);
        for (int i = 0; i < length && given < kCommands; ++i, ++given) {
            now += Millis{dice.below(12) * 3'600'000LL};
            constexpr std::size_t kinds = std::variant_size_v<Command>;
            const bool first = state.stage == Stage::kNone && !dice.one_in(10);
            std::size_t kind =
                first ? 0 : static_cast<std::size_t>(dice.below(static_cast<int>(kinds)));
            if (!first && dice.one_in(3)) kind = rare_kind(state, dice).value_or(kind);
            Command command = Maker{dice, state, now}.make(kind, std::make_index_sequence<kinds>{});
            CaseFacts facts{rules,           item,         calendar,
                            dice.of(actors), "受理员一号", CaseNo{"4101842024092710000013"},
                            "token-1",       procedures};
            if (facts.actor.starts_with("staff:")) facts.department = dice.of(departments);
            facts.parent.no = "410184202409271P0000018";
            if (!state.parent.empty()) {
                facts.parent.plan = "whole";
                facts.parent.siblings = {{CaseNo{"4101842024092710000021"}, ItemId{"other"}, "all",
                                          now - Millis{dice.below(90) * 3'600'000LL}}};
            }
            const CaseState before = state;
            const auto* timer = std::get_if<TimerFired>(&command);
            const bool fired = timer != nullptr && next_due(state) == timer->due;
            auto events = decide(state, std::move(command), facts, now);
            if (!events) {
                ++refused;
                EXPECT_EQ(events.error().row().http_status / 100, 4) << events.error().text();
                continue;
            }
            for (Event& event : *events) {
                stream.push_back({std::move(event), state.version + 1, now, "c1", "m1"});
                evolve(state, stream.back());
            }
            ++allowed[kind];
            ++stages[state.stage];
            const auto wrong =
                broken({before, state, stream, events->size(), item, kPersonal, fired});
            ASSERT_TRUE(wrong.empty())
                << wrong.front() << " after command " << kind << ", number " << given << "\n"
                << fingerprint(state);
        }
    }
    EXPECT_GT(refused, kCommands / 4) << "the illegal ones are tried, too";
    for (std::size_t kind = 0; kind < std::variant_size_v<Command>; ++kind)
        EXPECT_TRUE(allowed.contains(kind)) << "command " << kind << " was never allowed";
    EXPECT_EQ(stages.size(), model::stages().size() - 1)
        << "every stage but none was lived through";
}

}  // namespace
}  // namespace ow::model
