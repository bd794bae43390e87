#include "gateway/app/story_diary.hpp"

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "gateway/console/api/roles.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/plan.hpp"

namespace ow::app {
namespace {

constexpr std::string_view kCase = "case:";
constexpr int kMostCases = 500;

std::string weekday_of(Day day) {
    constexpr std::array<std::string_view, 7> kDays{"日", "一", "二", "三", "四", "五", "六"};
    return fmt::format("星期{}",
                       kDays[std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding()]);
}

std::string time_of(Instant at) {
    return to_iso(at).substr(11, 5);
}

/// Told apart on their own lines.
bool is_paper_or_receipt(std::string_view type) {
    return type == "message.sent" || type == "document.stored";
}

}  // namespace

ports::StaffUser story_user(const Simulation& simulation, const std::string& role,
                            const DepartmentId& department) {
    return {"story-" + role, std::string{console::label_of_role(role)} + "样本员", role,
            simulation.setting().hall.id, department};
}

void StoryDiary::say(const std::string& text) {
    const Instant now = simulation_.now();
    const Day day = day_of(now);
    if (std::string words = fmt::format("{} {}", to_chinese(day), weekday_of(day)); words != day_) {
        day_ = std::move(words);
        out_ << "\n" << day_ << "\n";
        time_.clear();
    }
    const std::string time = time_of(now);
    out_ << fmt::format("  {:5}  {}\n", time == time_ ? "" : time, text);
    time_ = time;
}

void StoryDiary::detail(const Noted& noted, const std::string& text) {
    say("  " + (noted.name.empty() ? noted.no.str() : noted.name) + " " + text);
}

void StoryDiary::forget_checked(const CaseNo& no) {
    cases_[no].messages.clear();
    cases_[no].happenings.clear();
}

void StoryDiary::note_sent(const SentMessage& sent) {
    const flow::Setting& setting = simulation_.setting();
    const bool is_document = sent.partner.str() == flow::kRenderPartner;
    const std::string what = is_document
                                 ? sent.kind + " " + flow::document_title(sent.kind, setting)
                                 : flow::kind_label(sent.kind);
    const std::string to = flow::partner_name(sent.partner, setting);
    std::string line = is_document ? "文书 " + what : fmt::format("→ {}：{}", to, what);
    if (!sent.refused.empty()) line += "（未能送出：" + sent.refused + "）";
    if (!sent.stream.str().starts_with(kCase)) return say("  " + line);
    const CaseNo no{sent.stream.str().substr(kCase.size())};
    Noted& noted = cases_[no];
    noted.no = no;
    if (is_document)
        noted.documents.insert(sent.kind);
    else if (sent.refused.empty())
        noted.messages.push_back({sent.partner, what});
    detail(noted, line);
}

std::string StoryDiary::words_of(const CaseNo& no) {
    const auto page = simulation_.desk().case_view(story_user(simulation_, "operator"), no, false);
    if (!page) return page.error().text();
    std::string words = "状态 " + std::string{page->at("stage_label").as_string()};
    for (const auto& one : page->at("clocks").as_array()) {
        const auto& clock = one.as_object();
        const std::string state = model::text_at(clock, "state");
        words += fmt::format("；{} ", model::text_at(clock, "label"));
        if (clock.contains("days"))
            words +=
                fmt::format("{}{} ", model::text_at(clock, "days"), model::text_at(clock, "unit"));
        words += model::text_at(clock, "due_label");
        if (state == "stopped") words += "（已停止）";
    }
    return words;
}

void StoryDiary::note_case(const CaseNo& no, std::int64_t version) {
    Noted& noted = cases_[no];
    noted.no = no;
    if (noted.version == version) return;
    const auto events = simulation_.store().load(StreamId{std::string{kCase} + no.str()});
    if (!events) return;
    for (const model::StoredEvent& event : *events) {
        if (event.sequence <= noted.version || is_paper_or_receipt(event.event.type)) continue;
        const std::string words = flow::words_of(event, simulation_.setting());
        const std::string day = to_iso(day_of(event.event.happened_at));
        noted.happenings.push_back(day + " " + words);
        const bool today = day_of(event.event.happened_at) == day_of(simulation_.now());
        detail(noted, "· " + words + (today ? "" : "（记为" + day + "）"));
    }
    noted.version = version;
}

void StoryDiary::note() {
    const auto note_cases = [this] {
        ports::StreamQuery query;
        query.limit = kMostCases;
        auto views = simulation_.store().streams(query);
        for (auto view = views.rbegin(); view != views.rend(); ++view)
            note_case(CaseNo{view->stream.str().substr(kCase.size())}, view->version);
    };
    note_cases();
    if (!simulation_.is_up()) return;
    for (const SentMessage& sent : simulation_.settle()) note_sent(sent);
    note_cases();
    for (auto& [no, noted] : cases_) {
        std::string words = words_of(no);
        if (words == noted.last_words) continue;
        noted.last_words = std::move(words);
        detail(noted, noted.last_words);
    }
}

}  // namespace ow::app
