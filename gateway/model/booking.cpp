#include "gateway/model/booking.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/model/case_state.hpp"
#include "gateway/model/content.hpp"

namespace ow::model {
namespace {

using boost::json::object;

struct StageNames {
    BookingStage stage;
    std::string_view name;
    std::string_view label;
    std::string_view event;
};

constexpr StageNames kNames[] = {
    {BookingStage::kNone, "none", "无", ""},
    {BookingStage::kConfirmed, "confirmed", "预约成功", "booking.confirmed"},
    {BookingStage::kRefused, "refused", "预约未成功", "booking.refused"},
    {BookingStage::kCancelled, "cancelled", "已取消", "booking.cancelled"},
    {BookingStage::kCheckedIn, "checked_in", "已到号", "booking.checked_in"},
    {BookingStage::kLapsed, "lapsed", "逾时取消", "booking.lapsed"},
};

const StageNames& names_of(BookingStage stage) {
    return kNames[static_cast<std::size_t>(stage)];
}

/// The hall's own words for a place given up (`booking_lapsed`).
std::string lapse_words(const Hall& hall) {
    const auto own = hall.wordings.find("booking_lapsed");
    return own == hall.wordings.end() || own->second.empty() ? "超过预约时间，预约已取消"
                                                             : own->second;
}

Error not_allowed(const Booking& b) {
    return Error{Code::kCommandNotAllowed, {}, "当前状态：" + std::string{to_chinese(b.stage)}};
}

Event freed(const Booking& b, const std::string& actor, Instant now) {
    return {"booking.freed", 1, now, actor, {{"no", b.no.str()}, {"slot", b.slot}}, {}};
}

/// R17: a valid ID; a unit brings its code and the agent's ID.
std::string id_refusal(const object& person) {
    const std::string number = text_at(person, "cert_number");
    if (number.empty()) return "预约须提供有效身份证件";
    Findings findings;
    check_certificate("booking.cert_number", text_at(person, "cert_type"), number, {}, findings);
    if (!findings.errors.empty()) return "预约人证件号码无效";
    if (!person.contains("organisation_code")) return {};
    const std::string code = text_at(person, "organisation_code");
    return code.size() == 18 || code.size() == 9 ? "" : "预约单位代码无效";
}

/// Why the answer is no; empty: yes.
std::string refusal(const BookingRequest& r, const Item& item, const Hall& hall,
                    const Calendar& calendar, const BookingDay& day, Instant now) {
    const auto date = parse_day(r.date);
    const auto slots = slots_of(hall);
    if (!item.bookable && !hall.settings.booking_all_items) return "该事项未开放预约";
    if (!date || std::find(slots.begin(), slots.end(), r.slot) == slots.end())
        return "预约日期或时段不存在";
    if (hall.settings.booking_needs_id) {
        if (std::string reason = id_refusal(r.person); !reason.empty()) return reason;
    }
    const auto begins = parse_instant(r.date + "T" + r.slot.substr(0, 5));
    if (!begins || *begins <= now) return "预约时间已过";
    const auto open = calendar.is_workday(*date);
    if (!open) return "该日是否上班待节假日安排公布，暂不能预约";
    if (!*open) return "该日大厅不上班";
    int taken = 0;
    for (const auto& [slot, count] : day.taken) taken += count;
    return taken >= places_of(hall, item.id) ? "该日预约名额已满" : "";
}

}  // namespace

std::string_view to_name(BookingStage stage) {
    return names_of(stage).name;
}
std::string_view to_chinese(BookingStage stage) {
    return names_of(stage).label;
}

int places_of(const Hall& hall, const ItemId& item) {
    const auto own = hall.settings.booking_mean_of.find(item);
    const int mean =
        own == hall.settings.booking_mean_of.end() ? hall.settings.booking_mean_daily : own->second;
    return std::max(1, mean * hall.settings.booking_share_percent / 100);
}

std::optional<Instant> lapses_at(const Booking& b, const Hall& hall) {
    const auto slot_start = parse_instant(b.date + "T" + b.slot.substr(0, 5));
    if (!slot_start) return std::nullopt;
    return *slot_start + std::chrono::minutes{hall.settings.booking_grace_minutes} + Millis{1};
}

std::vector<Event> decide_lapse(const Booking& b, const Hall& hall, Instant due) {
    const auto late = lapses_at(b, hall);
    if (b.stage != BookingStage::kConfirmed || !late || due < *late) return {};
    return {
        {"booking.lapsed",
         1,
         *late - Millis{1},
         "system",
         {{"grace_minutes", hall.settings.booking_grace_minutes}, {"reason", lapse_words(hall)}},
         {}}};
}

std::vector<std::string> slots_of(const Hall& hall) {
    using namespace std::chrono;
    std::vector<std::string> slots;
    for (const OpeningSpan& span : hall.opening) {
        for (Millis from = span.from; from + hours{1} <= span.to; from += hours{1}) {
            const auto minute = [](Millis t) { return duration_cast<minutes>(t).count(); };
            slots.push_back(fmt::format("{:02}:{:02}-{:02}:{:02}", minute(from) / 60,
                                        minute(from) % 60, minute(from) / 60 + 1,
                                        minute(from) % 60));
        }
    }
    return slots;
}

Booking replay_booking(const std::vector<StoredEvent>& events) {
    Booking b;
    for (const StoredEvent& e : events) {
        b.version = e.sequence;
        for (const StageNames& row : kNames) {
            if (row.event == e.event.type) b.stage = row.stage;
        }
        const object& c = e.event.clear;
        if (e.sequence == 1) {
            b.no = CaseNo{text_at(c, "no")};
            b.item = ItemId{text_at(c, "item")};
            b.item_name = text_at(c, "item_name");
            b.source = PartnerId{text_at(c, "source")};
            b.date = text_at(c, "date");
            b.slot = text_at(c, "slot");
            b.requested_at = e.event.happened_at;
            if (const auto* p = e.event.secret.if_contains("person");
                p != nullptr && p->is_object())
                b.person = p->get_object();
        }
        if (const std::string reason = text_at(c, "reason"); !reason.empty()) b.reason = reason;
        if (const std::string no = text_at(c, "case_no"); !no.empty()) b.case_no = CaseNo{no};
        if (e.event.type == "booking.checked_in") b.ticket = text_at(c, "ticket");
        if (e.event.type != "booking.moved") continue;
        b.date = text_at(c, "date");
        b.slot = text_at(c, "slot");
    }
    return b;
}

BookingDay replay_booking_day(const std::vector<StoredEvent>& events) {
    BookingDay day;
    for (const StoredEvent& e : events) {
        day.version = e.sequence;
        day.taken[text_at(e.event.clear, "slot")] += e.event.type == "booking.freed" ? -1 : 1;
    }
    return day;
}

BookingDecision decide_booking(const BookingRequest& r, const CaseNo& no, const Item& item,
                               const Hall& hall, const Calendar& calendar, const BookingDay& day,
                               const std::string& actor, Instant now) {
    const std::string reason = refusal(r, item, hall, calendar, day, now);
    object clear{{"no", no.str()},           {"item", item.id.str()}, {"item_name", item.name},
                 {"source", r.source.str()}, {"date", r.date},        {"slot", r.slot}};
    if (!reason.empty()) clear["reason"] = reason;
    BookingDecision out;
    out.booking.push_back({reason.empty() ? "booking.confirmed" : "booking.refused",
                           1,
                           now,
                           actor,
                           clear,
                           {{"person", r.person}}});
    if (reason.empty())
        out.day.push_back(
            {"booking.placed", 1, now, actor, {{"no", no.str()}, {"slot", r.slot}}, {}});
    return out;
}

Result<Rebooking> decide_rebook(const Booking& b, const BookingRequest& wish, const Item& item,
                                const Hall& hall, const Calendar& calendar,
                                const BookingDay& new_day, const std::string& actor, Instant now) {
    if (b.stage != BookingStage::kConfirmed) return not_allowed(b);
    BookingRequest asked = wish;
    asked.person = b.person;
    BookingDay without = new_day;
    if (b.date == wish.date) --without.taken[b.slot];  // its own place is free for it
    if (std::string reason = refusal(asked, item, hall, calendar, without, now); !reason.empty())
        return Error{Code::kCommandNotAllowed, {}, std::move(reason)};
    Rebooking out;
    out.booking.push_back(
        {"booking.moved",
         1,
         now,
         actor,
         {{"date", wish.date}, {"slot", wish.slot}, {"from_date", b.date}, {"from_slot", b.slot}},
         {}});
    out.old_day.push_back(freed(b, actor, now));
    out.new_day.push_back(
        {"booking.placed", 1, now, actor, {{"no", b.no.str()}, {"slot", wish.slot}}, {}});
    return out;
}

Result<BookingDecision> decide_cancel(const Booking& b, const std::string& reason,
                                      const std::string& actor, Instant now) {
    if (b.stage != BookingStage::kConfirmed) return not_allowed(b);
    if (reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    BookingDecision out;
    out.booking.push_back({"booking.cancelled", 1, now, actor, {{"reason", reason}}, {}});
    out.day.push_back(freed(b, actor, now));
    return out;
}

Result<std::vector<Event>> decide_check_in(const Booking& b, const CaseNo& case_no,
                                           const Hall& hall, const std::string& actor, Instant now,
                                           const std::string& ticket) {
    if (b.stage != BookingStage::kConfirmed) return not_allowed(b);
    const auto late = lapses_at(b, hall);
    if (!late || now >= *late) {
        return Error{Code::kCommandNotAllowed, {}, lapse_words(hall)};
    }
    object clear{{"case_no", case_no.str()}};
    if (!ticket.empty()) clear["ticket"] = ticket;
    return std::vector<Event>{{"booking.checked_in", 1, now, actor, std::move(clear), {}}};
}

}  // namespace ow::model
