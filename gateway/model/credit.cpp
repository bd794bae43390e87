#include "gateway/model/credit.hpp"

#include <algorithm>

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

struct CreditRow {
    std::string_view of_case;
    std::string_view type;
    std::string_view stage;
};
constexpr CreditRow kRows[] = {
    {"listing.confirmed", "credit.listed", "listed"},
    {"listing.dropped", "credit.dropped", "dropped"},
    {"listing.proposed", "credit.proposed", "proposed"},
    {"listing.removed", "credit.removed", "removed"},
};

void apply(CreditRecord& r, const StoredEvent& e, std::string_view stage) {
    const object& c = e.event.clear;
    const std::string no = text_at(c, "case_no");
    if (stage == "proposed") {
        r.entries.push_back({no, {}, {}, {}, instant_at(c, "object_until"), {}});
        r.person = object_at(e.event.secret, "person");
        r.list = text_at(c, "list");
    }
    const auto entry = std::find_if(r.entries.rbegin(), r.entries.rend(),
                                    [&](const CreditEntry& one) { return one.case_no == no; });
    if (entry == r.entries.rend()) return;
    entry->stage = stage;
    entry->reason = text_at(e.event.secret, "reason");
    if (stage != "listed") return;
    entry->listed_at = e.event.happened_at;
    entry->until = instant_at(c, "until");
}

}  // namespace

const CreditEntry* CreditRecord::in_force(Instant now) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const CreditEntry& e) {
        return e.stage == "listed" && (!e.until || now < *e.until);
    });
    return found == entries.end() ? nullptr : &*found;
}

bool CreditRecord::has_proposal() const {
    return std::any_of(entries.begin(), entries.end(),
                       [](const CreditEntry& e) { return e.stage == "proposed"; });
}

CreditRecord replay_credit(const std::vector<StoredEvent>& events) {
    CreditRecord record;
    for (const StoredEvent& e : events) {
        record.version = e.sequence;
        for (const CreditRow& row : kRows) {
            if (row.type == e.event.type) apply(record, e, row.stage);
        }
    }
    return record;
}

std::optional<Event> credit_event(const Event& of_case, const std::string& case_no,
                                  const object& content, const std::string& list) {
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows),
                                   [&](const CreditRow& r) { return r.of_case == of_case.type; });
    if (row == std::end(kRows)) return std::nullopt;
    Event out{std::string{row->type}, 1, of_case.happened_at, of_case.actor, {}, {}};
    out.clear = {{"case_no", case_no}, {"list", list}};
    for (std::string_view key : {"until", "object_until", "notice_no"}) {
        if (const std::string text = text_at(of_case.clear, key); !text.empty())
            out.clear[key] = text;
    }
    if (const std::string reason = text_at(of_case.secret, "reason"); !reason.empty())
        out.secret["reason"] = reason;
    if (row->stage == "proposed") {
        object person;
        for (const char* key : {"name", "cert_type", "cert_number"})
            person[key] = text_at(content, std::string{"applicant."} + key);
        out.secret["person"] = std::move(person);
    }
    return out;
}

}  // namespace ow::model
