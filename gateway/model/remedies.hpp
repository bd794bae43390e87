#pragma once
// What a decision tells about 行政复议 and 行政诉讼 (R31; 行政许可法 38, 行政复议法 2023,
// 行政诉讼法 46): data by kind of department and by date, since the law changed on 2024-01-01 and
// courts move. A notice uses the rows in force on its own date.
//
// Immutable; share freely between threads. The legal text is the table's, to be confirmed by the
// customer's lawyers; nothing here knows a law.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/hall.hpp"

namespace ow::model {

enum class RemedyAspect : std::uint8_t {
    kReview,        ///< 复议机关 and period
    kCourt,         ///< 诉讼法院 and period
    kPrecondition,  ///< 复议前置: review first
    kNone,          ///< no administrative act: nothing is told
};

struct RemedyRow {
    std::string id;
    std::string kind;  ///< of department, or `item:<id>`
    RemedyAspect aspect = RemedyAspect::kReview;
    std::optional<Day> from;  ///< first and last day in force; nullopt: open
    std::optional<Day> to;
    std::string body;    ///< `{review_government}`: names in braces are the hall's
    std::string period;  ///< 自知道或者应当知道之日起60日
};

class Remedies {
  public:
    Remedies() = default;
    explicit Remedies(std::vector<RemedyRow> rows) : rows_(std::move(rows)) {}

    /// The paragraph of a decision of `department` on `item`, dated `day`; empty where the decision
    /// is no administrative act. `online`: the applicant is served online, so the online channel of
    /// review is named, if the hall has one (行政复议法 22). kConfigInvalid, naming what is
    /// missing: no row in force for the kind, or a body that the hall does not name.
    [[nodiscard]] Result<std::string> text(const Department& department, const ItemId& item,
                                           const Hall& hall, Day day, bool online) const;

    /// The names in braces: what a hall's `remedy_bodies` may name. Sorted.
    [[nodiscard]] std::vector<std::string> bodies() const;

  private:
    [[nodiscard]] const RemedyRow* find(const std::string& kind, RemedyAspect aspect,
                                        Day day) const;

    std::vector<RemedyRow> rows_;
};

}  // namespace ow::model
