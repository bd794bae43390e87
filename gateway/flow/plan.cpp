#include "gateway/flow/plan.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/model/own_decision.hpp"

namespace ow::flow {
namespace {

enum class To : std::uint8_t {
    kRender,
    kSource,
    kDepartment,
    kCarrier,
    kNotifier,
    kLegs,
    kPrinter
};

struct PlanRow {
    std::string_view event;
    To to;
    std::string_view kind;  ///< message kind, or the document's id
};

// Sorted by event; the order of rows with one event is the order of the messages.
constexpr PlanRow kPlan[] = {
    {"case.accepted", To::kRender, "D2"},
    {"case.accepted", To::kDepartment, "application"},
    {"case.accepted", To::kLegs, "application"},
    {"case.accepted", To::kSource, "accepted"},
    {"case.approval_near", To::kDepartment, "notice"},
    {"case.at_issuance", To::kRender, "D15"},
    {"case.at_issuance", To::kRender, "D13"},
    {"case.at_issuance", To::kRender, "D16"},
    {"case.at_issuance", To::kRender, "D8B"},
    {"case.correction_told", To::kRender, "D3"},
    {"case.correction_told", To::kSource, "correction"},
    {"case.decided", To::kRender, "D14"},
    {"case.decided", To::kRender, "D17"},
    {"case.decided", To::kSource, "decided"},
    {"case.deemed_accepted", To::kRender, "D2"},
    {"case.deemed_accepted", To::kDepartment, "application"},
    {"case.deemed_accepted", To::kLegs, "application"},
    {"case.deemed_accepted", To::kSource, "accepted"},
    {"case.deemed_approved", To::kDepartment, "notice"},
    {"case.deemed_approved", To::kSource, "decided"},
    {"case.deemed_soon", To::kDepartment, "notice"},
    {"case.delay_registered", To::kRender, "D25"},
    {"case.delivered", To::kDepartment, "delivered"},
    {"case.delivered", To::kSource, "delivered"},
    {"case.notified", To::kNotifier, "notice"},
    {"case.paper_near", To::kDepartment, "notice"},
    {"case.received", To::kRender, "D1"},
    {"case.received", To::kRender, "D8"},
    {"case.received", To::kRender, "D8A"},
    {"case.received", To::kRender, "D8B"},
    {"case.received", To::kRender, "D12"},
    {"case.refused", To::kRender, "D4"},
    {"case.refused", To::kSource, "refused"},
    {"case.result_rejected", To::kDepartment, "result_rejected"},
    {"case.withdrawn", To::kDepartment, "notice"},
    {"case.withdrawn", To::kSource, "notice"},
    {"clock.card", To::kRender, "D20"},
    {"clock.card", To::kDepartment, "notice"},
    {"clock.extended", To::kRender, "D23"},
    {"clock.extended", To::kSource, "clock_changed"},
    {"clock.paused", To::kRender, "D23"},
    {"clock.paused", To::kSource, "clock_changed"},
    {"dispatch.ordered", To::kRender, "D19"},
    {"dispatch.ordered", To::kRender, "D19A"},
    {"dispatch.ordered", To::kCarrier, "label"},
    {"dispatch.requested", To::kCarrier, "dispatch"},
    {"dispatch.tracked", To::kDepartment, "delivered"},
    {"dispatch.tracked", To::kSource, "delivered"},
    {"dispatch.voided", To::kCarrier, "dispatch_cancel"},
    {"document.asked", To::kRender, "D1"},
    {"document.asked", To::kRender, "D12"},
    {"document.asked", To::kRender, "D13"},
    {"document.asked", To::kRender, "D14"},
    {"document.asked", To::kRender, "D16"},
    {"document.asked", To::kRender, "D16A"},
    {"document.asked", To::kRender, "D24"},
    {"document.asked", To::kRender, "D8"},
    {"document.asked", To::kRender, "D8A"},
    {"document.asked", To::kRender, "D8B"},
    {"document.print_asked", To::kPrinter, "print"},
    {"leg.opined", To::kDepartment, "progress"},
    {"leg.pushed", To::kLegs, "application"},
    {"pledge.broken", To::kDepartment, "notice"},
    {"pledge.delivered", To::kRender, "D7"},
    {"pledge.delivered", To::kDepartment, "supplement"},
    {"pledge.made", To::kRender, "D5"},
    {"pledge.made", To::kRender, "D6"},
    {"pledge.made", To::kRender, "D9"},
    {"pledge.reminded", To::kNotifier, "notice"},
    {"pledge.reminded", To::kSource, "notice"},
    {"pre_acceptance.answered", To::kSource, "notice"},
    {"reminder.made", To::kRender, "D20"},
    {"review.convened", To::kRender, "D21"},
    {"review.convened", To::kLegs, "notice"},
    {"stage.near", To::kDepartment, "notice"},
    {"stage.overdue", To::kDepartment, "notice"},
};

/// Made in the answer to a person, by no row: what a consultation was told, a list of papers handed
/// over, a booking.
constexpr std::string_view kMadeAtOnce[] = {"D10", "D11", "D18"};

/// R4: D5 and D6 of 容缺, unless the hall writes it on the notice of acceptance (D2); R44: D9.
bool is_slip_of(const model::Event& pledge, std::string_view document) {
    if (model::text_at(pledge.clear, "kind") == "promise") return document == "D9";
    return document != "D9" && model::text_at(pledge.clear, "slip") == "receipt";
}

/// R43: a 即办件 is sent to nobody and handed over to nobody.
bool is_kept_from_instant(std::string_view kind) {
    return kind == "application" || kind == "D15";
}

bool is_in(const std::vector<std::string>& papers, std::string_view document) {
    return std::find(papers.begin(), papers.end(), document) != papers.end();
}

/// Whether a document belongs to this moment of this case in this hall.
bool is_to_be_made(const model::Event& event, std::string_view document, const model::CaseState& s,
                   const Setting& setting) {
    const model::HallSettings& papers = setting.hall.settings;
    if (document == "D14" && !model::is_decision_of_ours(s, setting.hall)) return false;
    if (event.type == "document.asked") return model::text_at(event.clear, "document") == document;
    if (event.type == "case.received" && document == "D12")  // 全豫通办
        return s.people.checks.marks.contains("province");
    if (event.type == "case.received")
        return s.people.by_person && is_in(papers.intake_papers, document);
    if (event.type == "case.at_issuance" && (document == "D13" || document == "D8B"))
        return !s.people.by_person && is_in(papers.online_papers, document);
    if (event.type == "case.at_issuance" && document == "D16") return s.delivery_way != "mail";
    return true;
}

bool is_to_be_told(const model::Event& event, std::string_view kind) {
    if (is_kept_from_instant(kind) && model::text_at(event.clear, "instant") == "yes") return false;
    if (kind == "D17") return model::text_at(event.clear, "outcome") == "returned";  // R20
    // R30: an order that the courier never took needs no cancelling.
    if (event.type == "dispatch.voided") return !model::text_at(event.clear, "waybill").empty();
    if (event.type == "pledge.made") return is_slip_of(event, kind);
    if (event.type != "dispatch.tracked") return true;
    const bool is_history = !model::text_at(event.clear, "waybill").empty() ||  // a voided parcel
                            model::text_at(event.clear, "late") == "yes";
    if (is_history) return false;
    const std::string meaning = model::text_at(event.clear, "meaning");
    return meaning == "delivered" ||
           meaning == "delivery_voided";  // R30: whoever was told is told again
}

/// A case is never dropped: without a mapping for it the relay parks the row, and the queue shows
/// it.
bool is_owed_to(const PartnerId& department, std::string_view kind) {
    return kind == "application" && !department.empty();
}

struct Target {
    PartnerId partner;
    std::string kind;
};

/// The partner and the kind it knows: a source without the kind itself may have a general notice.
Target target_of(const PlanRow& row, const model::Event& event, const model::CaseState& s,
                 const Setting& setting) {
    const model::PartnerConfig* partner = nullptr;
    switch (row.to) {
        case To::kRender:
            return {PartnerId{std::string{kRenderPartner}}, std::string{row.kind}};
        case To::kSource:
            partner = setting.partner(s.source);
            break;
        case To::kDepartment:
            if (is_owed_to(s.department_partner, row.kind))
                return {s.department_partner, std::string{row.kind}};
            partner = setting.partner(s.department_partner);
            break;
        case To::kCarrier:
            partner = setting.with_role("carrier");
            break;
        case To::kNotifier:
            partner = setting.with_role("notifier");
            break;
        case To::kLegs:
            break;
        case To::kPrinter:
            return {PartnerId{model::text_at(event.clear, "printer")}, std::string{row.kind}};
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

/// Whose legs an event speaks to. The item's own department has the case already.
bool is_meant(const model::Leg& leg, const model::Event& event, const model::CaseState& s) {
    if (leg.department == s.department || leg.partner.empty()) return false;
    if (event.type == "review.convened") {
        const auto& invited = s.legs.review->departments;
        return std::find(invited.begin(), invited.end(), leg.department) != invited.end();
    }
    if (event.type == "leg.pushed")
        return leg.department.str() == model::text_at(event.clear, "department") &&
               model::text_at(event.clear, "order") == std::to_string(leg.order);
    return leg.order == 1;
}

void add_row(std::vector<ports::OutboxRow>& rows, const PlanInput& input, const Target& target,
             std::string_view kind, std::int64_t version, const std::string& leg) {
    if (target.partner.empty()) return;
    boost::json::object body{{"kind", kind}, {"version", version}};
    const bool is_paper = target.partner.str() == kRenderPartner;
    if (is_paper && input.after.version != version) body["as_of"] = input.after.version;
    if (!leg.empty()) body["leg"] = leg;
    std::string id = row_id(input.after.no, version, kind, leg, target.partner);
    // A system that is source and department at once is told once.
    const bool planned =
        std::any_of(rows.begin(), rows.end(), [&](const auto& r) { return r.id == id; });
    if (planned) return;
    rows.push_back({std::move(id), target.partner, input.stream, target.kind, input.now,
                    boost::json::serialize(body)});
}

void add_leg_rows(std::vector<ports::OutboxRow>& rows, const PlanInput& input, const PlanRow& row,
                  const model::Event& event, std::int64_t version, const Setting& setting) {
    for (const model::Leg& leg : input.after.legs.all) {
        if (!is_meant(leg, event, input.after)) continue;
        const model::PartnerConfig* partner = setting.partner(leg.partner);
        const bool known = partner != nullptr && partner->outbound.contains(std::string{row.kind});
        if (!known && !is_owed_to(leg.partner, row.kind)) continue;
        add_row(rows, input, {leg.partner, std::string{row.kind}}, row.kind, version,
                leg.department.str());
    }
}

}  // namespace

std::vector<ports::OutboxRow> plan(const PlanInput& input, const Setting& setting) {
    std::vector<ports::OutboxRow> rows;
    std::int64_t version = input.after.version - static_cast<std::int64_t>(input.events.size());
    for (const model::Event& event : input.events) {
        ++version;
        for (const PlanRow& row : kPlan) {
            if (row.event != event.type || !is_to_be_told(event, row.kind)) continue;
            if (row.to == To::kRender && !is_to_be_made(event, row.kind, input.after, setting))
                continue;
            if (row.to == To::kLegs)
                add_leg_rows(rows, input, row, event, version, setting);
            else
                add_row(rows, input, target_of(row, event, input.after, setting), row.kind, version,
                        {});
        }
    }
    return rows;
}

std::vector<std::string_view> papers_made() {
    std::vector<std::string_view> out{std::begin(kMadeAtOnce), std::end(kMadeAtOnce)};
    for (const PlanRow& row : kPlan) {
        if (row.to == To::kRender) out.push_back(row.kind);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::string row_id(const CaseNo& no, std::int64_t version, std::string_view kind,
                   const std::string& leg, const PartnerId& partner) {
    std::string id = no.str() + "-" + std::to_string(version) + "-";
    id.append(kind).append("-");
    if (!leg.empty()) id.append(leg).append("-");
    return id.append(partner.str());
}

RowBody parse_row_body(const std::string& body) {
    boost::system::error_code failed;
    const auto parsed = boost::json::parse(body, failed);
    if (failed || !parsed.is_object()) return {};
    const auto& o = parsed.get_object();
    const auto number = [&o](std::string_view key, std::int64_t otherwise) {
        const auto* found = o.if_contains(key);
        return found != nullptr && found->is_int64() ? found->get_int64() : otherwise;
    };
    const std::int64_t version = number("version", 0);
    return {model::text_at(o, "kind"), version, number("as_of", version), model::text_at(o, "leg")};
}

}  // namespace ow::flow
