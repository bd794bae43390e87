#include "gateway/documents/pdf_signature.hpp"

#include <gtest/gtest.h>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/file_signer.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

using test::Folder;
using test::run;

const SignatureFacts kFacts{*parse_instant("2026-11-20T10:00:00"), "示范市市场监督管理局",
                            "受理通知"};

void make_key(const Folder& folder, const std::string& kind, const std::string& name) {
    const test::Ran made =
        run("openssl req -x509 -newkey " + kind + " -nodes -days 30 -subj /CN=Test-Seal -keyout " +
            folder.file(name + ".key") + " -out " + folder.file(name + ".crt"));
    ASSERT_EQ(made.exit, 0) << made.output;
}

constexpr const char* kP256 = "ec -pkeyopt ec_paramgen_curve:P-256";

std::unique_ptr<FileSigner> open_key(const Folder& folder, const std::string& name) {
    return std::move(
        FileSigner::open_pem(folder.file(name + ".key"), folder.file(name + ".crt")).value());
}

class Signature : public testing::Test {
  protected:
    void SetUp() override {
        make_key(folder_, kP256, "p256");
        unsigned_ = test::render("D2", test::sample_text("D2")).value().bytes;
        signed_ = sign_pdf(unsigned_, *open_key(folder_, "p256"), kFacts).value();
    }

    std::string pdfsig(const std::string& pdf) const {
        test::write_file(folder_.file("s.pdf"), pdf);
        return run("pdfsig -nocert " + folder_.file("s.pdf")).output;
    }

    // What the byte range covers, and the CMS, cut out by other means than the signer's.
    void split(const std::string& pdf, std::string& covered, std::string& cms) const {
        std::istringstream range{pdf.substr(pdf.rfind("/ByteRange [") + 12, 40)};
        std::size_t a = 0, b = 0, c = 0, d = 0;
        range >> a >> b >> c >> d;
        covered = pdf.substr(a, b) + pdf.substr(c, d);
        EXPECT_EQ(c + d, pdf.size());
        cms = crypto::from_hex(pdf.substr(b + 1, c - b - 2)).value_or("");
    }

    test::Ran openssl_verify(const std::string& pdf) const {
        std::string covered, cms;
        split(pdf, covered, cms);
        test::write_file(folder_.file("covered"), covered);
        test::write_file(folder_.file("cms"), cms);
        return run("openssl cms -verify -cades -binary -inform DER -in " + folder_.file("cms") +
                   " -content " + folder_.file("covered") + " -CAfile " + folder_.file("p256.crt") +
                   " -purpose any -out /dev/null");
    }

    Folder folder_;
    std::string unsigned_, signed_;
};

TEST_F(Signature, PdfReadersCallItValidAndWhole) {
    const std::string seen = pdfsig(signed_);
    EXPECT_NE(seen.find("Signature is Valid"), std::string::npos) << seen;
    EXPECT_NE(seen.find("Total document signed"), std::string::npos) << seen;
    EXPECT_NE(seen.find("ETSI.CAdES.detached"), std::string::npos) << seen;
    EXPECT_EQ(run("qpdf --check " + folder_.file("s.pdf")).exit, 0);
}

TEST_F(Signature, OpensslVerifiesItAsCades) {
    const test::Ran verified = openssl_verify(signed_);
    EXPECT_EQ(verified.exit, 0) << verified.output;
}

TEST_F(Signature, OneChangedByteMakesItInvalid) {
    for (const std::size_t at : {std::size_t{1000}, unsigned_.size() / 2, unsigned_.size() + 20}) {
        std::string changed = signed_;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_NE(openssl_verify(changed).exit, 0) << at;
    }
    std::string changed =
        signed_;  // in the text of a stream, so that the reader still finds its way
    changed[unsigned_.size() / 2] = static_cast<char>(changed[unsigned_.size() / 2] ^ 1);
    EXPECT_EQ(pdfsig(changed).find("Signature is Valid"), std::string::npos);
}

TEST_F(Signature, SignedAttributesHoldNoTimeAndNameTheCertificate) {
    openssl_verify(signed_);
    const std::string shown =
        run("openssl cms -cmsout -print -inform DER -in " + folder_.file("cms")).output;
    EXPECT_EQ(shown.find("signingTime"), std::string::npos);
    EXPECT_NE(shown.find("id-smime-aa-signingCertificateV2"), std::string::npos) << shown;
    EXPECT_NE(shown.find("messageDigest"), std::string::npos);
    EXPECT_NE(signed_.find("/M (D:20261120100000+08'00')"), std::string::npos);
}

TEST_F(Signature, TheUnsignedDocumentStaysInFront) {
    EXPECT_EQ(signed_.substr(0, unsigned_.size()), unsigned_);
    const Folder other;
    EXPECT_EQ(test::text_in(other, signed_), test::text_in(other, unsigned_));
}

TEST_F(Signature, TheFieldLiesOverTheDrawnSeal) {
    const std::size_t area = unsigned_.find("/OWSealArea [");
    ASSERT_NE(area, std::string::npos);
    const std::string numbers = unsigned_.substr(area + 13, unsigned_.find(']', area) - area - 13);
    EXPECT_NE(signed_.find("/Rect [" + numbers + "]", unsigned_.size()), std::string::npos);
}

TEST_F(Signature, ASecondSigningIsRefused) {
    const Result<std::string> again = sign_pdf(signed_, *open_key(folder_, "p256"), kFacts);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), Code::kDocumentAlreadySigned);
    EXPECT_TRUE(is_signed(signed_));
    EXPECT_FALSE(is_signed(unsigned_));
}

TEST_F(Signature, ADocumentNotOursIsRefusedNotDamaged) {
    for (const std::string& pdf : {std::string{}, std::string{"%PDF-1.4 startxref 99999"},
                                   unsigned_.substr(0, 5000), std::string{"startxref\n0\n%%EOF"}}) {
        const Result<std::string> made = sign_pdf(pdf, *open_key(folder_, "p256"), kFacts);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code(), Code::kCryptoFailed);
    }
}

TEST_F(Signature, ADamagedDocumentIsRefusedOrSignedButNeverCrashes) {
    const auto signer = open_key(folder_, "p256");
    const std::size_t tail = unsigned_.rfind("xref\n0 ");
    for (std::size_t at = tail; at < unsigned_.size(); at += 3) {
        EXPECT_FALSE(
            sign_pdf(unsigned_.substr(0, std::min(at, unsigned_.rfind("EOF"))), *signer, kFacts))
            << at;
        std::string changed = unsigned_;
        changed[at] = '9';
        (void)sign_pdf(changed, *signer, kFacts);
    }
}

TEST_F(Signature, RsaAndPkcs12KeysSignToo) {
    make_key(folder_, "rsa:2048", "rsa");
    EXPECT_NE(pdfsig(sign_pdf(unsigned_, *open_key(folder_, "rsa"), kFacts).value())
                  .find("Signature is Valid"),
              std::string::npos);
    const std::string box = folder_.file("seal.p12");
    ASSERT_EQ(run("openssl pkcs12 -export -inkey " + folder_.file("p256.key") + " -in " +
                  folder_.file("p256.crt") + " -passout pass:geheim -out " + box)
                  .exit,
              0);
    const auto signer = FileSigner::open_pkcs12(box, "geheim");
    ASSERT_TRUE(signer) << signer.error().text();
    EXPECT_NE(pdfsig(sign_pdf(unsigned_, **signer, kFacts).value()).find("Signature is Valid"),
              std::string::npos);
    EXPECT_EQ(FileSigner::open_pkcs12(box, "wrong").error().code(), Code::kCryptoFailed);
}

TEST_F(Signature, AKeyOfAnotherCertificateIsRefused) {
    make_key(folder_, kP256, "other");
    const auto signer = FileSigner::open_pem(folder_.file("other.key"), folder_.file("p256.crt"));
    ASSERT_FALSE(signer);
    EXPECT_EQ(signer.error().code(), Code::kCryptoFailed);
    EXPECT_EQ(
        FileSigner::open_pem(folder_.file("none.key"), folder_.file("p256.crt")).error().code(),
        Code::kFileUnreadable);
}

TEST_F(Signature, AnEncryptedKeyIsRefusedByNameAndNobodyIsAsked) {
    const auto locked =
        run("openssl pkey -in " + folder_.file("p256.key") + " -aes256 -passout pass:geheim1234" +
            " -out " + folder_.file("locked.key"));
    ASSERT_EQ(locked.exit, 0) << locked.output;
    const auto open = [&](const std::string& passphrase) {
        return FileSigner::open_pem(folder_.file("locked.key"), folder_.file("p256.crt"),
                                    passphrase);
    };
    EXPECT_NE(open("").error().text().find("is encrypted"), std::string::npos);
    EXPECT_NE(open("falsch").error().text().find("passphrase"), std::string::npos);
    EXPECT_TRUE(open("geheim1234"));
}

}  // namespace
}  // namespace ow::documents
