// Timers by rounds: each case's in order, each once, also when the process is killed in between;
// silence on its way out; a changed calendar.

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "gateway/base/passing_folder.hpp"
#include "gateway/flow/recompute.hpp"
#include "tests/support/timer_store.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;

/// Kills its own process, like `kill -9`, once it has seen so many timers fire.
class DeadlyLog final : public Log {
  public:
    explicit DeadlyLog(int after) : left_(after) {}
    void write(LogEvent event, std::initializer_list<LogField>) override {
        if (event == LogEvent::kTimerFired && --left_ == 0) ::kill(::getpid(), SIGKILL);
    }

  private:
    std::atomic<int> left_;
};

constexpr const char* kDir = "OW_TIMERS_DIR";
constexpr const char* kAfter = "OW_TIMERS_KILL_AFTER";

// What the test below starts as a process of its own.
TEST(TimersChild, DISABLED_WorksOffUntilItIsKilled) {
    const char* dir = std::getenv(kDir);
    const char* after = std::getenv(kAfter);
    ASSERT_TRUE(dir != nullptr && after != nullptr);
    DeadlyLog log{std::atoi(after)};
    const ow::test::TimerSite site{dir, log, "OFF"};
    (void)site.work_off();
}

/// True if it was killed and did not end by itself.
bool is_killed_after(const std::string& dir, int timers) {
    const std::string in = std::string{kDir} + "=" + dir;
    const std::string after = std::string{kAfter} + "=" + std::to_string(timers);
    const char* arguments[] = {"unit_flow", "--gtest_also_run_disabled_tests",
                               "--gtest_filter=TimersChild.*", nullptr};
    const char* environment[] = {in.c_str(), after.c_str(), nullptr};
    pid_t child = 0;
    if (::posix_spawn(&child, "/proc/self/exe", nullptr, nullptr,
                      const_cast<char* const*>(arguments),
                      const_cast<char* const*>(environment)) != 0)
        return false;
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

TEST(TimersKilled, EveryTimerFiresOnceAndInOrderAlthoughTheProcessIsKilledInBetween) {
    constexpr int kCases = 600;
    const PassingFolder folder{std::filesystem::temp_directory_path(), "ow-timers-"};
    const std::string dir = folder.path().string();
    NullLog log;
    {
        const ow::test::TimerSite site{dir, log, "OFF"};
        ow::test::fill_timers(*site.store, kCases);
    }
    for (const int after : {1, 100, 399, 200}) EXPECT_TRUE(is_killed_after(dir, after)) << after;
    {
        const ow::test::TimerSite site{dir, log, "OFF"};
        EXPECT_GT(site.work_off(), 0) << "something was left";
        EXPECT_EQ(site.wrong(kCases), 0);
    }
}

class RoundsTest : public FlowTest {
  protected:
    void hall(bool silent) {
        setting_.hall.settings.deemed_approval = true;
        model::Item item = item_of("licence", "approval");
        item.silent_excluded = silent;
        setting_.catalogue = model::Catalogue{{item, item_of("own", "both")}, "c1"};
    }
    int work_off() {
        int fired = 0;
        for (int now = timers_.fire_due(); now > 0; now = timers_.fire_due()) fired += now;
        return fired;
    }
    bool ready_ = true;
    Timers timers_{*store_, *cases_, *appointments_, clock_, log_, [this] { return ready_; }};
};

TEST_F(RoundsTest, R8_SilenceWaitsForTheLanesThenGoesToTheIssuanceWindowAndTheSourceIsTold) {
    hall(false);
    const CaseNo no = new_case();
    clock_.set(*state(no).promised.due + std::chrono::hours{48});
    ready_ = false;
    EXPECT_EQ(work_off(), 0) << "a decision may still lie in a lane";
    ready_ = true;
    EXPECT_EQ(work_off(), 1);
    EXPECT_EQ(state(no).stage, model::Stage::kDecided);
    EXPECT_EQ(state(no).decision->decided_at, *state(no).promised.due);
    EXPECT_EQ(row_of(no, "channel", "decided").state, ports::OutboxState::kWaiting);
}

TEST_F(RoundsTest, R8_NothingIsDeemedWhereTheItemIsExcluded) {
    hall(true);
    const CaseNo no = new_case();
    clock_.set(*state(no).promised.due + std::chrono::hours{48});
    EXPECT_EQ(work_off(), 0);
    EXPECT_EQ(state(no).stage, model::Stage::kAccepted);
}

TEST_F(RoundsTest, R8_ADecisionInQuarantineIsNoSilenceOfThisCase) {
    hall(false);
    const CaseNo answered = new_case("F-1");
    const CaseNo silent = new_case("F-2");
    const auto answer = receive("approval", "decision",
                                {{"case_no", answered.str()},
                                 {"code", "777"},
                                 {"decision", object{{"outcome", "refused"}, {"reason", "样本"}}}},
                                "d1");
    ASSERT_EQ(model::text_at(answer.fields, "state"), "quarantined")
        << (answer.error ? answer.error->text() : "");
    clock_.set(*state(silent).promised.due + std::chrono::hours{48});
    EXPECT_EQ(work_off(), 1);
    EXPECT_EQ(state(silent).stage, model::Stage::kDecided);
    EXPECT_EQ(state(answered).stage, model::Stage::kAccepted) << "an operator has to look first";
    translator_.codes.insert("777");
    EXPECT_EQ(intake_->release_quarantined(), 1);
    EXPECT_EQ(state(answered).decision->outcome, "refused");
}

TEST_F(RoundsTest, R8_NorIsOneThatNamesTheDepartmentsOwnNumber) {
    hall(false);
    const CaseNo no = new_case();
    model::MessageSent sent;
    sent.partner = "approval";
    sent.kind = "application";
    sent.facts = {{"foreign_no", "SP-2024-7"}};
    Request request;
    request.actor = "system";
    ASSERT_FALSE(cases_->run_and_wait(no, std::move(sent), std::move(request)).error);
    (void)receive("approval", "decision",
                  {{"case_no", "SP-2024-7"},
                   {"code", "777"},
                   {"decision", object{{"outcome", "refused"}, {"reason", "样本"}}}},
                  "d1");
    clock_.set(*state(no).promised.due + std::chrono::hours{48});
    EXPECT_EQ(work_off(), 0);
    EXPECT_EQ(state(no).stage, model::Stage::kAccepted);
}

TEST_F(RoundsTest, ACaseThatCannotBeFiredHoldsNobodyElseUp) {
    hall(false);
    const CaseNo stuck = new_case("F-1");
    const CaseNo other = new_case("F-2");
    model::Item known = item_of("own", "both");
    clock_.set(*state(other).promised.due + std::chrono::hours{48});
    const auto whole = setting_.catalogue;
    setting_.catalogue = model::Catalogue{{known}, "c2"};
    EXPECT_EQ(work_off(), 0) << "the item is not published any more";
    setting_.catalogue = whole;
    Timers anew{*store_, *cases_, *appointments_, clock_, log_, [] { return true; }};
    EXPECT_EQ(anew.fire_due(), 2);
    EXPECT_EQ(state(stuck).stage, model::Stage::kDecided);
}

TEST_F(RoundsTest, R29_AChangedCalendarIsCountedOncePerCaseAndTheSameOneNever) {
    const CaseNo no = new_case();
    const auto old = state(no).promised.due;
    Recomputation first{*store_, *cases_, setting_, clock_, log_};
    first.run();
    EXPECT_TRUE(first.done());
    EXPECT_EQ(state(no).promised.due, old) << "nothing moved";
    const auto version = state(no).version;
    setting_.calendar = model::Calendar{{{2024,
                                          {{*parse_day("2024-10-01"), true, "国庆节"},
                                           {*parse_day("2024-10-02"), true, "国庆节"}}}},
                                        "k2"};
    ASSERT_EQ(moves_of(state(no), setting_, clock_.now()).size(), 1U) << "shown before it is done";
    Recomputation second{*store_, *cases_, setting_, clock_, log_};
    second.run();
    EXPECT_EQ(state(no).version, version + 1);
    EXPECT_EQ(state(no).promised.due, *old + std::chrono::hours{24});
    const auto taken = store_->load(StreamId{"calendar:sample"});
    ASSERT_TRUE(taken);
    EXPECT_EQ(model::text_at(taken->back().event.clear, "version"), "k2");
    Recomputation third{*store_, *cases_, setting_, clock_, log_};
    third.run();
    EXPECT_EQ(state(no).version, version + 1);
    EXPECT_EQ(store_->load(StreamId{"calendar:sample"})->size(), taken->size());
}

TEST_F(RoundsTest, R10_TheListOfCasesNearTheirLimitAndTheReminderFromIt) {
    const CaseNo no = new_case();
    const auto near = [&] {
        return desk_->todo(clerk("issuance"), "near_limit", "").at("rows").as_array().size();
    };
    EXPECT_EQ(near(), 0U);
    clock_.set(*state(no).promised.due - std::chrono::hours{30});
    EXPECT_EQ(near(), 1U);
    ports::StaffAction action;
    action.action = "remind";
    action.values = {{"how", "phone"}, {"note", ""}};
    ASSERT_TRUE(desk_->act(clerk("issuance"), no, action));
    EXPECT_EQ(state(no).timing.reminders, 1);
}

TEST_F(RoundsTest, R29_FromOctoberOnATaskAsksForTheNextYear) {
    const auto asks = [&] {
        return boost::json::serialize(desk_->todo(clerk("issuance"), "all", "").at("tasks"))
                   .find("2025年放假安排") != std::string::npos;
    };
    clock_.set(at("2024-09-30T23:59"));
    EXPECT_FALSE(asks());
    clock_.set(at("2024-10-01T00:00"));
    EXPECT_TRUE(asks());
}

TEST_F(RoundsTest, R27_ThePageShowsStateAndEveryDayOfBothClocks) {
    const CaseNo no = new_case();
    const auto view = desk_->case_view(clerk("issuance"), no, false);
    ASSERT_TRUE(view);
    const object& clock = view->at("clocks").as_array().front().as_object();
    EXPECT_EQ(model::text_at(clock, "state"), "running");
    EXPECT_GT(clock.at("account").as_array().size(), 5U);
}

TEST_F(RoundsTest, ClockJumpsChangeNothing) {
    hall(false);
    const CaseNo no = new_case();
    const Instant due = *state(no).promised.due;
    clock_.set(due + std::chrono::hours{1});
    EXPECT_EQ(work_off(), 1);
    const auto version = state(no).version;
    clock_.set(due - std::chrono::hours{72});
    EXPECT_EQ(work_off(), 0) << "back: nothing fires again";
    clock_.set(due + std::chrono::hours{3});
    EXPECT_EQ(work_off(), 0) << "forward: nothing twice";
    EXPECT_EQ(state(no).version, version);
    EXPECT_EQ(state(no).decision->decided_at, due);
}

}  // namespace
}  // namespace ow::flow
