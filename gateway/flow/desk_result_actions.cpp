// The issuance window: comparing, telling, handing over, mailing (R12, R13, R14, R30).

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using Values = object;

constexpr FieldRow kDiffer[] = {{"fields", "不一致之处", "textarea", true, ""}};
constexpr FieldRow kNotify[] = {{"how", "通知方式", "radio", true, "phone=电话|message=消息"},
                                {"note", "备注", "text", false, ""}};
constexpr FieldRow kHandOver[] = {
    {"proof", "领取凭据", "radio", true, "slip=收件通知单|id=通知单遗失：证件原件和保证声明"},
    {"statement", "已核对证件原件，并已收取签名的保证声明", "checkbox", true, "", "proof=id"},
    {"recipient", "代领人姓名（本人领取不填）", "text", false, ""},
    {"authorisation", "代领人授权委托书编号（受理时的委托代理人不填）", "text", false, ""}};
constexpr FieldRow kCompare[] = {{"check", "结果信息与受理信息逐项核对", "compare", true, ""}};

bool is_ordered(const model::CaseState& s) {
    return s.dispatch_requested || s.stage == model::Stage::kMailed;
}

const ActionRow kActions[] = {
    {"take_over", "核对一致，接收结果", "decided", kIssuance, "", kCompare,
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::TakeOverResult{};
     }},
    {"reject_result", "不一致，退回部门", "decided", kIssuance, "", kDiffer,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RejectResult{text_at(v, "fields")};
     }},
    {"notify", "通知申请人", "at_issuance", kIssuance, "", kNotify,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Notify{text_at(v, "how"), text_at(v, "note")};
     }},
    {"mail_out",
     "交寄",
     "at_issuance notified",
     kIssuance,
     "按受理时登记的地址交寄？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::MailOut{};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.delivery_way == "mail" && !is_ordered(s);
     }},
    {"hand_over", "窗口发放", "at_issuance mailed notified", kIssuance, "", kHandOver,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::HandOver{text_at(v, "proof"), text_at(v, "recipient"),
                                text_at(v, "authorisation")};
     }},
    {"void_dispatch", "作废交寄", "at_issuance mailed notified", kIssuance,
     "原邮件号作废，可重新交寄或窗口发放？", kReason,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::VoidDispatch{text_at(v, "reason")};
     },
     [](const model::CaseState& s, const model::Item&) { return is_ordered(s); }},
    {"feed_back",
     "登记送达反馈",
     "delivered",
     kIssuance,
     "办理结果交接单已送回部门？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::FeedBack{};
     }},
};

}  // namespace

std::span<const ActionRow> result_actions() {
    return kActions;
}

}  // namespace ow::flow
