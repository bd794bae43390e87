#include "tests/support/console/fake_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ow::testing {
namespace {

using boost::json::array;
using boost::json::object;

constexpr const char* kNow = "2024-10-12T10:05:00.000+08:00";

bool wants_attention(const FakeCase& c) {
    return c.mismatch || (c.stage == Stage::kAccepted && c.overdue);
}

bool in_tab(const FakeCase& c, const std::string& tab) {
    if (tab == "all") return true;
    return tab == "attention" ? wants_attention(c) : tab_of(c.stage) == tab;
}

/// A one-page PDF whose text is `line` (ASCII).
std::string pdf_of(const std::string& line) {
    const std::string text = "BT /F1 18 Tf 72 760 Td (" + line + ") Tj ET";
    const std::string objects[] = {
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        fmt::format("<</Length {}>>stream\n{}\nendstream", text.size(), text)};
    std::string out = "%PDF-1.4\n";
    std::string table = "xref\n0 5\n0000000000 65535 f \n";
    int number = 1;
    for (const std::string& body : objects) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj{}endobj\n", number++, body);
    }
    const std::size_t start = out.size();
    return out + table +
           fmt::format("trailer<</Size 5/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", start);
}

struct Move {
    const char* action;
    Stage from;
    Stage to;
    const char* text;
};

constexpr Move kMoves[] = {
    {"take_over", Stage::kDecided, Stage::kAtIssuance, "结果核对一致，已接收"},
    {"reject_result", Stage::kDecided, Stage::kAccepted, "结果不一致，退回部门"},
    {"notify", Stage::kAtIssuance, Stage::kNotified, "已通知申请人"},
    {"hand_over", Stage::kNotified, Stage::kDelivered, "窗口发放"},
    {"mail_out", Stage::kNotified, Stage::kDelivered, "邮寄发放"},
    {"feed_back", Stage::kDelivered, Stage::kFedBack, "送达结果已反馈"},
};

}  // namespace

object FakeDesk::todo(const ports::StaffUser&, const std::string& tab, const std::string&) {
    const std::scoped_lock lock{mutex_};
    array tabs;
    object counts;
    for (const auto& [id, label] : {std::pair{"result_due", "待收结果"},
                                    {"to_notify", "待通知"},
                                    {"to_deliver", "待发放"},
                                    {"to_feed_back", "待反馈"},
                                    {"attention", "需处理"},
                                    {"all", "全部"}}) {
        tabs.push_back({{"id", id}, {"label", label}});
        counts[id] = std::count_if(cases_.begin(), cases_.end(),
                                   [id = id](const FakeCase& c) { return in_tab(c, id); });
    }
    array rows;
    for (const FakeCase& c : cases_)
        if (in_tab(c, tab)) rows.push_back(row_of(c));
    return {{"counts", counts}, {"tabs", tabs}, {"rows", rows}, {"next", ""}};
}

array FakeDesk::search(const ports::StaffUser&, const std::string& text) {
    const std::scoped_lock lock{mutex_};
    array rows;
    for (const FakeCase& c : cases_) {
        const bool found = text.find(c.no.str()) != std::string::npos ||
                           text.find(c.token) != std::string::npos || text == c.phone ||
                           text == c.foreign_number || text == c.id_number ||
                           c.name.find(text) != std::string::npos;
        if (found) rows.push_back(row_of(c));
    }
    return rows;
}

Result<object> FakeDesk::case_view(const ports::StaffUser&, const CaseNo& no, bool unmask) {
    const std::scoped_lock lock{mutex_};
    const FakeCase* c = find(no);
    if (c == nullptr) return Error{Code::kCaseNotFound};
    return view_of(*c, unmask);
}

Result<object> FakeDesk::act(const ports::StaffUser& user, const CaseNo& no,
                             const ports::StaffAction& action) {
    const std::scoped_lock lock{mutex_};
    FakeCase* c = find(no);
    if (c == nullptr) return Error{Code::kCaseNotFound};
    if (const auto known = c->answers.find(action.idempotency_key); known != c->answers.end())
        return known->second;
    Result<object> answer = step(*c, user.name, action);
    if (answer) c->answers[action.idempotency_key] = *answer;
    return answer;
}

Result<object> FakeDesk::step(FakeCase& c, const std::string& actor,
                              const ports::StaffAction& action) {
    if (action.action == "print") {
        ++c.prints[std::string{action.values.at("document").as_string()}];
        c.timeline.push_back({{"at", kNow}, {"text", "打印文书"}, {"actor", actor}});
        return object{{"version", c.version}};
    }
    if (action.seen_version != c.version) return Error{Code::kStoreConflict};
    const auto* move = std::find_if(std::begin(kMoves), std::end(kMoves), [&](const Move& m) {
        return action.action == m.action && c.stage == m.from;
    });
    if (move == std::end(kMoves))
        return Error{Code::kCommandNotAllowed, At{"action"}, stage_label(c.stage)};
    if (action.action == "take_over" && c.mismatch)
        return Error{Code::kResultMismatch, At{"address"}};
    c.stage = move->to;
    if (action.action == "reject_result") c.mismatch = false;
    ++c.version;
    c.timeline.push_back({{"at", kNow}, {"text", move->text}, {"actor", actor}});
    return object{{"version", c.version}, {"stage_label", stage_label(c.stage)}};
}

Result<ports::DocumentFile> FakeDesk::document(const ports::StaffUser&, const CaseNo& no,
                                               const std::string& document_id) {
    const std::scoped_lock lock{mutex_};
    if (find(no) == nullptr) return Error{Code::kCaseNotFound};
    return ports::DocumentFile{"受理通知书 " + no.str() + ".pdf", "application/pdf",
                               pdf_of(document_id + " " + no.str())};
}

array FakeDesk::queue(const ports::StaffUser&) {
    const std::scoped_lock lock{mutex_};
    const auto rows_left = [this](std::initializer_list<const char*> ids, const char* kind) {
        array rows;
        std::size_t n = 0;
        for (const char* id : ids) {
            const CaseNo no = cases_[n++ % cases_.size()].no;
            if (std::find(resolved_.begin(), resolved_.end(), id) == resolved_.end())
                rows.push_back({{"id", id},
                                {"case_no", no.str()},
                                {"kind", kind},
                                {"since", "2024-10-11T16:20:00.000+08:00"}});
        }
        return rows;
    };
    array causes;
    const auto add = [&causes](const char* id, const char* partner, const char* state,
                               const char* reason, const char* who, array rows) {
        if (rows.empty()) return;
        const bool waits = std::string_view{state} == "waiting";
        causes.push_back({{"partner", partner},
                          {"partner_id", id},
                          {"direction", "out"},
                          {"behind", waits ? 40 : 0},
                          {"next_try", waits ? "2024-10-11T16:30:00.000+08:00" : ""},
                          {"group", std::string_view{state} != "unknown"},
                          {"state", state},
                          {"reason", reason},
                          {"operator", who},
                          {"count", rows.size()},
                          {"oldest", "2024-10-11T16:20:00.000+08:00"},
                          {"rows", std::move(rows)}});
    };
    add("shuili", "水利局", "parked", "PARTNER_REFUSED",
        "大厅操作员：对方拒收该报文，已停放。与对方核对原因后重发或作废。",
        rows_left({"r1", "r2"}, "分送部门"));
    add("portal", "省政务服务网", "unknown", "PARTNER_TIMEOUT",
        "对方未在时限内应答，且不能去重。向对方核对是否已收到，再选“已送达”或“重发”。",
        rows_left({"r3"}, "办结结果"));
    add("weijian", "卫生健康委员会", "waiting", "PARTNER_UNREACHABLE",
        "对方连不上，网关会自动重试；持续不通请联系对方运维。",
        rows_left({"r4", "r5", "r6"}, "分送部门"));
    return causes;
}

Result<std::int64_t> FakeDesk::resend_cause(const ports::StaffUser&, const std::string& partner,
                                            const std::string& state, const std::string&) {
    if (state == "unknown") return Error{Code::kCommandNotAllowed};
    const std::scoped_lock lock{mutex_};
    if (partner != "shuili") return std::int64_t{0};
    resolved_.insert(resolved_.end(), {"r1", "r2"});
    return std::int64_t{2};
}

Status FakeDesk::resolve(const ports::StaffUser&, const std::string& row, const std::string&) {
    const std::scoped_lock lock{mutex_};
    resolved_.push_back(row);
    return ok();
}

Result<object> FakeDesk::release(const ports::StaffUser&, const PartnerId& partner,
                                 const std::string&) {
    const std::scoped_lock lock{mutex_};
    resolved_.push_back(partner.str());
    return object{{"in_doubt", 0}};
}

object FakeDesk::bookings(const ports::StaffUser&, const std::string& day) {
    const std::scoped_lock lock{mutex_};
    array rows;
    int n = 0;
    for (const auto& [name, state] :
         {std::pair{"冯**", "checked_in"}, {"陈**", "confirmed"}, {"褚**", "cancelled"}}) {
        const std::string id = fmt::format("YY{}{:03}", day, ++n);
        const bool taken = std::find(taken_in_.begin(), taken_in_.end(), id) != taken_in_.end();
        rows.push_back({{"booking_no", id},
                        {"item", "食品经营许可（新办）"},
                        {"slot", fmt::format("{:02}:00–{:02}:30", 8 + n, 8 + n)},
                        {"name", name},
                        {"state", taken                     ? "taken_in"
                                  : cancelled_.contains(id) ? "cancelled"
                                                            : state},
                        {"case_no", taken ? cases_.front().no.str() : ""}});
    }
    return {{"rows", std::move(rows)}, {"slots", array{"09:00-10:00", "10:00-11:00"}}};
}

Result<object> FakeDesk::change_booking(const ports::StaffUser&, const std::string& no,
                                        const ports::StaffAction& action) {
    const std::scoped_lock lock{mutex_};
    if (action.action == "cancel") cancelled_.insert(no);
    return object{{"booking_no", no}};
}

array FakeDesk::parcels(const ports::StaffUser&) {
    const std::scoped_lock lock{mutex_};
    array rows;
    for (const auto& [id, state] :
         {std::pair{"YJ2024-0007", "registered"}, {"YJ2024-0008", "opened"}})
        if (std::find(taken_in_.begin(), taken_in_.end(), id) == taken_in_.end())
            rows.push_back({{"parcel_no", id},
                            {"waybill", "1000000000001"},
                            {"sender", "卫**"},
                            {"arrived_at", "2024-10-12T08:40:00.000+08:00"},
                            {"state", state},
                            {"item", "劳务派遣经营许可"}});
    return rows;
}

Result<object> FakeDesk::intake_form(const ports::StaffUser&, const std::string& kind,
                                     const std::string& id) {
    if (kind != "booking" && kind != "parcel") return Error{Code::kCaseNotFound};
    const array materials{{{"id", "m1"},
                           {"name", "食品经营许可申请书"},
                           {"required", true},
                           {"forms", {"原件"}},
                           {"copies", 1}},
                          {{"id", "m2"},
                           {"name", "营业执照"},
                           {"required", true},
                           {"forms", {"复印件", "电子件"}},
                           {"copies", 1}},
                          {{"id", "m3"},
                           {"name", "经营场所平面图"},
                           {"required", true},
                           {"forms", {"原件", "复印件"}},
                           {"copies", 2}},
                          {{"id", "m4"},
                           {"name", "授权委托书"},
                           {"required", false},
                           {"forms", {"原件"}},
                           {"copies", 1},
                           {"note", "委托他人办理时"}}};
    return object{
        {"kind", kind},
        {"id", id},
        {"title", id},
        {"version", 3},
        {"applicant",
         {{"name", "冯**"}, {"id_number", "4101**********0014"}, {"phone", "138****0001"}}},
        {"item", "it1"},
        {"items",
         {{{"id", "it1"},
           {"name", "食品经营许可（新办）"},
           {"department", "市场监督管理局"},
           {"materials", materials}},
          {{"id", "it2"},
           {"name", "食品经营许可（变更）"},
           {"department", "市场监督管理局"},
           {"materials", materials}}}},
        {"fields",
         {{{"name", "pick_up"},
           {"label", "取件方式"},
           {"type", "radio"},
           {"required", true},
           {"options",
            {{{"value", "self"}, {"label", "窗口自取"}}, {{"value", "mail"}, {"label", "邮寄"}}}}},
          {{"name", "address"},
           {"label", "邮寄地址"},
           {"type", "text"},
           {"required", true},
           {"when", {{"name", "pick_up"}, {"is", "mail"}}}}}}};
}

Result<object> FakeDesk::take_in(const ports::StaffUser&, const std::string&, const std::string& id,
                                 const ports::StaffAction&) {
    const std::scoped_lock lock{mutex_};
    taken_in_.push_back(id);
    return object{{"case_no", cases_.front().no.str()}};
}

array FakeDesk::refused(const ports::StaffUser&) {
    return {
        {{"id", "m-118"},
         {"partner", "省政务服务网"},
         {"kind", "办件申请"},
         {"code", "MAPPING_CODE_UNKNOWN"},
         {"field", "applicant.id_kind"},
         {"next", "大厅操作员：对方用了码表中没有的代码，报文已隔离。把代码补进码表后自动继续。"},
         {"received_at", "2024-10-12T09:01:12.000+08:00"}},
        {{"id", "m-121"},
         {"partner", "部门自有系统"},
         {"kind", "办件申请"},
         {"code", "XML_INVALID"},
         {"field", ""},
         {"next", "对方工程师：XML 不合语法。按出错位置改正。"},
         {"received_at", "2024-10-12T09:31:45.000+08:00"}}};
}

Result<object> FakeDesk::by_token(const std::string& token) {
    const std::scoped_lock lock{mutex_};
    for (const FakeCase& c : cases_)
        if (c.token == token)
            return object{{"case_no", c.no.str()},
                          {"item", c.item},
                          {"department", c.department},
                          {"applicant", c.name_masked},
                          {"stage_label", stage_label(c.stage)},
                          {"due_label", c.due},
                          {"steps",
                           {{{"label", "收件"}, {"at", "2024-10-08T09:12:31.000+08:00"}},
                            {{"label", "受理"}, {"at", "2024-10-08T09:12:31.000+08:00"}},
                            {{"label", "办理结果到窗口"}, {"at", "2024-10-11T15:02:10.000+08:00"}},
                            {{"label", "领取"}, {"at", ""}}}},
                          {"documents",
                           {{{"title", "受理通知书"},
                             {"number", c.no.str() + "-D2"},
                             {"made_on", "2024-10-08"},
                             {"sha256", std::string(64, 'a')},
                             {"signed", "yes"}},
                            {{"title", "收件通知单"},
                             {"number", c.no.str() + "-D8"},
                             {"made_on", "2024-10-08"},
                             {"sha256", std::string(64, 'b')},
                             {"signed", "no"}}}}};
    return Error{Code::kCaseNotFound};
}

int FakeDesk::prints(std::size_t n, const std::string& document) const {
    const std::scoped_lock lock{mutex_};
    const auto found = cases_.at(n).prints.find(document);
    return found == cases_.at(n).prints.end() ? 0 : found->second;
}

FakeCase* FakeDesk::find(const CaseNo& no) {
    const auto found =
        std::find_if(cases_.begin(), cases_.end(), [&](const FakeCase& c) { return c.no == no; });
    return found == cases_.end() ? nullptr : &*found;
}

}  // namespace ow::testing
