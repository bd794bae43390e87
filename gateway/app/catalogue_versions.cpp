#include "gateway/app/catalogue_versions.hpp"

#include <fmt/format.h>

#include <iterator>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/kept_folders.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kFolder = "catalogue";

}  // namespace

CatalogueVersions::CatalogueVersions(const fs::path& store) : kept_(store / kKeptCatalogues) {}

Status CatalogueVersions::keep(const fs::path& folder, const std::string& version) const {
    const fs::path place = kept_ / version;
    const fs::path beside = place.string() + ".new";
    std::error_code failed;
    if (fs::exists(place, failed)) return ok();
    fs::remove_all(beside, failed);
    fs::create_directories(beside, failed);
    if (!failed) fs::copy(folder / kFolder, beside / kFolder, failed);
    if (!failed) fs::rename(beside, place, failed);
    if (failed) return Error{Code::kStoreUnavailable, At{{}, place.string()}, failed.message()};
    return ok();
}

std::map<std::string, model::Catalogue> CatalogueVersions::past(
    const std::string& current, std::vector<Error>& problems) const {
    std::map<std::string, model::Catalogue> out;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{kept_, failed}) {
        const std::string version = entry.path().filename().string();
        if (version == current || entry.path().extension() == ".new") continue;
        auto loaded = load_catalogue(entry.path());
        // What was in force once stands as it was, whatever is asked of a catalogue by now: its
        // name is the digest of its tables, and nobody could put it right.
        if (loaded.value.version() == version) {
            out.emplace(version, std::move(loaded.value));
            continue;
        }
        std::move(loaded.problems.begin(), loaded.problems.end(), std::back_inserter(problems));
        if (loaded.ok())
            problems.emplace_back(Code::kConfigInvalid, At{{}, entry.path().string()},
                                  "the kept catalogue is not what its name says");
    }
    return out;
}

Status CatalogueVersions::covers(const std::vector<std::string>& named,
                                 const std::string& current) const {
    for (const std::string& version : named) {
        if (version == current || fs::is_directory(kept_ / version)) continue;
        return Error{Code::kConfigInvalid, At{{}, (kept_ / version).string()},
                     fmt::format("open cases came in under catalogue {}, which is not kept; copy "
                                 "the folder {}/{} here from the old store or a newer backup",
                                 version, kKeptCatalogues, version)};
    }
    return ok();
}

}  // namespace ow::app
