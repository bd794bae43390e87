#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "gateway/app/config_departments.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/app/config_parents.hpp"
#include "gateway/app/config_values.hpp"
#include "gateway/app/web_address.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using model::Department;
using model::Hall;
using model::HallSettings;

model::OpeningHours read_opening(yaml::Reader& reader, std::vector<Error>& problems) {
    model::OpeningHours out;
    const yaml::Node* list = reader.list_or_none("opening");
    if (list == nullptr || list->items().empty()) {
        reader.report("opening",
                      "`opening` is missing, such as [\"09:00-12:00\", \"13:00-17:00\"]");
        return out;
    }
    for (const yaml::Node& item : list->items()) {
        const auto span = model::parse_opening_span(item.text());
        if (!span) {
            problems.push_back(item.error("a span is expected, such as \"09:00-12:00\""));
        } else if (!out.empty() && span->from < out.back().to) {
            problems.push_back(item.error("the spans overlap or are out of order"));
        } else {
            out.push_back(*span);
        }
    }
    return out;
}

int whole(yaml::Reader& reader, std::string_view key, int fallback, int least, int most) {
    return static_cast<int>(reader.integer_or(key, fallback, least, most));
}

model::PreAcceptance read_pre_acceptance(yaml::Reader& reader) {
    const std::string by = reader.one_of_or("pre_acceptance_by", "online_desk",
                                            {"department", "online_desk", "window"});
    if (by == "window") return model::PreAcceptance::kWindow;
    return by == "department" ? model::PreAcceptance::kDepartment
                              : model::PreAcceptance::kOnlineDesk;
}

/// R17: `booking_mean_of: {<item>: <mean daily cases>}`.
std::map<ItemId, int> read_means(yaml::Reader& reader) {
    std::map<ItemId, int> out;
    for (const auto& [item, text] : reader.free_map("booking_mean_of")) {
        int mean = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), mean);
        if (failed != std::errc{} || end != text.data() + text.size() || mean < 1)
            reader.report("booking_mean_of", "the mean daily cases are a number from 1");
        else
            out.emplace(ItemId{item}, mean);
    }
    return out;
}

void read_clock_settings(yaml::Reader& reader, HallSettings& out) {
    out.pre_acceptance = limit_or(reader, "pre_acceptance", out.pre_acceptance);
    out.approval_alarm = limit_or(reader, "approval_alarm", out.approval_alarm);
    out.remind_ahead = limit_or(reader, "remind_ahead", out.remind_ahead);
    out.yellow_card = limit_or_none(reader, "yellow_card");
    out.red_card = limit_or_none(reader, "red_card");
    const bool are_both = out.yellow_card && out.red_card;
    if (are_both && out.yellow_card->unit == out.red_card->unit &&
        out.yellow_card->amount >= out.red_card->amount)
        reader.report("red_card", fmt::format("the red card comes after the yellow one ({}) (R10)",
                                              to_code(*out.yellow_card)));
    out.correction_alarm = limit_or(reader, "correction_alarm", out.correction_alarm);
    out.correction_within = limit_or_none(reader, "correction_within");
    out.file_back = limit_or(reader, "file_back", out.file_back);
    out.rectification = limit_or(reader, "rectification", out.rectification);
    out.consultation = limit_or(reader, "consultation", out.consultation);
    out.result_paper_lead = limit_or(reader, "result_paper_lead", out.result_paper_lead);
    out.result_feedback = limit_or(reader, "result_feedback", out.result_feedback);
    out.sign_within = limit_or(reader, "sign_within", out.sign_within);
    out.reported_up = limit_or(reader, "reported_up", out.reported_up);
    out.issue_and_serve = limit_or(reader, "issue_and_serve", out.issue_and_serve);
    out.stage_alarm = limit_or(reader, "stage_alarm", out.stage_alarm);
    out.handover_morning_by = time_of_day_or_zero(reader, "handover_morning_by");
    out.handover_afternoon_by = time_of_day_or_zero(reader, "handover_afternoon_by");
}

/// 容缺, 告知承诺 and the lists (R4, R5, R44).
void read_pledge_settings(yaml::Reader& reader, HallSettings& out) {
    const bool withdrawn =
        reader.one_of_or("pledge_broken", "refused", {"refused", "withdrawn"}) == "withdrawn";
    out.pledge_broken = withdrawn ? model::PledgeBroken::kWithdrawn : model::PledgeBroken::kRefused;
    const bool on_notice =
        reader.one_of_or("pledge_slip", "receipt", {"on_notice", "receipt"}) != "receipt";
    out.pledge_slip = on_notice ? model::PledgeSlip::kOnNotice : model::PledgeSlip::kReceipt;
    out.pledge_window = reader.text_or("pledge_window", out.pledge_window);
    out.promise_months = whole(reader, "promise_months", out.promise_months, 0, 120);
    out.look_alike_days = whole(reader, "look_alike_days", out.look_alike_days, 0, 366);
    out.distrust_months = whole(reader, "distrust_months", out.distrust_months, 0, 120);
    out.credit_export = reader.flag_or("credit_export", out.credit_export);
    out.pledge_reminder = limit_or(reader, "pledge_reminder", out.pledge_reminder);
    out.listing_objection = limit_or(reader, "listing_objection", out.listing_objection);
    if (!reader.has("credit_export_fields")) return;
    out.credit_export_fields = reader.texts("credit_export_fields");
    for (const std::string& field : out.credit_export_fields) {
        const auto& known = HallSettings{}.credit_export_fields;
        if (std::find(known.begin(), known.end(), field) == known.end())
            reader.report("credit_export_fields",
                          fmt::format("`{}` is no field of an entry", field));
    }
}

/// Ids of documents, such as [D8, D8A].
void read_papers(yaml::Reader& reader, std::string_view key, std::vector<std::string>& out) {
    if (!reader.has(key)) return;
    out = reader.texts(key);
    std::set<std::string> seen;
    for (const std::string& id : out) {
        if (!is_document(id)) reader.report(key, fmt::format("`{}` is no document", id));
        if (!seen.insert(id).second) reader.report(key, fmt::format("`{}` is there twice", id));
    }
}

HallSettings read_settings(const yaml::Node& node, std::vector<Error>& problems) {
    HallSettings out;
    yaml::Reader reader{node, problems};
    read_clock_settings(reader, out);
    read_pledge_settings(reader, out);
    read_papers(reader, "intake_papers", out.intake_papers);
    read_papers(reader, "online_papers", out.online_papers);
    out.pre_acceptance_by = read_pre_acceptance(reader);
    const bool stub = reader.one_of_or("handover_proof", "list", {"list", "signed_stub"}) != "list";
    out.handover_proof = stub ? model::HandoverProof::kSignedStub : model::HandoverProof::kList;
    const bool hall_convenes = reader.one_of_or("joint_review_by", "lead_department",
                                                {"hall", "lead_department"}) == "hall";
    out.joint_review_by = hall_convenes ? model::ReviewBy::kHall : model::ReviewBy::kLead;
    out.return_told_by_phone = reader.flag_or("return_told_by_phone", out.return_told_by_phone);
    out.formal_check_automatic =
        reader.flag_or("formal_check_automatic", out.formal_check_automatic);
    out.booking_mean_daily =
        whole(reader, "booking_mean_daily", out.booking_mean_daily, 1, 100'000);
    out.booking_share_percent =
        whole(reader, "booking_share_percent", out.booking_share_percent, 0, 100);
    out.booking_grace_minutes =
        whole(reader, "booking_grace_minutes", out.booking_grace_minutes, 0, 1440);
    out.booking_mean_of = read_means(reader);
    out.booking_needs_id = reader.flag_or("booking_needs_id", out.booking_needs_id);
    out.booking_all_items = reader.flag_or("booking_all_items", out.booking_all_items);
    out.deemed_receipt = reader.flag_or("deemed_receipt", out.deemed_receipt);
    out.deemed_approval = reader.flag_or("deemed_approval", out.deemed_approval);
    out.mail_needs_department = reader.flag_or("mail_needs_department", out.mail_needs_department);
    out.serial_by_lead_department =
        reader.flag_or("serial_by_lead_department", out.serial_by_lead_department);
    out.archive_by_department = reader.flag_or("archive_by_department", out.archive_by_department);
    out.consultation_substance =
        reader.flag_or("consultation_substance", out.consultation_substance);
    out.files_by_courier = reader.flag_or("files_by_courier", out.files_by_courier);
    out.files_stay_inside = reader.flag_or("files_stay_inside", out.files_stay_inside);
    return out;
}

/// `<department>: <partner>` or `<department>: {partner: <id>, name: …, phone: …}`.
Department read_department(const Hall& hall, const yaml::Entry& entry, const DepartmentTable& table,
                           std::vector<Error>& problems) {
    const auto ids = table.ids();
    if (!ids.empty() && std::find(ids.begin(), ids.end(), entry.key) == ids.end()) {
        const std::string_view near = nearest(entry.key, ids);
        std::string cause = fmt::format("unknown department `{}`", entry.key);
        if (!near.empty()) cause += fmt::format("; did you mean `{}`?", near);
        problems.emplace_back(Code::kConfigInvalid,
                              At{entry.value.path(), entry.value.file(), entry.line, entry.column},
                              std::move(cause));
    }
    Department out = table.of(hall.id.str(), entry.key);
    if (!entry.value.is_map()) {
        auto partner = entry.value.as_text();
        if (!partner) problems.push_back(partner.error());
        if (partner) out.partner = PartnerId{std::move(*partner)};
        return out;
    }
    yaml::Reader reader{entry.value, problems};
    out.partner = PartnerId{reader.text("partner")};
    out.name = reader.text_or("name", out.name);
    out.phone = reader.text_or("phone", "");
    return out;
}

std::map<std::string, std::string> read_wordings(yaml::Reader& reader,
                                                 std::vector<Error>& problems) {
    std::map<std::string, std::string> out;
    const yaml::Node* node = reader.map_or_none("wordings");
    if (node == nullptr) return out;
    yaml::Reader words{*node, problems};
    for (std::string_view key : model::kWordings) {
        std::string text = words.text_or(key, "");
        if (!text.empty()) out.emplace(key, std::move(text));
    }
    return out;
}

std::string read_area_code(yaml::Reader& reader) {
    std::string code = reader.text("area_code");
    const bool right =
        code.size() == 6 && code.find_first_not_of("0123456789") == std::string::npos;
    if (!right && !code.empty()) reader.report("area_code", "six digits are expected");
    return code;
}

/// R31: a body is one that the remedies table names, for all departments or for one of the hall's.
void check_remedy_bodies(const yaml::Node& root, const Hall& hall,
                         const std::vector<std::string>& bodies, std::vector<Error>& problems) {
    const std::vector<std::string_view> known{bodies.begin(), bodies.end()};
    for (const auto& [key, body] : hall.remedy_bodies) {
        const std::size_t slash = key.find('/');
        const bool for_one = slash != std::string::npos;
        const std::string name = for_one ? key.substr(slash + 1) : key;
        const std::string department = key.substr(0, for_one ? slash : 0);
        std::string wrong;
        if (!known.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
            wrong = fmt::format("remedies.csv names no `{}`", name);
            const std::string_view near = nearest(name, known);
            if (!near.empty()) wrong += fmt::format("; did you mean `{}`?", near);
        } else if (for_one && hall.find(DepartmentId{department}) == nullptr) {
            wrong = fmt::format("`{}` is no department of this hall", department);
        }
        if (!wrong.empty())
            problems.push_back(root.find("remedy_bodies")->key_error(key, std::move(wrong)));
    }
}

std::map<std::string, std::string> read_titles(const yaml::Node& root, yaml::Reader& reader,
                                               std::vector<Error>& problems) {
    auto titles = reader.free_map("titles");
    for (const auto& [document, title] : titles) {
        if (is_document(document)) continue;
        problems.push_back(root.find("titles")->key_error(
            document, fmt::format("`{}` is no document: D1 to D{} are", document, kDocuments)));
    }
    return titles;
}

Hall read_hall(const yaml::Node& root, std::string id, const DepartmentTable& table,
               std::vector<Error>& problems) {
    Hall out;
    out.id = HallId{std::move(id)};
    yaml::Reader reader{root, problems};
    out.name = reader.text("name");
    out.level = reader.text("level");
    out.area_code = read_area_code(reader);
    out.rule_no = reader.text_or("rule_no", "");
    out.address = reader.text_or("address", "");
    out.query_url = address_or_none(reader, "query_url");
    out.query_phone = reader.text_or("query_phone", "");
    out.complaint_phone = reader.text_or("complaint_phone", "");
    out.review_government = reader.text_or("review_government", "");
    out.basic_court = reader.text_or("basic_court", "");
    out.review_url = address_or_none(reader, "review_url");
    out.remedy_bodies = reader.free_map("remedy_bodies");
    out.opening = read_opening(reader, problems);
    if (const auto* node = reader.map_or_none("settings")) {
        out.settings = read_settings(*node, problems);
    }
    out.titles = read_titles(root, reader, problems);
    out.wordings = read_wordings(reader, problems);
    out.seals = reader.free_map("seals");
    out.parents = read_parents(reader, problems);
    const auto* departments = reader.map("departments");
    if (departments == nullptr) return out;
    for (const yaml::Entry& entry : departments->entries()) {
        Department department = read_department(out, entry, table, problems);
        department.id = DepartmentId{entry.key};
        out.departments.emplace(department.id, std::move(department));
    }
    for (const auto& [owner, text] : out.seals) {
        if (owner == "hall" || out.find(DepartmentId{owner}) != nullptr) continue;
        problems.push_back(root.find("seals")->key_error(
            owner, fmt::format("`{}` is neither `hall` nor a department of this hall", owner)));
    }
    return out;
}

/// A hall that is not run here may keep its rows; one that is nearly the name of a hall is
/// misspelt.
void check_table_halls(const DepartmentTable& table, const std::map<HallId, Hall>& halls,
                       std::vector<Error>& problems) {
    std::vector<std::string_view> known;
    for (const auto& [id, hall] : halls) known.emplace_back(id.str());
    for (const auto& [hall, place] : table.halls()) {
        if (hall.empty() || halls.contains(HallId{hall})) continue;
        const std::string_view near = nearest(hall, known);
        if (near.empty()) continue;
        problems.emplace_back(
            Code::kConfigInvalid, place,
            fmt::format("there is no halls/{}.yaml; did you mean `{}`?", hall, near));
    }
}

}  // namespace

Loaded<std::map<HallId, Hall>> load_halls(const fs::path& directory) {
    Loaded<std::map<HallId, Hall>> out;
    const DepartmentTable table = DepartmentTable::read(directory, out.problems);
    const std::vector<std::string> bodies = load_remedies(directory).value.bodies();
    for (const fs::path& path : files_in(directory / "halls", ".yaml", out.problems)) {
        const auto root = read_yaml(path, out.problems);
        if (!root) continue;
        Hall hall = read_hall(*root, path.stem().string(), table, out.problems);
        check_remedy_bodies(*root, hall, bodies, out.problems);
        const HallId id = hall.id;
        out.value.emplace(id, std::move(hall));
    }
    check_table_halls(table, out.value, out.problems);
    return out;
}

}  // namespace ow::app
