#include "gateway/app/case_page.hpp"

#include <fmt/format.h>

#include <ostream>

#include "gateway/flow/event_words.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::app {
namespace {

void print_clock(std::ostream& out, std::string_view label, const model::CaseClock& clock) {
    if (clock.unit.empty()) return;
    const std::string due = clock.due ? to_iso(day_of(*clock.due - Millis{1})) : "unknown";
    out << fmt::format("  {:<10} {} {}  due {}{}\n", label, clock.amount, clock.unit, due,
                       clock.stopped ? "  stopped" : "");
}

void print_messages(std::ostream& out, const std::vector<ports::OutboxView>& outbox) {
    out << "messages\n";
    for (const ports::OutboxView& row : outbox) {
        out << fmt::format("  {:<9} {:<16} {:<12} {} {}\n", flow::outbox_state_name(row.state),
                           row.partner.str(), row.kind, to_iso(row.changed_at), row.reason);
    }
}

}  // namespace

void print_case(std::ostream& out, const std::vector<model::StoredEvent>& events,
                const std::vector<ports::OutboxView>& outbox, const flow::Setting& setting) {
    const model::CaseState s = model::replay(events);
    out << s.no.str() << "  " << model::row_of(s.stage).label << "\n";
    out << "  item       " << s.item_code << " " << s.item_name << "\n";
    out << "  department " << s.department.str() << "  source "
        << flow::partner_name(s.source, setting) << "\n";
    out << "  applicant  " << flow::mask_name(model::text_at(s.content, "applicant.name")) << "\n";
    print_clock(out, "statutory", s.statutory);
    print_clock(out, "promised", s.promised);
    for (const auto& [system, number] : s.aliases)
        out << "  alias      " << system << " " << number << "\n";
    for (const auto& [id, d] : s.documents) {
        out << "  document   " << id << " "
            << (d.address.empty() ? "refused: " + d.refused : d.number) << "\n";
    }
    out << "events\n";
    for (const model::StoredEvent& e : events) {
        out << fmt::format("  {:>3} {} {:<22} {}\n", e.sequence, to_iso(e.event.happened_at),
                           e.event.type, e.event.actor);
    }
    print_messages(out, outbox);
}

void print_destroyed_case(std::ostream& out, const CaseNo& no, const ports::StreamView& view,
                          const std::vector<ports::OutboxView>& outbox,
                          const flow::Setting& setting) {
    out << no.str() << "  " << view.row.stage << "  key destroyed: 个人信息已依法销毁\n";
    out << "  item       " << view.row.item << "\n";
    out << "  department " << view.row.department << "  source "
        << flow::partner_name(PartnerId{view.row.source}, setting) << "\n";
    out << fmt::format(
        "  opened     {}\n  events     {}, encrypted for ever; `onewindow verify` "
        "still checks them\n",
        to_iso(view.opened_at), view.version);
    print_messages(out, outbox);
}

}  // namespace ow::app
