#include "gateway/flow/each_stream.hpp"

namespace ow::flow {
namespace {

constexpr int kPage = 500;

}  // namespace

void each_stream(ports::Store& store, ports::StreamQuery query,
                 const std::function<bool(const ports::StreamView&)>& see) {
    query.limit = kPage;
    for (;;) {
        const auto page = store.streams(query);
        for (const ports::StreamView& view : page) {
            if (!see(view)) return;
        }
        if (page.size() < static_cast<std::size_t>(kPage)) return;
        query.after = page.back().stream;
    }
}

}  // namespace ow::flow
