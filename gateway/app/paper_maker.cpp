#include "gateway/app/paper_maker.hpp"

#include "gateway/casetree/tree.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::app {

SealedPaper::SealedPaper(std::unique_ptr<documents::Renderer> renderer,
                         std::unique_ptr<documents::Signer> signer, Log& log)
    : renderer_(std::move(renderer)), signer_(std::move(signer)), log_(log) {}

Result<ports::Paper> SealedPaper::make(const std::string& document,
                                       const boost::json::object& tree) {
    const xml::Document xml = casetree::from_json(tree, "case");
    auto pdf = renderer_->render(documents::TemplateId{document}, xml, signer_ == nullptr);
    if (!pdf) return pdf.error();
    ports::Paper paper{std::move(pdf->bytes), std::move(pdf->sha256), false};
    if (!signer_) return paper;
    const auto at = parse_instant(model::text_at(tree, "issued_at"));
    auto signed_bytes =
        documents::sign_pdf(paper.bytes, *signer_,
                            {at.value_or(Instant{}), model::text_at(tree, "document.issuer"), {}});
    if (!signed_bytes) return signed_bytes.error();
    paper.bytes = std::move(*signed_bytes);
    paper.is_signed = true;
    paper.sha256 = crypto::to_hex(crypto::digest(crypto::Hash::kSha256, paper.bytes));
    log_.write(
        LogEvent::kSealUsed,
        {{"case", model::text_at(tree, "number")}, {"document", document}, {"hash", paper.sha256}});
    return paper;
}

}  // namespace ow::app
