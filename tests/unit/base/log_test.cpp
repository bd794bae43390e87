#include "gateway/base/log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace ow {
namespace {

class FixedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return *parse_instant("2026-11-20T09:00:00.000"); }
};

std::string line_of(std::initializer_list<LogField> fields) {
    std::array<int, 2> pipe_ends{};
    EXPECT_EQ(pipe(pipe_ends.data()), 0);
    const FixedClock clock;
    LineLog log{pipe_ends[1], clock};
    log.write(LogEvent::kCaseCommitted, fields);
    std::array<char, 1024> buffer{};
    const auto got = read(pipe_ends[0], buffer.data(), buffer.size());
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    return {buffer.data(), static_cast<std::size_t>(got)};
}

}  // namespace

TEST(Log, WritesOneJsonObjectALine) {
    EXPECT_EQ(line_of({{"case", "a\"b\n"}}),
              "{\"t\":\"2026-11-20T09:00:00.000+08:00\",\"event\":\"case.committed\","
              "\"case\":\"a\\\"b\\u000a\"}\n");
}

TEST(Log, AFieldThatIsNotInTheTableLosesItsValue) {
    const std::string line = line_of({{"applicant_name", "某人"}});
    EXPECT_EQ(line.find("某人"), std::string::npos);
    EXPECT_NE(line.find("badfield"), std::string::npos);
}

TEST(Log, TablesAreSortedAndComplete) {
    std::string previous;
    for (std::size_t i = 0; i < log_events().size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(log_events()[i].event), i);
        EXPECT_LT(previous, log_events()[i].name);
        previous = log_events()[i].name;
    }
    EXPECT_TRUE(std::is_sorted(log_fields().begin(), log_fields().end()));
}

}  // namespace ow
