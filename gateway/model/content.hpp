#pragma once
// The canonical content of a case, a decision, a booking, a parcel … : what a mapping makes and the
// rules read. A thin wrapper over a JSON object nested as the registry's paths say:
//
//   {"applicant":{"name":"…","cert_type":"id_card"},"materials":[{"name":"…","copies":2}]}
//
// A path that is not in the registry is a broken invariant (std::logic_error): mappings are checked
// when they are loaded. Plain data, no thread rule.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/fields.hpp"

namespace ow::model {

class Content {
  public:
    Content() = default;
    /// Takes over what was stored; nothing is checked (see validate).
    explicit Content(boost::json::object json) : json_(std::move(json)) {}

    [[nodiscard]] bool has(std::string_view path) const;
    /// Text of a field ("" if absent); numbers and flags as their text.
    [[nodiscard]] std::string text(std::string_view path) const;
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view path) const;
    [[nodiscard]] std::optional<Instant> instant(std::string_view path) const;
    [[nodiscard]] std::optional<Day> day(std::string_view path) const;

    /// Sets a field outside lists. `value` fits the field (check_value); numbers and flags are kept
    /// as such.
    void set(std::string_view path, std::string_view value);
    void erase(std::string_view path);

    /// Entries of a list field; empty if absent. Members are read with `member_text`.
    [[nodiscard]] std::vector<boost::json::object> list(std::string_view path) const;
    /// Appends an entry whose members are registry members of the list (`set_member`).
    void append(std::string_view list_path, boost::json::object entry);

    /// Every field of `newer` replaces ours; a list is replaced as a whole (a supplement, R30).
    void merge(const Content& newer);

    [[nodiscard]] const boost::json::object& json() const& { return json_; }
    [[nodiscard]] boost::json::object json() && { return std::move(json_); }
    [[nodiscard]] bool empty() const { return json_.empty(); }

  private:
    [[nodiscard]] const boost::json::value* find(std::string_view path) const;
    boost::json::object json_;
};

/// Puts a value into a list's entry: `field` is a `list[].member` row.
void set_member(boost::json::object& entry, const Field& field, std::string_view value);
/// A member's text, "" if absent.
[[nodiscard]] std::string member_text(const boost::json::object& entry, std::string_view member);

/// What is wrong with a content. `warnings` do not stop a case; a person confirms them (R34).
struct Findings {
    std::vector<Error> errors;
    std::vector<Error> warnings;
};

/// Unknown members, lengths, forms, and the check digits of R34: a wrong resident ID is an error, a
/// doubtful credit code or waybill a warning. `where` (mapping, form) goes into every error.
[[nodiscard]] Findings validate(const Content& content, std::string_view where = {});
/// Only the check digits of R34, for a content whose values were checked one by one.
[[nodiscard]] Findings validate_numbers(const Content& content, std::string_view where = {});
/// R34 for one certificate.
void check_certificate(std::string_view field, std::string_view type, std::string_view number,
                       std::string_view where, Findings& findings);

}  // namespace ow::model
