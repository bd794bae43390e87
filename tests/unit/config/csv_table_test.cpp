#include "gateway/app/csv_table.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include "gateway/app/check_config.hpp"

namespace ow::app {
namespace {

constexpr std::string_view kColumns[] = {"id", "name", "limit", "yes"};

class Csv : public ::testing::Test {
  protected:
    const CsvTable& read(std::string_view text) {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::path{::testing::TempDir()} /
                (std::string{"ow_csv_"} + test->name() + std::to_string(::getpid()) + ".csv");
        std::ofstream{path_, std::ios::binary} << text;
        problems_.clear();
        table_ = CsvTable::read(path_, kColumns, problems_);
        return table_;
    }
    void TearDown() override { std::filesystem::remove(path_); }
    [[nodiscard]] std::string problem(std::size_t i) const {
        return i < problems_.size() ? to_line(problems_[i]).substr(path_.string().size()) : "none";
    }
    CsvTable table_;
    std::vector<Error> problems_;

  private:
    std::filesystem::path path_;
};

TEST_F(Csv, ReadsQuotedValuesCrLfAndABom) {
    read("\xEF\xBB\xBFid,name,limit,yes\r\n1,\"a,\"\"b\"\"\",5wd,yes\r\n");
    ASSERT_EQ(problems_.size(), 0U) << problem(0);
    ASSERT_EQ(table_.rows().size(), 1U);
    EXPECT_EQ(table_.cell(table_.rows()[0], "name").text, "a,\"b\"");
    EXPECT_EQ(table_.rows()[0].line, 2);
}

TEST_F(Csv, AColumnMisspeltIsNamedWithItsPlace) {
    read("id,names,limit,yes\n");
    ASSERT_EQ(problems_.size(), 2U);
    EXPECT_EQ(problem(0), ":1:4: names: unknown column `names`; did you mean `name`?");
    EXPECT_EQ(problem(1), ":1:1: name: column `name` is missing");
    read("id,name,limit,yes,id\n");
    EXPECT_EQ(problem(0), ":1:19: id: column `id` is there twice");
}

TEST_F(Csv, ARowOfAnotherLengthIsNamed) {
    read("id,name,limit,yes\n1,a,5wd,yes\n2,b,5wd\n3,c,5wd,yes\n");
    EXPECT_EQ(problem(0), ":3:1: 3 values where the header has 4");
    EXPECT_EQ(table_.rows().size(), 2U) << "the others are read on";
}

TEST_F(Csv, AnOpenQuoteIsNamed) {
    read("id,name,limit,yes\n1,\"a,5wd,yes\n2,b\"c,1wd,no\n");
    EXPECT_EQ(problem(0), ":2:3: a quoted value is not closed properly");
    EXPECT_EQ(problem(1), ":3:3: a quoted value is not closed properly");
}

TEST_F(Csv, TypedValuesSayWhatIsRightAndColumnsCountCharacters) {
    read("id,name,limit,yes\n张三,,5days,maybe\n");
    CsvReader reader{table_, table_.rows()[0], problems_};
    EXPECT_EQ(reader.text("name"), "");
    EXPECT_FALSE(reader.limit_or_none("limit"));
    EXPECT_FALSE(reader.yes_no("yes"));
    EXPECT_EQ(reader.integer("id", 1, 9), 1);
    EXPECT_EQ(problem(0), ":2:4: name: `name` must not be empty");
    EXPECT_EQ(problem(1), ":2:5: limit: a limit is expected, such as 5wd, 30nd, 4h or 2mo");
    EXPECT_EQ(problem(2), ":2:11: yes: one of yes, no is expected");
    EXPECT_EQ(problem(3), ":2:1: id: a whole number is expected, 1 to 9");
}

TEST_F(Csv, BlanksAroundAValueAreAMistake) {
    read("id,name,limit,yes\n1, a,5wd,yes\n");
    CsvReader reader{table_, table_.rows()[0], problems_};
    EXPECT_EQ(reader.text("name"), "a");
    EXPECT_EQ(problem(0), ":2:3: name: blanks around the value");
}

TEST_F(Csv, BytesThatAreNotUtf8AreRefused) {
    read("id,name,limit,yes\n1,\xD5\xC5,5wd,yes\n");
    EXPECT_EQ(problem(0), ":2: the table is not UTF-8: save it as UTF-8");
}

TEST(CsvFile, ThatIsNotThereIsUnreadable) {
    std::vector<Error> problems;
    (void)CsvTable::read("config/none.csv", kColumns, problems);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].code(), Code::kFileUnreadable);
}

}  // namespace
}  // namespace ow::app
