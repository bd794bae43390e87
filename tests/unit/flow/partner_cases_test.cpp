// What a partner is told when it asks.

#include "gateway/flow/partner_cases.hpp"

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class PartnerCasesTest : public FlowTest {
  protected:
    Result<object> ask(const std::string& partner, const std::string& number) {
        return partner_status(*store_, *cases_, PartnerId{partner}, number);
    }
};

TEST_F(PartnerCasesTest, SourceAndDepartmentAreToldAndNobodyElse) {
    const auto taken = receive("channel", "application", application(), "k1");
    ASSERT_FALSE(taken.error) << taken.error->text();
    const std::string no = text_at(taken.fields, "case_no");
    for (const char* own : {"channel", "approval"}) {
        const auto status = ask(own, no);
        ASSERT_TRUE(status) << own << status.error().text();
        EXPECT_EQ(text_at(*status, "case_no"), no);
        EXPECT_EQ(text_at(*status, "item_code"), "code-licence");
        EXPECT_FALSE(text_at(*status, "state_label").empty());
    }
    const auto strange = ask("both", no);
    ASSERT_FALSE(strange);
    EXPECT_EQ(strange.error().code(), Code::kCaseNotFound) << "not even that it exists";
    EXPECT_EQ(strange.error().text(), ask("both", "4101842024092710000017").error().text());
    EXPECT_EQ(ask("channel", "").error().code(), Code::kFieldMissing);
}

TEST_F(PartnerCasesTest, ANumberOfSomebodyElsesCaseMovesNothing) {
    const auto taken = receive("channel", "application", application(), "k1");
    const CaseNo no{text_at(taken.fields, "case_no")};
    const auto before = cases_->load(no)->version;
    int n = 0;
    for (const char* stranger : {"both", "channel"}) {
        const auto decided =
            receive(stranger, "decision", decision_for(no), "d" + std::to_string(++n));
        ASSERT_TRUE(decided.error) << stranger;
        const bool knows = std::string{stranger} == "both";
        EXPECT_EQ(decided.error->code(), knows ? Code::kCaseNotFound : Code::kMessageKindUnknown);
    }
    EXPECT_EQ(cases_->load(no)->version, before);
    EXPECT_FALSE(check_part(*cases_, PartnerId{"approval"}, Part::kSource, no));
    EXPECT_FALSE(check_part(*cases_, PartnerId{"channel"}, Part::kDepartment, no));
    EXPECT_TRUE(check_part(*cases_, PartnerId{"channel"}, Part::kSource, no));
    EXPECT_TRUE(check_part(*cases_, PartnerId{"approval"}, Part::kDepartment, no));
}

TEST_F(PartnerCasesTest, ItsOwnNumberWillDoAndTheDecisionIsTold) {
    const auto taken = receive("channel", "application", application(), "k1");
    const CaseNo no{text_at(taken.fields, "case_no")};
    ASSERT_FALSE(receive("approval", "decision", decision_for(no), "d1").error);
    const auto by_ours = ask("channel", no.str());
    ASSERT_TRUE(by_ours);
    const auto by_theirs = ask("channel", text_at(*by_ours, "channel_no"));
    ASSERT_TRUE(by_theirs) << by_theirs.error().text();
    EXPECT_EQ(*by_theirs, *by_ours);
    EXPECT_EQ(text_at(*by_ours, "outcome"), "approved");
    EXPECT_FALSE(text_at(*by_ours, "decided_at").empty());
    EXPECT_EQ(boost::json::serialize(*by_ours).find("测试"), std::string::npos) << "no names";
}

TEST_F(PartnerCasesTest, OneNumberOfTwoCasesIsNotTakenForNone) {
    const auto first = receive("channel", "application", application("n-1"), "k1");
    const auto second = receive("channel", "application", application("n-1"), "k2");
    const auto told = ask("channel", "n-1");
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code(), Code::kFieldFormat) << "else it is sent a third time";
    for (const auto& one : {first, second})
        EXPECT_NE(told.error().cause().find(text_at(one.fields, "case_no")), std::string::npos);
    EXPECT_TRUE(ask("channel", text_at(first.fields, "case_no")));
}

}  // namespace
}  // namespace ow::flow
