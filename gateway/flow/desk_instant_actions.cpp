// 即办件 (R43): the department's own staff at their window, in one entry. What was begun online or
// told to be completed is finished by the same form.

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;
using Values = object;

constexpr FieldRow kFinish[] = {
    {"outcome", "决定", "radio", true, "approved=准予，当场发证|refused=不予许可"},
    {"number", "文书编号", "text", true, ""},
    {"document_name", "文书或证照名称", "text", true, ""},
    {"applicant_name", "文书上的申请人姓名或名称", "text", true, ""},
    {"reason", "理由", "textarea", true, "", "outcome=refused"},
    {"recipient", "代领人姓名（本人领取不填）", "text", false, ""},
    {"recipient_authorisation", "代领人授权委托书编号（受理时的委托代理人不填）", "text", false,
     ""}};
constexpr FieldRow kLacking[] = {{"listed", "需补正：", "listed", false, ""},
                                 {"note", "需补正的内容和要求", "textarea", true, ""}};
constexpr FieldRow kArrived[] = {{"missing", "收到：", "missing", false, ""}};

bool is_instant(const model::CaseState&, const model::Item& item) {
    return item.handling == model::Handling::kInstant;
}

const ActionRow kActions[] = {
    {"finish_at_once", "即办：决定并当场发证", "received accepted decided", kDepartment,
     "证照已当场交申请人，登记后办结？", kFinish,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return finish_of(v);
     },
     &is_instant},
    {"instant_correction", "一次性告知补正", "received", kDepartment, "", kLacking, &correction_of,
     &is_instant},
    {"instant_supplement", "接收补正材料", "correction", kDepartment, "", kArrived, &supplement_of,
     &is_instant},
    {"instant_refusal", "不予受理", "received correction", kDepartment, "确认不予受理？", kReason,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RefuseAcceptance{text_at(v, "reason")};
     },
     &is_instant},
};

}  // namespace

model::FinishAtOnce finish_of(const object& v) {
    return {text_at(v, "outcome"),
            text_at(v, "number"),
            text_at(v, "document_name"),
            text_at(v, "applicant_name"),
            text_at(v, "reason"),
            text_at(v, "recipient"),
            text_at(v, "recipient_authorisation")};
}

std::span<const FieldRow> finish_fields() {
    return kFinish;
}

std::span<const ActionRow> instant_actions() {
    return kActions;
}

}  // namespace ow::flow
