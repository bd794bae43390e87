// What a decision tells about review and court (R31).

#include "gateway/model/remedies.hpp"

#include <gtest/gtest.h>

namespace ow::model {
namespace {

Day day(std::string_view text) {
    return parse_day(text).value();
}

Remedies table() {
    const std::string review = "自知道之日起60日";
    const std::string court = "自知道之日起6个月";
    const auto from = day("2024-01-01");
    const auto to = day("2023-12-31");
    return Remedies{
        {{"1", "bureau", RemedyAspect::kReview, from, {}, "{review_government}", review},
         {"2",
          "bureau",
          RemedyAspect::kReview,
          {},
          to,
          "{review_government}或者{上一级主管部门}",
          review},
         {"3", "bureau", RemedyAspect::kCourt, {}, {}, "{basic_court}", court},
         {"4", "gas", RemedyAspect::kNone, {}, {}, "不是行政行为", {}},
         {"5", "item:review-first", RemedyAspect::kPrecondition, from, {}, "先申请复议", {}}}};
}

struct Told {
    Hall hall;
    Department bureau{.id = DepartmentId{"b1"}, .name = "样本局", .kind = "bureau"};
    Told() {
        hall.id = HallId{"sample"};
        hall.review_government = "样本市人民政府";
        hall.basic_court = "样本市人民法院";
        hall.review_url = "https://review.example";
    }
    Result<std::string> on(std::string_view when, bool online = false,
                           const std::string& item = "licence") const {
        return table().text(bureau, ItemId{item}, hall, day(when), online);
    }
};

TEST(Remedies, R31_TheTextInForceOnTheNoticesDateIsUsed) {
    Told told;
    told.hall.remedy_bodies["上一级主管部门"] = "样本省样本厅";
    EXPECT_EQ(told.on("2024-01-01").value(),
              "如不服本决定，可以自知道之日起60日内向样本市人民政府申请行政复议，也可以自知道之日起"
              "6个月内依法向样本市人民法院提起行政诉讼。");
    EXPECT_NE(told.on("2023-12-31").value().find("样本市人民政府或者样本省样本厅申请"),
              std::string::npos)
        << "the last day of the old law";
}

TEST(Remedies, R31_ACourtMovesByOneMoreRowWithItsDayWhereverItStands) {
    const Told told;
    const RemedyRow review{"1", "bureau", RemedyAspect::kReview, {}, {}, "甲", "60日"};
    const RemedyRow open{"2", "bureau", RemedyAspect::kCourt, {}, {}, "旧法院", "6个月"};
    const RemedyRow moved{"3",      "bureau", RemedyAspect::kCourt, day("2025-03-01"), {},
                          "新法院", "6个月"};
    const RemedyRow pilot{
        "4",        "bureau", RemedyAspect::kCourt, day("2025-05-01"), day("2025-05-31"),
        "试点法院", "6个月"};
    for (const Remedies& rows :
         {Remedies{{review, open, moved, pilot}}, Remedies{{pilot, moved, open, review}}}) {
        const auto names = [&](const char* when, const char* court) {
            const auto text =
                rows.text(told.bureau, ItemId{"licence"}, told.hall, day(when), false);
            return text.value().find("向" + std::string{court} + "提起") != std::string::npos;
        };
        EXPECT_TRUE(names("2025-02-28", "旧法院"));
        EXPECT_TRUE(names("2025-03-01", "新法院"));
        EXPECT_TRUE(names("2025-05-31", "试点法院"));
        EXPECT_TRUE(names("2025-06-01", "新法院")) << "after the pilot as before it";
    }
}

TEST(Remedies, R31_ABodyThatTheHallDoesNotNameIsNeverGuessed) {
    Told told;
    const auto unknown = told.on("2023-12-31");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().cause().find("sample.yaml: remedy_bodies: `上一级主管部门`"),
              std::string::npos);
    told.hall.remedy_bodies["b1/上一级主管部门"] = "样本省样本厅";
    told.hall.remedy_bodies["上一级主管部门"] = "别的厅";
    EXPECT_NE(told.on("2023-12-31").value().find("样本省样本厅"), std::string::npos)
        << "the department's own body first";
    told.bureau.kind = "unheard";
    EXPECT_NE(told.on("2024-01-01").error().cause().find("remedies.csv: unheard"),
              std::string::npos);
}

TEST(Remedies, R31_ABodyWhoseBracesAreWrongIsRefusedAndNeverCutShort) {
    const Told told;
    for (const char* body :
         {"{review_government", "向{review_government或者甲", "{}", "{ }", "review_government}",
          "{review_government}}", "{{review_government}", "｛review_government｝", "甲或者{"}) {
        const Remedies rows{
            {{"1", "bureau", RemedyAspect::kReview, {}, {}, body, "60日"},
             {"2", "bureau", RemedyAspect::kCourt, {}, {}, "{basic_court}", "6个月"}}};
        const auto text =
            rows.text(told.bureau, ItemId{"licence"}, told.hall, day("2024-06-01"), false);
        ASSERT_FALSE(text) << body << *text;
        EXPECT_EQ(text.error().code(), Code::kConfigInvalid);
        EXPECT_NE(text.error().cause().find("catalogue/remedies.csv: "), std::string::npos);
        EXPECT_EQ(rows.bodies(), std::vector<std::string>{"basic_court"}) << body;
    }
}

TEST(Remedies, R31_WhereReviewMustComeFirstTheTextSaysSo) {
    const Told told;
    const std::string text = told.on("2024-06-01", false, "review-first").value();
    EXPECT_NE(text.find("应当先"), std::string::npos) << text;
    EXPECT_EQ(text.find("也可以"), std::string::npos) << text;
    EXPECT_EQ(told.on("2023-06-01", false, "review-first").error().code(), Code::kConfigInvalid)
        << "not in force yet: the old text, whose body is not named";
}

TEST(Remedies, R31_WhoIsServedOnlineIsToldTheOnlineChannel) {
    Told told;
    EXPECT_NE(told.on("2024-06-01", true).value().find("https://review.example"),
              std::string::npos);
    EXPECT_EQ(told.on("2024-06-01").value().find("https://"), std::string::npos);
    told.hall.review_url.clear();
    EXPECT_EQ(told.on("2024-06-01", true).value(), told.on("2024-06-01").value());
}

TEST(Remedies, R31_APublicUtilityDecidesNoAdministrativeActAndTellsNothing) {
    Told told;
    told.bureau.kind = "gas";
    EXPECT_EQ(told.on("2024-06-01").value(), "");
    told.bureau.kind = "bureau";
    told.bureau.organ_type = "utility";
    EXPECT_EQ(told.on("2024-06-01").value(), "");
}

}  // namespace
}  // namespace ow::model
