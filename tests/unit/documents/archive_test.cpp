// PDF/A-2b by our own list, before and after signing.

#include <gtest/gtest.h>

#include "gateway/documents/file_signer.hpp"
#include "gateway/documents/pdf_file.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

class Archive : public testing::Test {
  protected:
    std::string check(const std::string& files) {
        const test::Ran ran = test::run("python3 tests/unit/documents/check_archive.py " + files);
        return ran.exit == 0 ? ran.output : ran.output + "exit " + std::to_string(ran.exit);
    }
    std::string wrong_with(const std::string& pdf) {
        test::write_file(folder_.file("x.pdf"), pdf);
        return check(folder_.file("x.pdf"));
    }
    test::Folder folder_;
};

TEST_F(Archive, EveryDocumentIsPdfA2b) {
    const auto renderer = test::renderer();
    std::string files;
    for (const TemplateId& id : renderer->templates()) {
        const std::string file = folder_.file(id.value + ".pdf");
        const auto pdf = renderer->render(id, test::tree_of(test::sample_text(id.value)));
        ASSERT_TRUE(pdf) << pdf.error().text();
        test::write_file(file, pdf->bytes);
        files += file + " ";
    }
    EXPECT_EQ(check(files), "");
}

TEST_F(Archive, ASignedDocumentStaysPdfA2b) {
    ASSERT_EQ(test::run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                        "-days 30 -subj /CN=Test-Seal -keyout " +
                        folder_.file("k") + " -out " + folder_.file("c"))
                  .exit,
              0);
    const auto signer = FileSigner::open_pem(folder_.file("k"), folder_.file("c")).value();
    const std::string plain = test::render("D2", test::sample_text("D2"), 1).value().bytes;
    EXPECT_EQ(
        wrong_with(sign_pdf(plain, *signer, {SystemClock{}.now(), "示范单位", "受理"}).value()),
        "");
}

TEST_F(Archive, TheListSeesWhatIsWrong) {
    const std::string good = test::render("D2", test::sample_text("D2")).value().bytes;
    EXPECT_EQ(wrong_with(good), "");
    for (const auto& [from, to, said] :
         {std::tuple{"<pdfaid:part>2<", "<pdfaid:part>3<", "not PDF/A-2b"},
          std::tuple{"/GTS_PDFA1", "/GTS_PDFX1", "output intent"},
          std::tuple{"/CIDToGIDMap /Identity", "/CIDToGIDXap /Identity", "CIDToGIDMap"},
          std::tuple{"OneWindow Gateway</pdf", "OneWindow Gateweg</pdf", "producer"},
          std::tuple{"/Lang", "/Long", "catalog has"}}) {
        const std::string bad = test::replaced(good, from, to);
        ASSERT_NE(bad, good) << from;
        EXPECT_NE(wrong_with(bad).find(said), std::string::npos) << from << wrong_with(bad);
    }
}

TEST_F(Archive, ATitleWithMarksOfXmlStaysWhatItIs) {
    PdfParts parts;
    parts.title = "a<b>&\"c 证明";
    parts.pages.push_back({"0 0 m 1 1 l S\n", {}});
    const std::string pdf = write_pdf(parts).value();
    EXPECT_EQ(wrong_with(pdf), "");
    EXPECT_NE(pdf.find("a&lt;b&gt;&amp;\"c 证明"), std::string::npos);
}

}  // namespace
}  // namespace ow::documents
