// documents_render <template> <case.xml> <out.pdf> [<key.pem> <chain.pem>]: one document in a
// process of its own, for the tests that compare processes. With a key: signed, the seal being the
// look of the signature field.

#include <fstream>
#include <iostream>
#include <sstream>

#include "gateway/documents/file_signer.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "gateway/documents/renderer.hpp"
#include "tests/unit/documents/sample_fonts.hpp"

int main(int argc, char** argv) {
    using namespace ow::documents;
    if (argc != 4 && argc != 6) return 2;
    std::ifstream in(argv[2], std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto tree = ow::xml::Document::parse(text.str(), argv[2]);
    auto renderer = Renderer::open("templates", test::sample_fonts());
    if (!tree || !renderer) {
        std::cerr << (!tree ? tree.error().text() : renderer.error().text()) << '\n';
        return 1;
    }
    const auto signatures = argc == 6 ? std::optional<std::size_t>{1} : std::nullopt;
    const auto pdf = (*renderer)->render(TemplateId{argv[1]}, *tree, signatures);
    if (!pdf) {
        std::cerr << pdf.error().text() << '\n';
        return 1;
    }
    std::string bytes = pdf->bytes;
    if (argc == 6) {
        const auto signer = FileSigner::open_pem(argv[4], argv[5]);
        const auto made =
            signer ? sign_pdf(bytes, **signer,
                              {ow::SystemClock{}.now(), "示范市市场监督管理局", "受理通知"})
                   : ow::Result<std::string>{signer.error()};
        if (!made) {
            std::cerr << made.error().text() << '\n';
            return 1;
        }
        bytes = *made;
    }
    std::ofstream(argv[3], std::ios::binary) << bytes;
    std::cout << pdf->page_count << ' ' << pdf->sha256 << '\n';
}
