// Results that bypass the issuance window (R41) and what becomes of a closed case's papers (R22).

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

bool is_closed(const CaseState& s) {
    return s.stage != Stage::kNone && row_of(s.stage).closed;
}

void mailed_direct(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kMailed;
    s.people.is_direct = true;
    s.waybill = text_at(e.event.clear, "waybill");
    s.delivery_way = "mail";
    if (!s.promised.stopped) s.promised.stopped = e.event.happened_at;  // R39: it left, taken
}

void handed_in(CaseState& s, const StoredEvent& e) {
    s.people.archive_kept_by = text_at(e.event.clear, "kept_by");
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"archive.handed_in", &handed_in},
    {"dispatch.direct", &mailed_direct},
};

}  // namespace

std::span<const EvolveRow> archive_rows() {
    return kRows;
}

bool bypasses_window(const CaseState& s) {
    return s.people.checks.marks.contains("province") ||
           s.people.checks.marks.contains("cross_province") || s.people.from_parcel;
}

Decided decide_on(const CaseState& s, const MailDirect& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage != Stage::kDecided || !bypasses_window(s)) return not_allowed(s);
    if (s.decision->outcome == "returned")  // R20: the papers go by the issuance window
        return not_allowed(s, "退件材料须送出证窗口发还");
    if (c.waybill.empty()) return Error{Code::kFieldMissing, {"waybill", {}, 0, 0}};
    if (auto fresh = not_voided(s, c.waybill); !fresh) return fresh.error();
    if (auto possible = stated(c.at, s.decision->decided_at, "作出决定", now); !possible)
        return possible.error();
    return one(event("dispatch.direct", c.at, f, {{"waybill", c.waybill}}));
}

Decided decide_on(const CaseState& s, const ConfirmDelivery& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage != Stage::kMailed || !s.people.is_direct) return not_allowed(s);
    if (c.by.empty()) return Error{Code::kFieldMissing, {"by", {}, 0, 0}};
    if (auto possible = stated(c.at, s.promised.stopped, "前一步", now); !possible)
        return possible.error();
    object clear{{"way", "mail"}, {"proof", "waybill"}, {"waybill", s.waybill}};
    add_feedback_due(clear, f, c.at);  // R14
    return one(signed_by(event("case.delivered", c.at, f, std::move(clear)), c.by));
}

Decided decide_on(const CaseState& s, const MakePackage&, const CaseFacts& f, Instant now) {
    if (!is_closed(s)) return not_allowed(s);
    return one(event("archive.packed", now, f, {{"events", s.version}}));
}

Decided decide_on(const CaseState& s, const HandInArchive& c, const CaseFacts& f, Instant now) {
    if (!is_closed(s) || !s.people.archive_kept_by.empty()) return not_allowed(s);
    if (c.giver.empty()) return Error{Code::kFieldMissing, {"giver", {}, 0, 0}};
    if (c.taker.empty()) return Error{Code::kFieldMissing, {"taker", {}, 0, 0}};
    if (auto possible = stated(c.at, s.received_at, "收件", now); !possible)
        return possible.error();
    const bool by_department = f.hall.settings.archive_by_department;
    return one(event("archive.handed_in", c.at, f,
                     {{"kept_by", by_department ? "department" : "issuance"},
                      {"month", to_iso(c.at).substr(0, 7)},
                      {"giver", c.giver},
                      {"taker", c.taker}}));
}

Decided decide_on(const CaseState& s, const ConsultArchive& c, const CaseFacts& f, Instant now) {
    if (s.people.archive_kept_by.empty()) return not_allowed(s);
    if (c.approved_by.empty()) return Error{Code::kFieldMissing, {"approved_by", {}, 0, 0}};
    if (c.reader.empty()) return Error{Code::kFieldMissing, {"reader", {}, 0, 0}};
    if (f.actor_name.empty()) return Error{Code::kFieldMissing, {"keeper", {}, 0, 0}};
    if (f.actor_name == c.approved_by)
        return Error{Code::kFieldFormat, {"approved_by", {}, 0, 0}, "批准人与档案管理人须为两人"};
    return one(event("archive.consulted", now, f,
                     {{"approved_by", c.approved_by}, {"keeper", f.actor_name}},
                     {{"reader", c.reader}, {"purpose", c.purpose}}));
}

}  // namespace ow::model
