#include "gateway/app/deadline_command.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <sstream>

#include "config_copy.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/base/text.hpp"
#include "gateway/model/clocks.hpp"

namespace ow::app {
namespace {

struct Outcome {
    int status;
    std::string out;
    std::string err;
};

Outcome deadline(const std::string& words) {
    std::vector<std::string> arguments;
    for (std::string_view word : split(words, ' ')) arguments.emplace_back(word);
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_deadline(arguments, out, err);
    return {status, out.str(), err.str()};
}

const std::string kHall = "--config config --hall xinzheng ";

TEST(Deadline, R29_FiveWorkingDaysFrom27September2024) {
    const Outcome outcome = deadline(kHall + "--from 2024-09-27T10:00 --days 5");
    EXPECT_EQ(outcome.out, "2024-10-10\n");
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(deadline(kHall + "--from 2024-09-27 --days 5 --unit wd").out, "2024-10-10\n");
}

TEST(Deadline, R27_UnitsAreWorkingDaysNaturalDaysHoursMonths) {
    EXPECT_EQ(deadline(kHall + "--from 2024-09-27T10:00 --days 5 --unit nd").out, "2024-10-08\n");
    EXPECT_EQ(deadline(kHall + "--from 2024-09-27T10:00 --days 5 --unit h").out,
              "2024-09-27T16:00\n");
    EXPECT_EQ(
        deadline("--config config --hall neixiang --from 2024-09-27T10:00 --days 5 --unit h").out,
        "2024-09-27T17:30\n")
        << "another hall, other hours";
    EXPECT_EQ(deadline(kHall + "--from 2024-09-27T10:00 --days 1 --unit mo").out, "2024-10-28\n");
}

TEST(Deadline, R29_UnknownWhereTheCalendarIsNotPublishedAndWhy) {
    const Outcome outcome = deadline(kHall + "--from 2026-12-25T10:00 --days 20");
    EXPECT_EQ(outcome.out, "unknown\n");
    EXPECT_EQ(outcome.err, "2027年放假安排未公布\n");
    EXPECT_EQ(outcome.status, 0);
}

TEST(Deadline, R29_BecomesKnownWhenTheYearIsImported) {
    const ConfigCopy copy{"import"};
    copy.write(
        "calendar/2027.json",
        R"({"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]})");
    const std::string words =
        "--config " + copy.root().string() + " --hall xinzheng --from 2026-12-28T10:00 --days 4";
    EXPECT_EQ(deadline(words).out, "2027-01-04\n");
}

TEST(Deadline, R27_ExplainsEveryDay) {
    const Outcome outcome = deadline(kHall + "--from 2024-09-30T10:00 --days 1 --explain");
    EXPECT_EQ(outcome.out.substr(0, outcome.out.find('\n')), "2024-09-30  不计  起算日不计入");
    EXPECT_NE(outcome.out.find("2024-10-01  不计  国庆节放假\n"), std::string::npos);
    EXPECT_NE(outcome.out.find("2024-10-08  第1日  工作日\n"), std::string::npos);
    EXPECT_EQ(outcome.out.substr(outcome.out.size() - 11), "2024-10-08\n");
}

TEST(Deadline, ATypoInAnyArgumentIsNamed) {
    const std::string right = "--config config --hall xinzheng --from 2024-09-27T10:00 --days 5";
    ASSERT_EQ(deadline(right).status, 0);
    struct Case {
        std::string words;
        std::string said;
    };
    const Case cases[] = {
        {"--confg config --hall xinzheng --from 2024-09-27T10:00 --days 5",
         "did you mean `--config`?"},
        {"--config confg --hall xinzheng --from 2024-09-27T10:00 --days 5", "`--config confg`"},
        {"--config config --hal xinzheng --from 2024-09-27T10:00 --days 5",
         "did you mean `--hall`?"},
        {"--config config --hall xinzhen --from 2024-09-27T10:00 --days 5",
         "did you mean `xinzheng`?"},
        {"--config config --hall xinzheng --form 2024-09-27T10:00 --days 5",
         "did you mean `--from`?"},
        {"--config config --hall xinzheng --from 2024-09-31T10:00 --days 5",
         "`--from 2024-09-31T10:00`"},
        {"--config config --hall xinzheng --from 2024-09-27T10:00 --day 5",
         "did you mean `--days`?"},
        {"--config config --hall xinzheng --from 2024-09-27T10:00 --days five", "`--days five`"},
        {right + " --unit day", "`--unit day`: one of wd, nd, h, mo"},
        {right + " --unti wd", "did you mean `--unit`?"},
        {right + " --expalin", "did you mean `--explain`?"},
        {right + " --days 6", "`--days` is given twice"},
        {"--config config --hall xinzheng --from 2024-09-27T10:00", "`--days <n>` is missing"},
        {"--config config --hall xinzheng --from --days 5", "`--from` needs <time>"},
        {"--config config --hall xinzheng --from 2024-09-27T10:00 --days -5", "`--days -5`"},
        {right + " extra", "unknown option `extra`"},
    };
    for (const Case& each : cases) {
        const Outcome outcome = deadline(each.words);
        EXPECT_EQ(outcome.status, 2) << each.words;
        EXPECT_EQ(outcome.out, "") << each.words;
        EXPECT_NE(outcome.err.find(each.said), std::string::npos) << each.words << "\n"
                                                                  << outcome.err;
    }
}

TEST(Deadline, ABrokenConfigurationIsRefusedWithItsPlace) {
    const ConfigCopy copy{"deadline_broken"};
    ASSERT_TRUE(copy.replace("halls/xinzheng.yaml", "level:", "levle:"));
    const Outcome outcome = deadline("--config " + copy.root().string() +
                                     " --hall xinzheng --from 2024-09-27 --days 5");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_NE(outcome.err.find("xinzheng.yaml:4:1: levle: unknown key"), std::string::npos)
        << outcome.err;
}

struct Close {
    void operator()(FILE* pipe) const { ::pclose(pipe); }
};

/// Python counts from config/calendar by itself; nothing of it is ours.
TEST(Deadline, R29_AnIndependentRecountAgreesOnTwoThousandRandomCases) {
    const auto calendar = load_calendar("config").value;
    const std::unique_ptr<FILE, Close> pipe{
        ::popen("python3 tests/unit/config/recount.py 7 2000", "r")};
    ASSERT_TRUE(pipe);
    int cases = 0;
    int unknown = 0;
    char line[128];
    while (std::fgets(line, sizeof line, pipe.get()) != nullptr) {
        std::istringstream words{line};
        std::string from;
        std::string unit;
        std::string expected;
        int count = 0;
        words >> from >> unit >> count >> expected;
        const auto due = model::due_of({count, *model::parse_limit_unit(unit)},
                                       *parse_instant(from), calendar, {});
        EXPECT_EQ(due ? to_iso(due->day) : "unknown", expected) << line;
        ++cases;
        if (expected == "unknown") ++unknown;
    }
    EXPECT_EQ(cases, 2000);
    EXPECT_GT(unknown, 0) << "the cases reach into 2027";
    EXPECT_LT(unknown, 200);
}

}  // namespace
}  // namespace ow::app
