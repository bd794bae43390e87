// Bookings (R17) and parcels.

#include "gateway/model/booking.hpp"
#include "gateway/model/parcel.hpp"
#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

const CaseNo kNo{"41018420240927B0000017"};
constexpr std::string_view kNow = "2024-09-27T10:00";

Item bookable() {
    Item item = licence();
    item.bookable = true;
    return item;
}
BookingRequest wish(std::string date, std::string slot) {
    return {{{"name", "王测试"},
             {"cert_type", "id_card"},
             {"cert_number", "41018419900104003X"},
             {"phone", "13800000001"}},
            std::move(date),
            std::move(slot),
            PartnerId{"channel"}};
}
struct Answered {
    Booking booking;
    BookingDecision decision;
};
Answered ask(const BookingRequest& request, const Item& item = bookable(),
             const Hall& where = hall(), const BookingDay& day = {}, std::string_view now = kNow) {
    auto decision =
        decide_booking(request, kNo, item, where, autumn(), day, "partner:channel", at(now));
    std::vector<StoredEvent> stored;
    for (const Event& e : decision.booking)
        stored.push_back({e, static_cast<std::int64_t>(stored.size()) + 1, at(now), {}, {}});
    return {replay_booking(stored), std::move(decision)};
}

TEST(Booking, R17_ARequestForAFreeSlotIsConfirmedAndTakesAPlace) {
    const auto [b, d] = ask(wish("2024-09-30", "09:00-10:00"));
    EXPECT_EQ(b.stage, BookingStage::kConfirmed);
    EXPECT_EQ(b.no, kNo);
    EXPECT_EQ(b.date, "2024-09-30");
    EXPECT_EQ(text_at(b.person, "name"), "王测试");
    ASSERT_EQ(d.day.size(), 1U);
    EXPECT_TRUE(d.day[0].secret.empty()) << "the day's stream knows nobody";
    EXPECT_EQ(boost::json::serialize(d.booking[0].clear).find("王测试"), std::string::npos);
    for (const Event& e : d.booking) EXPECT_TRUE(is_event_type(e.type));
    EXPECT_TRUE(is_event_type(d.day[0].type));
}

TEST(Booking, R17_AnHourLateThePlaceIsGivenUpInTheHallsOwnWords) {
    Hall where = hall();
    where.settings.booking_grace_minutes = 30;
    where.wordings["booking_lapsed"] = "超过预约时间未来的，预约取消";
    Booking b = ask(wish("2024-09-30", "09:00-10:00")).booking;
    const Instant late = lapses_at(b, where).value();
    EXPECT_EQ(late, at("2024-09-30T09:30") + Millis{1});
    EXPECT_TRUE(decide_check_in(b, kNo, where, "staff:x", late - Millis{1}));
    EXPECT_FALSE(decide_check_in(b, kNo, where, "staff:x", late));
    EXPECT_TRUE(decide_lapse(b, where, late - Millis{1}).empty()) << "not while he may come";
    const auto events = decide_lapse(b, where, late);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].type, "booking.lapsed");
    EXPECT_EQ(events[0].happened_at, at("2024-09-30T09:30")) << "when it was so, not when noticed";
    EXPECT_EQ(text_at(events[0].clear, "reason"), "超过预约时间未来的，预约取消");
    for (const BookingStage done : {BookingStage::kRefused, BookingStage::kCancelled,
                                    BookingStage::kCheckedIn, BookingStage::kLapsed}) {
        b.stage = done;
        EXPECT_TRUE(decide_lapse(b, where, late).empty()) << to_name(done);
    }
}

TEST(Booking, R17_EveryOtherRequestIsAnsweredWithNoAndWhy) {
    Item closed = bookable();
    closed.bookable = false;
    BookingDay full;
    full.taken["09:00-10:00"] = 20;
    struct Row {
        const char* what;
        Answered answered;
    };
    const Row rows[] = {
        {"未开放预约", ask(wish("2024-09-30", "09:00-10:00"), closed)},
        {"时段不存在", ask(wish("2024-09-30", "12:00-13:00"))},
        {"时段不存在", ask(wish("2024-02-30", "09:00-10:00"))},
        {"时段不存在", ask(wish("", ""))},
        {"已过", ask(wish("2024-09-26", "09:00-10:00"))},
        {"已过", ask(wish("2024-09-27", "09:00-10:00"))},
        {"不上班", ask(wish("2024-10-01", "09:00-10:00"))},
        {"待节假日安排公布", ask(wish("2025-01-06", "09:00-10:00"))},
        {"已满", ask(wish("2024-09-30", "10:00-11:00"), bookable(), hall(), full)},
    };
    for (const Row& row : rows) {
        const auto& [b, d] = row.answered;
        EXPECT_EQ(b.stage, BookingStage::kRefused) << row.what;
        EXPECT_NE(b.reason.find(row.what), std::string::npos) << b.reason;
        EXPECT_TRUE(d.day.empty()) << "no place is taken: " << row.what;
    }
}

TEST(Booking, R17_ASundayThatIsMadeUpCanBeBooked) {
    EXPECT_EQ(ask(wish("2024-09-29", "09:00-10:00")).booking.stage, BookingStage::kConfirmed);
}

TEST(Booking, R17_AHallThatOpensEveryItemDoesSoByItsSetting) {
    Hall open = hall();
    open.settings.booking_all_items = true;
    EXPECT_EQ(ask(wish("2024-09-30", "09:00-10:00"), licence(), open).booking.stage,
              BookingStage::kConfirmed);
}

TEST(Booking, R17_ADaysPlacesAreTenPercentOfTheMeanAndAtLeastOne) {
    Hall h = hall();
    EXPECT_EQ(places_of(h), 20);
    h.settings.booking_mean_daily = 39;
    EXPECT_EQ(places_of(h), 3) << "never above the share";
    h.settings.booking_mean_daily = 4;
    EXPECT_EQ(places_of(h), 1);
    BookingDay day;
    day.taken["09:00-10:00"] = 1;
    EXPECT_EQ(ask(wish("2024-09-30", "15:00-16:00"), bookable(), h, day).booking.stage,
              BookingStage::kRefused)
        << "the share is of the day, not of the slot";
}

TEST(Booking, SlotsAreWholeHoursOfTheOpeningTimes) {
    EXPECT_EQ(slots_of(hall()),
              (std::vector<std::string>{"09:00-10:00", "10:00-11:00", "11:00-12:00", "13:00-14:00",
                                        "14:00-15:00", "15:00-16:00", "16:00-17:00"}));
}

Result<std::vector<Event>> come(std::string_view now, BookingStage stage) {
    Booking b = ask(wish("2024-09-30", "09:00-10:00")).booking;
    b.stage = stage;
    return decide_check_in(b, CaseNo{"case"}, hall(), "staff:x", at(now));
}

TEST(Booking, R17_UpToAnHourLateIsInTimeLaterThePlaceIsGone) {
    EXPECT_TRUE(come("2024-09-30T08:30", BookingStage::kConfirmed));
    EXPECT_TRUE(come("2024-09-30T10:00", BookingStage::kConfirmed));
    const auto late = come("2024-09-30T10:00:00.001", BookingStage::kConfirmed);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), Code::kCommandNotAllowed);
    EXPECT_NE(late.error().cause().find("取消"), std::string::npos);
}

TEST(Booking, R17_OnlyAConfirmedBookingIsCheckedInAndOnlyOnce) {
    for (const auto stage : {BookingStage::kRefused, BookingStage::kCancelled,
                             BookingStage::kCheckedIn, BookingStage::kLapsed}) {
        const auto refused = come("2024-09-30T09:00", stage);
        ASSERT_FALSE(refused);
        EXPECT_NE(refused.error().cause().find(to_chinese(stage)), std::string::npos);
    }
}

TEST(Booking, TheDayCountsWhatItsStreamSays) {
    const Event placed{"booking.placed", 1, at(kNow), "x", {{"slot", "09:00-10:00"}}, {}};
    const Event other{"booking.placed", 1, at(kNow), "x", {{"slot", "10:00-11:00"}}, {}};
    const BookingDay day = replay_booking_day(
        {{placed, 1, {}, {}, {}}, {placed, 2, {}, {}, {}}, {other, 3, {}, {}, {}}});
    EXPECT_EQ(day.version, 3);
    EXPECT_EQ(day.taken.at("09:00-10:00"), 2);
    EXPECT_EQ(day.taken.at("10:00-11:00"), 1);
}

ParcelOpening opener(std::string department_person = {}) {
    return {"staff:x", "收件员一号", std::move(department_person)};
}

Parcel after(const std::vector<Event>& events) {
    std::vector<StoredEvent> stored;
    for (const Event& e : events)
        stored.push_back({e, static_cast<std::int64_t>(stored.size()) + 1, {}, {}, {}});
    return replay_parcel(stored);
}

TEST(Parcel, TheDayOfReceiptIsTheDayTheHallGotIt) {
    const object posted{{"waybill", "EA1"},
                        {"arrived_at", "2024-09-27T16:00:00.000+08:00"},
                        {"sender_name", "李样本"}};
    const Event e =
        parcel_registered(posted, PartnerId{"courier"}, "partner:courier", at("2024-09-29T08:00"));
    EXPECT_EQ(e.happened_at, at("2024-09-27T16:00"));
    EXPECT_EQ(boost::json::serialize(e.clear).find("李样本"), std::string::npos);
    EXPECT_EQ(after({e}).stage, ParcelStage::kRegistered);
    EXPECT_EQ(text_at(after({e}).person, "sender_name"), "李样本");
}

TEST(Parcel, ItIsTakenInOnceAndItsOpeningStandsInTheStream) {
    const Event e =
        parcel_registered({{"waybill", "EA1"}}, PartnerId{"courier"}, "partner:courier", at(kNow));
    const auto taken = decide_take_in(after({e}), CaseNo{"case"}, opener(), {}, at(kNow));
    ASSERT_TRUE(taken);
    ASSERT_EQ(taken->size(), 2U);
    EXPECT_EQ((*taken)[0].type, "parcel.opened");
    const Parcel p = after({e, (*taken)[0], (*taken)[1]});
    EXPECT_EQ(p.stage, ParcelStage::kTakenIn);
    EXPECT_EQ(p.case_no, CaseNo{"case"});
    EXPECT_EQ(decide_take_in(p, CaseNo{"other"}, opener(), {}, at(kNow)).error().code(),
              Code::kCommandNotAllowed);
    EXPECT_FALSE(decide_open(p, opener(), {}, at(kNow)));
    ASSERT_TRUE(decide_open(after({e}), opener(), {}, at(kNow)));
}

TEST(Parcel, R24_WhereTheDepartmentMustBePresentItsStaffSignAndElseTheCentreOpensItAlone) {
    const Event e =
        parcel_registered({{"waybill", "EA1"}}, PartnerId{"courier"}, "partner:courier", at(kNow));
    HallSettings joint;
    joint.mail_needs_department = true;
    const auto alone = decide_take_in(after({e}), CaseNo{"case"}, opener(), joint, at(kNow));
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().at().field, "department_person");
    EXPECT_FALSE(decide_open(after({e}), {"staff:x", "", "后台一号"}, joint, at(kNow)));
    const auto both = decide_take_in(after({e}), CaseNo{"c"}, opener("后台一号"), joint, at(kNow));
    ASSERT_TRUE(both);
    EXPECT_EQ(text_at((*both)[0].clear, "window"), "收件员一号");
    EXPECT_EQ(text_at((*both)[0].clear, "department"), "后台一号");
    EXPECT_TRUE(decide_open(after({e}), opener(), {}, at(kNow)));
}

TEST(Booking, R17_WithoutAValidIdThereIsNoPlaceUnlessTheHallWantsNone) {
    BookingRequest without = wish("2024-09-30", "09:00-10:00");
    without.person.erase("cert_number");
    EXPECT_EQ(ask(without).booking.reason, "预约须提供有效身份证件");
    Hall lenient = hall();
    lenient.settings.booking_needs_id = false;
    EXPECT_EQ(ask(without, bookable(), lenient).booking.stage, BookingStage::kConfirmed);
    BookingRequest wrong = wish("2024-09-30", "09:00-10:00");
    wrong.person["cert_number"] = "410184199001040031";
    EXPECT_EQ(ask(wrong).booking.stage, BookingStage::kRefused);
    BookingRequest unit = wish("2024-09-30", "09:00-10:00");
    unit.person["organisation_code"] = "123";
    EXPECT_EQ(ask(unit).booking.reason, "预约单位代码无效");
    unit.person["organisation_code"] = "91410184MA00000000";
    EXPECT_EQ(ask(unit).booking.stage, BookingStage::kConfirmed) << "its code and the agent's ID";
}

TEST(Booking, R17_AnItemsOwnMeanCountsBeforeTheHalls) {
    Hall h = hall();
    h.settings.booking_mean_of[ItemId{"licence"}] = 60;
    EXPECT_EQ(places_of(h, ItemId{"licence"}), 6);
    EXPECT_EQ(places_of(h, ItemId{"other"}), 20);
    BookingDay day;
    day.taken["09:00-10:00"] = 6;
    EXPECT_NE(ask(wish("2024-09-30", "09:00-10:00"), bookable(), h, day).booking.reason, "");
}

BookingDay day_after(const std::vector<Event>& events) {
    std::vector<StoredEvent> stored;
    for (const Event& e : events)
        stored.push_back({e, static_cast<std::int64_t>(stored.size()) + 1, {}, {}, {}});
    return replay_booking_day(stored);
}

TEST(Booking, R17_ACancelledOneFreesItsPlace) {
    const auto [b, d] = ask(wish("2024-09-30", "09:00-10:00"));
    EXPECT_FALSE(decide_cancel(b, "", "staff:x", at(kNow)));
    const auto cancelled = decide_cancel(b, "申请人取消", "partner:channel", at(kNow));
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->booking[0].type, "booking.cancelled");
    EXPECT_EQ(day_after({d.day[0], cancelled->day[0]}).taken.at("09:00-10:00"), 0);
    Booking done = b;
    done.stage = BookingStage::kCheckedIn;
    EXPECT_FALSE(decide_cancel(done, "太晚", "staff:x", at(kNow)));
}

TEST(Booking, R17_AChangedOneTakesAnotherFreePlaceAndLeavesItsOwn) {
    const auto [b, d] = ask(wish("2024-09-30", "09:00-10:00"));
    const auto move = [&, booking = b](const BookingDay& day, std::string date, std::string slot) {
        return decide_rebook(booking, wish(std::move(date), std::move(slot)), bookable(), hall(),
                             autumn(), day, "staff:x", at(kNow));
    };
    const auto moved = move({}, "2024-10-08", "10:00-11:00");
    ASSERT_TRUE(moved) << moved.error().text();
    EXPECT_EQ(day_after({d.day[0], moved->old_day[0]}).taken.at("09:00-10:00"), 0);
    EXPECT_EQ(day_after({moved->new_day[0]}).taken.at("10:00-11:00"), 1);
    const Booking after =
        replay_booking({{d.booking[0], 1, {}, {}, {}}, {moved->booking[0], 2, {}, {}, {}}});
    EXPECT_EQ(after.date, "2024-10-08");
    EXPECT_EQ(after.slot, "10:00-11:00");
    EXPECT_EQ(after.stage, BookingStage::kConfirmed);
    EXPECT_FALSE(move({}, "2024-10-01", "10:00-11:00")) << "a day off";
    BookingDay full;
    full.taken["09:00-10:00"] = 20;
    EXPECT_FALSE(move(full, "2024-10-08", "10:00-11:00"));
    EXPECT_TRUE(move(full, "2024-09-30", "10:00-11:00")) << "its own place is one of the twenty";
}

}  // namespace
}  // namespace ow::model
