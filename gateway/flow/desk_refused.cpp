// Messages that came in and did not become a case.

#include "gateway/flow/desk.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/refused_messages.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int kPage = 200;

}  // namespace

array Desk::refused(const ports::StaffUser&) {
    array rows;
    for (const RefusedMessage& message : refused_messages(store_, kPage)) {
        rows.push_back(object{{"id", message.id},
                              {"partner", partner_name(message.partner, setting_)},
                              {"kind", kind_label(message.kind)},
                              {"trace", message.trace},
                              {"stage", message.stage},
                              {"code", message.code},
                              {"field", message.field},
                              {"next", next_step_of(message.code)},
                              {"received_at", to_iso(message.received_at)}});
    }
    return rows;
}

}  // namespace ow::flow
