#pragma once
// What a torture run is asked to do.

#include <cstdint>
#include <string>

namespace ow::torture {

struct Options {
    int kills = 20;
    int applications = 400;
    bool lossy = false;   ///< a kill also loses what was not fsynced
    std::string no_sync;  ///< "main", "blobs": that fsync is left out; implies lossy
    std::uint64_t seed = 1;
    bool keep = false;  ///< leave the folder behind
};

}  // namespace ow::torture
