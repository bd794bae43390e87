#pragma once
// JSON and forms as XML trees (tables: table.hpp), so that XPath 1.0 is the one way to look into a
// message.
//
//   {"a":{"b":[1,2]},"联系 人":"x"}   →   <message><a><b>1</b><b>2</b></a><_ key="联系
//   人">x</_></message>
//
// Members become child elements in their order, an array repeats its element (an array in an array,
// or at the top, uses `_`). A key that is no XML name, or is `_`, becomes `<_ key="…">`. With
// `typed` an element that is not a string says so: type="number|boolean|null|object|array". null
// and empty containers are empty elements; an empty array is no element at all. Numbers keep their
// digits as written (an 18-digit number stays exact).
//
// Everything is UTF-8. A tree belongs to one thread at a time.

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/xml/document.hpp"

namespace ow::casetree {

struct TreeLimits {
    std::size_t depth = 32;
    std::size_t elements = 100'000;
};

/// A partner's JSON, typed. kJsonInvalid with line and column: syntax, a key written twice, too
/// deep, too many values, a control character XML cannot hold (U+0000 …). `where` goes into At.
[[nodiscard]] Result<xml::Document> parse_json(std::string_view utf8, std::string_view where = {},
                                               std::string_view root = "message",
                                               const TreeLimits& limits = {});

/// Whether parse_json would take it; the same errors. For those who read JSON by other means.
[[nodiscard]] Status check_json(std::string_view utf8, std::string_view where = {});

/// Our own JSON (a case's view). Control characters XML cannot hold are dropped; depth is not
/// checked.
[[nodiscard]] xml::Document from_json(const boost::json::object& object, std::string_view root,
                                      bool typed = false);

/// application/x-www-form-urlencoded, percent signs decoded to UTF-8 bytes of `charset`; one
/// element a pair. kRequestInvalid for a broken escape, kCharsetInvalid for wrong bytes.
[[nodiscard]] Result<xml::Document> from_form(std::string_view body, std::string_view charset = {},
                                              std::string_view where = {});

/// Whether `key` can be an element's name as it is.
[[nodiscard]] bool is_element_name(std::string_view key);

}  // namespace ow::casetree
