#include "gateway/flow/partner_cases.hpp"

#include <algorithm>

#include "gateway/flow/case_view.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

constexpr int kMostCandidates = 20;  // streams that share a number

Error not_found() {
    return Error{Code::kCaseNotFound, At{.field = "case_no"}};
}

/// Which of them is meant is not ours to guess; "not found" would have it sent a third time.
Error several(const std::vector<CaseNo>& cases) {
    std::string numbers;
    for (const CaseNo& no : cases) numbers += (numbers.empty() ? "" : "、") + no.str();
    return Error{Code::kFieldFormat, At{.field = "channel_no"},
                 "贵方此编号有多个办件，请改用办件编号：" + numbers};
}

void put(boost::json::object& fields, std::string_view name, const std::string& text) {
    if (!text.empty()) fields[name] = text;
}

void put(boost::json::object& fields, std::string_view name, const std::optional<Instant>& at) {
    if (at) fields[name] = to_iso(*at);
}

bool has_leg(const model::CaseState& state, const PartnerId& partner) {
    return std::any_of(state.legs.all.begin(), state.legs.all.end(), [&](const model::Leg& leg) {
        return leg.pushed_at && leg.partner == partner;
    });
}

/// R38: of the case no more than where the partner's own parts stand.
boost::json::object leg_status_of(const model::CaseState& state, const PartnerId& partner) {
    boost::json::object fields{{"case_no", state.no.str()}};
    put(fields, "item_code", state.item_code);
    put(fields, "item_name", state.item_name);
    boost::json::array legs;
    for (const model::Leg& leg : state.legs.all) {
        if (!leg.pushed_at || leg.partner != partner) continue;
        boost::json::object one{{"department", leg.department.str()}};
        put(one, "pushed_at", leg.pushed_at);
        put(one, "due", leg.due);
        put(one, "opinion", leg.opinion);
        legs.push_back(std::move(one));
    }
    fields["legs"] = std::move(legs);
    return fields;
}

boost::json::object status_of(const model::CaseState& state, const PartnerId& partner) {
    boost::json::object fields{{"case_no", state.no.str()}};
    if (const auto own = state.aliases.find(partner.str()); own != state.aliases.end())
        put(fields, "channel_no", own->second);
    put(fields, "item_code", state.item_code);
    put(fields, "item_name", state.item_name);
    fields["state"] = model::row_of(state.stage).name;
    fields["state_label"] = model::row_of(state.stage).label;
    put(fields, "received_at", state.received_at);
    put(fields, "accepted_at", state.accepted_at);
    put(fields, "promised_due", state.promised.due);
    put(fields, "correction_until", state.correction_until);
    if (state.decision) {
        put(fields, "outcome", state.decision->outcome);
        put(fields, "outcome_label", outcome_label(state.decision->outcome));
        put(fields, "decision_number", state.decision->number);
        fields["decided_at"] = to_iso(state.decision->decided_at);
    }
    put(fields, "delivered_at", state.delivered_at);
    put(fields, "waybill", state.waybill);
    boost::json::array missing;
    for (const auto& one : state.missing) missing.push_back(boost::json::value(one.name));
    if (!missing.empty()) fields["missing"] = std::move(missing);
    return fields;
}

}  // namespace

Status check_part(CaseService& cases, const PartnerId& partner, Part part, const CaseNo& no) {
    const auto state = cases.load(no);
    if (!state) return state.error().code() == Code::kCaseNotFound ? not_found() : state.error();
    if (part == Part::kDepartment && has_leg(*state, partner)) return ok();
    const PartnerId& who = part == Part::kSource ? state->source : state->department_partner;
    if (who != partner) return not_found();
    return ok();
}

Result<CaseNo> find_by_alias(ports::Store& store, CaseService& cases, const PartnerId& partner,
                             const std::string& foreign) {
    store.wait_for_search();
    std::vector<CaseNo> found;
    for (const ports::StreamView& view : store.find({number_term(foreign)}, kMostCandidates)) {
        if (!view.stream.str().starts_with("case:")) continue;
        const CaseNo candidate{view.stream.str().substr(5)};
        const auto state = cases.load(candidate);
        if (!state) continue;
        const auto alias = state->aliases.find(partner.str());
        if (alias != state->aliases.end() && number_term(alias->second) == number_term(foreign))
            found.push_back(candidate);
    }
    if (found.empty()) return not_found();
    if (found.size() > 1) return several(found);
    return found.front();
}

Result<SentParcel> find_by_waybill(ports::Store& store, CaseService& cases,
                                   const std::string& waybill) {
    store.wait_for_search();
    const std::string term = number_term(waybill);
    for (const ports::StreamView& view : store.find({term}, kMostCandidates)) {
        if (!view.stream.str().starts_with("case:")) continue;
        const CaseNo candidate{view.stream.str().substr(5)};
        const auto state = cases.load(candidate);
        if (!state) continue;
        std::vector<std::string> sent = state->past_waybills;
        sent.push_back(state->waybill);
        for (std::string& own : sent) {
            if (number_term(own) == term) return SentParcel{candidate, std::move(own)};
        }
    }
    return Error{Code::kCaseNotFound, At{.field = "track.waybill"}};
}

Result<boost::json::object> partner_status(ports::Store& store, CaseService& cases,
                                           const PartnerId& partner, const std::string& number) {
    if (number.empty()) return Error{Code::kFieldMissing, At{.field = "case_no"}};
    const auto no = is_case_no(number) ? Result<CaseNo>{CaseNo{number}}
                                       : find_by_alias(store, cases, partner, number);
    if (!no) return no.error();
    const auto state = cases.load(*no);
    if (!state) return state.error().code() == Code::kCaseNotFound ? not_found() : state.error();
    if (state->source == partner || state->department_partner == partner)
        return status_of(*state, partner);
    return has_leg(*state, partner) ? leg_status_of(*state, partner)
                                    : Result<boost::json::object>{not_found()};
}

}  // namespace ow::flow
