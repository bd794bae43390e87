#include "adapters/ems/parcels.hpp"

#include <boost/json.hpp>

#include "adapters/ems/waybill.hpp"
#include "adapters/json_fields.hpp"
#include "gateway/base/text.hpp"
#include "gateway/base/time.hpp"
#include "gateway/casetree/tree.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
constexpr std::size_t kMaxParcels = 500;

std::string trimmed(const json::object& object, std::string_view key) {
    return std::string{trim(adapters::text_of(object, key))};
}

std::string sender_text(const json::object& parcel, std::string_view key) {
    const json::object* sender = adapters::object_of(parcel, "sender");
    return sender != nullptr ? trimmed(*sender, key) : std::string{};
}

/// Also leaves the normalised number in `row`.
Result<std::string> body_of(const json::value& value, std::string_view batch_no,
                            const std::string& path, ParcelRow& row) {
    if (!value.is_object()) return Error{Code::kFieldFormat, {.field = path}};
    const json::object& parcel = value.get_object();
    row.waybill_no = trimmed(parcel, "waybill_no");
    if (row.waybill_no.empty()) return Error{Code::kFieldMissing, {.field = path + ".waybill_no"}};
    const auto waybill = recognise(row.waybill_no);
    if (!waybill)
        return Error{Code::kFieldFormat, {.field = path + ".waybill_no"}, waybill.error().cause()};
    row.waybill_no = waybill->number;
    const std::string arrived = trimmed(parcel, "arrived_at");
    if (arrived.empty()) return Error{Code::kFieldMissing, {.field = path + ".arrived_at"}};
    const auto at = parse_instant(arrived);
    if (!at) return Error{Code::kFieldFormat, {.field = path + ".arrived_at"}};
    return json::serialize(
        json::object{{"waybill_no", waybill->number},
                     {"waybill_kind", waybill->kind == WaybillKind::kS10 ? "s10" : "inland"},
                     {"waybill_doubtful", waybill->doubtful},
                     {"arrived_at", to_iso(*at)},
                     {"sender_name", sender_text(parcel, "name")},
                     {"sender_phone", sender_text(parcel, "phone")},
                     {"item", trimmed(parcel, "item")},
                     {"note", trimmed(parcel, "note")},
                     {"batch_no", batch_no}});
}

json::object error_object(const Error& error) {
    return {{"code", error.row().name},
            {"field", error.at().field},
            {"message",
             error.cause().empty() ? error.row().applicant : std::string_view{error.cause()}},
            {"next", error.row().operator_}};
}

}  // namespace

Result<ParcelList> parse_parcels(std::string_view body) {
    if (const Status fits = casetree::check_json(body, "parcels"); !fits) return fits.error();
    boost::system::error_code failed;
    const json::value value = json::parse(body, failed);
    if (failed || !value.is_object()) return Error{Code::kJsonInvalid, {.where = "parcels"}};
    const json::object& object = value.get_object();
    const json::value* parcels = object.if_contains("parcels");
    if (parcels == nullptr || !parcels->is_array())
        return Error{Code::kFieldMissing, {.field = "parcels"}};
    if (parcels->get_array().size() > kMaxParcels)
        return Error{Code::kRequestTooLarge, {.field = "parcels"}};
    ParcelList list{trimmed(object, "batch_no"), {}};
    for (const json::value& parcel : parcels->get_array()) {
        ParcelRow row;
        auto made = body_of(parcel, list.batch_no,
                            "parcels[" + std::to_string(list.rows.size() + 1) + "]", row);
        if (made) {
            row.body = *std::move(made);
        } else {
            row.error = made.error();
        }
        list.rows.push_back(std::move(row));
    }
    return list;
}

std::string parcels_answer(const ParcelList& list, const std::vector<ports::Answer>& answers,
                           std::string_view trace) {
    json::array results;
    std::size_t next = 0;
    for (const ParcelRow& row : list.rows) {
        json::object result{{"waybill_no", row.waybill_no}};
        const ports::Answer* answer = row.error ? nullptr : &answers.at(next++);
        const std::optional<Error>& error = answer == nullptr ? row.error : answer->error;
        result["taken"] = !error;
        if (error) {
            json::object first = error_object(*error);
            json::array all{first};
            if (answer != nullptr) {
                for (const Error& other : answer->more) all.push_back(error_object(other));
            }
            first["errors"] = std::move(all);
            result["error"] = std::move(first);
        } else {
            for (const auto& field : answer->fields) result[field.key()] = field.value();
        }
        results.push_back(std::move(result));
    }
    return json::serialize(json::object{
        {"batch_no", list.batch_no}, {"results", std::move(results)}, {"trace", trace}});
}

}  // namespace ow::ems
