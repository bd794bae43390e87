#pragma once
// Documents as the flow sees them: one call from a case's tree to finished bytes.

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/model/seal_use.hpp"

namespace ow::ports {

struct Paper {
    std::string bytes;   ///< the PDF, signed if a signer is configured
    std::string sha256;  ///< of `bytes`, hex
    bool is_signed = false;
    std::vector<model::SealUse> seals = {};  ///< each signature, or each seal that is only drawn
};

/// Thread-safe. kDocumentGlyphMissing names character and field; nothing is ever printed as □
/// (R32).
class PaperMaker {
  public:
    virtual ~PaperMaker() = default;
    [[nodiscard]] virtual Result<Paper> make(const std::string& document,
                                             const boost::json::object& tree) = 0;
};

}  // namespace ow::ports
