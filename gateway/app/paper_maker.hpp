#pragma once
// Documents made, sealed and signed: the flow's PaperMaker over gateway/documents.

#include <memory>

#include "gateway/app/signing_keys.hpp"
#include "gateway/base/log.hpp"
#include "gateway/documents/renderer.hpp"
#include "gateway/documents/timestamp.hpp"
#include "gateway/ports/paper.hpp"

namespace ow::app {

/// Without a signer the drawn seal stands alone and the document is marked as not signed.
/// Errors: kTimestampUnavailable, kSealUnusable and the renderer's; a document is whole or not
/// there. Thread-safe.
class SealedPaper final : public ports::PaperMaker {
  public:
    /// `timestamper`: nullptr if none is configured.
    SealedPaper(std::unique_ptr<documents::Renderer> renderer, SigningKeys keys,
                std::unique_ptr<documents::Timestamper> timestamper, const Clock& clock, Log& log);
    [[nodiscard]] Result<ports::Paper> make(const std::string& document,
                                            const boost::json::object& tree) override;

  private:
    std::unique_ptr<documents::Renderer> renderer_;
    SigningKeys keys_;
    std::unique_ptr<documents::Timestamper> timestamper_;
    const Clock& clock_;
    Log& log_;
};

}  // namespace ow::app
