#include "adapters/json_fields.hpp"

#include <boost/json.hpp>

namespace ow::adapters {
namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    if (found == nullptr) return {};
    if (found->is_string()) return std::string{found->get_string()};
    const bool is_integer = found->is_int64() || found->is_uint64();
    return is_integer ? json::serialize(*found) : std::string{};
}

int number_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_int64() ? static_cast<int>(found->get_int64()) : 0;
}

bool flag_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

const json::object* object_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr ? found->if_object() : nullptr;
}

}  // namespace ow::adapters
