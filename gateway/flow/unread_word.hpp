#pragma once
// R8: a decision the department sent in time stops 超时默认 also while nobody can read it – an
// unknown code in it keeps it in quarantine until an operator has completed the mapping (R33).

#include "gateway/model/case_commands.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// True if `command` asks whether silence grants, and a decision or a progress message of the
/// case's department that names the case waits in quarantine. Reads the store.
[[nodiscard]] bool has_unread_word(ports::Store& store, const model::Command& command,
                                   const model::CaseState& state, Instant now);

}  // namespace ow::flow
