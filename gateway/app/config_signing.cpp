#include "gateway/app/config_signing.hpp"

#include <fmt/format.h>

#include "gateway/app/config_values.hpp"
#include "gateway/app/web_address.hpp"
#include "gateway/documents/signer.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

fs::path path_or_none(yaml::Reader& reader, std::string_view key, const fs::path& directory) {
    return reader.has(key) ? path_or(reader, key, "", directory) : fs::path{};
}

SignerSettings read_signer(const yaml::Node& node, const fs::path& directory,
                           std::vector<Error>& problems) {
    SignerSettings out;
    yaml::Reader reader{node, problems};
    out.pkcs12 = path_or_none(reader, "pkcs12", directory);
    out.key = path_or_none(reader, "key", directory);
    out.certificate = path_or_none(reader, "certificate", directory);
    out.module = path_or_none(reader, "module", directory);
    out.passphrase_file = path_or_none(reader, "passphrase_file", directory);
    out.token = reader.text_or("token", "");
    out.label = reader.text_or("label", "");
    out.sm2_identity = reader.text_or("sm2_identity", documents::kSm2Identity);
    const int ways =
        (out.pkcs12.empty() ? 0 : 1) + (out.key.empty() ? 0 : 1) + (out.module.empty() ? 0 : 1);
    if (ways != 1)
        reader.report(out.pkcs12.empty() ? "module" : "pkcs12",
                      "one of `pkcs12`, `key` with `certificate`, and `module` is expected");
    if (!out.key.empty() && out.certificate.empty())
        reader.report("certificate", "`certificate` is missing beside `key`");
    if (!out.module.empty() && (out.token.empty() || out.label.empty()))
        reader.report("module", "`token` and `label` are missing beside `module`");
    return out;
}

TimestampSettings read_timestamp(const yaml::Node& node, const fs::path& directory,
                                 std::vector<Error>& problems) {
    TimestampSettings out;
    yaml::Reader reader{node, problems};
    out.url = address_of(reader, "url");
    out.is_required = reader.one_of_or("need", "required", {"required", "wanted"}) == "required";
    out.timeout = Millis{reader.integer_or("timeout_ms", out.timeout.count(), 100, 60'000)};
    out.trusted = path_or_none(reader, "trusted", directory);
    return out;
}

}  // namespace

SigningSettings read_signing(const yaml::Node& node, const fs::path& directory,
                             std::vector<Error>& problems) {
    SigningSettings out;
    yaml::Reader reader{node, problems};
    out.countersigned = reader.texts("countersigned");
    for (const std::string& id : out.countersigned) {
        if (!is_document(id))
            reader.report("countersigned", fmt::format("`{}` is no document", id));
    }
    out.trusted = path_or_none(reader, "trusted", directory);
    if (const auto* timestamp = reader.map_or_none("timestamp"))
        out.timestamp = read_timestamp(*timestamp, directory, problems);
    const auto* signers = reader.map_or_none("signers");
    if (signers == nullptr) return out;
    for (const yaml::Entry& entry : signers->entries()) {
        if (!entry.value.is_map()) {
            problems.push_back(entry.value.error("the files of a key are expected"));
            continue;
        }
        out.signers.emplace(entry.key, read_signer(entry.value, directory, problems));
    }
    if (!out.countersigned.empty() && out.signers.count("hall") == 0)
        reader.report("countersigned", "`signers` has no `hall` to sign them as well");
    return out;
}

}  // namespace ow::app
