// bench_documents [seconds]: milliseconds of one core for a one-page notice (D2), unsigned and
// signed with P-256, each the median of many. Run from the repository root, in Release.

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "gateway/documents/pdf_signature.hpp"
#include "gateway/documents/renderer.hpp"
#include "tests/unit/documents/sample_fonts.hpp"

namespace {

using namespace ow::documents;
using Steady = std::chrono::steady_clock;

// A P-256 key made for the run, with a self-signed certificate.
class BenchSigner final : public Signer {
  public:
    BenchSigner() : key_(EVP_EC_gen("P-256")) {
        X509* own = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(own), 1);
        X509_gmtime_adj(X509_getm_notBefore(own), 0);
        X509_gmtime_adj(X509_getm_notAfter(own), 3600);
        X509_set_pubkey(own, key_);
        X509_sign(own, key_, EVP_sha256());
        std::string der(static_cast<std::size_t>(i2d_X509(own, nullptr)), '\0');
        auto* at = reinterpret_cast<unsigned char*>(der.data());
        i2d_X509(own, &at);
        certificates_.push_back(std::move(der));
        X509_free(own);
    }
    ~BenchSigner() override { EVP_PKEY_free(key_); }
    [[nodiscard]] SignatureAlgorithm algorithm() const override {
        return SignatureAlgorithm::kEcdsaSha256;
    }
    [[nodiscard]] const std::vector<std::string>& certificates() const override {
        return certificates_;
    }
    [[nodiscard]] ow::Result<std::string> sign(std::string_view bytes) const override {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        std::string out(128, '\0');
        std::size_t size = out.size();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        EVP_MD_CTX_free(context);
        out.resize(size);
        return out;
    }

  private:
    EVP_PKEY* key_;
    std::vector<std::string> certificates_;
};

template <class Work>
double median_ms(double seconds, Work work) {
    std::vector<double> all;
    const auto end = Steady::now() + std::chrono::duration<double>(seconds);
    while (Steady::now() < end || all.size() < 20) {
        const auto start = Steady::now();
        work();
        all.push_back(std::chrono::duration<double, std::milli>(Steady::now() - start).count());
    }
    std::nth_element(all.begin(), all.begin() + static_cast<long>(all.size() / 2), all.end());
    return all[all.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
    std::ifstream in("templates/samples/D2.xml", std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const auto tree = ow::xml::Document::parse(text.str(), "D2.xml").value();
    const auto renderer = Renderer::open("templates", test::sample_fonts()).value();
    const RenderedPdf once = renderer->render(TemplateId{"D2"}, tree).value();
    const BenchSigner signer;
    const double plain =
        median_ms(seconds, [&] { (void)renderer->render(TemplateId{"D2"}, tree).value(); });
    const double sealed = median_ms(seconds, [&] {
        const RenderedPdf pdf = renderer->render(TemplateId{"D2"}, tree).value();
        (void)sign_pdf(pdf.bytes, signer, {ow::SystemClock{}.now(), "示范单位", ""}).value();
    });
    std::cout << "one-page notice " << plain << " ms, signed " << sealed << " ms (goals 3 and 4), "
              << once.bytes.size() << " bytes, " << once.page_count << " page\n";
    return plain <= 3 && sealed <= 4 ? 0 : 1;
}
