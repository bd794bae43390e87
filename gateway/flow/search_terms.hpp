#pragma once
// What a case can be found by. The store keeps HMACs of these words only.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/ports/store.hpp"

namespace ow::flow {

/// Terms of a stream, from all its events: numbers, ID number, phone, last four digits, full name,
/// each two-character piece of a name.
[[nodiscard]] std::vector<std::string> terms_of(const StreamId& stream,
                                                const std::vector<model::Event>& events);

/// The term of one number, as terms_of() makes it: blanks out, letters upper case.
[[nodiscard]] std::string number_term(std::string_view number);

/// Terms that together stand for what a person typed or scanned: a QR address, a case number, a
/// foreign number, an ID number, a phone, four digits, a name or a piece of it.
[[nodiscard]] std::vector<std::string> terms_for_query(std::string_view text);

}  // namespace ow::flow
