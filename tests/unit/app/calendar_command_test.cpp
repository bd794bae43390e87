// `onewindow calendar import`: what may take the place of a year's days.

#include <gtest/gtest.h>

#include <sstream>

#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "tests/unit/app/site_store.hpp"

namespace ow::app {
namespace {

class CalendarCommand : public testing::Test {
  protected:
    CalendarCommand() {
        EXPECT_TRUE(make_keys(site_.root() / "run/keys/master.key"));
        ports::Step step;
        step.appends.push_back({StreamId{"case:4101842026112110000012"},
                                0,
                                {{"case.received", 1, {}, "", {}, {}}},
                                {}});
        commit(site_, std::move(step));
    }
    int import(const std::string& text) {
        site_.write("fresh.json", text);
        std::ostringstream out;
        err_.str({});
        const std::vector<std::string> words{"calendar", "import",
                                             "--config", site_.config().string(),
                                             "--file",   (site_.root() / "fresh.json").string(),
                                             "--take"};
        return run_command_line(words, out, err_);
    }
    SiteCopy site_;
    std::ostringstream err_;
};

TEST_F(CalendarCommand, R29_AYearWithoutDaysDoesNotTakeThePlaceOfAPublishedOne) {
    const std::string before = site_.read("config/calendar/2026.json");
    EXPECT_EQ(import(R"({"year": 2026, "papers": [], "days": []})"), 1);
    EXPECT_NE(err_.str().find("the file has no days for 2026, which "), std::string::npos)
        << err_.str();
    EXPECT_EQ(site_.read("config/calendar/2026.json"), before);
    EXPECT_EQ(import(before), 0) << err_.str();
    EXPECT_EQ(import(R"({"year": 2027, "papers": [], "days": []})"), 0)
        << "not published yet: " << err_.str();
}

}  // namespace
}  // namespace ow::app
