#include "gateway/app/catalogue_change.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <tuple>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/kept_folders.hpp"
#include "gateway/base/passing_folder.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEver = "9999-12-31";
constexpr const char* kDraft = "catalogue-draft-";

CatalogueChange read_change(const fs::path& folder, std::vector<Error>& problems) {
    CatalogueChange out;
    out.id = folder.filename().string();
    const auto root = yaml::parse_file(folder / "change.yaml");
    if (!root) {
        problems.push_back(root.error());
        return out;
    }
    yaml::Reader reader{*root, problems};
    out.department = reader.text("department");
    out.from = reader.text("from");
    out.base = reader.text("base");
    out.filed_by = reader.text("filed_by");
    out.confirmed_by = reader.text_or("confirmed_by", "");
    return out;
}

/// YAML reads a JSON string as it is.
std::string quoted(const std::string& text) {
    return boost::json::serialize(boost::json::string_view{text});
}

Status write_change(const fs::path& folder, const CatalogueChange& c) {
    const fs::path beside = folder / "change.yaml.new";
    std::ofstream file{beside, std::ios::binary};
    file << fmt::format("department: {}\nfrom: \"{}\"\nbase: \"{}\"\nfiled_by: {}\n", c.department,
                        c.from, c.base, quoted(c.filed_by));
    if (c.is_confirmed()) file << fmt::format("confirmed_by: {}\n", quoted(c.confirmed_by));
    file.close();
    std::error_code failed;
    fs::rename(beside, folder / "change.yaml", failed);
    if (!file || failed) return Error{Code::kStoreUnavailable, At{{}, folder.string()}};
    return ok();
}

Error refused(std::string_view option, std::string cause) {
    return Error{Code::kRequestInvalid, At{std::string{option}}, std::move(cause)};
}

}  // namespace

CatalogueChanges::CatalogueChanges(fs::path configuration, const fs::path& store)
    : configuration_(std::move(configuration)),
      store_(store),
      changes_(store / kCatalogueChanges) {}

Status CatalogueChanges::file(const CatalogueChange& change, const CatalogueRows& own) const {
    const PassingFolder draft{store_, kDraft};
    std::error_code failed;
    fs::create_directories(draft.path() / "catalogue", failed);
    if (draft.path().empty() || failed)
        return Error{Code::kStoreUnavailable, At{{}, store_.string()}};
    if (auto written = own.write(draft.path()); !written) return written;
    if (auto written = write_change(draft.path(), change); !written) return written;
    fs::create_directories(changes_, failed);
    if (!failed) fs::rename(draft.path(), changes_ / change.id, failed);
    if (failed)
        return Error{Code::kStoreUnavailable, At{{}, (changes_ / change.id).string()},
                     failed.message()};
    return ok();
}

Status CatalogueChanges::confirm(const std::string& id, const std::string& by) const {
    std::vector<CatalogueChange> changes = all();
    const auto found = std::find_if(changes.begin(), changes.end(),
                                    [&](const CatalogueChange& c) { return c.id == id; });
    if (found == changes.end()) return refused("--id", "no change " + id);
    if (found->is_confirmed()) return refused("--id", "confirmed by " + found->confirmed_by);
    if (by == found->filed_by) return refused("--by", "the centre confirms, not who filed it");
    const auto before = walk(changes, std::string{kEver});
    if (!before) return before.error();
    if (!before->applies.contains(id))
        return refused("--id", fmt::format("the items of {} are not those any more that it was "
                                           "filed on: it has to be filed again",
                                           found->department));
    found->confirmed_by = by;
    const auto after = walk(changes, std::string{kEver});
    if (!after) return after.error();
    for (const CatalogueChange& other : changes) {
        const bool stood = other.is_confirmed() && before->applies.contains(other.id);
        if (stood && !after->applies.contains(other.id))
            return refused("--id", other.id + " is confirmed and stands on the items it replaces");
    }
    if (auto loaded = loads(changes, found->from); !loaded) return loaded;
    return write_change(changes_ / id, *found);
}

std::vector<CatalogueChange> CatalogueChanges::all() const {
    std::vector<CatalogueChange> out;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{changes_, failed}) {
        std::vector<Error> problems;
        CatalogueChange change = read_change(entry.path(), problems);
        if (problems.empty()) out.push_back(std::move(change));
    }
    std::sort(out.begin(), out.end(), [](const CatalogueChange& a, const CatalogueChange& b) {
        return std::tie(a.from, a.id) < std::tie(b.from, b.id);
    });
    return out;
}

Result<CatalogueChanges::Walk> CatalogueChanges::walk(const std::vector<CatalogueChange>& changes,
                                                      const std::string& until) const {
    auto rows = CatalogueRows::read(configuration_);
    if (!rows) return rows.error();
    Walk out{std::move(*rows), {}, false};
    for (const CatalogueChange& change : changes) {
        if (change.from > until) break;
        if (out.rows.of(change.department).digest() != change.base) continue;
        out.applies.insert(change.id);
        if (!change.is_confirmed()) continue;
        const auto own = CatalogueRows::read(changes_ / change.id);
        if (!own) return own.error();
        out.rows.replace(change.department, *own);
        out.is_changed = true;
    }
    return out;
}

Status CatalogueChanges::loads(const std::vector<CatalogueChange>& changes,
                               const std::string& since) const {
    for (const CatalogueChange& change : changes) {
        if (!change.is_confirmed() || change.from < since) continue;
        const auto walked = walk(changes, change.from);
        if (!walked) return walked.error();
        std::vector<Error> problems;
        (void)load(walked->rows, problems);
        if (!problems.empty()) return problems.front();
    }
    return ok();
}

std::set<std::string> CatalogueChanges::applicable() const {
    auto walked = walk(all(), std::string{kEver});
    return walked ? std::move(walked->applies) : std::set<std::string>{};
}

std::vector<std::string> CatalogueChanges::lapsed(Day day) const {
    const auto applies = applicable();
    std::vector<std::string> out;
    for (const CatalogueChange& change : all()) {
        const bool is_due = change.is_confirmed() && change.from <= to_iso(day);
        if (is_due && !applies.contains(change.id)) out.push_back(change.id);
    }
    return out;
}

Result<CatalogueRows> CatalogueChanges::rows_on(Day day) const {
    auto walked = walk(all(), to_iso(day));
    if (!walked) return walked.error();
    return std::move(walked->rows);
}

DraftCatalogue CatalogueChanges::load(const CatalogueRows& rows,
                                      std::vector<Error>& problems) const {
    auto draft = std::make_shared<PassingFolder>(store_, kDraft);
    const fs::path folder = draft->path();
    std::error_code failed;
    fs::copy(configuration_ / "catalogue", folder / "catalogue", failed);
    Status written = Error{Code::kStoreUnavailable, At{{}, store_.string()}};
    if (!folder.empty() && !failed) written = rows.write(folder);
    if (!written) {
        problems.push_back(written.error());
        return {{}, folder, std::move(draft)};
    }
    auto loaded = load_catalogue(folder);
    for (const Error& problem : loaded.problems) problems.push_back(rows.traced(problem, folder));
    return {std::move(loaded.value), folder, std::move(draft)};
}

DraftCatalogue CatalogueChanges::in_force(model::Catalogue configured, Day day,
                                          std::vector<Error>& problems) const {
    const auto changes = all();
    if (changes.empty()) return {std::move(configured), configuration_};
    const auto walked = walk(changes, to_iso(day));
    if (walked && walked->is_changed) return load(walked->rows, problems);
    if (!walked) problems.push_back(walked.error());
    return {std::move(configured), configuration_};
}

}  // namespace ow::app
