#include "gateway/flow/plan.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace ow::flow {
namespace {

enum class To : std::uint8_t { kRender, kSource, kDepartment, kCarrier, kNotifier };

struct PlanRow {
    std::string_view event;
    To to;
    std::string_view kind;  ///< message kind, or the document's id
};

// Sorted by event; the order of rows with one event is the order of the messages.
constexpr PlanRow kPlan[] = {
    {"case.accepted", To::kRender, "D2"},
    {"case.accepted", To::kDepartment, "application"},
    {"case.accepted", To::kSource, "accepted"},
    {"case.approval_near", To::kDepartment, "notice"},
    {"case.at_issuance", To::kRender, "D15"},
    {"case.correction_told", To::kRender, "D3"},
    {"case.correction_told", To::kSource, "correction"},
    {"case.decided", To::kSource, "decided"},
    {"case.deemed_accepted", To::kRender, "D2"},
    {"case.deemed_accepted", To::kDepartment, "application"},
    {"case.deemed_accepted", To::kSource, "accepted"},
    {"case.deemed_approved", To::kDepartment, "notice"},
    {"case.deemed_approved", To::kSource, "decided"},
    {"case.deemed_soon", To::kDepartment, "notice"},
    {"case.delivered", To::kDepartment, "delivered"},
    {"case.delivered", To::kSource, "delivered"},
    {"case.notified", To::kNotifier, "notice"},
    {"case.paper_near", To::kDepartment, "notice"},
    {"case.refused", To::kRender, "D4"},
    {"case.refused", To::kSource, "refused"},
    {"case.result_rejected", To::kDepartment, "result_rejected"},
    {"case.withdrawn", To::kDepartment, "notice"},
    {"case.withdrawn", To::kSource, "notice"},
    {"clock.card", To::kDepartment, "notice"},
    {"clock.extended", To::kRender, "D23"},
    {"clock.extended", To::kSource, "clock_changed"},
    {"clock.paused", To::kRender, "D23"},
    {"clock.paused", To::kSource, "clock_changed"},
    {"dispatch.ordered", To::kRender, "D19"},
    {"dispatch.ordered", To::kCarrier, "label"},
    {"dispatch.requested", To::kCarrier, "dispatch"},
    {"dispatch.tracked", To::kDepartment, "delivered"},
    {"dispatch.tracked", To::kSource, "delivered"},
    {"dispatch.voided", To::kCarrier, "dispatch_cancel"},
    {"pledge.broken", To::kDepartment, "notice"},
    {"pledge.delivered", To::kRender, "D7"},
    {"pledge.delivered", To::kDepartment, "supplement"},
    {"pledge.made", To::kRender, "D5"},
    {"pledge.made", To::kRender, "D6"},
    {"pledge.made", To::kRender, "D9"},
    {"pledge.reminded", To::kNotifier, "notice"},
    {"pledge.reminded", To::kSource, "notice"},
    {"pre_acceptance.answered", To::kSource, "notice"},
};

/// R4: D5 and D6 of 容缺, unless the hall writes it on the notice of acceptance (D2); R44: D9.
bool is_slip_of(const model::Event& pledge, std::string_view document) {
    if (model::text_at(pledge.clear, "kind") == "promise") return document == "D9";
    return document != "D9" && model::text_at(pledge.clear, "slip") == "receipt";
}

bool is_to_be_told(const model::Event& event, std::string_view kind) {
    // R30: an order that the courier never took needs no cancelling.
    if (event.type == "dispatch.voided") return !model::text_at(event.clear, "waybill").empty();
    if (event.type == "pledge.made") return is_slip_of(event, kind);
    if (event.type != "dispatch.tracked") return true;
    if (!model::text_at(event.clear, "waybill").empty()) return false;  // of a voided parcel
    const std::string meaning = model::text_at(event.clear, "meaning");
    return meaning == "delivered" ||
           meaning == "delivery_voided";  // R30: whoever was told is told again
}

struct Target {
    PartnerId partner;
    std::string kind;
};

/// The partner and the kind it knows: a source without the kind itself may have a general notice.
Target target_of(const PlanRow& row, const model::CaseState& s, const Setting& setting) {
    const model::PartnerConfig* partner = nullptr;
    switch (row.to) {
        case To::kRender:
            return {PartnerId{std::string{kRenderPartner}}, std::string{row.kind}};
        case To::kSource:
            partner = setting.partner(s.source);
            break;
        case To::kDepartment:
            partner = setting.partner(s.department_partner);
            break;
        case To::kCarrier:
            partner = setting.with_role("carrier");
            break;
        case To::kNotifier:
            partner = setting.with_role("notifier");
            break;
    }
    if (partner == nullptr) return {};
    const bool reachable =
        !partner->has_role("notifier") || !model::text_at(s.content, "contact.openid").empty();
    if (!reachable) return {};
    if (partner->outbound.contains(std::string{row.kind}))
        return {partner->id, std::string{row.kind}};
    if (row.to == To::kSource && partner->outbound.contains("notice"))
        return {partner->id, "notice"};
    return {};
}

}  // namespace

std::vector<ports::OutboxRow> plan(const PlanInput& input, const Setting& setting) {
    std::vector<ports::OutboxRow> rows;
    std::int64_t version = input.after.version - static_cast<std::int64_t>(input.events.size());
    for (const model::Event& event : input.events) {
        ++version;
        for (const PlanRow& row : kPlan) {
            if (row.event != event.type || !is_to_be_told(event, row.kind)) continue;
            const Target target = target_of(row, input.after, setting);
            if (target.partner.empty()) continue;
            const boost::json::object body{{"kind", row.kind}, {"version", version}};
            std::string id = input.after.no.str() + "-" + std::to_string(version) + "-";
            id.append(row.kind).append("-").append(target.partner.str());
            // A system that is source and department at once is told once.
            const bool planned =
                std::any_of(rows.begin(), rows.end(), [&](const auto& r) { return r.id == id; });
            if (planned) continue;
            rows.push_back({std::move(id), target.partner, input.stream, target.kind, input.now,
                            boost::json::serialize(body)});
        }
    }
    return rows;
}

RowBody parse_row_body(const std::string& body) {
    boost::system::error_code failed;
    const auto parsed = boost::json::parse(body, failed);
    if (failed || !parsed.is_object()) return {};
    const auto& o = parsed.get_object();
    const auto* version = o.if_contains("version");
    return {model::text_at(o, "kind"),
            version != nullptr && version->is_int64() ? version->get_int64() : 0};
}

}  // namespace ow::flow
