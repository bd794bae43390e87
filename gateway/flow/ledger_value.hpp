#pragma once
// What a row of a ledger may say: one function a column, and what belongs in which ledger. Inside
// gateway/flow/ledger only.

#include <string>
#include <vector>

#include "gateway/flow/ledger.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow::ledger_value {

/// What a row is made of: the stream as it is now, and the event that put it into the ledger.
struct Entry {
    const StreamId& stream;
    const std::vector<model::StoredEvent>& events;
    const model::CaseState& state;  ///< of a case; else empty
    const model::StoredEvent& event;
    const Setting& setting;
    Names names;
    std::size_t part = 0;  ///< of an event that makes several rows
};

[[nodiscard]] std::string accepted(const Entry& e);
[[nodiscard]] std::string actor(const Entry& e);
[[nodiscard]] std::string answer_by(const Entry& e);
[[nodiscard]] std::string answered(const Entry& e);
[[nodiscard]] std::string applicant(const Entry& e);
[[nodiscard]] std::string archive_by(const Entry& e);
[[nodiscard]] std::string asked_department(const Entry& e);
[[nodiscard]] std::string asked_item(const Entry& e);
[[nodiscard]] std::string asked_no(const Entry& e);
[[nodiscard]] std::string asked_way(const Entry& e);
[[nodiscard]] std::string asker(const Entry& e);
[[nodiscard]] std::string case_no(const Entry& e);
[[nodiscard]] std::string colour(const Entry& e);
[[nodiscard]] std::string delivered(const Entry& e);
[[nodiscard]] std::string department(const Entry& e);
[[nodiscard]] std::string fed_back(const Entry& e);
[[nodiscard]] std::string finished(const Entry& e);
[[nodiscard]] std::string giver(const Entry& e);
[[nodiscard]] std::string handler(const Entry& e);
[[nodiscard]] std::string happened(const Entry& e);
[[nodiscard]] std::string how_reminded(const Entry& e);
[[nodiscard]] std::string item(const Entry& e);
[[nodiscard]] std::string list_end(const Entry& e);
[[nodiscard]] std::string list_name(const Entry& e);
[[nodiscard]] std::string mail_end(const Entry& e);
[[nodiscard]] std::string mark(const Entry& e);
[[nodiscard]] std::string nothing(const Entry& e);
[[nodiscard]] std::string notified(const Entry& e);
[[nodiscard]] std::string number(const Entry& e);
[[nodiscard]] std::string number_of_event(const Entry& e);
/// Of a document that was stored.
[[nodiscard]] std::string document(const Entry& e);
[[nodiscard]] std::string digest(const Entry& e);
/// Of one use of a seal; of what was stored before the keys were kept, the key is 未记载.
[[nodiscard]] std::string key_algorithm(const Entry& e);
[[nodiscard]] std::string key_fingerprint(const Entry& e);
[[nodiscard]] std::string key_serial(const Entry& e);
[[nodiscard]] std::string key_subject(const Entry& e);
[[nodiscard]] std::string seal_words(const Entry& e);
[[nodiscard]] std::string sealed_by(const Entry& e);       ///< whose step wanted the document
[[nodiscard]] std::string sealed_for(const Entry& e);      ///< the unit whose key signed
[[nodiscard]] std::string way_of_sealing(const Entry& e);  ///< 电子签章; 样式，未签章
[[nodiscard]] std::string occasion(const Entry& e);
[[nodiscard]] std::string opened(const Entry& e);
[[nodiscard]] std::string outcome(const Entry& e);
[[nodiscard]] std::string owed(const Entry& e);
[[nodiscard]] std::string parcel_case(const Entry& e);
[[nodiscard]] std::string parcel_no(const Entry& e);
[[nodiscard]] std::string parcel_source(const Entry& e);
[[nodiscard]] std::string pledge_end(const Entry& e);
[[nodiscard]] std::string pledge_kind(const Entry& e);
[[nodiscard]] std::string promised(const Entry& e);
[[nodiscard]] std::string rated(const Entry& e);
[[nodiscard]] std::string rectified(const Entry& e);
[[nodiscard]] std::string rectify_by(const Entry& e);
[[nodiscard]] std::string reminded_late(const Entry& e);
[[nodiscard]] std::string sender(const Entry& e);
[[nodiscard]] std::string slip(const Entry& e);
[[nodiscard]] std::string source(const Entry& e);
[[nodiscard]] std::string stars(const Entry& e);
[[nodiscard]] std::string taker(const Entry& e);
[[nodiscard]] std::string until(const Entry& e);
[[nodiscard]] std::string way(const Entry& e);
[[nodiscard]] std::string waybill(const Entry& e);

[[nodiscard]] std::size_t one_part(const Entry& e);
[[nodiscard]] std::size_t seals_used(const Entry& e);

[[nodiscard]] bool always(const Entry& e);
[[nodiscard]] bool at_window(const Entry& e);
[[nodiscard]] bool by_department(const Entry& e);
[[nodiscard]] bool is_return(const Entry& e);
[[nodiscard]] bool online(const Entry& e);

}  // namespace ow::flow::ledger_value
