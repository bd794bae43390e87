#pragma once
// Chinese words for events, message kinds, documents and states, as pages and the CLI print them.

#include <boost/json/array.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/flow/setting.hpp"
#include "gateway/model/event.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// One line for the timeline, without personal data; what was entered after the fact is marked 补录
/// (R36).
[[nodiscard]] std::string words_of(const model::StoredEvent& stored, const Setting& setting);
[[nodiscard]] std::string words_of(const model::Event& event, const Setting& setting);
/// "partner:<id>" with the partner's name; anyone else as recorded.
[[nodiscard]] std::string actor_of(const std::string& actor, const Setting& setting);
/// What people, partners and due times did after `version`, for somebody who looked at that one:
/// "受理（staff:shouli，10:32）；…". Empty if only papers and messages went on.
[[nodiscard]] std::string changes_since(const std::vector<model::StoredEvent>& events,
                                        std::int64_t version, const Setting& setting);
/// R36: entered by a person some time after it was so.
[[nodiscard]] bool is_entered_later(const model::StoredEvent& stored);
/// Whose limit it is: 法定, 承诺, 补正告知 … (the `clock` of clock.recomputed).
[[nodiscard]] std::string clock_word(std::string_view clock);
[[nodiscard]] std::string kind_label(std::string_view message_kind);
[[nodiscard]] std::string document_title(const std::string& id, const Setting& setting);
/// Words for the marks of a stream's row (marks_of).
[[nodiscard]] boost::json::array mark_labels(std::string_view marks);
[[nodiscard]] std::string_view outbox_state_name(ports::OutboxState state);
/// The partner's Chinese name; 文书生成 for our own rendering; its id if it is not configured.
[[nodiscard]] std::string partner_name(const PartnerId& id, const Setting& setting);

}  // namespace ow::flow
