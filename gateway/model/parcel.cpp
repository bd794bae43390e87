#include "gateway/model/parcel.hpp"

#include "gateway/model/case_state.hpp"

namespace ow::model {
namespace {

struct StageNames {
    std::string_view name;
    std::string_view label;
};
constexpr StageNames kNames[] = {
    {"none", "无"}, {"registered", "已登记"}, {"opened", "已开拆"}, {"taken_in", "已收件"}};

Error not_allowed(const Parcel& parcel) {
    return Error{
        Code::kCommandNotAllowed, {}, "当前状态：" + std::string{to_chinese(parcel.stage)}};
}

}  // namespace

std::string_view to_name(ParcelStage stage) {
    return kNames[static_cast<std::size_t>(stage)].name;
}
std::string_view to_chinese(ParcelStage stage) {
    return kNames[static_cast<std::size_t>(stage)].label;
}

Parcel replay_parcel(const std::vector<StoredEvent>& events) {
    Parcel p;
    for (const StoredEvent& e : events) {
        p.version = e.sequence;
        if (e.event.type == "parcel.registered") {
            p.stage = ParcelStage::kRegistered;
            p.waybill = text_at(e.event.clear, "waybill");
            p.source = PartnerId{text_at(e.event.clear, "source")};
            p.arrived_at = e.event.happened_at;
            if (const auto* v = e.event.secret.if_contains("person");
                v != nullptr && v->is_object())
                p.person = v->get_object();
        } else if (e.event.type == "parcel.opened") {
            p.stage = ParcelStage::kOpened;
        } else if (e.event.type == "parcel.taken_in") {
            p.stage = ParcelStage::kTakenIn;
            p.case_no = CaseNo{text_at(e.event.clear, "case_no")};
        }
    }
    return p;
}

Event parcel_registered(const boost::json::object& parcel, const PartnerId& source,
                        const std::string& actor, Instant now) {
    const auto arrived = parse_instant(text_at(parcel, "arrived_at"));
    return {"parcel.registered",
            1,
            arrived.value_or(now),
            actor,
            {{"waybill", text_at(parcel, "waybill")}, {"source", source.str()}},
            {{"person", parcel}}};
}

Result<std::vector<Event>> decide_open(const Parcel& p, const ParcelOpening& o,
                                       const HallSettings& settings, Instant now) {
    if (p.stage != ParcelStage::kRegistered) return not_allowed(p);
    if (settings.mail_needs_department && o.department_person.empty())
        return Error{Code::kFieldMissing, {"department_person", {}, 0, 0}};
    if (settings.mail_needs_department && o.window_person.empty())
        return Error{Code::kFieldMissing, {"window_person", {}, 0, 0}};
    boost::json::object clear;
    if (!o.window_person.empty()) clear["window"] = o.window_person;
    if (!o.department_person.empty()) clear["department"] = o.department_person;
    return std::vector<Event>{{"parcel.opened", 1, now, o.actor, std::move(clear), {}}};
}

Result<std::vector<Event>> decide_take_in(const Parcel& p, const CaseNo& case_no,
                                          const ParcelOpening& o, const HallSettings& settings,
                                          Instant now) {
    if (p.stage != ParcelStage::kRegistered && p.stage != ParcelStage::kOpened)
        return not_allowed(p);
    std::vector<Event> events;
    if (p.stage == ParcelStage::kRegistered) {
        auto opened = decide_open(p, o, settings, now);
        if (!opened) return opened;
        events = std::move(*opened);
    }
    events.push_back({"parcel.taken_in", 1, now, o.actor, {{"case_no", case_no.str()}}, {}});
    return events;
}

}  // namespace ow::model
