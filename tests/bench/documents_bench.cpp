// bench_documents [seconds]: what a document costs, against its goals and, in the same run, against
// the floor (its streams deflated and hashed, nothing else). bench_documents notice <case>
// [seconds] prints two numbers for tests/bench/documents_peers.py, which has other producers draw
// the same page: milliseconds of D2 of that case, and of its floor. Times are processor time of the
// thread, so that a busy machine does not change them much. Run from the repository root, in
// Release.

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/deflate.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "gateway/documents/renderer.hpp"
#include "gateway/documents/sheet_printer.hpp"
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

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

double thread_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Median processor time of one `work()`.
template <class Work>
double median_ms(double seconds, std::size_t least, Work work) {
    std::vector<double> all;
    const auto end = Steady::now() + std::chrono::duration<double>(seconds);
    while (Steady::now() < end || all.size() < least) {
        const double start = thread_ms();
        work();
        all.push_back(thread_ms() - start);
    }
    std::nth_element(all.begin(), all.begin() + static_cast<long>(all.size() / 2), all.end());
    return all[all.size() / 2];
}

/// What the streams of a PDF hold, inflated.
std::vector<std::string> streams_of(const std::string& pdf) {
    constexpr std::string_view kBegin = "stream\r\n";
    std::vector<std::string> out;
    for (std::size_t at = pdf.find(kBegin); at != std::string::npos; at = pdf.find(kBegin, at)) {
        at += kBegin.size();
        const std::size_t end = pdf.find("endstream", at);
        std::string text(1 << 22U, '\0');
        uLongf size = text.size();
        if (uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                       reinterpret_cast<const Bytef*>(pdf.data() + at), end - at) != Z_OK)
            continue;
        text.resize(size);
        out.push_back(std::move(text));
    }
    return out;
}

double floor_ms(double seconds, const std::string& pdf) {
    const std::vector<std::string> streams = streams_of(pdf);
    const Deflater deflater;
    return median_ms(seconds, 20, [&] {
        for (const std::string& stream : streams) (void)deflater.compress(stream);
        (void)ow::crypto::digest(ow::crypto::Hash::kSha256, pdf);
    });
}

std::vector<ow::model::Sheet> ledger(int rows) {
    ow::model::Sheet sheet;
    sheet.title = "收件登记台账";
    for (const char* name : {"办件编号", "申请人", "事项", "收件时间", "经办人"})
        sheet.columns.push_back({name});
    for (int i = 0; i < rows; ++i) {
        sheet.rows.push_back({fmt::format("41018420261120{:07}", i), "王测试", "食品经营许可新办",
                              "2026-11-20 09:00", "李样本"});
    }
    return {std::move(sheet)};
}

/// Documents a second on `threads` threads, by the clock on the wall.
double per_second(const Renderer& renderer, const std::string& text, unsigned threads,
                  double seconds) {
    std::atomic<int> made{0};
    const auto end = Steady::now() + std::chrono::duration<double>(seconds);
    {
        std::vector<std::jthread> all;
        for (unsigned i = 0; i < threads; ++i) {
            all.emplace_back([&] {
                const auto tree = ow::xml::Document::parse(text, "D2.xml").value();
                while (Steady::now() < end) {
                    (void)renderer.render(TemplateId{"D2"}, tree).value();
                    ++made;
                }
            });
        }
    }
    return made / seconds;
}

double resident_mb() {
    std::ifstream in("/proc/self/statm");
    long all = 0, resident = 0;
    in >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// One line; whether the goal is met.
bool say(const std::string& what, double value, double goal, const std::string& unit) {
    std::cout << fmt::format("{:<44} {:8.2f} {} (goal {}){}\n", what, value, unit, goal,
                             value <= goal ? "" : "  MISSED");
    return value <= goal;
}

bool memory_is_flat(const Renderer& renderer, const ow::xml::Document& tree) {
    double early = 0;
    constexpr int kEarly = 1000, kAll = 10'000;
    for (int i = 0; i < kAll; ++i) {
        if (i == kEarly) early = resident_mb();
        (void)renderer.render(TemplateId{"D2"}, tree).value();
    }
    return say("memory after 10,000 over after 1,000", resident_mb() - early, 1, "MB");
}

bool sheets(double seconds) {
    const auto list = ledger(1010);
    const auto fonts = test::sample_fonts();
    const RenderedPdf once = print_sheets(list, fonts).value();
    const double cost = median_ms(seconds, 5, [&] { (void)print_sheets(list, fonts).value(); });
    std::cout << fmt::format("ledger of {} rows: {} pages, {} bytes, floor {:.2f} ms\n",
                             list[0].rows.size(), once.page_count, once.bytes.size(),
                             floor_ms(seconds / 4, once.bytes));
    return say("the same for 40 pages", cost * 40 / once.page_count, 60, "ms");
}

bool notice(double seconds, const Renderer& renderer, const ow::xml::Document& tree) {
    const BenchSigner signer;
    const RenderedPdf once = renderer.render(TemplateId{"D2"}, tree).value();
    const auto sign = [&](const std::string& pdf) {
        return sign_pdf(pdf, signer, {ow::SystemClock{}.now(), "示范单位", ""}).value();
    };
    std::cout << fmt::format("notice D2: {} page, {} bytes, signed {} bytes\n", once.page_count,
                             once.bytes.size(), sign(once.bytes).size());
    const double plain =
        median_ms(seconds, 20, [&] { (void)renderer.render(TemplateId{"D2"}, tree).value(); });
    const double sealed = median_ms(
        seconds, 20, [&] { (void)sign(renderer.render(TemplateId{"D2"}, tree, 1).value().bytes); });
    const bool met = say("one page, warm, unsigned", plain, 2, "ms");
    const bool also = say("one page, warm, signed with P-256", sealed, 2.8, "ms");
    const double floor = floor_ms(seconds / 2, once.bytes);
    std::cout << fmt::format("  floor (deflate and hash)  {:6.2f} ms, {:.1f} of it\n", floor,
                             plain / floor);
    return met && also;
}

/// What others are compared with.
int compared(const std::string& file, double seconds) {
    const auto tree = ow::xml::Document::parse(read_file(file), file).value();
    const auto renderer = Renderer::open("templates", test::sample_fonts()).value();
    const auto make = [&] { return renderer->render(TemplateId{"D2"}, tree).value(); };
    const double plain = median_ms(seconds, 20, [&] { (void)make(); });
    std::cout << fmt::format("{} {}\n", plain, floor_ms(seconds / 2, make().bytes));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 2 && std::string_view{argv[1]} == "notice")
        return compared(argv[2], argc > 3 ? std::atof(argv[3]) : 3);
    const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
    const std::string text = read_file("templates/samples/D2.xml");
    const auto tree = ow::xml::Document::parse(text, "D2.xml").value();
    const auto renderer = Renderer::open("templates", test::sample_fonts()).value();
    bool met = notice(seconds, *renderer, tree);
    met = sheets(seconds) && met;
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const double one = per_second(*renderer, text, 1, seconds);
    const double all = per_second(*renderer, text, cores, seconds);
    std::cout << fmt::format("{:.0f} a second on one thread, {:.0f} on {}: {:.2f} of linear\n", one,
                             all, cores, all / one / cores);
    met = memory_is_flat(*renderer, tree) && met;
    return met ? 0 : 1;
}
