// The people's steps through the desk: consultations, bookings changed, joint opening, marks.

#include "gateway/flow/consultations.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class PeopleTest : public FlowTest {
  protected:
    int fire() {
        Timers timers{*store_, *cases_, *appointments_, clock_, log_, [] { return true; }};
        return timers.fire_due();
    }
    std::string book(const std::string& slot, const std::string& key,
                     const std::string& date = "2024-09-30") {
        const object wish = booking_wish(date, slot);
        return text_at(receive("messenger", "booking", wish, key).fields, "booking_no");
    }
    std::string state_of_booking(const std::string& no) {
        return std::string{model::to_name(appointments_->booking(CaseNo{no})->stage)};
    }
    /// Each a form of its own.
    ports::StaffAction action(std::string id, object values) {
        return {std::move(id), 0, std::move(values), "form-" + std::to_string(++forms_)};
    }
    static object form(object more = {}) {
        object values{{"item", "licence"},
                      {"name", "欧阳测试"},
                      {"cert_number", "41018419900104003X"},
                      {"phone", "13800000001"},
                      {"pick_up", "self"},
                      {"identity", "copy"},
                      {"materials",
                       array{object{{"id", "M1"}, {"check", "compared"}}, object{{"id", "M2"}}}}};
        for (const auto& [key, value] : more) values[key] = value;
        return values;
    }
    void parcel(const std::string& waybill) {
        (void)receive("courier", "parcel",
                      {{"parcel", object{{"waybill", waybill}, {"sender_name", "李样本"}}}},
                      waybill);
    }

    int forms_ = 0;
};

TEST_F(PeopleTest, R18_AConsultationIsListedAnsweredByItsDepartmentAndLateByTheTimer) {
    const object question{{"item", "licence"},  {"kind", "materials"},
                          {"way", "on_site"},   {"question", "平面图要盖章吗"},
                          {"name", "欧阳测试"}, {"phone", "13800000001"}};
    const auto asked = desk_->consult(clerk("acceptance"), "", action("ask", question));
    ASSERT_TRUE(asked) << asked.error().text();
    const std::string no = text_at(*asked, "no");
    EXPECT_EQ(fire(), 0);
    clock_.set(at("2024-10-08T08:00"));
    EXPECT_EQ(fire(), 1);
    EXPECT_EQ(fire(), 0) << "once";
    const object shown = desk_->consultations(clerk("acceptance"));
    const object& row = shown.at("rows").as_array().at(0).as_object();
    EXPECT_EQ(text_at(row, "late"), "true");
    EXPECT_EQ(text_at(row, "name"), "欧**试") << "masked";
    ports::StaffUser other = clerk("department");
    other.department = DepartmentId{"both"};
    EXPECT_TRUE(desk_->consultations(other).at("rows").as_array().empty());
    EXPECT_EQ(desk_->consult(other, no, action("answer", {{"answer", "要"}})).error().code(),
              Code::kCaseNotFound);
    other.department = DepartmentId{"approval"};
    ASSERT_TRUE(desk_->consult(other, no, action("answer", {{"answer", "要"}})));
    EXPECT_FALSE(desk_->consult(other, no, action("answer", {{"answer", "要"}}))) << "once";
}

TEST_F(PeopleTest, R17_ACancelledPlaceIsFreeAndTheApplicantIsTold) {
    setting_.hall.settings.booking_mean_daily = 10;  // one place a day
    const std::string first = book("09:00-10:00", "b1");
    EXPECT_EQ(state_of_booking(first), "confirmed");
    EXPECT_EQ(state_of_booking(book("10:00-11:00", "b2")), "refused") << "the day is full";
    const auto user = clerk("acceptance");
    EXPECT_FALSE(desk_->change_booking(user, first, action("cancel", {})));
    ASSERT_TRUE(desk_->change_booking(user, first, action("cancel", {{"reason", "申请人来电"}})));
    EXPECT_EQ(state_of_booking(first), "cancelled");
    EXPECT_EQ(store_->outbox(booking_stream(CaseNo{first})).size(), 2U) << "confirmed, cancelled";
    EXPECT_EQ(state_of_booking(book("10:00-11:00", "b3")), "confirmed");
}

TEST_F(PeopleTest, R17_AChangedBookingIsCheckedInAtItsNewTimeWithATicket) {
    const std::string no = book("09:00-10:00", "b1");
    const auto user = clerk("acceptance");
    const auto moved = desk_->change_booking(
        user, no, action("rebook", {{"date", "2024-09-30"}, {"slot", "11:00-12:00"}}));
    ASSERT_TRUE(moved) << moved.error().text();
    clock_.set(at("2024-09-30T11:30"));
    const auto taken = desk_->take_in(user, "booking", no, action("take_in", form()));
    ASSERT_TRUE(taken) << taken.error().text();
    EXPECT_EQ(appointments_->booking(CaseNo{no})->ticket, "A001");
    EXPECT_EQ(appointments_->ticket('A').value(), "A002");
    EXPECT_EQ(appointments_->ticket('Z').value(), "Z001") << "two series";
}

TEST_F(PeopleTest, R17_ADaysListHoldsEveryBookingOfTheDayHoweverManyThereAreOfOtherDays) {
    setting_.hall.settings.booking_mean_daily = 10'000;
    const std::string first = book("09:00-10:00", "b0");
    clock_.set(at("2024-09-28T09:00"));
    for (int n = 0; n < 500; ++n)
        (void)book("09:00-10:00", "later" + std::to_string(n), "2024-10-08");
    const object shown = desk_->bookings(clerk("acceptance"), "2024-09-30");
    ASSERT_EQ(shown.at("rows").as_array().size(), 1U);
    EXPECT_EQ(text_at(shown.at("rows").as_array().at(0).as_object(), "booking_no"), first);
    EXPECT_EQ(shown.at("slots").as_array().size(), model::slots_of(setting_.hall).size());
    EXPECT_EQ(desk_->bookings(clerk("acceptance"), "2024-10-08").at("rows").as_array().size(),
              500U);
}

TEST_F(PeopleTest, R24_AParcelIsOpenedWithTheDepartmentWhereTheHallWantsIt) {
    setting_.hall.settings.mail_needs_department = true;
    parcel("EA1");
    const auto user = clerk("acceptance");
    const object asked = desk_->intake_form(user, "parcel", "EA1").value();
    EXPECT_NE(boost::json::serialize(asked).find("department_person"), std::string::npos);
    const auto alone = desk_->take_in(user, "parcel", "EA1", action("take_in", form()));
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().at().field, "department_person");
    ASSERT_TRUE(desk_->take_in(user, "parcel", "EA1",
                               action("take_in", form({{"department_person", "后台一号"}}))));
}

TEST_F(PeopleTest, R1_WhatTheWindowCheckedStandsInTheCase) {
    parcel("EA1");
    const auto user = clerk("acceptance");
    const auto unchecked =
        desk_->take_in(user, "parcel", "EA1", action("take_in", form({{"identity", ""}})));
    ASSERT_FALSE(unchecked);
    EXPECT_EQ(unchecked.error().at().field, "identity");
    const auto taken = desk_->take_in(user, "parcel", "EA1",
                                      action("take_in", form({{"applied_by", "agent"},
                                                              {"agent_name", "代办测试"},
                                                              {"agent_identity", "original"},
                                                              {"authorisation", "original"},
                                                              {"helper", "帮办员一号"}})));
    ASSERT_TRUE(taken) << taken.error().text();
    const auto s = state(CaseNo{text_at(*taken, "case_no")});
    EXPECT_EQ(s.people.checks.materials.at("M1"), "compared");
    EXPECT_EQ(s.people.checks.helper, "帮办员一号");
    EXPECT_EQ(text_at(s.content, "agent.name"), "代办测试");
}

TEST_F(PeopleTest, R46_TheGreenLaneStandsFirstInAList) {
    parcel("EA1");
    const auto user = clerk("acceptance");
    const auto green =
        desk_->take_in(user, "parcel", "EA1", action("take_in", form({{"green_lane", true}})));
    ASSERT_TRUE(green) << green.error().text();
    clock_.forward(Millis{1000});
    (void)new_case("F-7");  // newer, so it would stand above
    const object list = desk_->todo(user, "in_progress", "");
    const object& first = list.at("rows").as_array().at(0).as_object();
    EXPECT_EQ(text_at(first, "case_no"), text_at(*green, "case_no"));
    EXPECT_NE(boost::json::serialize(first).find("绿色通道"), std::string::npos);
}

}  // namespace
}  // namespace ow::flow
