#include "gateway/documents/signature_check.hpp"

#include <gtest/gtest.h>

#include <random>

#include "gateway/documents/der.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "tests/unit/documents/seal_keys.hpp"

namespace ow::documents {
namespace {

using test::kP256;

/// Keys are costly: once for all tests here.
struct Site {
    test::SealKeys keys;
    TrustedRoots roots =
        std::move(TrustedRoots::read(test::read_file(keys.file("ca.crt"))).value());
    test::OpensslTimestamper timestamper{keys};
    Instant now{};

    Site() {
        keys.make(kP256, "department", "示范市市场监督管理局");
        keys.make(kP256, "hall", "示范市政务服务大厅");
        keys.make("rsa:2048", "rsa", "RSA-Seal");
        keys.make(test::kSm2, "sm2", "SM2-Seal");
        now = SystemClock{}.now();  // from here on the certificates are valid
    }
    [[nodiscard]] std::string sign(const std::string& pdf, const std::string& signer,
                                   bool stamped = false) const {
        return sign_at(now, pdf, signer, stamped);
    }
    [[nodiscard]] std::string sign_at(Instant at, const std::string& pdf, const std::string& signer,
                                      bool stamped = false) const {
        const auto key = keys.open(signer);
        const SignatureFacts facts{at, common_name(key->certificates().front()), "行政审批专用章"};
        return sign_pdf(pdf, *key, facts, stamped ? &timestamper : nullptr).value();
    }
    [[nodiscard]] PdfReport check(std::string_view pdf) const { return check_pdf(pdf, roots, now); }
};

const Site& site() {
    static const Site made;
    return made;
}

std::string all_of(const PdfReport& report) {
    std::string out;
    for (const std::string& text : report.faults) out += text + "\n";
    for (const SignatureReport& one : report.signatures) {
        for (const std::string& text : one.faults) out += text + "\n";
        for (const std::string& text : one.reservations) out += text + "\n";
    }
    return out;
}

TEST(SignatureCheck, ASignedDocumentHoldsAndSaysWhoAndWhat) {
    const PdfReport report = site().check(site().sign(test::small_pdf(), "department"));
    ASSERT_EQ(report.signatures.size(), 1U);
    const SignatureReport& one = report.signatures[0];
    EXPECT_EQ(report.verdict(), Verdict::kHolds) << all_of(report);
    EXPECT_EQ(one.signer, "示范市市场监督管理局");
    EXPECT_EQ(one.unit, "示范市市场监督管理局");
    EXPECT_EQ(one.reason, "行政审批专用章");
    EXPECT_TRUE(one.whole_file && one.unchanged && one.trusted && one.certificate_was_valid);
    ASSERT_TRUE(one.claimed_at);
    EXPECT_EQ(to_iso(*one.claimed_at).substr(0, 19), to_iso(site().now).substr(0, 19));
    EXPECT_FALSE(one.stamped_at);
}

TEST(SignatureCheck, EveryKindOfKeyHolds) {
    for (const std::string signer : {"department", "rsa", "sm2"}) {
        const PdfReport report = site().check(site().sign(test::small_pdf(), signer, true));
        EXPECT_EQ(report.verdict(), Verdict::kHolds) << signer << "\n" << all_of(report);
    }
}

TEST(SignatureCheck, EveryChangedByteOfASmallDocumentIsNoticed) {
    const std::string pdf = site().sign(test::small_pdf(), "department");
    ASSERT_EQ(site().check(pdf).verdict(), Verdict::kHolds);
    for (std::size_t at = 0; at < pdf.size(); ++at) {
        constexpr int kMasks[] = {0x01, 0x20, 0x80};  // another digit, another case, no text
        std::string changed = pdf;
        changed[at] = static_cast<char>(changed[at] ^ kMasks[at % 3]);
        ASSERT_NE(site().check(changed).verdict(), Verdict::kHolds) << at;
    }
}

/// Of two signatures, one with a timestamp: bytes of tokens and chains are in it.
TEST(SignatureCheck, ChangedBytesOfTimestampsAndChainsAreNoticed) {
    const std::string first = site().sign(test::small_pdf(), "rsa", true);
    const std::string pdf = site().sign(first, "sm2", true);
    ASSERT_EQ(site().check(pdf).verdict(), Verdict::kHolds) << all_of(site().check(pdf));
    std::mt19937 random{7};
    for (int i = 0; i < 1500; ++i) {
        const std::size_t at = random() % pdf.size();
        std::string changed = pdf;
        changed[at] = static_cast<char>(changed[at] ^ (1U << (random() % 8)));
        ASSERT_NE(site().check(changed).verdict(), Verdict::kHolds) << at;
    }
    // And the digits of the last signature, where the padding begins late.
    const std::size_t open = pdf.rfind("/Contents <") + 11;
    const std::size_t end = pdf.find_last_not_of('0', pdf.find('>', open) - 1);
    for (std::size_t at = open + random() % 4; at <= end; at += 4) {
        std::string changed = pdf;
        changed[at] = changed[at] == '0' ? '1' : '0';
        ASSERT_NE(site().check(changed).verdict(), Verdict::kHolds) << at - open;
    }
}

TEST(SignatureCheck, ASecondSignatureLeavesTheFirstValid) {
    const std::string first = site().sign(test::small_pdf(), "department");
    const std::string both = site().sign(first, "hall");
    EXPECT_EQ(both.substr(0, first.size()), first);
    const PdfReport report = site().check(both);
    ASSERT_EQ(report.signatures.size(), 2U);
    EXPECT_EQ(report.verdict(), Verdict::kHolds) << all_of(report);
    EXPECT_EQ(report.signatures[0].covered, first.size());
    EXPECT_FALSE(report.signatures[0].whole_file);
    EXPECT_TRUE(report.signatures[0].unchanged);
    EXPECT_TRUE(report.signatures[1].whole_file);
    EXPECT_EQ(report.signatures[1].signer, "示范市政务服务大厅");
}

TEST(SignatureCheck, WhatIsAppendedAfterTheLastSignatureBreaksIt) {
    const std::string pdf = site().sign(test::small_pdf(), "department");
    const PdfReport report = site().check(pdf + "\n");
    EXPECT_EQ(report.verdict(), Verdict::kBroken);
    EXPECT_NE(all_of(report).find("追加了 1 字节"), std::string::npos) << all_of(report);
}

/// Signed by openssl in the last signature's place, once table and range say where things are now.
std::string signed_anew(std::string pdf, const std::string& signer) {
    const std::size_t start = pdf.rfind("startxref\n") + 10;
    pdf.replace(start, pdf.find('\n', start) - start, std::to_string(pdf.rfind("\nxref\n") + 1));
    const std::size_t range = pdf.rfind("/ByteRange [") + 12;
    const std::size_t open = pdf.find("/Contents <", range) + 10, close = pdf.find('>', open) + 1;
    std::string numbers = "0 " + std::to_string(open) + " " + std::to_string(close) + " " +
                          std::to_string(pdf.size() - close);
    numbers.resize(pdf.find(']', range) - range, ' ');
    pdf.replace(range, numbers.size(), numbers);
    const auto file = [](const std::string& name) { return site().keys.file(name); };
    test::write_file(file("covered"), pdf.substr(0, open) + pdf.substr(close));
    test::SealKeys::must("openssl cms -sign -binary -cades -md sha256 -outform DER -in " +
                         file("covered") + " -signer " + file(signer + ".crt") + " -inkey " +
                         file(signer + ".key") + " -out " + file("forged.cms"));
    std::string hex = crypto::to_hex(test::read_file(file("forged.cms")));
    hex.resize(close - open - 2, '0');
    return pdf.replace(open + 1, hex.size(), hex);
}

/// Somebody with a key of his own signs second and brings more along than his signature.
TEST(SignatureCheck, WhatASecondSignerChangesBesideHisSignatureIsToldAtTheFirst) {
    const std::string first = site().sign(test::small_pdf(), "department");
    const std::string update = site().sign(first, "hall").substr(first.size());
    ASSERT_EQ(site().check(signed_anew(first + update, "hall")).verdict(), Verdict::kHolds);
    const std::pair<const char*, const char*> forgeries[] = {
        {"/MediaBox [ 0 0 200 200 ]", "/MediaBox [ 0 0 900 200 ]"},
        {" >>\nstartxref", " /XRefStm 99 >>\nstartxref"},
        {"/Size 10 ", "/Size 90 "},
        {"/Info 4 0 R ", "/Info 5 0 R "},
        {"/ID [<01>", "/ID [<02>"},
        {"> >>\nendobj", "> >>\n3 0 obj<< /Type /Page >>endobj\nendobj"},
        {"> >>\nendobj", "> /Reference [ 3 0 R ] >>\nendobj"},
        {"/Filter /Adobe.PPKLite", "/Prop_Build 3 0 R /Filter /Adobe.PPKLite"},
        {"/SubFilter", "/Aim 3 0 R /SubFilter"},
        {"/Rect [0 0 0 0]", "/Rect [0 0 200 200]"},
        {"trailer\n", "trailer\n\n"},
    };
    for (const auto& [from, to] : forgeries) {
        ASSERT_NE(update.find(from), std::string::npos) << from;
        const std::string both = signed_anew(first + test::replaced(update, from, to), "hall");
        const PdfReport report = site().check(both);
        EXPECT_TRUE(report.signatures.at(1).faults.empty()) << to << all_of(report);
        EXPECT_EQ(report.verdict(), Verdict::kUnvouched) << to;
        EXPECT_NE(all_of(report).find("追加不止于签章"), std::string::npos) << to << all_of(report);
    }
}

/// A partner has such a certificate from the issuer of the hall's.
TEST(SignatureCheck, ACertificateForTlsIsNoSealWhoeverIssuedIt) {
    const std::string signs = "keyUsage=critical,digitalSignature\n";
    const std::tuple<std::string, std::string, Verdict> uses[] = {
        {"client", signs + "extendedKeyUsage=clientAuth", Verdict::kBroken},
        {"server", signs + "extendedKeyUsage=serverAuth,clientAuth", Verdict::kBroken},
        {"code", signs + "extendedKeyUsage=codeSigning", Verdict::kBroken},
        {"stamp", signs + "extendedKeyUsage=critical,timeStamping", Verdict::kBroken},
        {"cipher", "keyUsage=critical,keyEncipherment", Verdict::kBroken},
        {"issuer", "keyUsage=critical,keyCertSign", Verdict::kBroken},
        {"nothing", "basicConstraints=CA:FALSE", Verdict::kHolds},
        {"repudiates", "keyUsage=critical,nonRepudiation", Verdict::kHolds},
        {"document", signs + "extendedKeyUsage=1.3.6.1.5.5.7.3.36", Verdict::kHolds},
        {"mail", signs + "extendedKeyUsage=clientAuth,emailProtection", Verdict::kHolds},
    };
    const test::SealKeys& keys = site().keys;
    for (const auto& [name, extensions, verdict] : uses)
        keys.make(kP256, name, "示范市市场监督管理局", extensions);
    const Instant now = SystemClock{}.now();
    const std::string pdf = site().sign_at(now, test::small_pdf(), "department");
    for (const auto& [name, extensions, verdict] : uses) {
        const PdfReport report = check_pdf(signed_anew(pdf, name), site().roots, now);
        EXPECT_EQ(report.verdict(), verdict) << name << all_of(report);
        EXPECT_TRUE(report.signatures.at(0).unchanged) << name;
        const bool broken = verdict == Verdict::kBroken;
        EXPECT_EQ(all_of(report).find("不是签署文书用的") != std::string::npos, broken) << name;
        const auto opened =
            FileSigner::open_pem(keys.file(name + ".key"), keys.file(name + ".crt"));
        ASSERT_EQ(!opened, broken) << name;
        EXPECT_EQ(broken ? opened.error().at().field : "certificate", "certificate") << name;
    }
}

TEST(SignatureCheck, AUnitThatTheCertificateDoesNotNameIsVouchedForByNoIssuer) {
    const std::string seal = "示范市市场监督管理局行政审批专用章";
    site().keys.make(kP256, "seal", seal);
    const Instant now = SystemClock{}.now();
    const auto verdict = [&](const std::string& signer, const TrustedRoots& roots,
                             const std::string& unit) {
        const SignatureFacts facts{now, unit, seal};
        const auto pdf = sign_pdf(test::small_pdf(), *site().keys.open(signer), facts).value();
        const PdfReport report = check_pdf(pdf, roots, now);
        EXPECT_EQ(report.verdict() == Verdict::kHolds,
                  all_of(report).find("不能证明单位是") == std::string::npos);
        return report.verdict();
    };
    const std::string office = "示范市市场监督管理局";
    EXPECT_EQ(verdict("department", site().roots, office), Verdict::kHolds);
    EXPECT_EQ(verdict("seal", site().roots, office), Verdict::kHolds) << "the seal's own name";
    EXPECT_EQ(verdict("hall", site().roots, office), Verdict::kUnvouched);
    EXPECT_EQ(verdict("seal", site().roots, "示范市公安局"), Verdict::kUnvouched);
    const auto listed = TrustedRoots::read(test::read_file(site().keys.file("hall.crt"))).value();
    EXPECT_EQ(verdict("hall", listed, office), Verdict::kHolds) << "signs for departments";
}

TEST(SignatureCheck, ATimeThatIsYetToComeOrBehindTheTimestampIsNotTaken) {
    const std::chrono::hours hour{1};
    const auto said = [](const std::string& pdf, Instant now) {
        return all_of(check_pdf(pdf, site().roots, now));
    };
    const std::string ahead = site().sign_at(site().now + hour, test::small_pdf(), "department");
    EXPECT_NE(said(ahead, site().now).find("签署时间还没有到"), std::string::npos);
    EXPECT_EQ(check_pdf(ahead, site().roots, site().now).verdict(), Verdict::kUnvouched);
    EXPECT_EQ(said(ahead, site().now + hour), "");
    EXPECT_EQ(said(ahead, site().now + hour - std::chrono::minutes{4}), "") << "clocks differ";
    const std::string stamped =
        site().sign_at(site().now + hour, test::small_pdf(), "department", true);
    EXPECT_NE(said(stamped, site().now + hour).find("晚于时间戳"), std::string::npos);
}

TEST(SignatureCheck, ASignerNobodyTrustedVouchesForIsToldApart) {
    site().keys.make_ca("other", "Other-CA");
    const auto other = TrustedRoots::read(test::read_file(site().keys.file("other.crt"))).value();
    const std::string pdf = site().sign(test::small_pdf(), "department");
    for (const TrustedRoots& roots : {TrustedRoots{}, other}) {
        const PdfReport report = check_pdf(pdf, roots, site().now);
        EXPECT_EQ(report.verdict(), Verdict::kUnvouched);
        EXPECT_TRUE(report.signatures[0].unchanged);
        EXPECT_FALSE(report.signatures[0].trusted);
    }
}

TEST(SignatureCheck, ACertificateOutsideItsTimeIsBrokenUnlessAStampSaysWhen) {
    const std::string plain = site().sign(test::small_pdf(), "department");
    const std::string stamped = site().sign(test::small_pdf(), "department", true);
    const Instant later = site().now + std::chrono::days{800};
    EXPECT_EQ(check_pdf(stamped, site().roots, later).verdict(), Verdict::kHolds);
    const PdfReport report = check_pdf(plain, site().roots, later);
    EXPECT_EQ(report.verdict(), Verdict::kUnvouched);
    EXPECT_NE(all_of(report).find("现已过期"), std::string::npos);

    std::string backdated = plain;
    const std::size_t at = backdated.find("/M (D:20");
    backdated.replace(at + 6, 4, "2001");
    EXPECT_EQ(site().check(backdated).verdict(), Verdict::kBroken);
}

TEST(SignatureCheck, SignaturesMadeByOpensslAreRead) {
    const std::string pdf = site().sign(test::small_pdf(), "rsa");
    const auto [covered, cms] = test::cut_out(pdf);
    test::write_file(site().keys.file("covered"), covered);
    for (const std::string form : {"-cades", "-md sha512", "-keyid"}) {
        test::SealKeys::must(
            "openssl cms -sign -binary -outform DER " + form + " -in " +
            site().keys.file("covered") + " -signer " + site().keys.file("rsa.crt") + " -inkey " +
            site().keys.file("rsa.key") + " -out " + site().keys.file("foreign.cms"));
        const std::string hex = crypto::to_hex(test::read_file(site().keys.file("foreign.cms")));
        std::string changed = pdf;
        const std::size_t open = changed.find("/Contents <") + 11;
        const std::size_t room = changed.find('>', open) - open;
        changed.replace(open, room, hex + std::string(room - hex.size(), '0'));
        const PdfReport report = site().check(changed);
        ASSERT_EQ(report.signatures.size(), 1U);
        EXPECT_TRUE(report.signatures[0].unchanged) << form << all_of(report);
        EXPECT_NE(report.verdict(), Verdict::kBroken) << form << all_of(report);
    }
}

/// BER of our own making: the same values, the outermost length not told.
TEST(SignatureCheck, ASignatureInAnotherEncodingIsReadButHasPlay) {
    const std::string pdf = site().sign(test::small_pdf(), "department");
    const std::string cms = test::cut_out(pdf).cms;
    const auto outer = DerReader{cms}.take(kDerSequence).value();
    const std::string ber = "\x30\x80" + std::string{outer.content} + std::string(2, '\0');
    const std::string hex = crypto::to_hex(ber);
    std::string changed = pdf;
    const std::size_t open = changed.find("/Contents <") + 11;
    const std::size_t room = changed.find('>', open) - open;
    changed.replace(open, room, hex + std::string(room - hex.size(), '0'));
    const PdfReport report = site().check(changed);
    EXPECT_EQ(report.verdict(), Verdict::kUnvouched) << all_of(report);
    EXPECT_NE(all_of(report).find("DER"), std::string::npos) << all_of(report);
    EXPECT_TRUE(report.signatures.at(0).unchanged);
}

TEST(SignatureCheck, WhatIsNoSignedPdfIsBrokenAndNamed) {
    EXPECT_NE(all_of(site().check("")).find("不是 PDF"), std::string::npos);
    EXPECT_NE(all_of(site().check(test::small_pdf())).find("没有电子签名"), std::string::npos);
    for (const std::string range : {"", "[0 1", "[0 9 99999999999 9]", "[0 10 5 1]", "[5 9 20 1]",
                                    "[0 999999999999999999999 1 1]", "[-1 2 3 4]", "[0 9 20 1]"}) {
        const PdfReport report =
            site().check("%PDF-1.7\n1 0 obj\n<< /ByteRange " + range + " /Contents <00> >>");
        EXPECT_EQ(report.verdict(), Verdict::kBroken) << range;
        ASSERT_EQ(report.signatures.size(), 1U);
        EXPECT_FALSE(report.signatures[0].faults.empty());
    }
}

TEST(SignatureCheck, AnythingMayBeGivenAndNothingOfItHolds) {
    const std::string pdf = site().sign(site().sign(test::small_pdf(), "department", true), "hall");
    std::mt19937 random{11};
    for (int round = 0; round < 3000; ++round) {
        std::string changed = pdf.substr(0, 1 + random() % pdf.size());
        if (round % 2 == 0) changed = pdf;
        for (int i = 0; i < 1 + round % 5; ++i) {
            const std::size_t at = random() % changed.size();
            if (random() % 3 == 0)
                changed.erase(at, random() % 40);
            else if (random() % 2 == 0)
                changed.insert(at, pdf.substr(random() % pdf.size(), random() % 60));
            else
                changed[at] = static_cast<char>(random());
            if (changed.empty()) changed = "%";
        }
        if (changed == pdf) continue;
        EXPECT_NE(site().check(changed).verdict(), Verdict::kHolds) << round;
    }
}

}  // namespace
}  // namespace ow::documents
