#pragma once
// Inside of evolve(): one function an event, grouped by the part of the way; each group is a table
// of rows that case_state.cpp lists. Not for use outside gateway/model.

#include <span>
#include <string_view>

#include "gateway/model/case_state.hpp"

namespace ow::model {

struct EvolveRow {
    std::string_view type;
    void (*apply)(CaseState&, const StoredEvent&);
};

[[nodiscard]] std::span<const EvolveRow> archive_rows();
[[nodiscard]] std::span<const EvolveRow> custody_rows();
[[nodiscard]] std::span<const EvolveRow> intake_rows();
[[nodiscard]] std::span<const EvolveRow> inquiry_rows();
[[nodiscard]] std::span<const EvolveRow> listing_rows();
[[nodiscard]] std::span<const EvolveRow> paper_rows();
[[nodiscard]] std::span<const EvolveRow> parent_rows();
[[nodiscard]] std::span<const EvolveRow> pledge_rows();
[[nodiscard]] std::span<const EvolveRow> people_rows();
[[nodiscard]] std::span<const EvolveRow> print_rows();
[[nodiscard]] std::span<const EvolveRow> rating_rows();
[[nodiscard]] std::span<const EvolveRow> result_rows();
[[nodiscard]] std::span<const EvolveRow> leg_rows();

/// R35: what a partner calls the case, if it says so. A source knows it by the number it sent, not
/// by later ones.
void take_alias(CaseState& state, const std::string& partner, const std::string& foreign_no);
/// The partner whose message made the event; empty if none did.
[[nodiscard]] std::string partner_of(const StoredEvent& stored);

/// The legs that an acceptance decided.
void take_legs(CaseState& state, const StoredEvent& accepted);
[[nodiscard]] std::span<const EvolveRow> timing_rows();

/// Whether an event changes what people may do next; paper, receipts and reminders do not.
[[nodiscard]] bool is_act(std::string_view type);

/// What an event says at `key`; nullopt, 0 or empty if it says nothing of the kind.
[[nodiscard]] std::optional<Instant> instant_at(const boost::json::object& o, std::string_view key);
[[nodiscard]] int number_at(const boost::json::object& o, std::string_view key);
[[nodiscard]] std::vector<std::string> texts_at(const boost::json::object& o, std::string_view key);
[[nodiscard]] boost::json::object object_at(const boost::json::object& o, std::string_view key);
[[nodiscard]] CaseClock clock_from(const boost::json::object& o, std::optional<Instant> started);

/// The "watch" of an event that sets the promised limit (case_watch.cpp).
void apply_watch(CaseTiming& timing, const boost::json::object& watch);

}  // namespace ow::model
