#pragma once
// Good applications of the two sources that push, and their pieces.

#include <string>

#include "tests/scenarios/whole_hall.hpp"

namespace ow::scenario {

/// samples/<name>, with the applicant of what must be refused if `bad`.
[[nodiscard]] std::string sample(const std::string& name, bool bad);
/// `text` with `from` (which must be in it) replaced by `to`.
[[nodiscard]] std::string with(std::string text, const std::string& from, const std::string& to);
/// A declaration and the bytes in GBK.
[[nodiscard]] std::string as_gbk(const std::string& utf8_xml);

[[nodiscard]] Message portal(std::string body, std::string content_type = "application/json");
[[nodiscard]] Message own_system(std::string bytes,
                                 std::string content_type = "application/xml; charset=GBK");
/// Fresh good ones.
[[nodiscard]] Message good_portal(HallUnderTest& hall);
[[nodiscard]] Message good_own_system(HallUnderTest& hall);

/// Takes a good one in from both sources and fails the test if it is refused.
void expect_good_ones_pass(HallUnderTest& hall);

}  // namespace ow::scenario
