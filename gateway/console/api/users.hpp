#pragma once
// The people who may sign in. The file itself is read by whoever composes the process; here is what
// one entry holds, how it is made (`onewindow user add`) and how its password is compared.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/ports/desk.hpp"

namespace ow::console {

/// One entry of the users file. The password is kept as scrypt only (crypto::scrypt).
struct UserRecord {
    ports::StaffUser user;
    std::string salt;  ///< raw bytes
    std::string hash;  ///< raw bytes
};

/// A new entry with a fresh salt. kConfigInvalid with the field when the id is not 1–32 of
/// [a-z0-9._-], the name is empty, the role is unknown, or the password has under 10 characters or
/// holds the id; a department stands with the role `department` and no other.
[[nodiscard]] Result<UserRecord> make_user(ports::StaffUser user, std::string_view password);

/// An entry as it stands in the file; salt and hash in hex. kConfigInvalid with the field.
[[nodiscard]] Result<UserRecord> read_user(ports::StaffUser user, std::string_view salt_hex,
                                           std::string_view hash_hex);

/// The entry as YAML list item, to be appended under `users:`.
[[nodiscard]] std::string user_yaml(const UserRecord& record);

/// Costs about a tenth of a second and 32 MB. The comparison takes constant time.
[[nodiscard]] bool password_matches(const UserRecord& record, std::string_view password);

}  // namespace ow::console
