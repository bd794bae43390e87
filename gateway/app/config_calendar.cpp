#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/config_values.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

std::optional<model::NoticeDay> read_day(const yaml::Node& node, std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    const std::string name = reader.text("name");
    const std::string date = reader.text("date");
    const bool off = reader.flag("isOffDay");
    const auto day = parse_day(date);
    if (!day && !date.empty()) reader.report("date", "a day is expected, such as \"2024-10-01\"");
    if (!day) return std::nullopt;
    return model::NoticeDay{*day, off, name};
}

model::Notice read_notice(const yaml::Node& node, std::vector<Error>& problems) {
    model::Notice notice;
    yaml::Reader reader{node, problems};
    (void)reader.text_or("$schema", "");
    (void)reader.text_or("$id", "");
    notice.year = static_cast<int>(reader.integer("year", 2000, 2999));
    const auto papers = reader.texts("papers");
    const yaml::Node* days = reader.list_or_none("days");
    if (days == nullptr) {
        reader.report("days", "the list `days` is missing (empty while not published)");
        return notice;
    }
    for (const yaml::Node& item : days->items()) {
        auto day = read_day(item, problems);
        if (!day) continue;
        // A notice reaches from the December before its year to its own last day.
        const int year = int(day->day.year());
        if (year != notice.year && year != notice.year - 1) {
            problems.push_back(item.error(fmt::format("{} does not belong to the notice of {}",
                                                      to_iso(day->day), notice.year)));
        }
        const auto same = [&](const model::NoticeDay& other) { return other.day == day->day; };
        if (std::any_of(notice.days.begin(), notice.days.end(), same))
            problems.push_back(item.error(fmt::format("{} is there twice", to_iso(day->day))));
        notice.days.push_back(std::move(*day));
    }
    return notice;
}

struct YearFile {
    std::string year;
    fs::path path;
};

/// The files by year; `instead` in place of the one of its own year.
std::vector<YearFile> year_files(const fs::path& directory, const fs::path& instead,
                                 std::vector<Error>& problems) {
    std::vector<YearFile> files;
    for (const fs::path& path : files_in(directory / "calendar", ".json", problems))
        files.push_back({path.stem().string(), path});
    if (instead.empty()) return files;
    const std::string year = std::to_string(calendar_year(instead));
    std::erase_if(files, [&](const YearFile& file) { return file.year == year; });
    files.push_back({year, instead});
    std::sort(files.begin(), files.end(),
              [](const YearFile& a, const YearFile& b) { return a.year < b.year; });
    return files;
}

}  // namespace

int calendar_year(const fs::path& file) {
    std::vector<Error> ignored;
    const auto root = read_yaml(file, ignored);
    return root ? read_notice(*root, ignored).year : 0;
}

Loaded<model::Calendar> load_calendar(const fs::path& directory, const fs::path& instead) {
    Loaded<model::Calendar> out;
    std::vector<model::Notice> notices;
    std::string all;
    for (const YearFile& file : year_files(directory, instead, out.problems)) {
        const auto root = read_yaml(file.path, out.problems);
        if (!root) continue;
        notices.push_back(read_notice(*root, out.problems));
        if (file.year != std::to_string(notices.back().year)) {
            out.problems.push_back(root->error("the file must be named by its year"));
        }
        for (const model::NoticeDay& day : notices.back().days) {
            all +=
                fmt::format("{}{}{}{};", notices.back().year, to_iso(day.day), day.off, day.name);
        }
    }
    out.value = model::Calendar{std::move(notices), version_of(all)};
    return out;
}

}  // namespace ow::app
