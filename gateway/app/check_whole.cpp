#include "gateway/app/check_whole.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "adapters/registry.hpp"
#include "gateway/app/check_papers.hpp"
#include "gateway/app/font_config.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/mapping_versions.hpp"
#include "gateway/app/partner_files.hpp"
#include "gateway/app/signing_keys.hpp"
#include "gateway/app/user_file.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/http/client.hpp"
#include "gateway/mapping/sample.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using mapping::Direction;
using mapping::MappingSet;

constexpr std::chrono::days kSoon{30};

/// What an adapter is given that is only made to see whether it can be.
class Nobody final : public ports::Inbound {
  public:
    void receive(ports::InboundMessage, std::function<void(ports::Answer)> done) override {
        done({Error{Code::kOverloaded}, {}, false});
    }
};

std::optional<std::string> content_of(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream || !fs::is_regular_file(file)) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

class WholeCheck {
  public:
    WholeCheck(const Config& config, Instant now) : config_(config), now_(now) {}

    std::vector<Error> run() {
        const GatewaySettings& gateway = config_.gateway;
        if (!gateway.mappings.empty()) check_mappings();
        check_seal_books(config_, check_templates(), problems_);
        if (!gateway.fonts.empty() && named({"folders", "fonts"}, gateway.fonts))
            check_fonts(gateway.fonts, problems_);
        check_listener();
        check_console();
        if (!gateway.seals.empty()) check_seals();
        check_signing();
        check_keys_and_users();
        check_remedies();
        for (const auto& [id, partner] : config_.partners) check_partner(partner);
        return std::move(problems_);
    }

  private:
    /// At the value of gateway.yaml's `section: key:`, or of the section if it is not written.
    void report(std::initializer_list<std::string_view> keys, const std::string& cause) {
        report_in(config_.directory / "gateway.yaml", keys, cause);
    }
    void report_in(const fs::path& file, std::initializer_list<std::string_view> keys,
                   const std::string& cause) {
        const auto root = yaml::parse_file(file);
        if (!root) return;
        const yaml::Node* node = &*root;
        for (const std::string_view key : keys) {
            if (const yaml::Node* next = node->find(key)) node = next;
        }
        problems_.push_back(node->error(cause));
    }

    void check_keys_and_users() {
        const fs::path& key = config_.gateway.master_key;
        if (key.empty()) return;
        if (!fs::is_regular_file(key)) {
            report({"store", "master_key"},
                   fmt::format("there is no file {}; `onewindow key new` makes it", key.string()));
        } else if (const auto keys = read_keys(key); !keys) {
            const At at = keys.error().at();
            report({"store", "master_key"},
                   (at.where.empty() ? at.field : at.where) + ": " + keys.error().cause());
        }
        const auto hall = config_.halls.find(config_.gateway.hall);
        (void)read_users(key.parent_path() / "users.yaml",
                         hall == config_.halls.end() ? nullptr : &hall->second, problems_);
    }

    void check_mappings() {
        const fs::path& folder = config_.gateway.mappings;
        if (!fs::is_directory(folder))
            return report({"folders", "mappings"}, "there is no folder " + folder.string());
        const std::size_t before = problems_.size();
        const MappingSet set = MappingSet::load(folder, problems_);
        for (const auto& [id, partner] : config_.partners) {
            check_kinds(set, partner, Direction::kIn);
            check_kinds(set, partner, Direction::kOut);
        }
        // A mapping with mistakes is not in the set: its samples would only say so again.
        if (problems_.size() != before) return;
        auto samples = mapping::run_samples(set, folder).problems;
        std::move(samples.begin(), samples.end(), std::back_inserter(problems_));
        auto changed = MappingVersions{folder, config_.gateway.store}.changed(set);
        std::move(changed.begin(), changed.end(), std::back_inserter(problems_));
    }

    /// What comes as one kind of message and is read as another has nothing that it needs.
    void check_message(const MappingSet& set, const model::PartnerConfig& partner,
                       const std::string& kind, const std::string& path) {
        const mapping::Mapping* found = set.find(path, Direction::kIn);
        if (found == nullptr || found->definition().message == kind) return;
        const std::string& other = found->definition().message;
        const auto end = std::end(model::kMessageKinds);
        if (std::find(std::begin(model::kMessageKinds), end, other) == end) return;
        report_in(config_.directory / "partners" / (partner.id.str() + ".yaml"), {"inbound", kind},
                  fmt::format("{} reads messages of the kind `{}`", path, other));
    }

    void check_kinds(const MappingSet& set, const model::PartnerConfig& partner,
                     Direction direction) {
        const bool inward = direction == Direction::kIn;
        std::vector<std::string> known;
        for (const mapping::Mapping* one : set.all()) {
            if (one->definition().direction == direction)
                known.push_back(one->definition().partner + "/" + one->definition().message);
        }
        for (const auto& [kind, path] : inward ? partner.inbound : partner.outbound) {
            const std::string name = path + (inward ? ".in.yaml" : ".out.yaml");
            if (inward) check_message(set, partner, kind, path);
            // One with mistakes is not in the set; they are named already.
            if (set.find(path, direction) != nullptr || fs::exists(config_.gateway.mappings / name))
                continue;
            const std::string_view near = nearest(path, {known.begin(), known.end()});
            report_in(config_.directory / "partners" / (partner.id.str() + ".yaml"),
                      {inward ? "inbound" : "outbound", kind},
                      fmt::format("there is no mapping {}{}", name,
                                  near.empty() ? std::string{}
                                               : fmt::format("; did you mean `{}`?", near)));
        }
    }

    std::vector<documents::Template> check_templates() {
        const fs::path& folder = config_.gateway.templates;
        if (folder.empty()) return {};
        if (!fs::is_directory(folder)) {
            report({"folders", "templates"}, "there is no folder " + folder.string());
            return {};
        }
        auto papers = read_papers(folder, problems_);
        for (const auto& [id, partner] : config_.partners) {
            if (partner.has_role("printer")) check_documents(partner);
        }
        return papers;
    }

    /// `copies.D2` of a printer needs a D2.
    void check_documents(const model::PartnerConfig& printer) {
        const fs::path file = config_.directory / "partners" / (printer.id.str() + ".yaml");
        const auto root = yaml::parse_file(file);
        const yaml::Node* settings = root ? root->find("settings") : nullptr;
        if (settings == nullptr) return;
        for (const auto& [key, value] : printer.settings) {
            const std::size_t dot = key.find('.');
            if (dot == std::string::npos) continue;
            const std::string document = key.substr(dot + 1);
            if (fs::exists(config_.gateway.templates / (document + ".xml"))) continue;
            problems_.push_back(
                settings->key_error(key, fmt::format("there is no document {}", document)));
        }
    }

    /// The text of a file that gateway.yaml names, or nothing after saying that it is not there.
    std::optional<std::string> named(std::initializer_list<std::string_view> keys,
                                     const fs::path& file) {
        auto text = content_of(file);
        if (!text) {
            report(keys, file.empty() ? std::string{"a file is expected"}
                                      : fmt::format("there is no file {}", file.string()));
        }
        return text;
    }

    /// What is wrong with a certificate today; empty: nothing.
    [[nodiscard]] std::string wrong_today(const crypto::Certificate& one) const {
        if (now_ < one.from)
            return fmt::format("{} is not valid before {}", one.subject, to_iso(one.from));
        if (now_ > one.until)
            return fmt::format("{} expired at {}", one.subject, to_iso(one.until));
        if (now_ + kSoon > one.until)
            return fmt::format("{} expires at {}: renew it now", one.subject, to_iso(one.until));
        return {};
    }
    /// The same of every certificate of a PEM file.
    [[nodiscard]] std::vector<std::string> wrong_with(const fs::path& file,
                                                      const std::string& pem) const {
        const auto certificates = crypto::read_certificates(pem);
        if (!certificates) return {file.string() + ": " + certificates.error().cause()};
        std::vector<std::string> out;
        for (const crypto::Certificate& one : *certificates) {
            const std::string wrong = wrong_today(one);
            if (!wrong.empty()) out.push_back(fmt::format("{} ({})", file.string(), wrong));
        }
        return out;
    }
    void check_dates(std::initializer_list<std::string_view> keys, const fs::path& file,
                     const std::string& pem) {
        for (const std::string& wrong : wrong_with(file, pem)) report(keys, wrong);
    }

    /// R31: every hall can tell the remedies of each decision it may have to print today.
    void check_remedies() {
        for (const auto& [id, hall] : config_.halls) {
            std::map<std::string, std::vector<std::string_view>> missing;  // cause → items
            for (const model::Item& item : config_.catalogue.items()) {
                const model::Department* department = hall.find(item.department);
                if (department == nullptr) continue;
                const auto text =
                    config_.remedies.text(*department, item.id, hall, day_of(now_), false);
                if (!text) missing[text.error().cause()].push_back(item.id.str());
            }
            for (const auto& [cause, items] : missing)
                report_in(config_.directory / "halls" / (id.str() + ".yaml"), {"remedy_bodies"},
                          fmt::format("{}: missing for the decisions on {}", cause,
                                      fmt::join(items, ", ")));
        }
    }

    void check_listener() {
        const ListenSettings& listen = config_.gateway.listen;
        if (config_.gateway.hall.empty()) return;  // gateway.yaml itself could not be read
        const auto certificate = named({"listen", "certificate"}, listen.certificate);
        const auto key = named({"listen", "key"}, listen.key);
        const auto ca = named({"listen", "client_ca"}, listen.client_ca);
        if (certificate) check_dates({"listen", "certificate"}, listen.certificate, *certificate);
        if (ca) check_dates({"listen", "client_ca"}, listen.client_ca, *ca);
        if (!certificate || !key) return;
        if (auto pair = crypto::check_pair(*certificate, *key); !pair)
            report({"listen", "key"}, listen.key.string() + ": " + pair.error().cause());
    }

    void check_console() {
        const fs::path& folder = config_.gateway.console;
        if (folder.empty() || fs::is_regular_file(folder / "index.html")) return;
        report({"folders", "console"}, fmt::format("there is no {}/index.html", folder.string()));
    }

    void check_seals() {
        const fs::path& folder = config_.gateway.seals;
        const fs::path key = folder / "documents.key";
        const fs::path chain = folder / "documents.crt";
        if (!config_.gateway.signing.signers.empty()) return;  // the folder is not asked then
        if (!fs::is_directory(folder))
            return report({"folders", "seals"}, "there is no folder " + folder.string());
        if (!fs::exists(key) && !fs::exists(chain)) return;  // documents are printed unsigned
        const auto certificate = named({"folders", "seals"}, chain);
        const auto secret = named({"folders", "seals"}, key);
        if (certificate) check_dates({"folders", "seals"}, chain, *certificate);
        if (!certificate || !secret) return;
        if (auto pair = crypto::check_pair(*certificate, *secret); !pair)
            report({"folders", "seals"}, key.string() + ": " + pair.error().cause());
    }

    void check_signing() {
        const SigningSettings& signing = config_.gateway.signing;
        const auto hall = config_.halls.find(config_.gateway.hall);
        for (const auto& [id, signer] : signing.signers) {
            const bool known = id == "hall" || hall == config_.halls.end() ||
                               hall->second.find(DepartmentId{id}) != nullptr;
            if (!known)
                report({"signing", "signers", id},
                       fmt::format("`{}` is neither `hall` nor a department of this hall", id));
            check_signer(id, signer);
        }
        if (!signing.trusted.empty()) check_trusted({"signing", "trusted"}, signing.trusted);
        if (signing.timestamp && !signing.timestamp->trusted.empty())
            check_trusted({"signing", "timestamp", "trusted"}, signing.timestamp->trusted);
    }

    void check_trusted(std::initializer_list<std::string_view> keys, const fs::path& file) {
        if (const auto pem = named(keys, file)) check_dates(keys, file, *pem);
    }

    /// Opened as the gateway would; a token is asked for a signature.
    void check_signer(const std::string& id, const SignerSettings& settings) {
        const auto opened = open_signer(settings);
        if (!opened) {
            std::string key = opened.error().at().field;
            if (key == "passphrase") key = "passphrase_file";
            return report({"signing", "signers", id, key}, opened.error().cause());
        }
        const bool token = settings.certificate.empty() && settings.pkcs12.empty();
        const std::string_view key = token                     ? "module"
                                     : settings.pkcs12.empty() ? "certificate"
                                                               : "pkcs12";
        for (const std::string& der : (*opened)->certificates()) {
            const auto one = crypto::read_certificate(der);
            const std::string wrong = one ? wrong_today(*one) : one.error().cause();
            if (!wrong.empty()) report({"signing", "signers", id, key}, wrong);
        }
    }

    void check_partner(const model::PartnerConfig& partner) {
        const fs::path file = config_.directory / "partners" / (partner.id.str() + ".yaml");
        const auto root = yaml::parse_file(file);
        const std::size_t before = problems_.size();
        if (root) check_files(*root);
        if (problems_.size() != before) return;
        const auto settings = partner_settings(partner, config_.directory);
        const adapters::AdapterRow* row = adapters::find_adapter(partner.adapter);
        if (!settings || row == nullptr) return;
        Nobody nobody;
        NullLog log;
        const SystemClock clock;
        const auto client = http::Client::make({});
        if (!client) return;
        const auto nothing = [] { return std::vector<std::pair<std::string, std::string>>{}; };
        const ports::AdapterContext context{
            *settings, nobody, **client, clock, log, config_.gateway.public_url, nothing, {}};
        const auto made = row->make(context);
        if (!made) return report_adapter(*root, made.error());
        if (!partner.outbound.empty() && (*made)->sender() == nullptr)
            report_in(file, {"outbound"}, "nothing can be sent: `endpoint` is missing");
        if (!partner.endpoint.empty()) check_paths(*row, partner, file);
        const auto credentials = credentials_of(partner, *settings, config_.directory);
        if (!credentials || partner.inbound.empty()) return;
        const auto routes = (*made)->routes();
        const bool signs_in = std::any_of(routes.begin(), routes.end(), [](const auto& route) {
            return route.trust == ports::Trust::kPartner;
        });
        if (signs_in && credentials->certificates.empty() && credentials->hmac_keys.empty())
            report_in(file, {"inbound"},
                      "every message would be refused: `trust` has neither `hmac_key_file` nor "
                      "`certificate_sha256`");
    }

    /// Where an adapter has a path for each message, each that is sent needs one.
    void check_paths(const adapters::AdapterRow& row, const model::PartnerConfig& partner,
                     const fs::path& file) {
        const auto keys = row.keys();
        if (std::find(keys.begin(), keys.end(), "path.*") == keys.end()) return;
        for (const auto& [kind, mapping] : partner.outbound) {
            if (partner.settings.contains("path." + kind)) continue;
            report_in(file, {"outbound", kind},
                      fmt::format("cannot be sent: `settings: path.{}` is missing", kind));
        }
    }

    /// Every value whose key ends in `_file`, wherever it stands; certificates must be valid.
    void check_files(const yaml::Node& node) {
        for (const yaml::Node& item : node.items()) check_files(item);
        for (const yaml::Entry& entry : node.entries()) {
            check_files(entry.value);
            if (!entry.key.ends_with("_file") || !entry.value.is_scalar()) continue;
            const fs::path named = (config_.directory / entry.value.text()).lexically_normal();
            const auto content = content_of(named);
            if (!content)
                problems_.push_back(
                    entry.value.error(fmt::format("there is no file {}", named.string())));
            if (content && entry.key == "hmac_key_file" && trim(*content).size() < kShortestKey)
                problems_.push_back(
                    entry.value.error(fmt::format("{}: {}", named.string(), kKeyTooShort)));
            if (!content || content->find("-----BEGIN CERTIFICATE") == std::string::npos) continue;
            for (const std::string& wrong : wrong_with(named, *content))
                problems_.push_back(entry.value.error(wrong));
        }
    }

    /// An adapter names a setting, or a line of the file that the setting names.
    void report_adapter(const yaml::Node& root, const Error& error) {
        const At& at = error.at();
        const yaml::Node* settings = root.find("settings");
        if (settings == nullptr) settings = &root;
        for (const yaml::Entry& entry : settings->entries()) {
            if (at.line == 0 && at.field.ends_with(entry.key))
                return problems_.push_back(entry.value.error(error.cause()));
            if (at.line == 0 || entry.value.text().find(at.field) == std::string::npos) continue;
            const fs::path file = config_.directory / entry.value.text();
            const At place{{}, file.string(), at.line, at.column};
            return problems_.push_back(Error{Code::kConfigInvalid, place, error.cause()});
        }
        problems_.push_back(settings->error(fmt::format("{}: {}", at.field, error.cause())));
    }

    const Config& config_;
    Instant now_;
    std::vector<Error> problems_;
};

}  // namespace

std::vector<Error> check_whole(const Config& config, Instant now) {
    return WholeCheck{config, now}.run();
}

}  // namespace ow::app
