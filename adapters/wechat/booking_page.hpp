#pragma once
// The booking page and its answers as HTML for a phone. Pure; everything from outside is escaped.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ow::wechat {

struct BookingForm {
    std::string action;  ///< where it is posted
    std::string token;
    std::string form_id;  ///< one for each page that was shown: makes a double tap one booking
    std::vector<std::pair<std::string, std::string>> items;  ///< code, name
    std::vector<std::string> slots;
    std::string first_day;  ///< 2026-11-21
    std::string last_day;
    // What was entered, shown again after an error.
    std::string item;
    std::string date;
    std::string slot;
    std::string name;
    std::string id_number;
    std::string phone;
    std::string problem;  ///< 中文; empty: none
};

[[nodiscard]] std::string booking_page(const BookingForm& form);

/// A short page: heading, lines of (label, text). `good` chooses the colour; `again` is where
/// another day can be chosen, empty: nowhere.
[[nodiscard]] std::string result_page(std::string_view heading, bool good,
                                      const std::vector<std::pair<std::string, std::string>>& lines,
                                      std::string_view again = {});

}  // namespace ow::wechat
