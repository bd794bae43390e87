// The people's steps beside the way: ratings, custody, stub, direct mail, archive (R21, R22, R40 –
// R42).

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;
using Values = object;

constexpr std::string_view kTaken =
    "received correction accepted decided at_issuance notified mailed delivered fed_back refused";
constexpr std::string_view kOpen =
    "received correction accepted decided at_issuance notified mailed delivered";

constexpr FieldRow kRate[] = {
    {"occasion", "服务环节", "radio", true, "intake=收件|online=网上申报|collect=领取|return=退件"},
    {"stars", "评价", "radio", true, "5=非常满意|4=满意|3=基本满意|2=不满意|1=非常不满意"},
    {"via", "评价方式", "radio", true, "device=评价器|channel=网上评价|paper=纸质评价表"},
    {"evidence", "评价凭据编号", "text", true, ""},
    {"words", "评价内容", "textarea", false, ""}};
constexpr FieldRow kRectify[] = {
    {"occasion", "服务环节", "radio", true, "intake=收件|online=网上申报|collect=领取|return=退件"},
    {"result", "整改结果", "textarea", true, ""}};
constexpr FieldRow kMove[] = {
    {"holder", "交给", "radio", true,
     "window=综合窗口|department=部门后台|courier=材料派送员|issuance=出证窗口"},
    {"person", "接收人", "text", true, ""},
    {"place", "存放地点", "text", true, ""},
    {"out", "带离大厅", "checkbox", false, ""},
    {"why", "事由", "radio", true,
     "handover=交接|site_check=现场核查|disclosure=依申请公开|other=其他"},
    {"consent", "中心同意人（封闭流转时带离大厅须填）", "text", false, ""},
    {"back", "应归还时间，如 2026-11-23T17:00（不填按本厅规定）", "text", false, ""}};
constexpr FieldRow kStub[] = {{"pledge_letter", "已收信用承诺书", "checkbox", false, ""}};
constexpr FieldRow kDirect[] = {{"waybill", "邮件号", "text", true, ""},
                                {"at", "寄出时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kConfirm[] = {{"by", "签收人（本人、他人代收）", "text", true, ""},
                                 {"at", "送达时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kHandIn[] = {{"giver", "交接人", "text", true, ""},
                                {"taker", "接收人", "text", true, ""},
                                {"at", "移交时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kConsult[] = {{"reader", "查阅人", "text", true, ""},
                                 {"approved_by", "批准查阅的业务主管领导", "text", true, ""},
                                 {"purpose", "查阅事由", "textarea", true, ""}};

bool is_on(const Values& v, std::string_view key) {
    const std::string text = text_at(v, key);
    return text == "true" || text == "on";
}

int stars_of(const Values& v) {
    const std::string text = text_at(v, "stars");
    return text.size() == 1 ? text[0] - '0' : 0;
}

model::Command move_of(const Values& v, const model::CaseState& s, const model::Item&, Instant) {
    std::string holder = text_at(v, "holder");
    if (holder == "department") holder = s.department.str();
    std::optional<Instant> back;
    if (const std::string text = text_at(v, "back"); !text.empty())
        back = parse_instant(text).value_or(Instant{});  // what cannot be read is refused as past
    return model::MoveFile{std::move(holder),
                           text_at(v, "person"),
                           text_at(v, "place"),
                           is_on(v, "out"),
                           text_at(v, "why"),
                           text_at(v, "consent"),
                           back};
}

bool has_bad(const model::CaseState& s) {
    for (const auto& [occasion, rating] : s.people.ratings) {
        if (rating.stars <= 2 && !rating.rectified_at) return true;
    }
    return false;
}

const ActionRow kActions[] = {
    {"mail_direct", "部门直接寄出结果", "decided", "department issuance operator admin", "",
     kDirect,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::MailDirect{text_at(v, "waybill"), stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) { return model::bypasses_window(s); }, true},
    {"confirm_delivery", "登记直接寄送的送达", "mailed", "department issuance operator admin", "",
     kConfirm,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::ConfirmDelivery{text_at(v, "by"), stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) { return s.people.is_direct; }, true},
    {"register_stub", "登记已签字的存根",
     "accepted decided at_issuance notified mailed delivered fed_back", kIssuance, "", kStub,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RegisterStub{is_on(v, "pledge_letter")};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.people.stub_due && !s.people.stub_at;
     }},
    {"move_file", "登记案卷材料流转", kOpen, kAll, "", kMove, &move_of},
    {"rate", "登记评价", kTaken, kAll, "评价登记后不能更改？", kRate,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Rate{text_at(v, "occasion"), stars_of(v), text_at(v, "via"),
                            text_at(v, "evidence"), text_at(v, "words")};
     },
     [](const model::CaseState& s, const model::Item&) { return !model::to_be_rated(s).empty(); }},
    {"rectify", "登记差评整改结果", kTaken, kAll, "", kRectify,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Rectify{text_at(v, "occasion"), text_at(v, "result")};
     },
     [](const model::CaseState& s, const model::Item&) { return has_bad(s); }},
    {"hand_in_archive", "移交档案室", "fed_back refused", kAll, "", kHandIn,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::HandInArchive{text_at(v, "giver"), text_at(v, "taker"), stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.people.archive_kept_by.empty();
     }},
    {"consult_archive", "登记档案查阅", "fed_back refused", kAll, "", kConsult,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::ConsultArchive{text_at(v, "reader"), text_at(v, "approved_by"),
                                      text_at(v, "purpose")};
     },
     [](const model::CaseState& s, const model::Item&) {
         return !s.people.archive_kept_by.empty();
     }},
};

}  // namespace

std::span<const ActionRow> people_actions() {
    return kActions;
}

}  // namespace ow::flow
