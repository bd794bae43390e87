#pragma once
// Files that came inside messages: from the events into the store, and back into a tree for a
// partner. Thread-safe; blocks.

#include <boost/json/object.hpp>
#include <vector>

#include "gateway/model/event.hpp"
#include "gateway/ports/store.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::flow {

/// Stores the files that the materials of `events` name by digest (`file_sha256`) under the key of
/// `stream`, and writes into each material where its file lies (`file`). Durable when it returns,
/// and before the step that refers to it is. Done again for the same file it changes nothing.
[[nodiscard]] Status keep_files(ports::Store& store, const StreamId& stream,
                                const std::vector<ports::MessageFile>& files,
                                std::vector<model::Event>& events);

/// Puts the files of a case's tree into it: `materials/material/content`, base64.
[[nodiscard]] Status put_contents(ports::Store& store, const StreamId& stream,
                                  boost::json::object& tree);

}  // namespace ow::flow
