// `archive`: a closed case as one file; `verify <package>`: that file checked without a store.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/user_file.hpp"
#include "gateway/archive/package.hpp"
#include "gateway/archive/package_check.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/signature.hpp"
#include "gateway/flow/case_service.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kArchiveOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--no", "<case number>", "22 characters", true},
    {"--to", "<file>", "a new file; it holds personal data in the clear", true},
    {"--by", "<id>", "who asks for it: the id of a member of staff", true}};
constexpr OptionRow kPackageOptions[] = {
    {"--root-key", "<file>", "the hall's public key (PEM), from the hall itself"}};

/// A name that nobody bears would stand in the case for ever.
bool is_staff(const Config& config, const std::string& id, std::ostream& err) {
    const auto file = config.gateway.master_key.parent_path() / "users.yaml";
    const auto users = read_users(file, nullptr);
    if (!users) {
        err << users.error().text() << "\n";
        return false;
    }
    std::vector<std::string_view> ids;
    for (const console::UserRecord& one : *users) ids.push_back(one.user.id);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return true;
    const std::string_view near = nearest(id, ids);
    err << "onewindow archive: `--by " << id << "`: nobody of this id is in " << file.string()
        << (near.empty() ? std::string{} : fmt::format("; did you mean `{}`?", near)) << "\n";
    return false;
}

/// R22: who asks stands in the case before a byte of it leaves.
Status record(ports::Store& store, const OpenedStore& opened, const CaseNo& no,
              const std::string& by) {
    const flow::Setting setting = setting_of(opened.config);
    WorkerPool pool{1, 8};
    NullLog log;
    flow::CaseService cases{store, setting, opened.clock, log, pool};
    flow::Request request;
    request.actor = "staff:" + by;
    const auto outcome = cases.run_and_wait(no, model::MakePackage{}, std::move(request));
    pool.stop();
    return outcome.error ? Status{*outcome.error} : ok();
}

Result<std::string> package_of(OpenedStore& opened, const CaseNo& no, const std::string& by) {
    const auto keys = read_keys(opened.config.gateway.master_key);
    if (!keys) return keys.error();
    if (auto recorded = record(*opened.store, opened, no, by); !recorded) return recorded.error();
    archive::PackageOrder order{no, by, opened.clock.now(), keys->root_public, {}};
    order.sign = [&](const std::string& text) { return crypto::sign(keys->root_private, text); };
    return archive::make_package(*opened.store, setting_of(opened.config), order);
}

}  // namespace

int run_archive(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("archive", arguments, kArchiveOptions, err);
    if (!options) return 2;
    if (!is_case_no(options->at("--no"))) {
        err << "onewindow archive: `" << options->at("--no") << "` is not a case number\n";
        return 2;
    }
    const std::filesystem::path to = options->at("--to");
    if (std::filesystem::exists(to)) {
        err << "onewindow archive: " << to.string() << " exists already\n";
        return 2;
    }
    if (to.has_parent_path() && !std::filesystem::is_directory(to.parent_path())) {
        err << "onewindow archive: there is no folder " << to.parent_path().string() << "\n";
        return 2;
    }
    const auto opened = open_beside(*options, err);
    if (!opened || !is_staff(opened->config, options->at("--by"), err)) return 1;
    const CaseNo no{options->at("--no")};
    const auto package = package_of(*opened, no, options->at("--by"));
    const Status written = package ? write_private_file(to, *package) : Status{package.error()};
    if (!written) {
        err << written.error().text() << "\n";
        return 1;
    }
    out << fmt::format("{}: {} bytes, readable by you only; it holds personal data\n", to.string(),
                       package->size());
    return 0;
}

int verify_package(const std::string& path, std::span<const std::string> arguments,
                   std::ostream& out, std::ostream& err) {
    const auto options = options_of("verify <package>", arguments, kPackageOptions, err);
    if (!options) return 2;
    const auto bytes = read_file(path);
    if (!bytes) {
        err << bytes.error().text() << "\n";
        return 1;
    }
    std::string root_public;
    if (const auto key = options->find("--root-key"); key != options->end()) {
        const auto pem = read_public_key(key->second);
        if (!pem) {
            err << pem.error().text() << "\n";
            return 1;
        }
        root_public = *pem;
    }
    const archive::PackageReport report = archive::check_package(*bytes, root_public);
    for (const ports::Damage& damage : report.damages)
        out << damage.where << ": " << damage.what << "\n";
    if (report.case_no.empty()) return 1;  // nothing of it could be read
    out << fmt::format("case {} made {}: {} events, {} files, {}\n", report.case_no, report.made_at,
                       report.events, report.files,
                       report.damages.empty() ? "chain, root, signature and files hold"
                                              : fmt::format("{} damages", report.damages.size()));
    out << "signed with the key sha256:" << report.key_print
        << (root_public.empty() ? " – compare it with the hall's\n" : ", the hall's\n");
    return report.damages.empty() ? 0 : 1;
}

}  // namespace ow::app
