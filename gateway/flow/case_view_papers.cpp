#include "gateway/flow/case_view_papers.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/flow/event_words.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kUrgeTitles[][2] = {
    {"red", "红牌督办单"}, {"reminder", "催办单"}, {"yellow", "黄牌督办单"}};
constexpr std::string_view kHow[][2] = {{"message", "消息"}, {"phone", "电话"}, {"visit", "当面"}};
constexpr std::string_view kChecks[][2] = {
    {"copy", "复印件"}, {"e_certificate", "电子证照"}, {"original", "原件"}, {"none", "未提交"}};
constexpr std::string_view kMarks[][2] = {
    {"cross_province", "跨省通办"}, {"green_lane", "绿色通道"}, {"province", "全豫通办"}};

template <std::size_t N>
std::string word_of(const std::string_view (&words)[N][2], std::string_view code) {
    for (const auto& word : words) {
        if (word[0] == code) return std::string{word[1]};
    }
    return std::string{code};
}

object urge_view(const model::CaseState& s, Instant at) {
    const model::CaseTiming& t = s.timing;
    object o{{"kind", t.urged},
             {"count", std::to_string(t.reminders + t.cards)},
             {"overdue", s.promised.due && *s.promised.due <= at ? "yes" : "no"}};
    if (t.urged != "reminder") return o;
    o["by"] = t.urged_by;
    o["how_cn"] = word_of(kHow, t.urged_how);
    return o;
}

object intake_view(const model::CaseState& s) {
    const model::IntakeChecks& checks = s.people.checks;
    std::string marks;
    for (const std::string& mark : checks.marks)
        marks += (marks.empty() ? "" : "、") + word_of(kMarks, mark);
    return {{"by_person", s.people.by_person ? "yes" : "no"},
            {"applicant_cn", word_of(kChecks, checks.applicant)},
            {"agent_cn", word_of(kChecks, checks.agent)},
            {"authorisation_cn", word_of(kChecks, checks.authorisation)},
            {"helper", checks.helper},
            {"marks_cn", marks}};
}

object check_of(std::string name, std::string_view action) {
    return {{"name", std::move(name)}, {"action_cn", action}};
}

/// D8 was given out: at the window where the hall has it, or by 出具文书.
bool has_slip(const model::CaseState& s, const Setting& setting) {
    const auto& papers = setting.hall.settings.intake_papers;
    const bool at_intake = std::find(papers.begin(), papers.end(), "D8") != papers.end();
    return (s.people.by_person && at_intake) || s.documents.contains("D8");
}

/// What is looked at or taken when the result is handed out (D15, R13).
array checks_at_issue(const model::CaseState& s, const model::Item& item, const Setting& setting) {
    array checks;
    if (has_slip(s, setting))
        checks.push_back(
            check_of(document_title("D8", setting) + "（遗失的，凭保证声明）", "收取"));
    const bool is_person = text_at(s.content, "applicant.kind") == "person";
    checks.push_back(check_of(is_person ? "申请人身份证件原件" : "营业执照原件", "核验"));
    if (!text_at(s.content, "agent.name").empty())
        checks.push_back(check_of("委托代理人身份证件原件", "核验"));
    for (const model::Material& one : item.materials) {
        if (one.form == "核验原件留复印件" && one.condition.empty())
            checks.push_back(check_of(one.name + "原件", "核验"));
    }
    return checks;
}

array lines_of(std::string_view text) {
    array lines;
    for (std::string_view line : split(text, '\n')) {
        if (const auto words = trim(line); !words.empty())
            lines.push_back(boost::json::value(words));
    }
    return lines;
}

}  // namespace

object list_of_materials(const model::Item& item) {
    std::vector<const model::Material*> in_order;
    for (const model::Material& one : item.materials) in_order.push_back(&one);
    std::stable_sort(in_order.begin(), in_order.end(),
                     [](const auto* a, const auto* b) { return a->sequence < b->sequence; });
    array list;
    for (const model::Material* one : in_order) {
        std::string need = one->condition.empty() ? "必要" : one->condition;
        if (one->tolerance && !one->key) need += "，可容缺";
        list.push_back(object{{"name", one->name},
                              {"form_cn", one->form},
                              {"copies", std::to_string(one->copies)},
                              {"need_cn", std::move(need)}});
    }
    return {{"material", std::move(list)}};
}

std::string title_of_paper(const model::CaseState& s, const Setting& setting,
                           const std::string& kind) {
    if (setting.hall.titles.contains(kind)) return document_title(kind, setting);
    if (kind == "D20") return word_of(kUrgeTitles, s.timing.urged);
    if (kind == "D23" && s.timing.notice == "pause") return "特别程序告知书";
    if (kind == "D23" && s.timing.notice == "extension") return "延期告知书";
    if (kind != "D14" || !s.decision) return document_title(kind, setting);
    const model::Item* item = setting.item_of(s);
    const bool is_permit = item != nullptr && item->item_type == "01";
    return std::string{s.decision->outcome == "approved" ? "准予" : "不予"} +
           (is_permit ? "行政许可决定书" : "办理决定书");
}

object phones_view(const model::Hall& hall) {
    const std::string place =
        hall.name + (hall.address.empty() ? std::string{} : "（" + hall.address + "）");
    const auto or_there = [&place](const std::string& phone, std::string_view what) {
        return phone.empty() ? "请到" + place + std::string{what} : phone;
    };
    return {{"query", or_there(hall.query_phone, "查询")},
            {"complaint", or_there(hall.complaint_phone, "反映")}};
}

void add_paper_views(object& tree, const model::CaseState& s, const Setting& setting, Instant at) {
    if (!s.timing.urged.empty()) tree["urge"] = urge_view(s, at);
    if (s.timing.delay_registered) {
        object delay{{"reason", s.timing.delay_reason}};
        if (s.timing.delay_until) delay["until_cn"] = to_chinese(*s.timing.delay_until);
        tree["delay"] = std::move(delay);
    }
    tree["intake"] = intake_view(s);
    if (!s.document_note.empty()) tree["note"] = object{{"line", lines_of(s.document_note)}};
    if (const model::Item* item = setting.item_of(s)) {
        object& o = tree["item"].get_object();
        o["type"] = item->item_type;
        o["handling_cn"] = model::to_chinese(item->handling);
        std::string results;
        for (const std::string& one : item->results) results += (results.empty() ? "" : "、") + one;
        o["results"] = results;
        if (s.decision)
            tree["result"].get_object()["checks"] =
                object{{"check", checks_at_issue(s, *item, setting)}};
    }
}

}  // namespace ow::flow
