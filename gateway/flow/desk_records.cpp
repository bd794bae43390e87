// Lists of bookings and parcels.

#include "gateway/flow/desk.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/flow/relay_ends.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr int kCountLimit = 500;

}  // namespace

object Desk::bookings(const ports::StaffUser&, const std::string& day) {
    array rows;
    ports::StreamQuery query;
    query.kind = "booking";
    query.department = day;  // the row's day, see booking_row
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        const auto b = appointments_.booking(number_of(view.stream));
        if (!b) continue;
        rows.push_back(object{{"booking_no", b->no.str()},
                              {"item", b->item_name},
                              {"slot", b->slot},
                              {"name", mask_name(text_at(b->person, "name"))},
                              {"state", model::to_name(b->stage)},
                              {"case_no", b->case_no.str()}});
    }
    array slots;
    for (const std::string& slot : model::slots_of(setting_.hall)) slots.emplace_back(slot);
    return {{"rows", std::move(rows)}, {"slots", std::move(slots)}};
}

array Desk::parcels(const ports::StaffUser&) {
    array rows;
    ports::StreamQuery query;
    query.kind = "parcel";
    query.closed = false;
    query.limit = kCountLimit;
    for (const ports::StreamView& view : store_.streams(query)) {
        const auto p = appointments_.parcel(number_of(view.stream).str());
        if (!p) continue;
        rows.push_back(object{{"parcel_no", p->waybill},
                              {"waybill", p->waybill},
                              {"sender", mask_name(text_at(p->person, "sender_name"))},
                              {"arrived_at", to_iso(p->arrived_at)},
                              {"state", model::to_name(p->stage)},
                              {"item", text_at(p->person, "item_hint")}});
    }
    return rows;
}

}  // namespace ow::flow
