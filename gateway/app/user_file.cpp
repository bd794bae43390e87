#include "gateway/app/user_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gateway/app/command_options.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

bool has_all(const yaml::Node& user) {
    constexpr const char* kKeys[] = {"id", "name", "role", "hall", "salt", "hash"};
    return std::all_of(std::begin(kKeys), std::end(kKeys),
                       [&](const char* key) { return user.find(key) != nullptr; });
}

/// A person works in this hall, for one of its departments.
void check_place(yaml::Reader& entry, const ports::StaffUser& user, const model::Hall& hall) {
    if (!user.hall.empty() && user.hall != hall.id)
        entry.report("hall", fmt::format("this gateway serves the hall `{}`", hall.id.str()));
    if (user.department.empty() || hall.find(user.department) != nullptr) return;
    std::vector<std::string_view> known;
    for (const auto& [id, department] : hall.departments) known.emplace_back(id.str());
    const std::string& name = user.department.str();
    entry.report("department",
                 fmt::format("the hall has no department `{}`{}", name, did_you_mean(name, known)));
}

}  // namespace

std::vector<console::UserRecord> read_users(const std::filesystem::path& file,
                                            const model::Hall* hall, std::vector<Error>& problems) {
    std::vector<console::UserRecord> users;
    if (!std::filesystem::exists(file)) return users;
    const auto node = yaml::parse_file(file);
    if (!node) {
        problems.push_back(node.error());
        return users;
    }
    yaml::Reader reader{*node, problems};
    if (!reader.has("users")) reader.report("users", "the list `users` is missing");
    const yaml::Node* list = reader.list_or_none("users");
    if (list == nullptr) return users;
    for (const yaml::Node& one : list->items()) {
        const std::size_t before = problems.size();
        yaml::Reader entry{one, problems};
        ports::StaffUser user{entry.text("id"), entry.text("name"), entry.text("role"),
                              HallId{entry.text("hall")},
                              DepartmentId{entry.text_or("department", "")}};
        if (hall != nullptr) check_place(entry, user, *hall);
        auto record = console::read_user(std::move(user), entry.text("salt"), entry.text("hash"));
        const bool twice =
            record && std::any_of(users.begin(), users.end(), [&](const auto& other) {
                return other.user.id == record->user.id;
            });
        if (twice)
            problems.push_back(one.error(fmt::format("`{}` is there twice", record->user.id)));
        if (record) users.push_back(std::move(*record));
        if (!record && problems.size() == before && one.is_map() && has_all(one))
            problems.emplace_back(record.error().code(), one.at(), record.error().text());
    }
    return users;
}

Result<std::vector<console::UserRecord>> read_users(const std::filesystem::path& file,
                                                    const model::Hall* hall) {
    std::vector<Error> problems;
    auto users = read_users(file, hall, problems);
    if (!problems.empty()) return problems.front();
    return users;
}

Status add_user(const std::filesystem::path& file, const console::UserRecord& user) {
    const std::string entry = console::user_yaml(user);
    if (!std::filesystem::exists(file)) return write_private_file(file, "users:\n" + entry);
    const auto users = read_users(file, nullptr);
    if (!users) return users.error();
    const auto wrong = [&](std::string cause) {
        return Error{Code::kConfigInvalid, {user.user.id, file.string()}, std::move(cause)};
    };
    const bool there = std::any_of(users->begin(), users->end(),
                                   [&](const auto& one) { return one.user.id == user.user.id; });
    if (there) return wrong("is there already: take that entry out first");
    const auto text = read_file(file);
    if (!text) return text.error();
    const std::string more = (text->ends_with('\n') ? "" : "\n") + entry;
    const auto root = yaml::parse(*text + more, file.string());
    const yaml::Node* list = root ? root->find("users") : nullptr;
    if (list == nullptr || list->items().size() != users->size() + 1)
        return wrong(
            "cannot be put at the end: the file must end with the list `users`, each "
            "entry beginning with two blanks and a hyphen");
    std::ofstream stream{file, std::ios::binary | std::ios::app};
    stream << more;
    if (!stream.flush()) return Error{Code::kFileUnreadable, {{}, file.string()}, "not written"};
    return ok();
}

}  // namespace ow::app
