// `onewindow verify FILE.pdf`: what it says and how it ends.

#include <gtest/gtest.h>

#include <sstream>

#include "gateway/app/commands.hpp"
#include "gateway/documents/file_signer.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "tests/unit/app/site_copy.hpp"
#include "tests/unit/documents/seal_keys.hpp"

namespace ow::app {
namespace {

class VerifyPdf : public testing::Test {
  protected:
    VerifyPdf() {
        const auto signer = documents::FileSigner::open_pem(
            site_.root() / "run/certs/documents.key", site_.root() / "run/certs/documents.crt");
        pdf_ = documents::sign_pdf(documents::test::small_pdf(), *signer.value(),
                                   {SystemClock{}.now(), "示范市市场监督管理局", "行政审批专用章"})
                   .value();
        site_.write("d.pdf", pdf_);
    }
    int verify(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"verify", (site_.root() / "d.pdf").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::ostringstream out;
        std::ostringstream err;
        const int code = run_command_line(arguments, out, err);
        said_ = out.str() + err.str();
        return code;
    }
    [[nodiscard]] bool says(const std::string& words) const {
        return said_.find(words) != std::string::npos;
    }

    SiteCopy site_;
    std::string pdf_, said_;
};

TEST_F(VerifyPdf, SaysInChineseWhatHolds) {
    EXPECT_EQ(verify({"--config", site_.config().string()}), 0) << said_;
    for (const char* words :
         {"document seal (development)", "示范市市场监督管理局", "行政审批专用章", "没有改动",
          "整个文件", "签署时在有效期内", "在信任名单内", "结论：有效"})
        EXPECT_TRUE(says(words)) << words << "\n" << said_;
    EXPECT_EQ(verify({"--trusted", (site_.root() / "run/certs/ca.crt").string()}), 3) << said_;
    EXPECT_TRUE(says("证书发给“document seal (development)”，不能证明单位是“示范市市场监督管理局”"))
        << said_;
}

TEST_F(VerifyPdf, WithoutAnyoneTrustedItHasReservations) {
    EXPECT_EQ(verify(), 3);
    EXPECT_TRUE(says("结论：有保留")) << said_;
    EXPECT_TRUE(says("没有给出信任的发证机构")) << said_;
}

TEST_F(VerifyPdf, AChangedByteIsInvalid) {
    std::string changed = pdf_;
    changed[20] = static_cast<char>(changed[20] ^ 1);
    site_.write("d.pdf", changed);
    EXPECT_EQ(verify({"--config", site_.config().string()}), 1);
    EXPECT_TRUE(says("内容与签名时不同")) << said_;
    EXPECT_TRUE(says("结论：无效")) << said_;
    EXPECT_FALSE(says("没有改动\n  范围")) << said_;
}

TEST_F(VerifyPdf, AnUnsignedFileAndAMissingOneAreToldApart) {
    site_.write("d.pdf", documents::test::small_pdf());
    EXPECT_EQ(verify(), 1);
    EXPECT_TRUE(says("没有电子签名")) << said_;
    std::filesystem::remove(site_.root() / "d.pdf");
    EXPECT_EQ(verify(), 2);
    EXPECT_EQ(verify({"--no-such"}), 2);
}

}  // namespace
}  // namespace ow::app
