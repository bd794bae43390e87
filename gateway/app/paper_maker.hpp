#pragma once
// Documents made, sealed and signed: the flow's PaperMaker over gateway/documents.

#include <memory>

#include "gateway/base/log.hpp"
#include "gateway/documents/renderer.hpp"
#include "gateway/documents/signer.hpp"
#include "gateway/ports/paper.hpp"

namespace ow::app {

/// Without a signer the drawn seal stands alone and the document is marked as not signed.
/// Thread-safe.
class SealedPaper final : public ports::PaperMaker {
  public:
    SealedPaper(std::unique_ptr<documents::Renderer> renderer,
                std::unique_ptr<documents::Signer> signer, Log& log);
    [[nodiscard]] Result<ports::Paper> make(const std::string& document,
                                            const boost::json::object& tree) override;

  private:
    std::unique_ptr<documents::Renderer> renderer_;
    std::unique_ptr<documents::Signer> signer_;
    Log& log_;
};

}  // namespace ow::app
