#pragma once
// Documents as `simulate` has them unless they are asked for: noted, not drawn.

#include "gateway/crypto/digest.hpp"
#include "gateway/ports/paper.hpp"

namespace ow::app {

class NotedPaper final : public ports::PaperMaker {
  public:
    [[nodiscard]] Result<ports::Paper> make(const std::string& document,
                                            const boost::json::object&) override {
        return ports::Paper{document,
                            crypto::to_hex(crypto::digest(crypto::Hash::kSha256, document)), true};
    }
};

}  // namespace ow::app
