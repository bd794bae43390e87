#include "gateway/app/user_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

bool has_all(const yaml::Node& user) {
    constexpr const char* kKeys[] = {"id", "name", "role", "hall", "salt", "hash"};
    return std::all_of(std::begin(kKeys), std::end(kKeys),
                       [&](const char* key) { return user.find(key) != nullptr; });
}

}  // namespace

std::vector<console::UserRecord> read_users(const std::filesystem::path& file,
                                            std::vector<Error>& problems) {
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

Result<std::vector<console::UserRecord>> read_users(const std::filesystem::path& file) {
    std::vector<Error> problems;
    auto users = read_users(file, problems);
    if (!problems.empty()) return problems.front();
    return users;
}

}  // namespace ow::app
