#include "gateway/documents/case_fields.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "gateway/base/text.hpp"

namespace ow::documents {
namespace {

// clang-format off
constexpr std::string_view kFields[] = {
    "acceptance/how",
    "accepted_at", "accepted_on_cn",
    "agent/cert_number", "agent/name", "agent/phone",
    "applicant/cert_number", "applicant/cert_type", "applicant/kind", "applicant/legal_rep", "applicant/name", "applicant/phone",
    "booking/date", "booking/item_name", "booking/name", "booking/no", "booking/outcome", "booking/outcome_cn", "booking/place", "booking/reason", "booking/slot",
    "clocks/promised/days", "clocks/promised/due", "clocks/promised/due_cn", "clocks/promised/unit", "clocks/promised/unit_cn",
    "clocks/statutory/days", "clocks/statutory/due", "clocks/statutory/due_cn", "clocks/statutory/unit", "clocks/statutory/unit_cn",
    "consultation/answer", "consultation/asked_on_cn", "consultation/question", "consultation/remote", "consultation/way_cn",
    "contact/phone",
    "correction/until", "correction/until_cn",
    "decision/number", "decision/reason",
    "delay/reason", "delay/until_cn",
    "delivered/at", "delivered/by", "delivered/on_cn", "delivered/way",
    "delivery/full_address", "delivery/order_no", "delivery/waybill", "delivery/way", "delivery/way_cn",
    "department/id", "department/name", "department/phone", "department/self_cn",
    "document/id", "document/issuer", "document/number", "document/seal_bottom", "document/seal_text", "document/title", "document/token_url",
    "hall/address", "hall/id", "hall/name", "hall/phone",
    "handler",
    "handover/cases", "handover/day", "handover/due", "handover/half_cn",
    "handover/line/copies", "handover/line/form_cn", "handover/line/item", "handover/line/name", "handover/line/number",
    "intake/agent_cn", "intake/applicant_cn", "intake/authorisation_cn", "intake/by_person", "intake/helper", "intake/marks_cn",
    "issued_at", "issued_on_cn",
    "item/code", "item/handling_cn", "item/id", "item/name", "item/results", "item/type",
    "legs/leg/name", "legs/leg/opinion_cn",
    "materials/material/copies", "materials/material/form_cn", "materials/material/name", "materials/material/need_cn", "materials/material/note", "materials/material/received",
    "missing/material/name", "missing/material/reason",
    "note/line",
    "number",
    "phones/complaint", "phones/query",
    "pledge/consequence", "pledge/contents", "pledge/kind", "pledge/material/delivered", "pledge/material/delivered_cn", "pledge/material/flaw", "pledge/material/name",
    "pledge/signer", "pledge/signer_cn", "pledge/slip", "pledge/until", "pledge/until_cn", "pledge/window",
    "received_at", "received_on_cn",
    "refusal/reason",
    "remedies/text",
    "result/checks/check/action_cn", "result/checks/check/name",
    "result/decided_on_cn", "result/kind_cn", "result/name", "result/number", "result/outcome", "result/reason",
    "returned/materials/material/name", "returned/refusal_number",
    "review/at_cn", "review/departments/department/name", "review/where",
    "source/foreign_no", "source/partner",
    "special/approver", "special/basis", "special/clocks_cn", "special/from_cn", "special/kind", "special/name", "special/needed_cn", "special/notice", "special/reason",
    "stage/label", "stage/name",
    "urge/by", "urge/count", "urge/how_cn", "urge/kind", "urge/overdue",
};

constexpr Duty kDuties[] = {
    {"D1", "handler"}, {"D1", "materials/material/name"}, {"D1", "number"}, {"D1", "received_on_cn"},
    {"D10", "item/name"}, {"D10", "materials/material/name"}, {"D10", "phones/query"},
    {"D11", "handover/line/name"}, {"D11", "handover/line/number"},
    {"D12", "handler"}, {"D12", "materials/material/name"}, {"D12", "received_on_cn"},
    {"D13", "accepted_on_cn"}, {"D13", "number"},
    {"D14", "applicant/name"}, {"D14", "remedies/text"}, {"D14", "result/outcome"}, {"D14", "result/reason"},
    {"D15", "result/checks/check/name"}, {"D15", "result/number"},
    {"D16", "applicant/name"}, {"D16", "result/number"},
    {"D17", "decision/reason"}, {"D17", "returned/materials/material/name"}, {"D17", "returned/refusal_number"},
    {"D18", "booking/outcome_cn"}, {"D18", "booking/reason"},
    {"D19", "delivery/waybill"}, {"D19A", "delivery/full_address"}, {"D19A", "delivery/waybill"},
    {"D2", "acceptance/how"}, {"D2", "accepted_on_cn"}, {"D2", "clocks/promised/days"}, {"D2", "clocks/statutory/days"}, {"D2", "clocks/statutory/due_cn"},
    {"D2", "department/name"}, {"D2", "handler"}, {"D2", "item/code"}, {"D2", "phones/complaint"}, {"D2", "phones/query"},
    {"D20", "clocks/promised/due_cn"}, {"D20", "urge/kind"},
    {"D23", "special/approver"}, {"D23", "special/basis"}, {"D23", "special/needed_cn"}, {"D23", "special/reason"},
    {"D24", "note/line"},
    {"D25", "delay/reason"}, {"D25", "delay/until_cn"},
    {"D3", "correction/until_cn"}, {"D3", "missing/material/name"}, {"D3", "missing/material/reason"}, {"D3", "received_on_cn"},
    {"D4", "refusal/reason"}, {"D4", "remedies/text"},
    {"D5", "pledge/consequence"}, {"D5", "pledge/material/name"}, {"D5", "pledge/until_cn"}, {"D5", "pledge/window"},
    {"D6", "pledge/consequence"}, {"D6", "pledge/material/name"}, {"D6", "pledge/until_cn"}, {"D6", "pledge/window"},
    {"D7", "pledge/material/delivered_cn"},
    {"D8", "handler"}, {"D8", "number"}, {"D8", "received_on_cn"},
};
// clang-format on

bool begins_with(const std::vector<std::string_view>& whole,
                 const std::vector<std::string_view>& part) {
    if (part.size() > whole.size()) return false;
    return std::equal(part.begin(), part.end(), whole.begin(),
                      [](auto a, auto b) { return a == b || a == "*"; });
}

}  // namespace

std::span<const std::string_view> case_fields() {
    return kFields;
}

bool is_case_field(std::string_view path) {
    const auto steps = split(path, '/');
    return std::any_of(std::begin(kFields), std::end(kFields), [&](std::string_view field) {
        return begins_with(split(field, '/'), steps);
    });
}

std::span<const Duty> duties() {
    return kDuties;
}

}  // namespace ow::documents
