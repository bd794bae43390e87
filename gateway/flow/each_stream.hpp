#pragma once
// Every stream of a query, page by page, newest first: for what must not stop at a page.

#include <functional>

#include "gateway/ports/store.hpp"

namespace ow::flow {

/// Until `see` answers false. `query.limit` and `query.after` are set here; not for `flagged`.
void each_stream(ports::Store& store, ports::StreamQuery query,
                 const std::function<bool(const ports::StreamView&)>& see);

}  // namespace ow::flow
