#pragma once
// Holds what came of a story against what it says must be so (应有).

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/app/story_diary.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {

class StoryChecks {
  public:
    /// The case that a node under 办件 names; without a node the one spoken of last.
    using CaseOf = std::function<Result<CaseNo>(const yaml::Node* name)>;
    /// Whether a word names this hall; an error if it names none.
    using IsThisHall = std::function<Result<bool>(const yaml::Node& map, const std::string& word)>;

    StoryChecks(Simulation& simulation, StoryDiary& diary, CaseOf case_of, IsThisHall is_this_hall,
                std::vector<Error>& problems)
        : simulation_(simulation),
          diary_(diary),
          case_of_(std::move(case_of)),
          is_this_hall_(std::move(is_this_hall)),
          problems_(problems) {}

    /// `refusal`: how the step was refused, if it was. One that `expected` does not speak of is a
    /// problem of its own at `step`.
    void check(const yaml::Node& step, const std::optional<Error>& refusal);

  private:
    void check_any(const yaml::Node& expected);
    [[nodiscard]] bool check_by_hall(const yaml::Node& expected);
    void check_map(const yaml::Node& expected);
    void check_case(const yaml::Node& expected, const CaseNo& no);
    void check_refusal(const yaml::Node& wanted);
    void check_clock(const std::string& key, const yaml::Node& wanted,
                     const boost::json::object& page);
    void check_texts(const std::string& key, const yaml::Node& wanted, bool shall_be,
                     const std::vector<std::string>& there);
    void check_list(const std::string& key, const yaml::Node& wanted, const CaseNo& no,
                    const boost::json::object& page);
    [[nodiscard]] std::vector<std::string> messages_of(const CaseNo& no);
    [[nodiscard]] std::vector<std::string> documents_of(const CaseNo& no);
    [[nodiscard]] std::vector<std::string> offered(const CaseNo& no);
    [[nodiscard]] std::vector<std::string> tasks(const boost::json::object& page);
    void wrong(const yaml::Node& at, const std::string& expected, const std::string& was);

    Simulation& simulation_;
    StoryDiary& diary_;
    CaseOf case_of_;
    IsThisHall is_this_hall_;
    std::vector<Error>& problems_;
    const std::optional<Error>* refusal_ = nullptr;
    bool refusal_expected_ = false;
    const yaml::Node* case_of_step_ = nullptr;
};

/// The roles that have an action in some state of the case.
[[nodiscard]] std::vector<std::string> roles_of(Simulation& simulation, const CaseNo& no);

}  // namespace ow::app
