#include "gateway/flow/appointments.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

constexpr char kAcceptanceSeries = 'A';
constexpr int kMostAttempts = 5;  // one day's stream is contended by everybody who books it

StreamId day_stream(const std::string& date, const ItemId& item) {
    return StreamId{"day:" + date + ":" + item.str()};
}

std::vector<model::StoredEvent> stored(const std::vector<model::Event>& events, std::int64_t after,
                                       Instant now) {
    std::vector<model::StoredEvent> out;
    out.reserve(events.size());
    for (const model::Event& e : events) out.push_back({e, ++after, now, {}, {}});
    return out;
}

Outcome outcome_of(const ports::CommitOutcome& outcome, const object& answer) {
    if (std::holds_alternative<ports::Committed>(outcome)) return {std::nullopt, answer, false};
    if (const auto* duplicate = std::get_if<ports::Duplicate>(&outcome)) {
        boost::system::error_code failed;
        const auto first = boost::json::parse(duplicate->answer, failed);
        return {std::nullopt, first.is_object() ? first.get_object() : object{}, true};
    }
    if (const auto* error = std::get_if<Error>(&outcome)) return {*error, {}, false};
    return {Error{Code::kStoreConflict}, {}, false};
}

object booking_answer(const model::Booking& b) {
    object answer{{"booking_no", b.no.str()},
                  {"outcome", model::to_name(b.stage)},
                  {"outcome_label", model::to_chinese(b.stage)},
                  {"item_name", b.item_name},
                  {"date", b.date},
                  {"slot", b.slot}};
    if (!b.reason.empty()) answer["reason"] = b.reason;
    return answer;
}

/// Streams that change in the same step: a quarantined message that is released.
std::optional<Error> add_others(ports::Step& step, const Request& request, const CaseNo& no) {
    if (!request.others) return std::nullopt;
    auto others = request.others(no, step.answer);
    if (!others) return others.error();
    for (ports::Append& other : *others) step.appends.push_back(std::move(other));
    return std::nullopt;
}

}  // namespace

StreamId booking_stream(const CaseNo& no) {
    return StreamId{"booking:" + no.str()};
}
StreamId parcel_stream(const std::string& waybill) {
    return StreamId{"parcel:" + waybill};
}

ports::StreamRow booking_row(const model::Booking& b, const Setting& setting) {
    ports::StreamRow row;
    row.hall = setting.hall.id.str();
    row.item = b.item.str();
    row.department = b.date;  // lists of a day ask for it
    row.source = b.source.str();
    row.stage = model::to_name(b.stage);
    row.closed = b.stage != model::BookingStage::kConfirmed;
    if (!row.closed) row.next_due = model::lapses_at(b, setting.hall);
    return row;
}

ports::StreamRow parcel_row(const model::Parcel& p, const Setting& setting) {
    ports::StreamRow row;
    row.hall = setting.hall.id.str();
    row.source = p.source.str();
    row.stage = model::to_name(p.stage);
    row.closed = p.stage == model::ParcelStage::kTakenIn;
    return row;
}

struct BookingAttempt {
    model::BookingRequest wish;
    const model::Item* item = nullptr;
    Request request;
    OutcomeDone done;
    CaseNo no;
    int count = 0;
};

Appointments::Appointments(ports::Store& store, CaseService& cases, const Setting& setting,
                           const Clock& clock)
    : store_(store), cases_(cases), setting_(setting), clock_(clock) {}

void Appointments::book(const object& booking, const PartnerId& source, Request request,
                        OutcomeDone done) {
    const std::string code = text_at(booking, "item_code");
    const model::Item* item = setting_.catalogue.find_by_code(code);
    if (item == nullptr)
        return done(
            {Error{Code::kItemNotPublished, {"booking.item_code", {}, 0, 0}, code}, {}, false});
    auto no = cases_.new_number('B');
    if (!no) return done({no.error(), {}, false});
    auto attempt = std::make_shared<BookingAttempt>();
    attempt->wish = {booking, text_at(booking, "date"), text_at(booking, "slot"), source};
    attempt->item = item;
    attempt->request = std::move(request);
    attempt->done = std::move(done);
    attempt->no = *no;
    try_book(attempt);
}

void Appointments::try_book(const std::shared_ptr<BookingAttempt>& a) {
    ++a->count;
    const Instant now = clock_.now();
    const StreamId day_id = day_stream(a->wish.date, a->item->id);
    const auto day_events = store_.load(day_id);
    const model::BookingDay day =
        day_events ? model::replay_booking_day(*day_events) : model::BookingDay{};
    auto decided = model::decide_booking(a->wish, a->no, *a->item, setting_.hall, setting_.calendar,
                                         day, a->request.actor, now);
    const model::Booking b = model::replay_booking(stored(decided.booking, 0, now));
    const object answer = booking_answer(b);
    ports::Step step;
    step.recorded_at = now;
    step.catalogue_version = setting_.catalogue.version();
    step.mapping_version = a->request.mapping_version;
    step.message = a->request.message;
    step.answer = boost::json::serialize(answer);
    step.appends.push_back(
        {booking_stream(a->no), 0, std::move(decided.booking), booking_row(b, setting_)});
    if (auto failed = add_others(step, a->request, a->no)) return a->done({*failed, {}, false});
    if (!decided.day.empty())
        step.appends.push_back({day_id, day.version, std::move(decided.day), {}});
    if (auto notice = notice_of(b, now)) step.outbox.push_back(std::move(*notice));
    store_.commit(std::move(step), [this, a, answer](ports::CommitOutcome outcome) {
        const bool again =
            std::holds_alternative<ports::Conflict>(outcome) && a->count < kMostAttempts;
        if (again && cases_.post([this, a] { try_book(a); })) return;
        a->done(outcome_of(outcome, answer));
        cases_.announce();
    });
}

std::optional<ports::OutboxRow> Appointments::notice_of(const model::Booking& b,
                                                        Instant now) const {
    const auto* partner = setting_.partner(b.source);
    if (partner == nullptr || !partner->outbound.contains("notice")) return std::nullopt;
    const object body{{"kind", "notice"}, {"version", b.version}};
    return ports::OutboxRow{fmt::format("{}-{}-notice-{}", b.no.str(), b.version, b.source.str()),
                            b.source,
                            booking_stream(b.no),
                            "notice",
                            now,
                            boost::json::serialize(body)};
}

void Appointments::register_parcel(const object& parcel, const PartnerId& source, Request request,
                                   OutcomeDone done) {
    const Instant now = clock_.now();
    const std::string waybill = text_at(parcel, "waybill");
    if (waybill.empty())
        return done({Error{Code::kFieldMissing, {"parcel.waybill", {}, 0, 0}}, {}, false});
    std::vector<model::Event> events{model::parcel_registered(parcel, source, request.actor, now)};
    const model::Parcel p = model::replay_parcel(stored(events, 0, now));
    const object answer{{"parcel_no", waybill}, {"state", model::to_name(p.stage)}};
    ports::Step step;
    step.recorded_at = now;
    step.message = request.message;
    step.mapping_version = request.mapping_version;
    step.answer = boost::json::serialize(answer);
    step.appends.push_back({parcel_stream(waybill), 0, std::move(events), parcel_row(p, setting_)});
    if (auto failed = add_others(step, request, CaseNo{})) return done({*failed, {}, false});
    store_.commit(std::move(step),
                  [done = std::move(done), answer](const ports::CommitOutcome& outcome) {
                      Outcome result = outcome_of(outcome, answer);
                      // The stream exists: the same parcel was registered before, under another
                      // message.
                      if (std::holds_alternative<ports::Conflict>(outcome))
                          result = {std::nullopt, answer, true};
                      done(std::move(result));
                  });
}

Result<model::Booking> Appointments::booking(const CaseNo& no) {
    auto events = store_.load(booking_stream(no));
    if (!events) return events.error();
    if (events->empty()) return Error{Code::kCaseNotFound, {no.str(), {}, 0, 0}};
    return model::replay_booking(*events);
}

Result<model::Parcel> Appointments::parcel(const std::string& waybill) {
    auto events = store_.load(parcel_stream(waybill));
    if (!events) return events.error();
    if (events->empty()) return Error{Code::kCaseNotFound, {waybill, {}, 0, 0}};
    return model::replay_parcel(*events);
}

Result<std::vector<ports::Append>> Appointments::check_in(const CaseNo& no, const CaseNo& case_no,
                                                          const std::string& actor) {
    auto b = booking(no);
    if (!b) return b.error();
    const auto number = ticket(kAcceptanceSeries);
    if (!number) return number.error();
    auto events = model::decide_check_in(*b, case_no, setting_.hall, actor, clock_.now(), *number);
    if (!events) return events.error();
    const std::int64_t version = b->version;
    b->stage = model::BookingStage::kCheckedIn;
    return std::vector<ports::Append>{
        {booking_stream(no), version, std::move(*events), booking_row(*b, setting_)}};
}

bool Appointments::lapse(const CaseNo& no, Instant due) {
    auto b = booking(no);
    if (!b) return false;
    auto events = model::decide_lapse(*b, setting_.hall, due);
    if (events.empty()) return false;
    const std::int64_t version = b->version;
    const Instant now = clock_.now();
    b->stage = model::BookingStage::kLapsed;
    b->version += static_cast<std::int64_t>(events.size());
    ports::Step step;
    step.recorded_at = now;
    step.catalogue_version = setting_.catalogue.version();
    step.appends.push_back(
        {booking_stream(no), version, std::move(events), booking_row(*b, setting_)});
    if (auto notice = notice_of(*b, now)) step.outbox.push_back(std::move(*notice));
    std::promise<bool> written;
    store_.commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        written.set_value(std::holds_alternative<ports::Committed>(outcome));
    });
    const bool done = written.get_future().get();
    if (done) cases_.announce();
    return done;
}

Result<std::vector<ports::Append>> Appointments::take_in(const std::string& waybill,
                                                         const CaseNo& case_no,
                                                         const model::ParcelOpening& opening) {
    auto p = parcel(waybill);
    if (!p) return p.error();
    auto events = model::decide_take_in(*p, case_no, opening, setting_.hall.settings, clock_.now());
    if (!events) return events.error();
    const std::int64_t version = p->version;
    p->stage = model::ParcelStage::kTakenIn;
    return std::vector<ports::Append>{
        {parcel_stream(waybill), version, std::move(*events), parcel_row(*p, setting_)}};
}

Result<std::string> Appointments::ticket(char series) {
    const std::string day = to_compact(day_of(clock_.now()));
    const auto serial = store_.lease_serials("ticket:" + day + series, 1);
    if (!serial) return serial.error();
    return fmt::format("{}{:03}", series, *serial);
}

Result<model::Booking> Appointments::commit_change(model::Booking after, ports::Step step) {
    const Instant now = clock_.now();
    step.recorded_at = now;
    step.catalogue_version = setting_.catalogue.version();
    step.appends.front().row = booking_row(after, setting_);
    if (auto notice = notice_of(after, now)) step.outbox.push_back(std::move(*notice));
    std::promise<Outcome> written;
    store_.commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        written.set_value(outcome_of(outcome, {}));
    });
    const Outcome outcome = written.get_future().get();
    if (outcome.error) return *outcome.error;
    cases_.announce();
    return after;
}

Result<model::Booking> Appointments::cancel(const CaseNo& no, const std::string& reason,
                                            const std::string& actor) {
    auto b = booking(no);
    if (!b) return b.error();
    auto decided = model::decide_cancel(*b, reason, actor, clock_.now());
    if (!decided) return decided.error();
    const StreamId day = day_stream(b->date, b->item);
    const auto day_events = store_.load(day);
    if (!day_events) return day_events.error();
    ports::Step step;
    step.appends.push_back({booking_stream(no), b->version, std::move(decided->booking), {}});
    step.appends.push_back(
        {day, model::replay_booking_day(*day_events).version, std::move(decided->day), {}});
    b->stage = model::BookingStage::kCancelled;
    b->reason = reason;
    ++b->version;
    return commit_change(std::move(*b), std::move(step));
}

Result<model::Booking> Appointments::rebook(const CaseNo& no, const std::string& date,
                                            const std::string& slot, const std::string& actor) {
    auto b = booking(no);
    if (!b) return b.error();
    const model::Item* item = setting_.catalogue.find(b->item);
    if (item == nullptr) return Error{Code::kItemNotPublished, {b->item.str(), {}, 0, 0}};
    // Sent again: the place is had and the applicant told.
    const bool is_there = b->date == date && b->slot == slot;
    if (is_there && b->stage == model::BookingStage::kConfirmed) return std::move(*b);
    const auto day_at = [&](const std::string& day) {
        const auto events = store_.load(day_stream(day, item->id));
        return events ? model::replay_booking_day(*events) : model::BookingDay{};
    };
    const model::BookingDay target = day_at(date);
    auto decided = model::decide_rebook(*b, {{}, date, slot, b->source}, *item, setting_.hall,
                                        setting_.calendar, target, actor, clock_.now());
    if (!decided) return decided.error();
    ports::Step step;
    step.appends.push_back({booking_stream(no), b->version, std::move(decided->booking), {}});
    if (date == b->date) {
        auto events = std::move(decided->old_day);
        events.push_back(std::move(decided->new_day.front()));
        step.appends.push_back({day_stream(date, item->id), target.version, std::move(events), {}});
    } else {
        step.appends.push_back({day_stream(b->date, item->id),
                                day_at(b->date).version,
                                std::move(decided->old_day),
                                {}});
        step.appends.push_back(
            {day_stream(date, item->id), target.version, std::move(decided->new_day), {}});
    }
    b->date = date;
    b->slot = slot;
    ++b->version;
    return commit_change(std::move(*b), std::move(step));
}

object Appointments::booking_view(const model::Booking& b, const std::string& kind) const {
    object view{{"no", b.no.str()},
                {"item_name", b.item_name},
                {"date", b.date},
                {"slot", b.slot},
                {"place", setting_.hall.name},
                {"name", text_at(b.person, "name")},
                {"openid", text_at(b.person, "openid")},
                {"outcome", model::to_name(b.stage)},
                {"outcome_cn", model::to_chinese(b.stage)},
                {"reason", b.reason}};
    return {{"number", b.no.str()},
            {"hall", object{{"id", setting_.hall.id.str()}, {"name", setting_.hall.name}}},
            {"item", object{{"name", b.item_name}}},
            {"booking", std::move(view)},
            {"contact", object{{"openid", text_at(b.person, "openid")}}},
            {"message", object{{"kind", kind}, {"at", to_iso(b.requested_at)}}}};
}

}  // namespace ow::flow
