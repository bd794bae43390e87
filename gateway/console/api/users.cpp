#include "gateway/console/api/users.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/console/api/roles.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::console {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kPasswordCharacters = 10;

bool is_user_id(std::string_view id) {
    return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

Status check_user(const ports::StaffUser& user) {
    if (!is_user_id(user.id))
        return Error{Code::kConfigInvalid, At{"users.id"},
                     "small letters, digits, . _ and - are expected, 32 at most"};
    if (user.name.empty() || find_malformed_utf8(user.name) != std::string::npos)
        return Error{Code::kConfigInvalid, At{"users.name"}, user.id};
    if (!is_role(user.role))
        return Error{
            Code::kConfigInvalid, At{"users.role"},
            user.role + ": acceptance, admin, department, issuance or operator is expected"};
    if ((user.role == "department") == user.department.empty())
        return Error{Code::kConfigInvalid, At{"users.department"},
                     user.id + ": the role department has one, no other has"};
    if (user.hall.empty()) return Error{Code::kConfigInvalid, At{"users.hall"}, user.id};
    return ok();
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        if (static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
    }
    return out + "\"";
}

}  // namespace

Result<UserRecord> make_user(ports::StaffUser user, std::string_view password) {
    if (const Status checked = check_user(user); !checked) return checked.error();
    if (find_malformed_utf8(password) != std::string::npos ||
        count_code_points(password) < kPasswordCharacters)
        return Error{Code::kConfigInvalid, At{"users.password"}, "under 10 characters"};
    if (password.find(user.id) != std::string_view::npos)
        return Error{Code::kConfigInvalid, At{"users.password"}, "holds the user's id"};
    UserRecord record{std::move(user), crypto::random_bytes(kSaltBytes), {}};
    record.hash = crypto::scrypt(password, record.salt);
    return record;
}

Result<UserRecord> read_user(ports::StaffUser user, std::string_view salt_hex,
                             std::string_view hash_hex) {
    if (const Status checked = check_user(user); !checked) return checked.error();
    std::optional<std::string> salt = crypto::from_hex(salt_hex);
    if (!salt || salt->size() < kSaltBytes)
        return Error{Code::kConfigInvalid, At{"users.salt"}, user.id};
    std::optional<std::string> hash = crypto::from_hex(hash_hex);
    if (!hash || hash->size() != kHashBytes)
        return Error{Code::kConfigInvalid, At{"users.hash"}, user.id};
    return UserRecord{std::move(user), std::move(*salt), std::move(*hash)};
}

std::string user_yaml(const UserRecord& record) {
    const ports::StaffUser& user = record.user;
    const std::string department =
        user.department.empty()
            ? ""
            : fmt::format("    department: {}\n", quoted(user.department.str()));
    return fmt::format(
        "  - id: {}\n    name: {}\n    role: {}\n    hall: {}\n{}    salt: \"{}\"\n    hash: "
        "\"{}\"\n",
        quoted(user.id), quoted(user.name), user.role, quoted(user.hall.str()), department,
        crypto::to_hex(record.salt), crypto::to_hex(record.hash));
}

bool password_matches(const UserRecord& record, std::string_view password) {
    return crypto::equal_constant_time(crypto::scrypt(password, record.salt), record.hash);
}

}  // namespace ow::console
