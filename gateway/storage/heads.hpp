#pragma once
// The newest version and hash of streams, as the writer sees them. Writer's thread only.

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/base/ids.hpp"
#include "gateway/storage/connection.hpp"
#include "gateway/storage/lru.hpp"

namespace ow::storage {

struct Head {
    std::int64_t id = 0;  ///< 0: the stream does not exist
    std::int64_t version = 0;
    std::string hash;
    std::string wrapped_key;  ///< empty: destroyed
};

class Heads {
  public:
    Heads();
    /// From memory, else from the store.
    [[nodiscard]] Head find(Connection& connection, const StreamId& stream);
    void put(const std::string& stream, Head head) { known_.put(stream, std::move(head)); }
    void forget(const StreamId& stream) { known_.erase(stream.str()); }

  private:
    Lru<Head> known_;
};

}  // namespace ow::storage
