#pragma once
// zlib-format compression (RFC 1950) over libdeflate. One Deflater a thread; reused for all streams
// of a document.

#include <memory>
#include <string>
#include <string_view>

struct libdeflate_compressor;

namespace ow::documents {

class Deflater {
  public:
    Deflater();
    [[nodiscard]] std::string compress(std::string_view bytes) const;

  private:
    struct Free {
        void operator()(libdeflate_compressor* compressor) const;
    };
    std::unique_ptr<libdeflate_compressor, Free> compressor_;
};

}  // namespace ow::documents
