#include "gateway/app/paper_maker.hpp"

#include "gateway/casetree/tree.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::app {

SealedPaper::SealedPaper(std::unique_ptr<documents::Renderer> renderer, SigningKeys keys,
                         std::unique_ptr<documents::Timestamper> timestamper, const Clock& clock,
                         Log& log)
    : renderer_(std::move(renderer)),
      keys_(std::move(keys)),
      timestamper_(std::move(timestamper)),
      clock_(clock),
      log_(log) {}

Result<ports::Paper> SealedPaper::make(const std::string& document,
                                       const boost::json::object& tree) {
    const xml::Document xml = casetree::from_json(tree, "case");
    const auto holders = keys_.signers_of(document, model::text_at(tree, "department.id"));
    auto pdf = renderer_->render(documents::TemplateId{document}, xml, holders.size());
    if (!pdf) return pdf.error();
    ports::Paper paper{std::move(pdf->bytes), std::move(pdf->sha256), false};
    if (holders.empty()) {
        for (std::string& words : pdf->seals) paper.seals.push_back({std::move(words), {}, {}});
        return paper;
    }
    for (const SealHolder& holder : holders) {
        const bool is_hall = holder.id == "hall" && holders.size() > 1;
        const std::string unit = model::text_at(tree, is_hall ? "hall.name" : "document.issuer");
        const std::string seal = is_hall ? unit
                                         : model::text_at(tree, "document.seal_text") +
                                               model::text_at(tree, "document.seal_bottom");
        auto signed_bytes = documents::sign_pdf(paper.bytes, *holder.signer,
                                                {clock_.now(), unit, seal}, timestamper_.get());
        if (!signed_bytes) return signed_bytes.error();
        paper.bytes = std::move(*signed_bytes);
        paper.seals.push_back({seal, holder.id, holder.key});
    }
    paper.is_signed = true;
    paper.sha256 = crypto::to_hex(crypto::digest(crypto::Hash::kSha256, paper.bytes));
    for (const SealHolder& holder : holders)
        log_.write(LogEvent::kSealUsed, {{"case", model::text_at(tree, "number")},
                                         {"document", document},
                                         {"hash", paper.sha256},
                                         {"seal", holder.id},
                                         {"serial", holder.key.serial}});
    return paper;
}

}  // namespace ow::app
