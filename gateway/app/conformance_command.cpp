// `onewindow conformance`: does a partner's test endpoint do what it owes, and do the messages it
// means to send us make cases?

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <ostream>

#include "adapters/registry.hpp"
#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/conformance.hpp"
#include "gateway/app/mapping_config.hpp"
#include "gateway/app/partner_files.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/sample.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--endpoint", "<url>", "the test endpoint, if it is not the one of the partner's file"},
    {"--kind", "<kind>", "which outward message to send; default application, else the first"},
    {"--report", "<file>", "where to write the report (Markdown); default the standard output"},
    {"--oversize-kb", "<n>", "how much is too much; default 21504"},
};
constexpr std::string_view kUsage = "conformance PARTNER [KIND=FILE …]";
constexpr std::size_t kOversizeKb = 21 * 1024;
constexpr int kNotConforming = 3;

std::string option(const Options& options, std::string_view name, std::string otherwise) {
    const auto found = options.find(name);
    return found == options.end() ? otherwise : found->second;
}

Result<ports::Wording> worded(const mapping::Mapping& mapping, const boost::json::object& tree) {
    auto made = mapping.map_out(casetree::from_json(tree, "case"));
    if (!made.errors.empty()) return made.errors.front();
    return ports::Wording{std::move(made.content_type), std::move(made.bytes)};
}

struct Message {
    std::string kind;
    ports::Wording good;
    ports::Wording unknown_code;
};

/// The message of the partner's own outward mapping, from its own sample.
Result<Message> message_of(const MappingConfig& mappings, const model::PartnerConfig& partner,
                           const std::string& wanted) {
    const Error none{Code::kMappingNotFound, At{.field = "outbound", .where = partner.id.str()},
                     "no outward message" + (wanted.empty() ? "" : " `" + wanted + "`")};
    auto row = partner.outbound.find(wanted.empty() ? "application" : wanted);
    if (row == partner.outbound.end() && wanted.empty()) row = partner.outbound.begin();
    if (row == partner.outbound.end()) return none;
    const auto* mapping = mappings.set.find(row->second, mapping::Direction::kOut);
    if (mapping == nullptr) return none;
    auto sample = mapping::sample_case(mappings.folder, *mapping);
    if (!sample) return Error{Code::kMappingNotFound, none.at(), "no sample of " + row->second};
    auto good = worded(*mapping, *sample);
    if (!good) return good.error();
    if (auto* item = sample->if_contains("item"); item != nullptr && item->is_object())
        item->get_object()["code"] = "没有这个事项";
    auto wrong = worded(*mapping, *sample);
    if (!wrong) return wrong.error();
    return Message{row->first, std::move(*good), std::move(*wrong)};
}

/// A message the partner means to send us, read as the gateway would.
ConformanceCheck read_inward(const MappingConfig& mappings, const PartnerId& partner,
                             const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string kind = word.substr(0, equals);
    ConformanceCheck check{"inward", "贵方报文 " + word, "读成一个办件，没有字段错误",
                           Verdict::kFailed};
    const auto mapping = inward_mapping(mappings, partner.str() + "/" + kind);
    const auto bytes = equals == std::string::npos
                           ? Result<std::string>{Error{Code::kRequestInvalid, {}, "KIND=FILE"}}
                           : read_input(word.substr(equals + 1), std::cin);
    if (!mapping || !bytes) {
        check.note = !mapping ? mapping.error().cause() : bytes.error().cause();
        return check;
    }
    check.verdict = Verdict::kPassed;
    for (const mapping::MappedPart& part : (*mapping)->map_all(*bytes)) {
        if (part.mapped.outcome() != mapping::Outcome::kMapped) check.verdict = Verdict::kFailed;
        for (const Error& error : part.mapped.errors)
            check.came += fmt::format("{} {} 第 {} 行：{} {}\n", error.row().name, error.at().field,
                                      error.at().line, error.row().applicant, error.cause());
    }
    return check;
}

int finish(const ports::PartnerSettings& partner, const std::vector<ConformanceCheck>& checks,
           const std::string& file, std::ostream& out, std::ostream& err) {
    const std::string report = conformance_report(partner, checks, SystemClock{}.now());
    if (file.empty()) out << report;
    if (!file.empty() && !(std::ofstream{file, std::ios::binary} << report)) {
        err << "onewindow conformance: " << file << ": cannot be written\n";
        return 1;
    }
    int failed = 0;
    for (const ConformanceCheck& check : checks) {
        if (check.verdict != Verdict::kFailed) continue;
        ++failed;
        err << check.name << ": " << check.note << "\n";
    }
    return failed == 0 ? 0 : kNotConforming;
}

Result<std::vector<ConformanceCheck>> check_endpoint(const Config& config,
                                                     const MappingConfig& mappings,
                                                     const model::PartnerConfig& partner,
                                                     const ports::PartnerSettings& settings,
                                                     const Options& options) {
    const auto message = message_of(mappings, partner, option(options, "--kind", ""));
    if (!message) return message.error();
    http::ClientSettings client;
    client.default_tls = tls_of(config, partner);
    const auto made = http::Client::make(std::move(client));
    if (!made) return made.error();
    const std::string kilobytes = option(options, "--oversize-kb", std::to_string(kOversizeKb));
    const std::size_t oversize = std::strtoul(kilobytes.c_str(), nullptr, 10) * 1024;
    if (oversize == 0)
        return Error{Code::kRequestInvalid, {}, "--oversize-kb: a number above 0 is expected"};
    const ConformanceTarget target{settings,      partner.deduplicates,  message->kind,
                                   message->good, message->unknown_code, oversize};
    return run_conformance(target, adapters::find_adapter(partner.adapter)->make, **made);
}

}  // namespace

int run_conformance_command(std::span<const std::string> arguments, std::ostream& out,
                            std::ostream& err) {
    std::vector<std::string> rest{arguments.begin(), arguments.end()};
    auto words = take_words(rest, kOptions);
    const auto options = options_of(kUsage, rest, kOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const std::vector<std::string> name{words.begin(), words.begin() + (words.empty() ? 0 : 1)};
    const auto* partner = partner_named(*config, name, kUsage, err);
    if (partner == nullptr) return 2;
    const auto mappings = mapping_config_of(options->at("--config"), err);
    if (!mappings) return 1;
    auto settings = partner_settings(*partner, config->directory);
    if (!settings) {
        err << settings.error().text() << "\n";
        return 1;
    }
    settings->endpoint = option(*options, "--endpoint", partner->endpoint);
    auto checks = check_endpoint(*config, *mappings, *partner, *settings, *options);
    if (!checks) {
        err << checks.error().text() << "\n";
        return 1;
    }
    for (std::size_t n = 1; n < words.size(); ++n)
        checks->push_back(read_inward(*mappings, partner->id, words[n]));
    return finish(*settings, *checks, option(*options, "--report", ""), out, err);
}

}  // namespace ow::app
