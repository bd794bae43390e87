#include "gateway/model/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>

#include "gateway/base/text.hpp"
#include "gateway/base/time.hpp"

namespace ow::model {
namespace {

using enum FieldType;

constexpr Field kFields[] = {
    {"agent.authorisation", kText, 200, "授权委托书编号", "", false, ""},
    {"agent.cert_number", kId, 40, "代理人证件号码", "GB/T 39046 表5 证件号码", true, ""},
    {"agent.cert_type", kCode, 40, "代理人证件类型", "GB/T 39046 表5 证件类型代码", false,
     "cert_type"},
    {"agent.name", kName, 200, "代理人姓名", "GB/T 39046 表5 联系人/代理人姓名", true, ""},
    {"agent.phone", kPhone, 30, "代理人电话", "GB/T 39046 表5 手机号码", true, ""},
    {"applicant.address", kText, 300, "申请人地址", "GB/T 39046 表5 通讯地址", true, ""},
    {"applicant.cert_number", kId, 40, "申请人证件号码", "GB/T 39046 表5 证件号码", true, ""},
    {"applicant.cert_type", kCode, 40, "申请人证件类型", "GB/T 39046 表5 证件类型代码", false,
     "cert_type"},
    {"applicant.kind", kCode, 20, "申请人类型", "", false, "applicant_kind"},
    {"applicant.legal_rep", kName, 200, "法定代表人", "GB/T 39046 表5 法定代表人", true, ""},
    {"applicant.name", kName, 200, "申请人姓名或名称", "GB/T 39046 表5 申请者名称", true, ""},
    {"applicant.phone", kPhone, 30, "申请人电话", "GB/T 39046 表5 手机号码", true, ""},
    {"applicant.postcode", kId, 12, "申请人邮编", "GB/T 39046 表5 邮编", true, ""},
    {"applied_at", kInstant, 40, "申请时间", "GB/T 39046 表5 申请时间", false, ""},
    {"booking.cert_number", kId, 40, "预约人证件号码", "", true, ""},
    {"booking.cert_type", kCode, 40, "预约人证件类型", "GB/T 39046 表5 证件类型代码", false,
     "cert_type"},
    {"booking.date", kDate, 10, "预约日期", "", false, ""},
    {"booking.item_code", kId, 64, "预约事项", "", false, ""},
    {"booking.name", kName, 200, "预约人", "", true, ""},
    {"booking.openid", kId, 64, "渠道用户标识", "", true, ""},
    {"booking.organisation_code", kId, 40, "预约单位代码", "R17", false, ""},
    {"booking.phone", kPhone, 30, "预约人电话", "", true, ""},
    {"booking.slot", kText, 20, "预约时段", "", false, ""},
    {"case_no", kId, 22, "办件编号", "R35", false, ""},
    {"channel_no", kId, 100, "来源系统流水号", "GB/T 39046 表5 办件编号", false, ""},
    {"contact.cert_number", kId, 40, "联系人证件号码", "GB/T 39046 表5 证件号码", true, ""},
    {"contact.cert_type", kCode, 40, "联系人证件类型", "GB/T 39046 表5 证件类型代码", false,
     "cert_type"},
    {"contact.name", kName, 200, "联系人姓名", "GB/T 39046 表5 联系人/代理人姓名", true, ""},
    {"contact.openid", kId, 64, "渠道用户标识", "", true, ""},
    {"contact.phone", kPhone, 30, "联系人电话", "GB/T 39046 表5 手机号码", true, ""},
    {"decision.decided_at", kInstant, 40, "决定时间", "GB/T 39046 表8 办结时间", false, ""},
    {"decision.decided_by", kName, 200, "办理人", "GB/T 39046 表8 办理人", false, ""},
    {"decision.document_name", kText, 300, "决定文书名称", "GB/T 39046 表8 结果证照名称", false,
     ""},
    {"decision.foreign_no", kId, 100, "部门业务编号", "", false, ""},
    {"decision.merits", kCode, 3, "退件是否经实体审查", "R20", false, "merits"},
    {"decision.number", kText, 100, "决定文书号", "GB/T 39046 表8 结果证照编号", false, ""},
    {"decision.outcome", kCode, 20, "办理结果", "GB/T 39046 表7 业务动作", false, "outcome"},
    {"decision.reason", kText, 4000, "理由", "GB/T 39046 表8 结果描述", true, ""},
    {"decision.refusal_number", kText, 100, "不予许可决定书文号", "R20", false, ""},
    {"delivery.address", kText, 300, "收件地址", "GB/T 39046 表15", true, ""},
    {"delivery.city", kText, 50, "收件地址：市", "GB/T 39046 表15", true, ""},
    {"delivery.county", kText, 50, "收件地址：县（市、区）", "GB/T 39046 表15", true, ""},
    {"delivery.name", kName, 200, "收件人姓名", "GB/T 39046 表15", true, ""},
    {"delivery.phone", kPhone, 30, "收件人电话", "GB/T 39046 表15", true, ""},
    {"delivery.postcode", kId, 12, "收件邮编", "GB/T 39046 表15", true, ""},
    {"delivery.province", kText, 50, "收件地址：省", "GB/T 39046 表15", true, ""},
    {"delivery.way", kCode, 20, "取件方式", "GB/T 39046 表8 是否快递", false, "delivery_way"},
    {"form", kList, 200, "事项表单", "", false, ""},
    {"form[].key", kId, 100, "表单项", "", false, ""},
    {"form[].label", kText, 200, "表单项名称", "", false, ""},
    {"form[].value", kText, 4000, "表单项内容", "", true, ""},
    {"item.code", kId, 64, "实施编码", "GB/T 39046 表5 实施编码", false, ""},
    {"item.name", kText, 300, "事项名称", "GB/T 39046 表5 事项名称", false, ""},
    {"item.version", kId, 40, "事项版本", "", false, ""},
    {"leg.department", kId, 64, "代表的分办部门", "R15", false, ""},
    {"materials", kList, 500, "材料", "GB/T 39046 表5 材料", false, ""},
    {"materials[].code", kId, 100, "材料编码", "", false, ""},
    {"materials[].copies", kNumber, 6, "份数", "GB/T 39046 表5 数量", false, ""},
    {"materials[].file", kId, 64, "文件存储地址", "", false, ""},
    {"materials[].file_name", kText, 300, "文件名", "", true, ""},
    {"materials[].file_ref", kText, 500, "文件引用", "GB/T 39046 表5 附件实体", true, ""},
    {"materials[].file_sha256", kId, 64, "文件摘要（SHA-256）", "", false, ""},
    {"materials[].file_size", kNumber, 12, "文件字节数", "", false, ""},
    {"materials[].file_type", kText, 100, "文件类型", "", false, ""},
    {"materials[].form", kCode, 20, "材料形式", "GB/T 39046 表5 收取方式", false, "material_form"},
    {"materials[].name", kText, 300, "材料名称", "GB/T 39046 表5 材料名称", false, ""},
    {"materials[].note", kText, 1000, "材料说明", "", true, ""},
    {"materials[].received", kFlag, 5, "是否收取", "GB/T 39046 表5 是否收取", false, ""},
    {"parcel.arrived_at", kInstant, 40, "到达时间", "", false, ""},
    {"parcel.description", kText, 1000, "备注", "", true, ""},
    {"parcel.item_hint", kText, 300, "内件说明", "", true, ""},
    {"parcel.sender_address", kText, 300, "寄件地址", "", true, ""},
    {"parcel.sender_name", kName, 200, "寄件人", "", true, ""},
    {"parcel.sender_phone", kPhone, 30, "寄件人电话", "", true, ""},
    {"parcel.waybill", kId, 40, "邮件号", "GB/T 39046 表15", false, ""},
    {"progress.at", kInstant, 40, "环节时间", "GB/T 39046 表7 起止", false, ""},
    {"progress.by", kName, 200, "环节处理人", "GB/T 39046 表7 处理人", false, ""},
    {"progress.note", kText, 2000, "环节意见", "GB/T 39046 表7 意见", true, ""},
    {"progress.stage", kCode, 30, "环节", "GB/T 39046 表7 环节名称", false, "stage"},
    {"project.code", kId, 40, "投资项目编号", "GB/T 39046 表5 投资项目编号", false, ""},
    {"project.name", kText, 500, "项目名称", "", false, ""},
    {"region", kId, 20, "行政区划", "GB/T 39046 表5 行政区划", false, ""},
    {"remark", kText, 2000, "备注", "", true, ""},
    {"result.applicant_name", kName, 200, "结果所载申请人", "R12", true, ""},
    {"result.cert_number", kId, 40, "结果所载证件号码", "R12", true, ""},
    {"result.certificate_name", kText, 300, "证照名称", "GB/T 39046 表8 结果证照名称", false, ""},
    {"result.certificate_number", kText, 100, "证照编号", "GB/T 39046 表8 结果证照编号", false, ""},
    {"result.item_code", kId, 64, "结果所载事项", "R12", false, ""},
    {"result.valid_until", kDate, 10, "有效期至", "GB/T 39046 表8 有效期限", false, ""},
    {"source.channel", kCode, 20, "申报来源", "GB/T 39046 A.5", false, "channel"},
    {"track.at", kInstant, 40, "物流时间", "", false, ""},
    {"track.by", kText, 40, "签收人类别", "", false, ""},
    {"track.code", kId, 20, "物流代码", "承运商代码表", false, ""},
    {"track.description", kText, 1000, "物流说明", "", true, ""},
    {"track.meaning", kCode, 30, "物流状态", "", false, "track_meaning"},
    {"track.place", kText, 200, "物流地点", "", false, ""},
    {"track.waybill", kId, 40, "邮件号", "", false, ""},
};

// Sorted by set, then in the order people expect to choose from.
constexpr CodeRow kCodes[] = {
    {"applicant_kind", "person", "个人"},
    {"applicant_kind", "organisation", "单位"},
    {"cert_type", "id_card", "居民身份证"},
    {"cert_type", "passport", "护照"},
    {"cert_type", "hk_macao_permit", "港澳居民来往内地通行证"},
    {"cert_type", "taiwan_permit", "台湾居民来往大陆通行证"},
    {"cert_type", "residence_permit", "港澳台居民居住证"},
    {"cert_type", "foreigner_id", "外国人永久居留身份证"},
    {"cert_type", "uscc", "统一社会信用代码"},
    {"cert_type", "organisation_code", "组织机构代码"},
    {"cert_type", "other", "其他"},
    {"channel", "window", "窗口"},
    {"channel", "web", "网上"},
    {"channel", "mobile", "移动端"},
    {"channel", "mail", "邮寄"},
    {"channel", "other", "其他"},
    {"delivery_way", "mail", "邮寄送达"},
    {"delivery_way", "self", "窗口自取"},
    {"material_form", "original", "原件"},
    {"material_form", "copy", "复印件"},
    {"material_form", "electronic", "电子件"},
    {"material_form", "original_and_copy", "原件及复印件"},
    {"merits", "no", "未经实体审查"},
    {"merits", "yes", "经实体审查"},
    {"outcome", "approved", "准予"},
    {"outcome", "refused", "不予"},
    {"outcome", "returned", "退件"},
    {"stage", "signed_for", "签收"},
    {"stage", "examining", "审查"},
    {"stage", "reviewing", "审核"},
    {"stage", "approving", "审批"},
    {"stage", "special_begun", "特别程序开始"},
    {"stage", "special_ended", "特别程序结束"},
    {"stage", "at_issuance", "结果已送出证窗口"},
    {"stage", "other", "其他"},
    {"track_meaning", "moving", "运送中"},
    {"track_meaning", "delivered", "妥投"},
    {"track_meaning", "failed", "未妥投"},
    {"track_meaning", "delivery_voided", "妥投撤销"},
};

Error wrong(const Field& field, std::string cause) {
    return Error{Code::kFieldFormat, {.field = std::string{field.path}}, std::move(cause)};
}

bool has_control(std::string_view value, bool lines_allowed) {
    return std::any_of(value.begin(), value.end(), [&](char c) {
        const bool control = (c >= 0 && c < 0x20) || c == 0x7F;
        return control && !(lines_allowed && (c == '\n' || c == '\r' || c == '\t'));
    });
}

Status check_text(const Field& field, std::string_view value) {
    if (has_control(value, field.type == kText)) return wrong(field, "contains control characters");
    return ok();
}

/// Signs that stand where a character was lost, and those that nobody sees: U+FFFD, □, ?, private
/// use that GB 18030 does not know, and format characters.
bool is_no_letter(char32_t c) {
    constexpr struct {
        char32_t first, last;
    } kRanges[] = {{U'?', U'?'},     {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x200B, 0x200F},
                   {0x2028, 0x202E}, {0x2060, 0x206F}, {0x25A1, 0x25A1}, {0xE000, 0xF8FF},
                   {0xFEFF, 0xFEFF}, {0xFF1F, 0xFF1F}, {0xFFF9, 0xFFFF}, {0xF0000, 0x10FFFF}};
    return std::any_of(std::begin(kRanges), std::end(kRanges),
                       [c](const auto& range) { return c >= range.first && c <= range.last; });
}

/// R32: a damaged name is refused before it is printed.
Status check_name(const Field& field, std::string_view value) {
    if (Status text = check_text(field, value); !text) return text;
    const std::u32string letters = to_code_points(value);
    const auto found = std::find_if(letters.begin(), letters.end(), is_no_letter);
    if (found == letters.end()) return ok();
    return wrong(field,
                 fmt::format("character {} is U+{:04X}, which no name has: a character was "
                             "lost or is invisible",
                             found - letters.begin() + 1, static_cast<std::uint32_t>(*found)));
}

Status check_id(const Field& field, std::string_view value) {
    if (has_control(value, false) || value.find(' ') != std::string_view::npos) {
        return wrong(field, "an identifier has no blanks or control characters");
    }
    return ok();
}

Status check_number(const Field& field, std::string_view value) {
    std::int64_t number = -1;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failure != std::errc{} || end != value.data() + value.size() || number < 0) {
        return wrong(field, "a whole number, 0 or more, is expected");
    }
    return ok();
}

Status check_phone(const Field& field, std::string_view value) {
    const auto digits =
        std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool known = value.find_first_not_of("0123456789+-() ") == std::string_view::npos;
    if (!known || digits < 5) return wrong(field, "a telephone number is expected");
    return ok();
}

Status check_code(const Field& field, std::string_view value) {
    const bool known = std::any_of(std::begin(kCodes), std::end(kCodes), [&](const CodeRow& row) {
        return row.code == value && row.set == field.codes;
    });
    if (known) return ok();
    return wrong(field,
                 fmt::format("one of {} is expected", fmt::join(codes_of(field.codes), ", ")));
}

Status check_form(const Field& field, std::string_view value) {
    switch (field.type) {
        case kCode:
            return check_code(field, value);
        case kDate:
            return parse_day(value) ? ok() : wrong(field, "a date like 2024-10-10 is expected");
        case kInstant:
            if (parse_instant(value)) return ok();
            return wrong(field, "a time like 2024-10-10T09:30:00+08:00 is expected");
        case kNumber:
            return check_number(field, value);
        case kFlag:
            return value == "true" || value == "false" ? ok()
                                                       : wrong(field, "true or false is expected");
        case kPhone:
            return check_phone(field, value);
        case kId:
            return check_id(field, value);
        case kList:
            return wrong(field, "a list is expected");
        case kName:
            return check_name(field, value);
        case kText:
            break;
    }
    return check_text(field, value);
}

}  // namespace

std::span<const Field> fields() {
    return kFields;
}

const Field* find_field(std::string_view path) {
    static const auto fields = [] {
        std::unordered_map<std::string_view, const Field*> made;
        for (const Field& field : kFields) made.emplace(field.path, &field);
        return made;
    }();
    const auto found = fields.find(path);
    return found == fields.end() ? nullptr : found->second;
}

std::vector<std::string_view> field_paths() {
    std::vector<std::string_view> out;
    for (const Field& field : kFields) out.push_back(field.path);
    return out;
}

std::span<const CodeRow> code_rows() {
    return kCodes;
}

std::vector<std::string_view> codes_of(std::string_view set) {
    std::vector<std::string_view> out;
    for (const CodeRow& row : kCodes) {
        if (row.set == set) out.push_back(row.code);
    }
    return out;
}

std::string_view code_label(std::string_view set, std::string_view code) {
    for (const CodeRow& row : kCodes) {
        if (row.set == set && row.code == code) return row.label;
    }
    return {};
}

Status check_value(const Field& field, std::string_view value) {
    const std::size_t length = count_code_points(value);
    if (field.type != kList && length > field.max_length) {
        return Error{Code::kFieldTooLong,
                     {.field = std::string{field.path}},
                     fmt::format("{} characters, at most {}", length, field.max_length)};
    }
    return check_form(field, value);
}

}  // namespace ow::model
