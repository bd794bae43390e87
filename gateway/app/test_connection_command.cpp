// `onewindow test-connection`: what stands between us and a partner, and who must act.

#include <fmt/format.h>

#include <ostream>

#include "adapters/registry.hpp"
#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/mapping_config.hpp"
#include "gateway/app/partner_files.hpp"
#include "gateway/http/probe.hpp"

namespace ow::app {
namespace {

using ports::ConnectionCause;
using ports::ConnectionFinding;

constexpr OptionRow kOptions[] = {{"--config", "<folder>", "the configuration folder", true}};
constexpr std::string_view kUsage = "test-connection PARTNER";

Result<ConnectionFinding> try_protocol(const adapters::AdapterRow& row, const Config& config,
                                       const model::PartnerConfig& partner) {
    const auto settings = partner_settings(partner, config.directory);
    if (!settings) return settings.error();
    http::ClientSettings client;
    client.default_tls = tls_of(config, partner);
    const auto made = http::Client::make(std::move(client));
    if (!made) return made.error();
    const SystemClock clock;
    return row.probe({*settings, **made, clock});
}

/// Every stage before the one that failed went well.
void print(const ConnectionFinding& found, bool tls, std::ostream& out) {
    const ports::ConnectionRow& row = ports::row_of(found.cause);
    const bool fine = found.cause == ConnectionCause::kFine;
    for (int n = 0; n <= static_cast<int>(ports::ConnectionStage::kTls); ++n) {
        const auto stage = static_cast<ports::ConnectionStage>(n);
        const bool skipped = stage == ports::ConnectionStage::kTls && !tls;
        if (skipped || (!fine && stage >= row.stage)) continue;
        out << "  通过  " << ports::label_of(stage) << "\n";
    }
    if (!fine) out << "  失败  " << ports::label_of(row.stage) << "\n";
    out << fmt::format("结果：{}（{}）\n", row.what, row.name);
    if (!found.detail.empty()) out << "所见：" << found.detail << "\n";
    out << "处理：" << row.next << "\n";
}

int report(const Result<ConnectionFinding>& found, const model::PartnerConfig& partner,
           std::ostream& out, std::ostream& err) {
    if (!found) {
        err << found.error().text() << "\n" << found.error().row().operator_ << "\n";
        return 1;
    }
    print(*found, partner.endpoint.starts_with("https://"), out);
    return ports::exit_code_of(found->cause);
}

}  // namespace

int run_test_connection(std::span<const std::string> arguments, std::ostream& out,
                        std::ostream& err) {
    std::vector<std::string> rest{arguments.begin(), arguments.end()};
    const auto words = take_words(rest, kOptions);
    const auto options = options_of(kUsage, rest, kOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const auto* partner = partner_named(*config, words, kUsage, err);
    if (partner == nullptr) return 2;
    if (!partner->endpoint.starts_with("http")) {
        err << partner->id.str() << ": 没有 http(s) 地址（endpoint），只能由对方调用网关。\n";
        return 2;
    }
    out << fmt::format("{} {}\n  {}\n", partner->id.str(), partner->name, partner->endpoint);
    auto found = http::probe(partner->endpoint, tls_of(*config, *partner), partner->total_deadline);
    const adapters::AdapterRow* row = adapters::find_adapter(partner->adapter);
    const bool fine = found && found->cause == ConnectionCause::kFine;
    if (fine && row->probe == nullptr) found->detail += "；只试到这里，凭据要到发送时才知道";
    if (fine && row->probe != nullptr) {
        const std::string seen = found->detail;
        found = try_protocol(*row, *config, *partner);
        if (found && found->cause == ConnectionCause::kFine) found->detail = seen;
    }
    return report(found, *partner, out, err);
}

}  // namespace ow::app
