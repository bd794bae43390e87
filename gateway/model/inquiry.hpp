#pragma once
// Two steps before acceptance. R3 预受理: an online application gets its answer within the hall's
// limit, from whom the hall says; late is late, never deemed. R25: an unclear case is put to the
// department, on record; its word allows 当场接收, its silence does not stop the window.

#include <optional>
#include <string>

#include "gateway/base/time.hpp"

namespace ow::model {

/// The answer to an online application: it goes on without paper ("online"), or the papers are to
/// be brought and compared with the upload ("on_site").
struct PreAccept {
    std::string way;
};
/// 现场递件: the papers were compared with what was uploaded.
struct ComparePapers {
    std::string difference;  ///< empty: they are the same
};
struct AskDepartment {
    std::string question;
};
/// What the department said, entered by itself or by the window that phoned.
struct DepartmentAnswers {
    bool confirms = false;
    std::string note;
};

struct CasePreAcceptance {
    std::optional<Instant> due;  ///< nullopt: no answer is due
    std::string by;              ///< "window", "online_desk", "department"
    bool overdue = false;
    std::optional<Instant> answered_at;
    std::string way;
    std::string papers;  ///< of on_site: "same", "different"; empty: not brought yet
};

struct CaseInquiry {
    std::optional<Instant> asked_at;
    std::string answer;  ///< "confirmed", "objected"; empty: none yet
};

}  // namespace ow::model
