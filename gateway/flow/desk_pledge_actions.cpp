// 容缺受理, 告知承诺 and what follows when a promise is broken (R4, R5, R23, R44).

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::CaseState;
using model::Command;
using model::Item;
using model::text_at;
using Values = object;

constexpr std::string_view kHall = "acceptance issuance operator admin";
constexpr std::string_view kAfter =
    "accepted decided at_issuance notified mailed delivered fed_back";
constexpr std::string_view kEver =
    "accepted decided at_issuance notified mailed delivered fed_back withdrawn";

constexpr std::string_view kTold = "已一次告知所缺材料、补交窗口、补交期限和逾期的后果";
constexpr std::string_view kSigners = "applicant=申请人|agent=委托代理人";
constexpr FieldRow kTolerance[] = {
    {"tolerable", "容缺：", "tolerable", false, ""},
    {"flaw", "欠缺或瑕疵的情形（不填为未提交）", "textarea", false, ""},
    {"until", "补交期限", "date", true, ""},
    {"window", "补交窗口（不填为本厅规定的窗口）", "text", false, ""},
    {"signer", "承诺书签署人", "radio", true, kSigners},
    {"authorisation", "特别授权委托书编号", "text", true, "", "signer=agent"},
    {"told", kTold, "checkbox", true, ""}};
constexpr FieldRow kPromise[] = {
    {"missing", "决定后提交：", "missing", false, ""},
    {"until", "提交期限", "date", true, ""},
    {"window", "提交窗口（不填为本厅规定的窗口）", "text", false, ""},
    {"signer", "承诺书签署人", "radio", true, kSigners},
    {"authorisation", "特别授权委托书编号", "text", true, "", "signer=agent"},
    {"told", "已告知条件、标准、期限和不实承诺的后果", "checkbox", true, ""}};
constexpr FieldRow kDeliver[] = {
    {"owed", "收到：", "owed", false, ""},
    {"at", "收到时间（不填为现在；补录填实际时间）", "datetime", false, ""}};
constexpr FieldRow kSimulate[] = {
    {"outcome", "拟作的决定", "radio", true, "approved=拟准予|refused=拟不予许可"},
    {"number", "文书编号", "text", true, ""},
    {"document_name", "文书或证照名称", "text", true, ""},
    {"applicant_name", "文书上的申请人姓名或名称", "text", true, ""},
    {"reason", "理由", "textarea", true, "", "outcome=refused"}};
constexpr FieldRow kExamine[] = {
    {"conforms", "审查结论", "radio", true, "yes=符合要求|no=不符合要求"},
    {"reason", "不符合要求的理由", "textarea", true, "", "conforms=no"}};
constexpr FieldRow kPropose[] = {{"notice_no", "书面告知书文号", "text", true, ""},
                                 {"at", "送达申请人的时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kObject[] = {{"grounds", "异议的理由", "textarea", true, ""},
                                {"at", "收到时间（不填为现在）", "datetime", false, ""}};

model::AcceptOnPledge pledge_of(const Values& v, std::string kind,
                                std::vector<std::string> materials) {
    model::AcceptOnPledge c;
    c.kind = std::move(kind);
    c.materials = std::move(materials);
    c.flaw = text_at(v, "flaw");
    c.until = parse_day(text_at(v, "until")).value_or(Day{});
    c.window = text_at(v, "window");
    c.signer = text_at(v, "signer");
    c.authorisation = text_at(v, "authorisation");
    c.told = !text_at(v, "told").empty() && text_at(v, "told") != "false";
    return c;
}

bool is_delivered(const CaseState& s, const Item&) {
    return !s.pledge.kind.empty() && !s.pledge.is_owing() && s.pledge.examined.empty();
}

bool is_proposed(const CaseState& s, const Item&) {
    return s.listing.stage == "proposed";
}

bool may_be_listed(const CaseState& s, const Item&) {
    return model::may_be_listed(s);
}

const ActionRow kActions[] = {
    {"accept_tolerance", "容缺受理", "received correction", kWindow, "", kTolerance,
     [](const Values& v, const CaseState& s, const Item& item, Instant) -> Command {
         return pledge_of(v, "tolerance", ticked(v, "tolerable", s, item));
     },
     [](const CaseState&, const Item& item) {
         return item.tolerance && item.handling != model::Handling::kInstant;
     }},
    {"accept_promise", "告知承诺受理", "received correction", kWindow, "", kPromise,
     [](const Values& v, const CaseState& s, const Item& item, Instant) -> Command {
         return pledge_of(v, "promise", ticked(v, "missing", s, item));
     },
     [](const CaseState&, const Item& item) { return item.pledge; }},
    {"deliver_pledged", "接收承诺补交的材料", kEver, kHall, "", kDeliver,
     [](const Values& v, const CaseState& s, const Item& item, Instant now) -> Command {
         return model::DeliverPledged{ticked(v, "owed", s, item), stated_time(v, now)};
     },
     [](const CaseState& s, const Item&) { return s.pledge.is_owing(); }},
    {"simulate_approval", "登记拟审批决定（模拟审批）", "accepted", kDepartment,
     "材料补齐并审查合格后才生效；逾期未补即终止？", kSimulate,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::SimulateApproval{text_at(v, "outcome"), text_at(v, "number"),
                                        text_at(v, "document_name"), text_at(v, "applicant_name"),
                                        text_at(v, "reason")};
     },
     [](const CaseState& s, const Item&) {
         return s.pledge.is_tolerance() && s.pledge.is_owing() && !s.pledge.broken;
     },
     true},
    {"examine_pledged", "审查补交的材料", kAfter, kDepartment, "", kExamine,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::ExaminePledged{text_at(v, "conforms") == "yes", text_at(v, "reason")};
     },
     &is_delivered, true},
    {"report_untrue", "登记承诺不实", kAfter, kDepartment, "确认发现承诺不实？", kReason,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::ReportUntrue{text_at(v, "reason")};
     },
     [](const CaseState& s, const Item&) { return s.pledge.is_promise() && !s.pledge.untrue; },
     true},
    {"propose_listing", "书面告知拟列入名单", kEver, kHall, "", kPropose,
     [](const Values& v, const CaseState&, const Item&, Instant now) -> Command {
         return model::ProposeListing{text_at(v, "notice_no"), stated_time(v, now)};
     },
     &may_be_listed},
    {"waive_listing", "不予列入名单", kEver, kHall, "", kReason,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::DropListing{text_at(v, "reason")};
     },
     [](const CaseState& s, const Item& i) { return may_be_listed(s, i) || is_proposed(s, i); }},
    {"record_objection", "登记异议", kEver, kHall, "", kObject,
     [](const Values& v, const CaseState&, const Item&, Instant now) -> Command {
         return model::RecordObjection{text_at(v, "grounds"), stated_time(v, now)};
     },
     &is_proposed},
    {"confirm_listing",
     "确认列入名单",
     kEver,
     kHall,
     "异议期满。确认列入？",
     {},
     [](const Values&, const CaseState&, const Item&, Instant) -> Command {
         return model::ConfirmListing{};
     },
     &is_proposed},
    {"remove_listing", "移出名单", kEver, kHall, "确认移出？", kReason,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::RemoveListing{text_at(v, "reason")};
     },
     [](const CaseState& s, const Item&) { return s.listing.stage == "listed"; }},
};

}  // namespace

std::span<const ActionRow> pledge_actions() {
    return kActions;
}

}  // namespace ow::flow
