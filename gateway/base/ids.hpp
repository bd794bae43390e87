#pragma once
// Identifiers as types: a CaseNo cannot be passed where a PartnerId is meant.

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace ow {

/// A string that was checked at the edge and means one thing. Ordered and hashable.
template <class Tag>
class Id {
  public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] const std::string& str() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    friend auto operator<=>(const Id&, const Id&) = default;

  private:
    std::string text_;
};

using PartnerId = Id<struct PartnerTag>;        ///< file name in config/partners
using HallId = Id<struct HallTag>;              ///< file name in config/halls
using DepartmentId = Id<struct DepartmentTag>;  ///< department of a hall's catalogue
using ItemId = Id<struct ItemTag>;              ///< our key of a service item
using StreamId = Id<struct StreamTag>;  ///< `case:<CaseNo>`, `booking:<day>`, `parcel:<no>` …
using CaseNo = Id<struct CaseNoTag>;    ///< see make_case_no

/// ISO/IEC 7064 MOD 37,36 check character of `text` (0-9, A-Z only; anything else counts as 0).
[[nodiscard]] char mod37_36(std::string_view text);

/// area 6 + date 8 (+08:00) + channel 1 + serial 6 + check 1 = 22 characters (R35).
/// `serial` 0 … 999 999; `channel` one of 0-9, A-Z.
[[nodiscard]] CaseNo make_case_no(std::string_view area, std::string_view yyyymmdd, char channel,
                                  int serial);
/// Whether `text` has the length, alphabet and check character of a case number.
[[nodiscard]] bool is_case_no(std::string_view text);

}  // namespace ow

template <class Tag>
struct std::hash<ow::Id<Tag>> {
    std::size_t operator()(const ow::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.str());
    }
};
