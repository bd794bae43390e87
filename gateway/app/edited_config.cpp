#include "gateway/app/edited_config.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>
#include <utility>

namespace ow::app {
namespace {

namespace fs = std::filesystem;

Result<std::string> text_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Error{Code::kFileUnreadable, {file.string()}};
    return text.str();
}

Status write(const fs::path& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << text;
    out.flush();
    return out ? ok() : Status{Error{Code::kFileUnreadable, {file.string()}}};
}

/// The folder's entries but `edited` ones as links, those as copies.
void fill(const fs::path& from, const fs::path& to, const std::vector<std::string>& edited) {
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator{from}) {
        const std::string name = entry.path().filename().string();
        const bool copied = std::find(edited.begin(), edited.end(), name) != edited.end();
        if (copied && entry.is_directory())
            fs::copy(entry.path(), to / name);
        else
            fs::create_symlink(fs::absolute(entry.path()), to / name);
    }
}

fs::path notice_of(const fs::path& folder, int year) {
    return folder / "calendar" / (std::to_string(year) + ".json");
}

}  // namespace

EditedConfig::EditedConfig(fs::path original)
    : original_(std::move(original)),
      folder_(std::make_unique<PassingFolder>(fs::temp_directory_path(), "onewindow-config-")) {}

Result<EditedConfig> EditedConfig::make(const fs::path& original) {
    EditedConfig made{original};
    if (made.folder().empty()) return Error{Code::kFileUnreadable, {fs::temp_directory_path()}};
    try {
        fill(original, made.folder(), {"calendar", "halls"});
    } catch (const fs::filesystem_error& failed) {
        return Error{Code::kFileUnreadable, {original.string()}, failed.what()};
    }
    return made;
}

Status EditedConfig::set_in_hall(const HallId& hall, const std::string& key,
                                 const std::string& value) {
    const fs::path file = folder() / "halls" / (hall.str() + ".yaml");
    const auto text = text_of(file);
    if (!text) return text.error();
    const std::string line = "  " + key + ": " + value + "\n";
    std::istringstream lines{*text};
    std::string edited;
    bool within = false;
    bool written = false;
    for (std::string one; std::getline(lines, one);) {
        const bool begins = one.starts_with("settings:");
        if (within && one.starts_with("  " + key + ":")) continue;  // said anew
        if (!one.empty() && one.front() != ' ' && one.front() != '#') within = begins;
        edited += one + "\n";
        if (begins) edited += line, written = true;
    }
    if (!written) edited += "settings:\n" + line;
    return write(file, edited);
}

Status EditedConfig::withhold_year(int year) {
    return write(notice_of(folder(), year), boost::json::serialize(boost::json::object{
                                                {"year", year}, {"days", boost::json::array{}}}));
}

Status EditedConfig::publish_year(int year) {
    const auto text = text_of(notice_of(original_, year));
    return text ? write(notice_of(folder(), year), *text) : Status{text.error()};
}

Status EditedConfig::amend(const model::NoticeDay& day) {
    const fs::path file = notice_of(folder(), int(day.day.year()));
    const auto text = text_of(file);
    if (!text) return text.error();
    boost::system::error_code failed;
    boost::json::value notice = boost::json::parse(*text, failed);
    if (failed) return Error{Code::kFileUnreadable, {file.string()}};
    const std::string date = to_iso(day.day);
    boost::json::array days;
    for (const auto& one : notice.at("days").as_array()) {
        if (one.at("date").as_string() != date) days.push_back(one);
    }
    days.push_back(boost::json::object{{"name", day.name}, {"date", date}, {"isOffDay", day.off}});
    notice.as_object()["days"] = std::move(days);
    return write(file, boost::json::serialize(notice));
}

}  // namespace ow::app
