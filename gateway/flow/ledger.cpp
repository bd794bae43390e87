#include "gateway/flow/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/flow/ledger_value.hpp"

namespace ow::flow {
namespace {

using model::StoredEvent;
using namespace ledger_value;

using Value = std::string (*)(const Entry&);

struct Column {
    std::string_view label;
    int width;
    Value value;
};

struct Ledger {
    LedgerName name;
    std::span<const std::string_view> kinds;  ///< of streams
    std::string_view event;
    bool (*belongs)(const Entry&);
    std::span<const Column> columns;
    std::size_t (*parts)(const Entry&) = &one_part;  ///< rows an event makes
};

constexpr std::string_view kCaseKind = "case";
constexpr std::string_view kCases[] = {kCaseKind};
constexpr std::string_view kConsultationsOnly[] = {"consultation"};
constexpr std::string_view kParcelsOnly[] = {"parcel"};
constexpr std::string_view kSealed[] = {"booking", kCaseKind, "consultation", "handover"};

constexpr Column kCase[] = {{"收件时间", 17, &happened}, {"办件编号", 24, &case_no},
                            {"事项名称", 28, &item},     {"承办部门", 18, &department},
                            {"申请人", 14, &applicant},  {"首办责任人", 12, &handler},
                            {"受理日期", 11, &accepted}, {"承诺办结日", 11, &promised},
                            {"办结日期", 11, &finished}, {"办理结果", 10, &outcome},
                            {"取件方式", 10, &way},      {"送达日期", 11, &delivered},
                            {"备注", 6, &mark}};
constexpr Column kOnlineCase[] = {
    {"收件时间", 17, &happened}, {"办件编号", 24, &case_no},    {"申报来源", 18, &source},
    {"事项名称", 28, &item},     {"承办部门", 18, &department}, {"申请人", 14, &applicant},
    {"受理日期", 11, &accepted}, {"承诺办结日", 11, &promised}, {"办结日期", 11, &finished},
    {"办理结果", 10, &outcome},  {"取件方式", 10, &way},        {"送达日期", 11, &delivered}};
constexpr Column kIssuance[] = {{"到窗时间", 17, &happened},  {"办件编号", 24, &case_no},
                                {"事项名称", 28, &item},      {"承办部门", 18, &department},
                                {"办理结果", 10, &outcome},   {"文书号", 20, &number},
                                {"核对人", 12, &actor},       {"通知日期", 11, &notified},
                                {"送达日期", 11, &delivered}, {"反馈日期", 11, &fed_back}};
constexpr Column kMailIn[] = {{"登记时间", 17, &happened},  {"邮件号", 16, &parcel_no},
                              {"来源", 18, &parcel_source}, {"寄件人", 14, &sender},
                              {"开拆日期", 11, &opened},    {"办件编号", 24, &parcel_case}};
constexpr Column kMailOut[] = {{"交寄时间", 17, &happened},   {"邮件号", 16, &waybill},
                               {"办件编号", 24, &case_no},    {"事项名称", 28, &item},
                               {"承办部门", 18, &department}, {"申请人", 14, &applicant},
                               {"状态", 16, &mail_end}};
constexpr Column kReturned[] = {{"退件时间", 17, &happened}, {"办件编号", 24, &case_no},
                                {"事项名称", 28, &item},     {"承办部门", 18, &department},
                                {"申请人", 14, &applicant},  {"文书号", 20, &number_of_event},
                                {"备注", 6, &mark}};

constexpr Column kReminders[] = {
    {"催办时间", 17, &happened},   {"办件编号", 24, &case_no},       {"事项名称", 28, &item},
    {"承办部门", 18, &department}, {"方式", 12, &how_reminded},      {"催办人", 12, &actor},
    {"承诺办结日", 11, &promised}, {"是否超期", 10, &reminded_late}, {"办结日期", 11, &finished}};
constexpr Column kCards[] = {{"发牌时间", 17, &happened}, {"办件编号", 24, &case_no},
                             {"事项名称", 28, &item},     {"承办部门", 18, &department},
                             {"黄牌红牌", 10, &colour},   {"承诺办结日", 11, &promised},
                             {"办结日期", 11, &finished}};

constexpr Column kPledge[] = {
    {"受理时间", 17, &happened},   {"办件编号", 24, &case_no}, {"事项名称", 28, &item},
    {"承办部门", 18, &department}, {"申请人", 14, &applicant}, {"类别", 10, &pledge_kind},
    {"待补材料", 30, &owed},       {"补交期限", 11, &until},   {"现状", 11, &pledge_end}};
constexpr Column kCredit[] = {{"列入时间", 17, &happened}, {"办件编号", 24, &case_no},
                              {"事项名称", 28, &item},     {"承办部门", 18, &department},
                              {"申请人", 14, &applicant},  {"名单", 18, &list_name},
                              {"有效期至", 11, &until},    {"现状", 16, &list_end}};

constexpr Column kRatings[] = {
    {"评价时间", 17, &happened},   {"办件编号", 24, &case_no},    {"事项名称", 28, &item},
    {"承办部门", 18, &department}, {"服务环节", 10, &occasion},   {"评价", 8, &stars},
    {"被评价人", 12, &rated},      {"整改期限", 11, &rectify_by}, {"整改日期", 11, &rectified}};
constexpr Column kConsultations[] = {{"咨询时间", 17, &happened},   {"咨询编号", 24, &asked_no},
                                     {"事项名称", 28, &asked_item}, {"部门", 18, &asked_department},
                                     {"方式", 12, &asked_way},      {"咨询人", 14, &asker},
                                     {"接待人", 12, &actor},        {"答复期限", 11, &answer_by},
                                     {"答复日期", 11, &answered},   {"告知单", 8, &slip}};

constexpr Column kArchive[] = {{"移交时间", 17, &happened},   {"办件编号", 24, &case_no},
                               {"事项名称", 28, &item},       {"承办部门", 18, &department},
                               {"办结日期", 11, &finished},   {"送达日期", 11, &delivered},
                               {"保管单位", 12, &archive_by}, {"交接人", 12, &giver},
                               {"接收人", 12, &taker},        {"签字", 14, &nothing}};
constexpr Column kSeals[] = {{"用印时间", 17, &happened},      {"办件编号", 24, &case_no},
                             {"用印部门", 18, &sealed_for},    {"印章", 24, &seal_words},
                             {"文书", 16, &document},          {"文书编号", 26, &number_of_event},
                             {"方式", 10, &way_of_sealing},    {"签名证书", 18, &key_subject},
                             {"证书序列号", 22, &key_serial},  {"证书指纹", 36, &key_fingerprint},
                             {"签名算法", 14, &key_algorithm}, {"文书摘要（SHA-256）", 34, &digest},
                             {"用印人", 12, &sealed_by}};

// Sorted by id. What no event tells of yet has no ledger here: it is left out, not shown empty.
constexpr Ledger kLedgers[] = {
    {{"archive", "档案移交表"}, kCases, "archive.handed_in", &always, kArchive},
    {{"cards", "黄牌红牌督办台账"}, kCases, "clock.card", &always, kCards},
    {{"consultation", "咨询辅导台账"},
     kConsultationsOnly,
     "consultation.asked",
     &always,
     kConsultations},
    {{"credit", "失信台账"}, kCases, "listing.confirmed", &always, kCredit},
    {{"department", "非综合窗口受理台账"}, kCases, "case.received", &by_department, kOnlineCase},
    {{"issuance", "办理结果交接登记"}, kCases, "case.at_issuance", &always, kIssuance},
    {{"mail_in", "邮件收件登记"}, kParcelsOnly, "parcel.registered", &always, kMailIn},
    {{"mail_out", "邮件寄件登记"}, kCases, "dispatch.ordered", &always, kMailOut},
    {{"online", "网厅受理台账"}, kCases, "case.received", &online, kOnlineCase},
    {{"pledge", "容缺受理和告知承诺台账"}, kCases, "pledge.made", &always, kPledge},
    {{"ratings", "好差评台账"}, kCases, "case.rated", &always, kRatings},
    {{"reminders", "催办台账"}, kCases, "reminder.made", &always, kReminders},
    {{"returned", "退件台账"}, kCases, "case.decided", &is_return, kReturned},
    {{"seals", "用印登记台账"}, kSealed, "document.stored", &always, kSeals, &seals_used},
    {{"window", "综合窗口受理台账"}, kCases, "case.received", &at_window, kCase},
};

constexpr auto kLedgerNames = [] {
    std::array<LedgerName, std::size(kLedgers)> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = kLedgers[i].name;
    return out;
}();

model::Sheet head_of(const Ledger& ledger, const Month& month, const Setting& setting) {
    model::Sheet sheet;
    sheet.title = ledger.name.title;
    sheet.notes = {setting.hall.name, month.label};
    sheet.columns.push_back({"序号", 6, true});
    for (const Column& column : ledger.columns)
        sheet.columns.push_back({std::string{column.label}, column.width, false});
    return sheet;
}

struct Dated {
    Instant at;
    std::vector<std::string> cells;
};

void add_entries(const Ledger& ledger, const Month& month, const Entry& whole,
                 std::vector<Dated>& rows) {
    for (const StoredEvent& event : whole.events) {
        if (event.event.type != ledger.event || !month.holds(event.event.happened_at)) continue;
        Entry entry{whole.stream, whole.events, whole.state, event, whole.setting, whole.names};
        if (!ledger.belongs(entry)) continue;
        for (const std::size_t parts = ledger.parts(entry); entry.part < parts; ++entry.part) {
            Dated row{event.event.happened_at, {""}};
            for (const Column& column : ledger.columns) row.cells.push_back(column.value(entry));
            rows.push_back(std::move(row));
        }
    }
}

}  // namespace

std::span<const LedgerName> ledger_names() {
    return kLedgerNames;
}

Result<model::Sheet> ledger(std::string_view id, const Month& month, Names names,
                            const Setting& setting, ports::History& history) {
    const auto* found = std::find_if(std::begin(kLedgers), std::end(kLedgers),
                                     [&](const Ledger& one) { return one.name.id == id; });
    if (found == std::end(kLedgers)) {
        std::vector<std::string_view> ids;
        for (const LedgerName& name : kLedgerNames) ids.push_back(name.id);
        const std::string_view near = nearest(id, ids);
        return Error{Code::kRequestInvalid,
                     {"ledger"},
                     near.empty() ? fmt::format("one of {}", fmt::join(ids, ", "))
                                  : fmt::format("did you mean `{}`?", near)};
    }
    std::vector<Dated> rows;
    for (const std::string_view kind : found->kinds) {
        const Status read = history.each(
            kind, month.from, ports::Secrets::kOpened,
            [&](const StreamId& stream, const std::vector<StoredEvent>& events) {
                const model::CaseState state =
                    kind == kCaseKind ? model::replay(events) : model::CaseState{};
                add_entries(*found, month, {stream, events, state, events.front(), setting, names},
                            rows);
            });
        if (!read) return read.error();
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Dated& a, const Dated& b) { return a.at < b.at; });
    model::Sheet sheet = head_of(*found, month, setting);
    for (Dated& row : rows) {
        row.cells.front() = std::to_string(sheet.rows.size() + 1);
        sheet.rows.push_back(std::move(row.cells));
    }
    return sheet;
}

}  // namespace ow::flow
