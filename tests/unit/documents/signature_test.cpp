#include "gateway/documents/pdf_signature.hpp"

#include <gtest/gtest.h>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/file_signer.hpp"
#include "gateway/documents/signed_data.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

using test::Folder;
using test::run;

/// Now: a certificate made a moment ago is valid from then on.
SignatureFacts facts() {
    return {SystemClock{}.now(), "示范市市场监督管理局", "受理通知"};
}

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
        unsigned_ = test::render("D2", test::sample_text("D2"), 1).value().bytes;
        facts_ = facts();
        signed_ = sign_pdf(unsigned_, *open_key(folder_, "p256"), facts_).value();
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
    SignatureFacts facts_;
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
    std::string time = to_iso(facts_.signed_at).substr(0, 19);
    std::erase_if(time, [](char c) { return c < '0' || c > '9'; });
    EXPECT_NE(signed_.find("/M (D:" + time + "+08'00')"), std::string::npos);
}

TEST_F(Signature, TheUnsignedDocumentStaysInFront) {
    EXPECT_EQ(signed_.substr(0, unsigned_.size()), unsigned_);
    const Folder other;
    EXPECT_EQ(test::text_in(other, signed_), test::text_in(other, unsigned_));
}

/// The n-th field's widget, as it is now.
std::string widget(const Folder& folder, const std::string& pdf, int ordinal) {
    test::write_file(folder.file("w.pdf"), pdf);
    return run("python3 tests/unit/documents/signature_fields.py " + folder.file("w.pdf") + " " +
               std::to_string(ordinal))
        .output;
}

TEST_F(Signature, TheSealIsTheLookOfItsFieldAndIsDrawnNowhereElse) {
    EXPECT_EQ(widget(folder_, signed_, 1),
              "Seal1 signed, printed, tagged Form, 印章：示范市市场监督管理局行政审批专用章\n"
              "look: 示范市市场监督管理局行政审批专用章, on the page: no, 121 points wide\n");
    EXPECT_TRUE(test::matches(widget(folder_, unsigned_, 1), "^Seal1 empty, printed")) << "as was";
    EXPECT_EQ(widget(folder_, unsigned_, 2), "") << "one seal, one field";
}

/// Pixels of the pages of two PDFs that are more than a rounding apart, of all.
std::string far_apart(const Folder& folder, const std::string& one, const std::string& other) {
    test::write_file(folder.file("1.pdf"), one);
    test::write_file(folder.file("2.pdf"), other);
    return run("python3 tests/unit/documents/same_picture.py " + folder.file("1.pdf") + " " +
               folder.file("2.pdf"))
        .output;
}

TEST_F(Signature, ASignedPageLooksAsOneWithTheSealDrawnBelowItsWords) {
    for (const char* id : {"D2", "D3", "D5"}) {
        const std::string text = test::sample_text(id);
        const std::string drawn = test::render(id, text).value().bytes;
        const std::string field = test::render(id, text, 1).value().bytes;
        const std::string signed_pdf = sign_pdf(field, *open_key(folder_, "p256"), facts()).value();
        EXPECT_EQ(far_apart(folder_, drawn, signed_pdf), "0\n") << id;
    }
    const std::string opaque = test::replaced(signed_, "/BM /Multiply", "/BM /Normal");
    EXPECT_NE(far_apart(folder_, signed_, opaque), "0\n") << "words would be covered";
    const std::string gone = test::replaced(signed_, "/Annots [", "/Annoys [");
    EXPECT_NE(far_apart(folder_, signed_, gone), "0\n") << "the seal is seen";
}

/// Of an empty case; `signatures` as in SealUse.
std::string pages(const std::string& form, std::optional<std::size_t> signatures) {
    const Template read = Template::parse(form, "T.xml").value();
    const FontBook fonts = FontBook::open(test::sample_fonts()).value();
    return render_form(fonts, read, read.compile(), test::tree_of("<case/>"), {nullptr, signatures})
        .value()
        .bytes;
}

TEST_F(Signature, OfAPaperInSeveralCopiesTheFirstCarriesTheFieldAndAllTheSeal) {
    const std::string copies =
        "<document id=\"T\" title=\"t\" font=\"song\"><copy>一</copy><copy>二</copy>"
        "<signature><issuer>甲</issuer><date>乙</date><seal><arc>示范单位专用</arc></seal>"
        "</signature></document>";
    const std::string one = sign_pdf(pages(copies, 1), *open_key(folder_, "p256"), facts()).value();
    EXPECT_TRUE(test::matches(widget(folder_, one, 1), "on the page: no")) << "the first";
    EXPECT_EQ(widget(folder_, one, 2), "");
    EXPECT_EQ(far_apart(folder_, pages(copies, std::nullopt), one), "0\n");
}

TEST_F(Signature, HallAndDepartmentEachSignTheirOwnSealOnOnePage) {
    const std::string two =
        "<document id=\"T\" title=\"t\" font=\"song\">"
        "<signature><issuer>部门</issuer><date>甲</date><seal><arc>示范部门专用</arc></seal>"
        "</signature><space height=\"9\"/><signature><issuer>大厅</issuer><date>乙</date>"
        "<seal><arc>示范大厅专用</arc></seal></signature></document>";
    make_key(folder_, kP256, "hall");
    const std::string first = sign_pdf(pages(two, 2), *open_key(folder_, "p256"), facts()).value();
    EXPECT_TRUE(test::matches(widget(folder_, first, 1), "^Seal1 signed"));
    EXPECT_TRUE(test::matches(widget(folder_, first, 2), "^Seal2 empty"));
    const std::string both = sign_pdf(first, *open_key(folder_, "hall"), facts()).value();
    EXPECT_TRUE(test::matches(widget(folder_, both, 1), "signed.*示范部门"))
        << widget(folder_, both, 1);
    EXPECT_TRUE(test::matches(widget(folder_, both, 2), "signed.*示范大厅"))
        << widget(folder_, both, 2);
    EXPECT_EQ(far_apart(folder_, pages(two, std::nullopt), both), "0\n");
    const std::string seen = pdfsig(both);
    EXPECT_NE(seen.find("Signature is Valid", seen.find("Signature #2")), std::string::npos)
        << seen;
}

TEST_F(Signature, ASecondSigningIsRefused) {
    const Result<std::string> again = sign_pdf(signed_, *open_key(folder_, "p256"), facts());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), Code::kDocumentAlreadySigned);
    EXPECT_TRUE(is_signed(signed_));
    EXPECT_FALSE(is_signed(unsigned_));
}

TEST_F(Signature, ADocumentNotOursIsRefusedNotDamaged) {
    for (const std::string& pdf : {std::string{}, std::string{"%PDF-1.4 startxref 99999"},
                                   unsigned_.substr(0, 5000), std::string{"startxref\n0\n%%EOF"}}) {
        const Result<std::string> made = sign_pdf(pdf, *open_key(folder_, "p256"), facts());
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code(), Code::kCryptoFailed);
    }
}

TEST_F(Signature, ADamagedDocumentIsRefusedOrSignedButNeverCrashes) {
    const auto signer = open_key(folder_, "p256");
    const std::size_t tail = unsigned_.rfind("xref\n0 ");
    for (std::size_t at = tail; at < unsigned_.size(); at += 3) {
        EXPECT_FALSE(
            sign_pdf(unsigned_.substr(0, std::min(at, unsigned_.rfind("EOF"))), *signer, facts()))
            << at;
        std::string changed = unsigned_;
        changed[at] = '9';
        (void)sign_pdf(changed, *signer, facts());
    }
}

TEST_F(Signature, RsaAndPkcs12KeysSignToo) {
    make_key(folder_, "rsa:2048", "rsa");
    EXPECT_NE(pdfsig(sign_pdf(unsigned_, *open_key(folder_, "rsa"), facts()).value())
                  .find("Signature is Valid"),
              std::string::npos);
    const std::string box = folder_.file("seal.p12");
    ASSERT_EQ(run("openssl pkcs12 -export -inkey " + folder_.file("p256.key") + " -in " +
                  folder_.file("p256.crt") + " -passout pass:geheim -out " + box)
                  .exit,
              0);
    const auto signer = FileSigner::open_pkcs12(box, {"geheim"});
    ASSERT_TRUE(signer) << signer.error().text();
    EXPECT_NE(pdfsig(sign_pdf(unsigned_, **signer, facts()).value()).find("Signature is Valid"),
              std::string::npos);
    EXPECT_EQ(FileSigner::open_pkcs12(box, {"wrong"}).error().code(), Code::kCryptoFailed);
}

/// PAdES baseline (EN 319 142-1, 6.3): these three and no signing time, in DER order.
TEST_F(Signature, TheSignedAttributesAreExactlyThree) {
    std::string covered, cms;
    split(signed_, covered, cms);
    test::write_file(folder_.file("cms"), cms);
    const std::string shown =
        run("openssl asn1parse -inform DER -in " + folder_.file("cms")).output;
    std::vector<std::string> names;
    // Behind the certificate, in the signer's information: the type of each signed attribute.
    std::istringstream lines{shown};
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t at = line.find("OBJECT            :");
        inside = inside || (line.find(":d=5 ") != std::string::npos &&
                            line.find("cont [ 0 ]") != std::string::npos);
        if (inside && line.find(":d=7 ") != std::string::npos && at != std::string::npos)
            names.push_back(line.substr(at + 19));
    }
    EXPECT_EQ(names, (std::vector<std::string>{"contentType", "messageDigest",
                                               "id-smime-aa-signingCertificateV2"}))
        << shown;
}

TEST_F(Signature, Sm2WithSm3IsConfirmedByOpenssl) {
    const std::string key = folder_.file("sm2.key");
    ASSERT_EQ(run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out " + key).exit,
              0);
    ASSERT_EQ(run("openssl req -x509 -sm3 -days 30 -subj /CN=Test-Seal -key " + key + " -out " +
                  folder_.file("sm2.crt"))
                  .exit,
              0);
    const auto sign = [&](const std::string& identity) {
        const auto signer =
            FileSigner::open_pem(folder_.file("sm2.key"), folder_.file("sm2.crt"), {{}, identity});
        return sign_pdf(unsigned_, *signer.value(), facts()).value();
    };
    std::string covered, cms;
    split(sign(""), covered, cms);  // OpenSSL 3.0's CMS knows no other identity
    test::write_file(folder_.file("covered"), covered);
    test::write_file(folder_.file("cms"), cms);
    const std::string verify = "openssl cms -verify -binary -inform DER -in " +
                               folder_.file("cms") + " -content " + folder_.file("covered") +
                               " -CAfile " + folder_.file("sm2.crt") +
                               " -purpose any -out /dev/null";
    const test::Ran verified = run(verify);
    EXPECT_EQ(verified.exit, 0) << verified.output;
    const std::string shown =
        run("openssl cms -cmsout -print -inform DER -in " + folder_.file("cms")).output;
    EXPECT_NE(shown.find("SM2-with-SM3"), std::string::npos) << shown;
    test::write_file(folder_.file("covered"), covered + "x");
    EXPECT_NE(run(verify).exit, 0);

    split(sign(std::string{kSm2Identity}), covered, cms);  // GM/T 0009, as others expect it
    const auto data = read_signed_data(cms).value();
    test::write_file(folder_.file("attributes"), data.signed_attributes);
    test::write_file(folder_.file("value"), data.signature);
    const test::Ran known =
        run("openssl pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678 -certin "
            "-inkey " +
            folder_.file("sm2.crt") + " -in " + folder_.file("attributes") + " -sigfile " +
            folder_.file("value"));
    EXPECT_EQ(known.exit, 0) << known.output;
}

TEST_F(Signature, AnotherSignerSignsAsWellAndBothAreValid) {
    make_key(folder_, "rsa:3072", "hall");
    const std::string both = sign_pdf(signed_, *open_key(folder_, "hall"), facts()).value();
    const std::string seen = pdfsig(both);
    EXPECT_NE(seen.find("Signature #2"), std::string::npos) << seen;
    const std::size_t valid = seen.find("Signature is Valid");
    ASSERT_NE(valid, std::string::npos) << seen;
    EXPECT_NE(seen.find("Signature is Valid", valid + 1), std::string::npos) << seen;
    EXPECT_NE(seen.find("Total document signed"), std::string::npos) << seen;
    EXPECT_EQ(run("qpdf --check " + folder_.file("s.pdf")).exit, 0);
    EXPECT_EQ(sign_pdf(both, *open_key(folder_, "p256"), facts()).error().code(),
              Code::kDocumentAlreadySigned);
}

TEST_F(Signature, ACertificateOutsideItsTimeSignsNothing) {
    SignatureFacts later = facts();
    for (const std::chrono::days shift : {std::chrono::days{31}, std::chrono::days{-1}}) {
        later.signed_at = facts().signed_at + shift;
        const auto made = sign_pdf(unsigned_, *open_key(folder_, "p256"), later);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code(), Code::kSealUnusable);
    }
}

TEST_F(Signature, WeakAndForeignKeysAreRefused) {
    for (const auto& [kind, name] : {std::pair{"rsa:1024", "weak"},
                                     std::pair{"ec -pkeyopt ec_paramgen_curve:P-384", "p384"}}) {
        make_key(folder_, kind, name);
        const auto signer = FileSigner::open_pem(folder_.file(std::string{name} + ".key"),
                                                 folder_.file(std::string{name} + ".crt"));
        ASSERT_FALSE(signer) << name;
        EXPECT_EQ(signer.error().at().field, "key");
    }
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
                                    {passphrase});
    };
    EXPECT_NE(open("").error().text().find("is encrypted"), std::string::npos);
    EXPECT_NE(open("falsch").error().text().find("passphrase"), std::string::npos);
    EXPECT_TRUE(open("geheim1234"));
}

}  // namespace
}  // namespace ow::documents
