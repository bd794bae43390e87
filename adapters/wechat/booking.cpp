#include "adapters/wechat/booking.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/url.hpp>

#include "adapters/json_fields.hpp"
#include "adapters/refusal.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;
namespace urls = boost::urls;
using adapters::text_of;

struct Field {
    std::string_view name;
    std::string_view label;
    std::string BookingForm::*member;
};
constexpr Field kFields[] = {
    {"t", "链接", &BookingForm::token},
    {"form_id", "表单", &BookingForm::form_id},
    {"item", "办理事项", &BookingForm::item},
    {"date", "预约日期", &BookingForm::date},
    {"slot", "时段", &BookingForm::slot},
    {"name", "姓名", &BookingForm::name},
    {"id_number", "身份证号", &BookingForm::id_number},
    {"phone", "手机号码", &BookingForm::phone},
};
constexpr std::size_t kLongestField = 1000;
const urls::encoding_opts kForm{true, false, false};  // a plus sign is a blank

ports::HttpResponse html(int status, std::string body) {
    return {status,
            {{"content-type", "text/html; charset=utf-8"},
             {"cache-control", "no-store"},
             {"content-security-policy",
              "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
              "frame-ancestors 'none'"},
             {"referrer-policy", "no-referrer"},
             {"x-content-type-options", "nosniff"}},
            std::move(body)};
}

std::string name_of(const BookingForm& form) {
    const auto found = std::find_if(form.items.begin(), form.items.end(),
                                    [&](const auto& item) { return item.first == form.item; });
    return found == form.items.end() ? std::string{} : found->second;
}

std::string label_of(std::string_view field) {
    for (const Field& row : kFields) {
        if (field == row.name || field.ends_with("." + std::string{row.name}))
            return std::string{row.label} + "：";
    }
    return {};
}

/// The same form makes the same bytes whenever it is sent: they are what a repetition is known by.
std::string message_json(const BookingForm& form, const std::string& openid) {
    return json::serialize(json::object{{"openid", openid},
                                        {"item", form.item},
                                        {"item_name", name_of(form)},
                                        {"date", form.date},
                                        {"slot", form.slot},
                                        {"name", form.name},
                                        {"id_number", form.id_number},
                                        {"phone", form.phone}});
}

}  // namespace

BookingForm Booking::empty_form() const {
    BookingForm form;
    form.action = "/partners/" + settings_.partner.str() + "/book";
    form.items = context_.bookable_items ? context_.bookable_items() : decltype(form.items){};
    form.slots = settings_.slots;
    const Day today = day_of(context_.clock.now());
    form.first_day = to_iso(add_days(today, 1));
    form.last_day = to_iso(add_days(today, settings_.days_ahead));
    return form;
}

Result<BookingForm> Booking::read(const std::string& body) const {
    const auto parsed = urls::parse_query(body);
    if (!parsed) return Error{Code::kRequestInvalid, {.field = "form"}};
    BookingForm form = empty_form();
    for (const auto& pair : *parsed) {
        const std::string name = pair.key.decode(kForm);
        const std::string value = pair.value.decode(kForm);
        for (const Field& field : kFields) {
            if (field.name != name) continue;
            if (!(form.*field.member).empty() || value.size() > kLongestField ||
                find_malformed_utf8(value) != std::string::npos) {
                return Error{Code::kRequestInvalid, {.field = name}};
            }
            form.*field.member = std::string{trim(value)};
        }
    }
    return form;
}

Status Booking::check(const BookingForm& form) const {
    for (const Field& field : kFields) {
        if ((form.*field.member).empty())
            return Error{Code::kFieldMissing, {.field = std::string{field.name}}};
    }
    if (name_of(form).empty()) return Error{Code::kItemNotPublished, {.field = "item"}};
    const bool known_slot =
        std::find(form.slots.begin(), form.slots.end(), form.slot) != form.slots.end();
    if (!known_slot) return Error{Code::kFieldFormat, {.field = "slot"}};
    const bool in_range =
        parse_day(form.date) && form.date >= form.first_day && form.date <= form.last_day;
    if (!in_range) return Error{Code::kFieldFormat, {.field = "date"}};
    if (count_code_points(form.name) > 100) return Error{Code::kFieldTooLong, {.field = "name"}};
    return ok();
}

void Booking::show(const ports::HttpRequest& request, const ports::Respond& respond) const {
    const auto token = request.query.find("t");
    const auto openid =
        link_.open(token == request.query.end() ? "" : token->second, context_.clock.now());
    if (!openid) return refuse(request, openid.error(), respond);
    BookingForm form = empty_form();
    form.token = token->second;
    form.form_id = crypto::random_token(12);
    respond(html(200, booking_page(form)));
}

void Booking::take(const std::shared_ptr<const ports::HttpRequest>& request,
                   ports::Respond respond) const {
    const auto form = read(request->body);
    if (!form) return refuse(*request, form.error(), respond);
    const Instant now = context_.clock.now();
    const auto openid = link_.open(form->token, now);
    if (!openid) return refuse(*request, openid.error(), respond);
    if (const Status status = check(*form); !status) {
        adapters::log_refusal(context_.log, settings_.partner, *request, status.error());
        return respond(again(*form, status.error()));
    }
    // The openid is part of the key: nobody can take another person's form_id away.
    const std::string key =
        crypto::to_hex(crypto::digest(crypto::Hash::kSha256, *openid + '\x1f' + form->form_id));
    ports::InboundMessage message{.partner = settings_.partner,
                                  .kind = "booking",
                                  .idempotency_key = key,
                                  .content_type = "application/json",
                                  .body = message_json(*form, *openid),
                                  .received_at = request->received_at,
                                  .trace = request->trace};
    context_.inbound.receive(std::move(message), [this, form = *form, respond = std::move(respond)](
                                                     const ports::Answer& answer) {
        respond(answer.error ? again(form, *answer.error) : answered(form, answer));
    });
}

ports::HttpResponse Booking::again(BookingForm form, const Error& error) const {
    const bool was_taken = error.code() == Code::kIdempotencyKeyReused;
    // What was refused for good keeps its key; the corrected form is another message. What was
    // taken is booked: sent again with other words it must not be booked twice.
    if (error.row().retry == Retry::kNever && !was_taken) form.form_id = crypto::random_token(12);
    form.problem = was_taken ? "这张预约表已经提交过，结果以公众号通知为准。要另行预约，请回到公众"
                               "号重新点击“预约”。"
                             : label_of(error.at().field) + std::string{error.row().applicant};
    return html(error.row().http_status, booking_page(form));
}

ports::HttpResponse Booking::answered(const BookingForm& form, const ports::Answer& answer) const {
    const std::string outcome = text_of(answer.fields, "outcome");
    const bool refused = outcome == "refused";
    std::vector<std::pair<std::string, std::string>> lines;
    if (const std::string no = text_of(answer.fields, "booking_no"); !no.empty())
        lines.emplace_back("预约编号", no);
    lines.emplace_back("办理事项", name_of(form));
    lines.emplace_back("预约时间", form.date + " " + form.slot);
    if (const std::string reason = text_of(answer.fields, "reason"); !reason.empty()) {
        lines.emplace_back(refused ? "未能预约的原因" : "说明", reason);
    }
    if (!refused) lines.emplace_back("到场须知", "请携带本人有效身份证件，按时到大厅取号");
    // The link opens an empty form: a refused one has had its answer.
    return html(200, result_page(refused ? "预约未成功" : "预约成功", !refused, lines,
                                 refused ? form.action + "?t=" + form.token : std::string{}));
}

void Booking::refuse(const ports::HttpRequest& request, const Error& error,
                     const ports::Respond& respond) const {
    adapters::log_refusal(context_.log, settings_.partner, request, error);
    std::string text = "链接无效，请回到公众号重新点击“预约”。";
    if (error.code() == Code::kAuthSessionExpired)
        text = "链接已超过有效时间，请回到公众号重新点击“预约”。";
    if (error.code() == Code::kRequestInvalid)
        text = label_of(error.at().field) + std::string{error.row().applicant};
    respond(html(error.row().http_status, result_page("无法打开预约页", false, {{"说明", text}})));
}

}  // namespace ow::wechat
