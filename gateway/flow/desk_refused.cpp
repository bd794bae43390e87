// Messages that came in and did not become a case.

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/refused_messages.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int kMostRefused = 500;

object row_of(const RefusedMessage& message, const Setting& setting) {
    return {{"id", message.id},
            {"partner", partner_name(message.partner, setting)},
            {"kind", kind_label(message.kind)},
            {"trace", message.trace},
            {"stage", message.stage},
            {"code", message.code},
            {"field", message.field},
            {"next", next_step_of(message.code)},
            {"received_at", to_iso(message.received_at)}};
}

}  // namespace

/// What waits comes first, all of it.
array Desk::refused(const ports::StaffUser&) {
    array rows;
    for (const RefusedMessage& one : quarantined_messages(store_))
        rows.push_back(row_of(one, setting_));
    for (const RefusedMessage& one : refused_messages(store_, kMostRefused))
        rows.push_back(row_of(one, setting_));
    return rows;
}

}  // namespace ow::flow
