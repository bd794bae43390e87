#pragma once
// Plays a story on a simulation: does each step at its time through the same doors as partners and
// people, and has what came of it checked.

#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/app/edited_config.hpp"
#include "gateway/app/story.hpp"
#include "gateway/app/story_checks.hpp"

namespace ow::app {

class StoryPlayer {
  public:
    /// `config`: all halls; `edited`: the folder that a story which changes the calendar edits.
    StoryPlayer(const Story& story, Simulation& simulation, const Config& config,
                EditedConfig& edited, std::ostream& out);

    /// Expectations that were not met, and what of the story cannot be played; at file and line.
    [[nodiscard]] std::vector<Error> play();

  private:
    // Each does one step. A failure is the story's mistake; what the gateway refuses goes to
    // refusal_.
    [[nodiscard]] Status perform(const StoryStep& step);
    [[nodiscard]] Status take_in(const yaml::Node& step);
    [[nodiscard]] Status take_in_record(const yaml::Node& step, const yaml::Node& record,
                                        const std::string& kind);
    [[nodiscard]] Status take_in_application(const yaml::Node& step);
    /// R45: of a 一件事 or 项目; its further cases are called `<name>/<item>`.
    [[nodiscard]] Status take_in_whole(const yaml::Node& step, const model::ParentPlan& plan);
    /// R43: by the department's own staff.
    [[nodiscard]] Status take_in_at_department(const yaml::Node& step, const model::Item& item);
    [[nodiscard]] Status take_in_from(const yaml::Node& step, const boost::json::object& content);
    [[nodiscard]] std::string number_of(const yaml::Node& step);
    void name_siblings(const std::string& name);
    void take_in_at_window(const std::string& name, const model::Item& item,
                           boost::json::object content);
    [[nodiscard]] Status book(const yaml::Node& step);
    [[nodiscard]] Status parcel(const yaml::Node& step);
    [[nodiscard]] Status tell(const yaml::Node& step);
    [[nodiscard]] Status act(const yaml::Node& step);
    [[nodiscard]] Status change_calendar(const yaml::Node& step);
    [[nodiscard]] Status go_down(const yaml::Node& step);

    void turn_to(Instant then);
    [[nodiscard]] Result<bool> is_here(const StoryStep& step) const;
    [[nodiscard]] Result<bool> is_this_hall(const yaml::Node& map, const std::string& word) const;
    [[nodiscard]] Result<CaseNo> case_of(const yaml::Node* name) const;
    /// Who sends a booking or parcel: named under 来源, else the first who does.
    [[nodiscard]] Result<const model::PartnerConfig*> source_of(const yaml::Node& step,
                                                                const std::string& kind) const;
    /// Who tells: named under 来自, else the first of department, source and all who know the kind.
    [[nodiscard]] Result<const model::PartnerConfig*> teller(const yaml::Node& step,
                                                             const std::string& kind,
                                                             const model::CaseState* state) const;
    void taken_in(const std::string& name, const boost::json::object& answer);
    void refused(const Error& error);

    const Story& story_;
    Simulation& simulation_;
    const Config& config_;
    EditedConfig& edited_;
    StoryDiary diary_;
    std::vector<Error> problems_;
    StoryChecks checks_;
    std::map<std::string, CaseNo> cases_;
    std::map<std::string, std::string> records_;  ///< bookings and parcels: name → number
    std::string last_case_;
    std::optional<Error> refusal_;
    std::optional<Instant> up_at_;
    std::set<PartnerId> silent_;
    int numbers_ = 0;  ///< given out as the sources' own
};

/// The application that a 收件 step hands in, as canonical content; `number` is the source's own.
[[nodiscard]] Result<boost::json::object> application_of(const yaml::Node& step,
                                                         const model::Item& item,
                                                         const std::string& number);
/// The same as the window's form.
[[nodiscard]] Result<boost::json::object> intake_form_of(const yaml::Node& step,
                                                         const model::Item& item);

}  // namespace ow::app
