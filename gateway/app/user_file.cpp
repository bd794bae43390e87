#include "gateway/app/user_file.hpp"

#include "gateway/yaml/reader.hpp"

namespace ow::app {

Result<std::vector<console::UserRecord>> read_users(const std::filesystem::path& file) {
    std::vector<console::UserRecord> users;
    if (!std::filesystem::exists(file)) return users;
    const auto node = yaml::parse_file(file);
    if (!node) return node.error();
    std::vector<Error> problems;
    {
        yaml::Reader reader{*node, problems};
        const yaml::Node* list = reader.list_or_none("users");
        for (const yaml::Node& one : list == nullptr ? std::vector<yaml::Node>{} : list->items()) {
            yaml::Reader entry{one, problems};
            ports::StaffUser user{entry.text("id"), entry.text("name"), entry.text("role"),
                                  HallId{entry.text("hall")},
                                  DepartmentId{entry.text_or("department", "")}};
            auto record =
                console::read_user(std::move(user), entry.text("salt"), entry.text("hash"));
            if (!record) return Error{record.error().code(), one.at(), record.error().text()};
            users.push_back(std::move(*record));
        }
    }
    if (!problems.empty()) return problems.front();
    return users;
}

}  // namespace ow::app
