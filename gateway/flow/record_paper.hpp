#pragma once
// Papers of what is no case: the slip of a consultation (D10), of an appointment (D18). Made when
// somebody wants it, kept in the record's own stream under its key, and the same file ever after.

#include <boost/json/object.hpp>
#include <string>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/model/consultation.hpp"
#include "gateway/ports/desk.hpp"
#include "gateway/ports/paper.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

struct RecordPaper {
    StreamId stream;
    std::int64_t version = 0;  ///< of the stream
    ports::StreamRow row;      ///< as it stays
    std::string kind;          ///< "D18"
    std::string actor;
    boost::json::object tree;
};

/// The kept file; a new one ("D18-2") if the record has changed since, or has none. Errors of the
/// paper maker and the store; kStoreConflict: the record moved meanwhile.
[[nodiscard]] Result<ports::DocumentFile> record_paper(ports::Store& store,
                                                       ports::PaperMaker& paper, RecordPaper wanted,
                                                       Instant now);

/// What D10 says: the item with all its materials, what was asked and answered.
[[nodiscard]] boost::json::object consultation_tree(const model::Consultation& consultation,
                                                    const Setting& setting,
                                                    const std::string& handler, Instant at);

}  // namespace ow::flow
