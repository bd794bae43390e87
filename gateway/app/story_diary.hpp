#pragma once
// What a played story prints, day by day: what happened, in what state it left each case, both
// clocks, documents, messages; and what of it expectations look at.

#include <iosfwd>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gateway/app/simulation.hpp"

namespace ow::app {

class StoryDiary {
  public:
    StoryDiary(Simulation& simulation, std::ostream& out) : simulation_(simulation), out_(out) {}

    struct Message {
        PartnerId partner;
        std::string kind;  ///< in Chinese
    };
    struct Noted {
        CaseNo no;
        std::string name;  ///< in the story
        std::int64_t version = 0;
        std::set<std::string> documents;      ///< ids, of the whole course
        std::vector<Message> messages;        ///< since the last check
        std::vector<std::string> happenings;  ///< "2024-10-11 受理", since the last check
        std::string last_words;               ///< of state and clocks
    };

    /// A line of its own at the clock's time.
    void say(const std::string& text);
    void name(const CaseNo& no, const std::string& name) { cases_[no].name = name; }
    /// Sends what is due and notes everything that happened since the last call.
    void note();
    [[nodiscard]] Noted& of(const CaseNo& no) { return cases_[no]; }
    void forget_checked(const CaseNo& no);

  private:
    void note_sent(const SentMessage& sent);
    void note_case(const CaseNo& no, std::int64_t version);
    void detail(const Noted& noted, const std::string& text);
    [[nodiscard]] std::string words_of(const CaseNo& no);

    Simulation& simulation_;
    std::ostream& out_;
    std::map<CaseNo, Noted> cases_;
    std::string day_;
    std::string time_;
};

/// Sees everything, of every department.
[[nodiscard]] ports::StaffUser story_user(const Simulation& simulation, const std::string& role,
                                          const DepartmentId& department = {});

}  // namespace ow::app
