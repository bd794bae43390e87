// `verify <file.pdf>`: what a document's signatures prove, in plain Chinese, without a store.

#include <fmt/format.h>

#include <ostream>

#include "gateway/app/command_options.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/documents/signature_check.hpp"

namespace ow::app {
namespace {

using documents::SignatureReport;
using documents::Verdict;

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "whom the hall trusts: signing: trusted"},
    {"--trusted", "<file>", "certificates (PEM) of whom you trust to vouch for signers"}};
constexpr int kHolds = 0, kBroken = 1, kWrongArguments = 2, kUnvouched = 3;

/// Empty roots: nobody was named.
Result<documents::TrustedRoots> roots_of(const Options& options) {
    std::filesystem::path file;
    if (const auto config = options.find("--config"); config != options.end()) {
        const auto gateway = load_gateway(config->second);
        if (!gateway.ok()) return gateway.problems.front();
        file = gateway.value.signing.trusted;
    }
    if (const auto trusted = options.find("--trusted"); trusted != options.end())
        file = trusted->second;
    if (file.empty()) return documents::TrustedRoots{};
    const auto pem = read_file(file);
    if (!pem) return pem.error();
    return documents::TrustedRoots::read(*pem);
}

/// 2026-11-20 10:00:00
std::string second_of(Instant at) {
    std::string text = to_iso(at).substr(0, 19);
    text[10] = ' ';
    return text;
}

std::string range_of(const SignatureReport& one, std::size_t number) {
    if (one.whole_file) return fmt::format("整个文件（{} 字节）", one.covered);
    return fmt::format("文件的前 {} 字节；其后的追加由签名 {} 负责", one.covered, number + 1);
}

std::string time_of(const SignatureReport& one) {
    const std::string claimed =
        one.claimed_at ? second_of(*one.claimed_at) + "（签名方自报）" : "没有写";
    const std::string stamped =
        one.stamped_at ? fmt::format("{}，由“{}”加盖", second_of(*one.stamped_at), one.stamped_by)
                       : "没有";
    return fmt::format("  签署时间  {}\n  时间戳    {}\n", claimed, stamped);
}

void print(const SignatureReport& one, std::size_t number, bool is_last, std::ostream& out) {
    out << fmt::format("签名 {}\n", number);
    if (!one.signer.empty()) out << "  签名人    " << one.signer << "\n";
    if (!one.unit.empty()) out << "  单位      " << one.unit << "\n";
    if (!one.reason.empty()) out << "  印章      " << one.reason << "（签名方自报）\n";
    if (one.unchanged) {
        out << "  内容      签署以后没有改动\n";
        out << "  范围      "
            << (one.whole_file || !is_last ? range_of(one, number)
                                           : fmt::format("文件的前 {} 字节", one.covered))
            << "\n"
            << time_of(one);
        out << "  证书      "
            << (one.certificate_was_valid ? "签署时在有效期内（未查吊销）" : "签署时不在有效期内")
            << "\n";
        out << "  发证机构  " << (one.trusted ? "在信任名单内" : "不能认定") << "\n";
    }
    for (const std::string& text : one.faults) out << "  无效      " << text << "\n";
    for (const std::string& text : one.reservations) out << "  保留      " << text << "\n";
}

}  // namespace

int verify_pdf(const std::string& path, std::span<const std::string> arguments, std::ostream& out,
               std::ostream& err) {
    const auto options = options_of("verify <file.pdf>", arguments, kOptions, err);
    if (!options) return kWrongArguments;
    const auto bytes = read_file(path);
    const auto roots = roots_of(*options);
    if (!bytes || !roots) {
        err << (bytes ? roots.error() : bytes.error()).text() << "\n";
        return kWrongArguments;
    }
    const documents::PdfReport report = documents::check_pdf(*bytes, *roots, SystemClock{}.now());
    const std::size_t count = report.signatures.size();
    for (std::size_t i = 0; i < count; ++i) print(report.signatures[i], i + 1, i + 1 == count, out);
    for (const std::string& text : report.faults) out << "文件：" << text << "\n";
    switch (report.verdict()) {
        case Verdict::kHolds:
            out << "结论：有效。文件没有改动，签名人由信任的机构证明。\n";
            return kHolds;
        case Verdict::kUnvouched:
            out << "结论：有保留。签署的内容没有改动，但有上列事项不能认定。\n";
            return kUnvouched;
        case Verdict::kBroken:
            break;
    }
    out << "结论：无效。不能作为凭据。\n";
    return kBroken;
}

}  // namespace ow::app
