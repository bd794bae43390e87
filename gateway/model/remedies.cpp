#include "gateway/model/remedies.hpp"

#include <set>

#include "gateway/model/own_decision.hpp"
#include "gateway/model/remedy_body.hpp"

namespace ow::model {
namespace {

bool in_force(const RemedyRow& row, Day day) {
    return (!row.from || *row.from <= day) && (!row.to || day <= *row.to);
}

/// The name of a body in braces: the hall's own for this department or for all, else its government
/// or court of first instance.
std::string body_of(const Hall& hall, const Department& department, const std::string& name) {
    for (const std::string& key : {department.id.str() + "/" + name, name}) {
        const auto named = hall.remedy_bodies.find(key);
        if (named != hall.remedy_bodies.end()) return named->second;
    }
    if (name == "review_government") return hall.review_government;
    return name == "basic_court" ? hall.basic_court : std::string{};
}

Error incomplete(std::string cause) {
    return Error{Code::kConfigInvalid, At{.field = "remedies"}, std::move(cause)};
}

/// `{review_government}或者{上一级主管部门}` with the hall's names.
Result<std::string> filled(const std::string& body, const Hall& hall,
                           const Department& department) {
    const auto parts = parse_body(body);
    if (!parts) return incomplete("catalogue/remedies.csv: " + parts.error().cause());
    std::string out;
    for (const BodyPart& part : *parts) {
        const std::string meant = part.is_name ? body_of(hall, department, part.text) : part.text;
        if (meant.empty())
            return incomplete("halls/" + hall.id.str() + ".yaml: remedy_bodies: `" + part.text +
                              "` or `" + department.id.str() + "/" + part.text + "`");
        out += meant;
    }
    return out;
}

}  // namespace

std::vector<std::string> Remedies::bodies() const {
    std::set<std::string> names;
    for (const RemedyRow& row : rows_) {
        const auto parts = parse_body(row.body);
        if (!parts) continue;
        for (const BodyPart& part : *parts) {
            if (part.is_name) names.insert(part.text);
        }
    }
    return {names.begin(), names.end()};
}

const RemedyRow* Remedies::find(const std::string& kind, RemedyAspect aspect, Day day) const {
    const RemedyRow* out = nullptr;  // of several in force, the last to begin
    for (const RemedyRow& row : rows_) {
        if (row.kind != kind || row.aspect != aspect || !in_force(row, day)) continue;
        if (out == nullptr || row.from > out->from) out = &row;  // no beginning: before every day
    }
    return out;
}

Result<std::string> Remedies::text(const Department& department, const ItemId& item,
                                   const Hall& hall, Day day, bool online) const {
    if (is_utility(department) || find(department.kind, RemedyAspect::kNone, day) != nullptr)
        return std::string{};
    const RemedyRow* review = find(department.kind, RemedyAspect::kReview, day);
    const RemedyRow* court = find(department.kind, RemedyAspect::kCourt, day);
    if (review == nullptr || court == nullptr)
        return incomplete("catalogue/remedies.csv: " + department.kind + " " + to_iso(day));
    const auto organ = filled(review->body, hall, department);
    if (!organ) return organ.error();
    const auto bench = filled(court->body, hall, department);
    if (!bench) return bench.error();
    std::string out = "如不服本决定，";
    if (find("item:" + item.str(), RemedyAspect::kPrecondition, day) != nullptr) {
        out += "应当先" + review->period + "内向" + *organ +
               "申请行政复议；对复议决定不服的，再依法向" + *bench + "提起行政诉讼。";
    } else {
        out += "可以" + review->period + "内向" + *organ + "申请行政复议，也可以" + court->period +
               "内依法向" + *bench + "提起行政诉讼。";
    }
    if (online && !hall.review_url.empty())
        out += "行政复议申请也可以通过互联网提交：" + hall.review_url + "。";
    return out;
}

}  // namespace ow::model
