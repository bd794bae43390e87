#pragma once
// Every stream of a query, page by page: lists that must not end where a page does.

#include <functional>

#include "gateway/ports/store.hpp"

namespace ow::flow {

/// Newest first, until `see` says false. Not for a query that is `flagged`.
void each_stream(ports::Store& store, ports::StreamQuery query,
                 const std::function<bool(const ports::StreamView&)>& see);

}  // namespace ow::flow
