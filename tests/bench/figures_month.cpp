#include "tests/bench/figures_month.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace ow::bench {
namespace {

using boost::json::object;

constexpr int kDepartments = 30;
constexpr int kStaff = 12;
constexpr int kInFlight = 512;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
// 2026-11-01 and 2026-12-01, 00:00 in +08:00.
constexpr std::int64_t kFrom = 1'793'462'400'000;
constexpr std::int64_t kTo = kFrom + 30 * kDay;

std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

/// What is to happen to a case; times in milliseconds, nothing: it never does.
struct Plan {
    int number = 0;
    int department = 0;
    int taker = -1;  ///< who took it in at the window; -1: it came by itself
    int checker = 0;
    bool own_system = false;
    std::int64_t received = 0;
    std::optional<std::int64_t> corrected, accepted, refused, decided, sent_back, decided_again,
        at_window, delivered;
    std::int64_t due = 0;
    std::string outcome = "approved";
};

Plan plan_of(int number) {
    const auto die = [&](std::uint64_t salt, std::uint64_t sides) {
        return mixed(static_cast<std::uint64_t>(number) * 31 + salt) % sides;
    };
    const auto hours = [&](std::uint64_t salt, std::uint64_t most) {
        return static_cast<std::int64_t>(die(salt, most) + 1) * kHour;
    };
    Plan p;
    p.number = number;
    p.department = static_cast<int>(die(1, kDepartments));
    if (die(2, 3) == 0) p.taker = static_cast<int>(die(3, kStaff));
    p.own_system = p.taker < 0 && die(4, 4) == 0;
    p.checker = static_cast<int>(die(5, kStaff));
    p.received = kFrom - 15 * kDay + hours(6, 44 * 24);
    if (die(7, 20) == 0) {
        p.refused = p.received + hours(8, 24);
        return p;
    }
    std::int64_t at = p.received;
    if (die(9, 8) == 0) {
        p.corrected = at += hours(10, 24);
        if (die(11, 10) == 0) return p;
    }
    p.accepted = at += hours(12, 72);
    p.due = *p.accepted + 7 * kDay;
    if (die(13, 12) == 0) return p;
    p.decided = at += hours(14, 9 * 24);
    if (const auto kind = die(15, 20); kind < 2) p.outcome = kind == 0 ? "refused" : "returned";
    if (die(16, 12) == 0) {
        p.sent_back = at += hours(17, 24);
        p.decided_again = at += hours(18, 24);
    }
    if (die(19, 15) == 0) return p;
    p.at_window = at += hours(20, 24);
    if (die(21, 5) > 0) p.delivered = at + hours(22, 96);
    return p;
}

std::string department_id(int n) {
    return fmt::format("d{:02}", n);
}
std::string department_name(int n) {
    return fmt::format("样本局{:02}", n);
}
std::string staff_id(int n) {
    return fmt::format("s{:02}", n);
}

bool in_month(const std::optional<std::int64_t>& at) {
    return at && *at >= kFrom && *at < kTo;
}

/// What a hand with a pencil would put down for this case.
void recount_department(const Plan& p, std::map<std::string, std::int64_t>& sheet) {
    const auto tick = [&](const char* label, bool so) { sheet[label] += so ? 1 : 0; };
    tick("收件", in_month(p.received));
    tick("受理", in_month(p.accepted));
    tick("告知补正", in_month(p.corrected));
    tick("不予受理", in_month(p.refused));
    const bool done = in_month(p.at_window);
    tick("办结", done);
    tick("按时办结", done && *p.at_window < p.due);
    tick("超期办结", done && *p.at_window >= p.due);
    const bool open = p.accepted && *p.accepted < kTo && !(p.at_window && *p.at_window < kTo);
    tick("超期未办结", open && p.due <= kTo);
    const bool returned = p.outcome == "returned";
    tick("退件", returned && in_month(p.decided));
    tick("退件", returned && in_month(p.decided_again));
    tick("结果退回部门", in_month(p.sent_back));
    tick("送达", in_month(p.delivered));
    tick("一次办妥", done && !p.corrected && !p.sent_back && !returned);
}

void recount_people(const Plan& p, Expected& people) {
    if (p.taker >= 0 && in_month(p.received)) ++people[staff_id(p.taker)]["收件"];
    const std::string checker = staff_id(p.checker);
    if (in_month(p.corrected)) ++people[checker]["告知补正"];
    if (in_month(p.refused)) ++people[checker]["不予受理"];
    if (in_month(p.sent_back)) ++people[checker]["退回结果"];
    if (in_month(p.at_window)) ++people[checker]["核对结果"];
    if (in_month(p.delivered)) ++people[checker]["交付"];
}

void recount_ledgers(const Plan& p, std::map<std::string, std::int64_t>& rows) {
    const char* book = p.taker >= 0 ? "window" : p.own_system ? "department" : "online";
    rows[book] += in_month(p.received) ? 1 : 0;
    rows["issuance"] += in_month(p.at_window) ? 1 : 0;
    const bool returned = p.outcome == "returned";
    rows["returned"] += returned && in_month(p.decided) ? 1 : 0;
    rows["returned"] += returned && in_month(p.decided_again) ? 1 : 0;
}

std::string case_no(int number) {
    return fmt::format("41018420261101W{:07}", number);
}

object received_facts(const Plan& p) {
    return {{"no", case_no(p.number)},
            {"hall", "sample"},
            {"item", "licence"},
            {"item_code", "code-licence"},
            {"item_name", "样本事项"},
            {"department", department_id(p.department)},
            {"source", p.own_system ? "both" : "channel"},
            {"query_token", "t"},
            {"foreign_no", ""},
            {"delivery_way", "self"}};
}

class Writing {
  public:
    explicit Writing(ports::Store& store) : store_(store) {}
    ~Writing() {
        while (pending_ > 0) std::this_thread::yield();
    }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

    void write(const Plan& p) {
        plan_ = &p;
        version_ = 0;
        const std::string taker = p.taker >= 0 ? "staff:" + staff_id(p.taker) : "partner:channel";
        const std::string checker = "staff:" + staff_id(p.checker);
        const object content{{"applicant", object{{"name", "王测试"}, {"phone", "13800000001"}}}};
        event("case.received", p.received, taker, received_facts(p), {{"content", content}});
        if (p.refused) event("case.refused", *p.refused, checker, {{"reason", "样本"}});
        if (p.corrected) event("case.correction_told", *p.corrected, checker, {});
        if (p.accepted) {
            const object clock{
                {"amount", 7}, {"unit", "nd"}, {"due", to_iso(Instant{Millis{p.due}})}};
            event("case.accepted", *p.accepted, "system",
                  {{"how", "complete"}, {"promised", clock}});
        }
        for (const auto& at : {p.decided, p.decided_again}) {
            if (!at) continue;
            event("case.decided", *at, "partner:approval",
                  {{"outcome", p.outcome}, {"number", "样本许1号"}, {"document_name", "决定书"}},
                  {{"reason", "样本"}});
            if (at == p.decided && p.sent_back)
                event("case.result_rejected", *p.sent_back, checker, {{"fields", "申请人"}});
        }
        if (p.at_window) event("case.at_issuance", *p.at_window, checker, {});
        if (p.delivered)
            event("case.delivered", *p.delivered, checker, {{"way", "self"}, {"by", "本人"}});
    }

  private:
    void event(const char* type, std::int64_t at, const std::string& actor, object clear,
               object secret = {}) {
        ports::Step step;
        step.recorded_at = Instant{Millis{at}};
        ports::Append append{StreamId{"case:" + case_no(plan_->number)}, version_, {}, {}};
        append.events.push_back(
            {type, 1, step.recorded_at, actor, std::move(clear), std::move(secret)});
        append.row.hall = "sample";
        append.row.department = department_id(plan_->department);
        append.row.stage = "sample";
        append.row.closed =
            std::string_view{type} == "case.delivered" || std::string_view{type} == "case.refused";
        ++version_;
        step.appends.push_back(std::move(append));
        while (pending_ >= kInFlight) std::this_thread::yield();
        ++pending_;
        store_.commit(std::move(step), [this](const ports::CommitOutcome& outcome) {
            if (!std::holds_alternative<ports::Committed>(outcome)) std::abort();
            --pending_;
        });
    }

    ports::Store& store_;
    const Plan* plan_ = nullptr;
    std::int64_t version_ = 0;
    std::atomic<int> pending_ = 0;
};

}  // namespace

flow::Setting month_setting() {
    flow::Setting s;
    s.hall.id = HallId{"sample"};
    s.hall.name = "样本大厅";
    for (int i = 0; i < kDepartments; ++i) {
        const DepartmentId id{department_id(i)};
        s.hall.departments[id] = {.id = id, .name = department_name(i)};
    }
    for (const char* id : {"both", "channel"}) {
        model::PartnerConfig partner;
        partner.id = PartnerId{id};
        partner.name = std::string{"样本系统 "} + id;
        partner.roles = {"source"};
        if (partner.id.str() == "both") partner.roles.emplace_back("decider");
        s.partners[partner.id] = partner;
    }
    return s;
}

MadeMonth recount(int count) {
    MadeMonth out;
    for (int i = 0; i < count; ++i) {
        const Plan p = plan_of(i);
        recount_department(p, out.departments[department_name(p.department)]);
        recount_people(p, out.people);
        recount_ledgers(p, out.ledger_rows);
    }
    return out;
}

MadeMonth make_month(ports::Store& store, int count) {
    {
        Writing writing{store};
        for (int i = 0; i < count; ++i) {
            const Plan p = plan_of(i);
            writing.write(p);
        }
    }
    return recount(count);
}

}  // namespace ow::bench
