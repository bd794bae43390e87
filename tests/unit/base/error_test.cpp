#include "gateway/base/error.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "gateway/base/text.hpp"

namespace ow {

TEST(ErrorCatalogue, RowsStandInTheOrderOfTheirCodesAndNames) {
    std::string previous;
    for (std::size_t i = 0; i < error_catalogue().size(); ++i) {
        const ErrorRow& row = error_catalogue()[i];
        EXPECT_EQ(static_cast<std::size_t>(row.code), i) << row.name;
        EXPECT_LT(previous, row.name);
        previous = row.name;
    }
    EXPECT_EQ(static_cast<std::size_t>(Code::kYamlInvalid) + 1, error_catalogue().size());
}

TEST(ErrorCatalogue, EveryRowTellsApplicantAndOperatorWhatToDo) {
    for (const ErrorRow& row : error_catalogue()) {
        EXPECT_GE(count_code_points(row.applicant), 4U) << row.name;
        EXPECT_GE(count_code_points(row.operator_), 8U) << row.name;
        EXPECT_GE(row.http_status, 200) << row.name;
    }
}

TEST(Error, TextNamesCodePlaceAndCause) {
    const Error error{Code::kFieldMissing, {"applicant.name", "portal/apply", 12, 3}, "empty"};
    EXPECT_EQ(error.text(), "FIELD_MISSING applicant.name (portal/apply:12:3): empty");
}

}  // namespace ow
