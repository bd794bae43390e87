#include "gateway/flow/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/flow/case_view.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/ledger_way.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/model/case_state.hpp"
#include "gateway/model/parcel.hpp"

namespace ow::flow {
namespace {

using model::StoredEvent;
using model::text_at;

/// What a row is made of: the stream as it is now, and the event that put it into the ledger.
struct Entry {
    const StreamId& stream;
    const std::vector<StoredEvent>& events;
    const model::CaseState& state;  ///< of a case; else empty
    const StoredEvent& event;
    const Setting& setting;
    Names names;
};

using Value = std::string (*)(const Entry&);

struct Column {
    std::string_view label;
    int width;
    Value value;
};

struct Ledger {
    LedgerName name;
    std::string_view kind;  ///< of stream
    std::string_view event;
    bool (*belongs)(const Entry&);
    std::span<const Column> columns;
};

std::string minute(Instant at) {
    return to_iso(at).substr(0, 16).replace(10, 1, " ");
}
std::string day(const std::optional<Instant>& at) {
    return at ? to_iso(day_of(*at)) : std::string{};
}
std::string name_of(const Entry& e, const std::string& name) {
    return e.names == Names::kClear ? name : mask_name(name);
}
std::string person(const std::string& actor) {
    constexpr std::string_view kStaff = "staff:";
    return actor.starts_with(kStaff) ? actor.substr(kStaff.size()) : std::string{};
}
/// The first event of a type after the row's; nullptr: none.
const StoredEvent* later(const Entry& e, std::string_view type) {
    for (const StoredEvent& one : e.events) {
        if (one.sequence > e.event.sequence && one.event.type == type) return &one;
    }
    return nullptr;
}
std::string day_of_later(const Entry& e, std::string_view type) {
    const StoredEvent* found = later(e, type);
    return found == nullptr ? std::string{} : day(found->event.happened_at);
}

std::string happened(const Entry& e) {
    return minute(e.event.event.happened_at);
}
std::string mark(const Entry& e) {
    return is_entered_later(e.event) ? "补录" : "";
}
std::string actor(const Entry& e) {
    return person(e.event.event.actor);
}
std::string case_no(const Entry& e) {
    return e.state.no.str();
}
std::string item(const Entry& e) {
    return e.state.item_name;
}
std::string department(const Entry& e) {
    const auto* found = e.setting.hall.find(e.state.department);
    return found == nullptr ? e.state.department.str() : found->name;
}
std::string applicant(const Entry& e) {
    return name_of(e, text_at(e.state.content, "applicant.name"));
}
std::string source(const Entry& e) {
    return partner_name(e.state.source, e.setting);
}
std::string handler(const Entry& e) {
    return e.state.handler;
}
std::string accepted(const Entry& e) {
    return day(e.state.accepted_at);
}
std::string promised(const Entry& e) {
    if (!e.state.promised.started) return {};
    return e.state.promised.due ? day(*e.state.promised.due - Millis{1}) : "待公布";
}
std::string finished(const Entry& e) {
    return day(e.state.promised.stopped);
}
std::string outcome(const Entry& e) {
    if (e.state.stage == model::Stage::kRefused) return "不予受理";
    return e.state.decision ? outcome_label(e.state.decision->outcome) : std::string{};
}
std::string way(const Entry& e) {
    return delivery_way_label(e.state.delivery_way);
}
std::string delivered(const Entry& e) {
    return day(e.state.delivered_at);
}
std::string number(const Entry& e) {
    return e.state.decision ? e.state.decision->number : std::string{};
}
std::string number_of_event(const Entry& e) {
    return text_at(e.event.event.clear, "number");
}
std::string notified(const Entry& e) {
    return day_of_later(e, "case.notified");
}
std::string fed_back(const Entry& e) {
    return day_of_later(e, "case.fed_back");
}
std::string waybill(const Entry& e) {
    return text_at(e.event.event.clear, "waybill");
}
/// R30: what became of this parcel, also of one that was voided.
std::string mail_end(const Entry& e) {
    const std::string sent = waybill(e);
    const auto& past = e.state.past_waybills;
    if (std::find(past.begin(), past.end(), sent) != past.end()) return "作废";
    return e.state.delivered_at ? "妥投 " + day(e.state.delivered_at) : "在途";
}
std::string sender(const Entry& e) {
    return name_of(e, text_at(model::replay_parcel(e.events).person, "sender_name"));
}
std::string parcel_source(const Entry& e) {
    return partner_name(model::replay_parcel(e.events).source, e.setting);
}
std::string parcel_no(const Entry& e) {
    return model::replay_parcel(e.events).waybill;
}
std::string parcel_case(const Entry& e) {
    return model::replay_parcel(e.events).case_no.str();
}
std::string opened(const Entry& e) {
    return day_of_later(e, "parcel.opened");
}

std::string how_reminded(const Entry& e) {
    const std::string how = text_at(e.event.event.clear, "how");
    return how == "phone" ? "电话" : how == "visit" ? "当面" : how == "message" ? "消息" : how;
}
std::string reminded_late(const Entry& e) {
    return text_at(e.event.event.clear, "overdue") == "yes" ? "超期后" : "期限内";
}
std::string colour(const Entry& e) {
    return text_at(e.event.event.clear, "colour") == "red" ? "红牌" : "黄牌";
}

std::string pledge_kind(const Entry& e) {
    return text_at(e.event.event.clear, "kind") == "tolerance" ? "容缺受理" : "告知承诺";
}
std::string owed(const Entry& e) {
    std::string names;
    for (const model::OwedMaterial& one : e.state.pledge.materials)
        names += (names.empty() ? "" : "、") + one.name;
    return names;
}
std::string until(const Entry& e) {
    return text_at(e.event.event.clear, "until").substr(0, 10);
}
std::string pledge_end(const Entry& e) {
    const model::CasePledge& p = e.state.pledge;
    if (p.untrue) return "承诺不实";
    if (p.examined == "no") return "补交不合格";
    if (p.broken) return "逾期未补";
    return p.is_owing() ? "待补交" : "已补交";
}
std::string list_name(const Entry& e) {
    return text_at(e.event.event.clear, "list") == "distrust" ? "容缺失信" : "告知承诺诚信档案";
}
std::string list_end(const Entry& e) {
    const StoredEvent* removed = later(e, "listing.removed");
    return removed == nullptr ? "列入" : "移出 " + day(removed->event.happened_at);
}

bool always(const Entry&) {
    return true;
}
bool at_window(const Entry& e) {
    return way_of(e.event.event, e.setting) == Way::kWindow;
}
bool online(const Entry& e) {
    return way_of(e.event.event, e.setting) == Way::kOnline;
}
bool by_department(const Entry& e) {
    return way_of(e.event.event, e.setting) == Way::kDepartment;
}
bool is_return(const Entry& e) {
    return text_at(e.event.event.clear, "outcome") == "returned";
}

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

// Sorted by id. What no event tells of yet has no ledger here: it is left out, not shown empty.
constexpr Ledger kLedgers[] = {
    {{"cards", "黄牌红牌督办台账"}, "case", "clock.card", &always, kCards},
    {{"credit", "失信台账"}, "case", "listing.confirmed", &always, kCredit},
    {{"department", "非综合窗口受理台账"}, "case", "case.received", &by_department, kOnlineCase},
    {{"issuance", "办理结果交接登记"}, "case", "case.at_issuance", &always, kIssuance},
    {{"mail_in", "邮件收件登记"}, "parcel", "parcel.registered", &always, kMailIn},
    {{"mail_out", "邮件寄件登记"}, "case", "dispatch.ordered", &always, kMailOut},
    {{"online", "网厅受理台账"}, "case", "case.received", &online, kOnlineCase},
    {{"pledge", "容缺受理和告知承诺台账"}, "case", "pledge.made", &always, kPledge},
    {{"reminders", "催办台账"}, "case", "reminder.made", &always, kReminders},
    {{"returned", "退件台账"}, "case", "case.decided", &is_return, kReturned},
    {{"window", "综合窗口受理台账"}, "case", "case.received", &at_window, kCase},
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
        const Entry entry{whole.stream, whole.events,  whole.state,
                          event,        whole.setting, whole.names};
        if (!ledger.belongs(entry)) continue;
        Dated row{event.event.happened_at, {""}};
        for (const Column& column : ledger.columns) row.cells.push_back(column.value(entry));
        rows.push_back(std::move(row));
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
    const Status read = history.each(
        found->kind, month.from, ports::Secrets::kOpened,
        [&](const StreamId& stream, const std::vector<StoredEvent>& events) {
            const bool is_case = found->kind == "case";
            const model::CaseState state = is_case ? model::replay(events) : model::CaseState{};
            add_entries(*found, month, {stream, events, state, events.front(), setting, names},
                        rows);
        });
    if (!read) return read.error();
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
