#pragma once
// What a story writes in Chinese as canonical content: labels of the field registry to paths, words
// of its code sets to codes. And the made-up people of stories.

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "gateway/yaml/node.hpp"

namespace ow::app {

/// {办理结果: 准予, 决定时间: 2024-09-30 09:00} as {"decision":{…}}. A label that several fields
/// have is the one below `section`. A label may be shortened to what stands before “（” or “：”.
/// kConfigInvalid at the label, naming the nearest right one.
[[nodiscard]] Result<boost::json::object> content_in_chinese(const yaml::Node& map,
                                                             std::string_view section);

/// Whether `word` is the label or its head.
[[nodiscard]] bool is_label(std::string_view word, std::string_view label);

/// An applicant of that name, always the same one:
/// {"kind","name","cert_type","cert_number","phone"} with an ID number that only its check digit
/// makes right. A name that ends as one of a unit (公司, 店, 厂, 社, 院) has a credit code.
[[nodiscard]] boost::json::object made_up_applicant(const std::string& name);

}  // namespace ow::app
