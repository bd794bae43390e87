// What a document that is made, sealed and signed says of its seals and keys, against openssl.

#include "gateway/app/paper_maker.hpp"

#include <gtest/gtest.h>

#include "tests/unit/documents/seal_keys.hpp"

namespace ow::app {
namespace {

using boost::json::object;
using documents::test::kP256;
using documents::test::kSm2;

constexpr const char* kSealed = R"(<document id="X1" title="样本通知" font="song">
  <paragraph>通知内容</paragraph>
  <signature><issuer><value select="document/issuer"/></issuer>
    <seal><arc><value select="document/seal_text"/></arc><bottom><value select="document/seal_bottom"/></bottom></seal>
  </signature>
</document>)";
constexpr const char* kPlain =
    R"(<document id="X2" title="样本清单" font="song"><paragraph>清单内容</paragraph></document>)";

class Papers : public testing::Test {
  protected:
    Papers() {
        documents::test::write_file(keys_.file("X1.xml"), kSealed);
        documents::test::write_file(keys_.file("X2.xml"), kPlain);
    }

    void make_key(const char* kind, const std::string& name, const std::string& subject) {
        keys_.make(kind, name, subject);
        SignerSettings& one = signing_.signers[name];
        one.key = keys_.file(name + ".key");
        one.certificate = keys_.file(name + ".crt");
        one.sm2_identity = documents::kSm2Identity;
    }

    [[nodiscard]] ports::Paper paper(const std::string& id) {
        const std::string folder = keys_.file("");
        SealedPaper maker{documents::test::renderer(folder),
                          std::move(SigningKeys::open(signing_, folder).value()), nullptr, clock_,
                          log_};
        return std::move(
            maker
                .make(id, object{{"hall", object{{"name", "样本市政务服务中心"}}},
                                 {"department", object{{"id", "jiansheju"}}},
                                 {"document", object{{"issuer", "样本市建设局"},
                                                     {"seal_text", "样本市建设局"},
                                                     {"seal_bottom", "行政审批专用章"}}}})
                .value());
    }

    /// What openssl prints after the equals sign.
    [[nodiscard]] std::string openssl_says(const std::string& name, const std::string& what) const {
        const auto ran = documents::test::run("openssl x509 -noout " + what + " -in " +
                                              keys_.file(name + ".crt"));
        std::string out;
        for (const char c : ran.output.substr(ran.output.find('=') + 1)) {
            if (c != ':' && c != '\n') out += c;
        }
        return out;
    }
    static std::string lower(std::string text) {
        for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return text;
    }

    documents::test::SealKeys keys_;
    SigningSettings signing_;
    SystemClock clock_;
    NullLog log_;
};

TEST_F(Papers, EachSignatureNamesItsSealAndTheKeyAsOpensslPrintsIt) {
    make_key(kP256, "hall", "样本市政务服务中心");
    make_key(kSm2, "jiansheju", "样本市建设局");
    signing_.countersigned = {"X1"};
    const ports::Paper made = paper("X1");
    ASSERT_TRUE(made.is_signed);
    ASSERT_EQ(made.seals.size(), 2U);
    const model::SealUse& department = made.seals[0];
    EXPECT_EQ(department.holder, "jiansheju");
    EXPECT_EQ(department.seal, "样本市建设局行政审批专用章");
    EXPECT_EQ(department.key.subject, "样本市建设局");
    EXPECT_EQ(department.key.algorithm, "SM2-SM3");
    EXPECT_EQ(department.key.serial, openssl_says("jiansheju", "-serial"));
    EXPECT_EQ(department.key.fingerprint,
              "sm3:" + lower(openssl_says("jiansheju", "-fingerprint -sm3")));
    const model::SealUse& hall = made.seals[1];
    EXPECT_EQ(hall.holder, "hall");
    EXPECT_EQ(hall.seal, "样本市政务服务中心");
    EXPECT_EQ(hall.key.algorithm, "ECDSA-SHA256");
    EXPECT_EQ(hall.key.serial, openssl_says("hall", "-serial"));
    EXPECT_EQ(hall.key.fingerprint,
              "sha256:" + lower(openssl_says("hall", "-fingerprint -sha256")));
}

TEST_F(Papers, ARsaKeyIsNamedAsSuch) {
    make_key("rsa:2048", "hall", "样本市政务服务中心");
    const ports::Paper made = paper("X1");
    ASSERT_EQ(made.seals.size(), 1U);
    EXPECT_EQ(made.seals[0].key.algorithm, "RSA-SHA256");
    EXPECT_EQ(made.seals[0].seal, "样本市建设局行政审批专用章") << "the hall signs for it";
}

TEST_F(Papers, ASealThatIsOnlyDrawnIsAUseWithoutAKey) {
    const ports::Paper made = paper("X1");
    EXPECT_FALSE(made.is_signed);
    ASSERT_EQ(made.seals.size(), 1U);
    EXPECT_EQ(made.seals[0].seal, "样本市建设局行政审批专用章");
    EXPECT_TRUE(made.seals[0].holder.empty());
    EXPECT_TRUE(made.seals[0].key.fingerprint.empty());
}

TEST_F(Papers, ADocumentWithNeitherSealNorSignatureUsesNone) {
    EXPECT_TRUE(paper("X2").seals.empty());
    make_key(kP256, "hall", "样本市政务服务中心");
    EXPECT_EQ(paper("X2").seals.size(), 1U) << "signed, though nothing is drawn";
}

}  // namespace
}  // namespace ow::app
