#include "gateway/app/story_player.hpp"

#include <fmt/format.h>

namespace ow::app {

StoryPlayer::StoryPlayer(const Story& story, Simulation& simulation, const Config& config,
                         EditedConfig& edited, std::ostream& out)
    : story_(story),
      simulation_(simulation),
      config_(config),
      edited_(edited),
      diary_(simulation, out),
      checks_(
          simulation, diary_, [this](const yaml::Node* name) { return case_of(name); },
          [this](const yaml::Node& map, const std::string& word) {
              return is_this_hall(map, word);
          },
          problems_) {}

Result<bool> StoryPlayer::is_this_hall(const yaml::Node& map, const std::string& word) const {
    const model::Hall* hall = hall_called(word, config_.halls);
    if (hall == nullptr) return map.key_error(word, fmt::format("“{}”不是一个大厅的简称", word));
    return hall->id == simulation_.setting().hall.id;
}

Result<bool> StoryPlayer::is_here(const StoryStep& step) const {
    if (step.halls.empty()) return true;
    for (const std::string& word : step.halls) {
        auto here = is_this_hall(step.node, word);
        if (!here || *here) return here;
    }
    return false;
}

Result<CaseNo> StoryPlayer::case_of(const yaml::Node* name) const {
    const std::string& word = name == nullptr ? last_case_ : name->text();
    const auto found = cases_.find(word);
    if (found != cases_.end()) return found->second;
    std::string cause = word.empty() ? "还没有收件" : fmt::format("没有收过叫“{}”的办件", word);
    return name == nullptr ? Error{Code::kConfigInvalid, {}, std::move(cause)}
                           : name->error(std::move(cause));
}

void StoryPlayer::refused(const Error& error) {
    refusal_ = error;
    diary_.say("  拒绝 " + error.text());
}

void StoryPlayer::taken_in(const std::string& name, const boost::json::object& answer) {
    const CaseNo no{model::text_at(answer, "case_no")};
    cases_[name] = no;
    last_case_ = name;
    diary_.name(no, name);
    diary_.say(fmt::format("  {} 的办件编号 {}", name, no.str()));
}

void StoryPlayer::turn_to(Instant then) {
    const auto note = [this] { diary_.note(); };
    if (up_at_ && *up_at_ <= then) {
        simulation_.turn_to(*up_at_, note);
        simulation_.come_up(silent_);
        diary_.say("网关恢复运行");
        up_at_.reset();
    }
    simulation_.turn_to(then, note);
    diary_.note();
}

Status StoryPlayer::perform(const StoryStep& step) {
    if (step.verb != StoryVerb::kNone && !simulation_.is_up())
        return step.node.error("网关停机中，什么也办不了");
    switch (step.verb) {
        case StoryVerb::kNone:
            return ok();
        case StoryVerb::kTakeIn:
            return take_in(step.node);
        case StoryVerb::kBook:
            return book(step.node);
        case StoryVerb::kParcel:
            return parcel(step.node);
        case StoryVerb::kAct:
            return act(step.node);
        case StoryVerb::kTell:
            return tell(step.node);
        case StoryVerb::kCalendar:
            return change_calendar(step.node);
        case StoryVerb::kDown:
            return go_down(step.node);
    }
    return ok();
}

std::vector<Error> StoryPlayer::play() {
    for (const StoryStep& step : story_.steps) {
        turn_to(step.at);
        const auto here = is_here(step);
        if (!here) return {here.error()};
        if (!*here) continue;
        refusal_.reset();
        if (const Status done = perform(step); !done) {
            problems_.push_back(done.error());
            return std::move(problems_);
        }
        diary_.note();
        checks_.check(step.node, refusal_);
    }
    return std::move(problems_);
}

}  // namespace ow::app
