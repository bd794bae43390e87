#pragma once
// Members of a JSON object that is not ours: what is absent or of another kind reads as empty.
// Pure.

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace ow::adapters {

/// A whole number reads as its digits: many write a phone or a waybill that way.
[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view key);
[[nodiscard]] int number_of(const boost::json::object& object, std::string_view key);
[[nodiscard]] bool flag_of(const boost::json::object& object, std::string_view key);
/// nullptr if it is none.
[[nodiscard]] const boost::json::object* object_of(const boost::json::object& object,
                                                   std::string_view key);

}  // namespace ow::adapters
