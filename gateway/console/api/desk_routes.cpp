#include "gateway/console/api/desk_routes.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "gateway/base/time.hpp"
#include "gateway/console/api/replies.hpp"

namespace ow::console {
namespace {

using boost::json::object;
using boost::json::value;
using ports::Desk;
using Reply = Result<ports::HttpResponse>;

std::string param(const Call& call, const char* name) {
    const auto found = call.request.params.find(name);
    return found == call.request.params.end() ? std::string{} : found->second;
}

std::string query(const Call& call, const char* name) {
    const auto found = call.request.query.find(name);
    return found == call.request.query.end() ? std::string{} : found->second;
}

std::string text_of(const object& body, std::string_view key) {
    const value* found = body.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()}
                                                  : std::string{};
}

Result<CaseNo> case_no(const Call& call) {
    std::string text = param(call, "no");
    if (!is_case_no(text)) return Error{Code::kCaseNotFound, At{"no"}};
    return CaseNo{std::move(text)};
}

/// {"action","seen_version","values":{…},"idempotency_key"}
Result<ports::StaffAction> staff_action(const object& body) {
    ports::StaffAction action;
    action.action = text_of(body, "action");
    action.idempotency_key = text_of(body, "idempotency_key");
    if (action.action.empty()) return Error{Code::kFieldMissing, At{"action"}};
    if (action.idempotency_key.size() < 16 || action.idempotency_key.size() > 80)
        return Error{Code::kFieldMissing, At{"idempotency_key"}};
    if (const value* version = body.if_contains("seen_version"); version != nullptr) {
        if (!version->is_int64()) return Error{Code::kFieldFormat, At{"seen_version"}};
        action.seen_version = version->get_int64();
    }
    if (const value* values = body.if_contains("values"); values != nullptr) {
        if (!values->is_object()) return Error{Code::kFieldFormat, At{"values"}};
        action.values = values->get_object();
    }
    return action;
}

Reply reply(Result<object> result) {
    if (!result) return result.error();
    return json_reply(std::move(*result));
}

Reply todo(Desk& desk, const Call& call) {
    return json_reply(desk.todo(call.user, query(call, "tab"), query(call, "cursor")));
}

constexpr std::size_t kFound = 50;

/// A POST, because what is searched for may be a name or an ID number and must stand in no address.
Reply search(Desk& desk, const Call& call) {
    const std::string text = text_of(call.body, "text");
    if (text.empty() || text.size() > 500) return Error{Code::kFieldFormat, At{"text"}};
    boost::json::array rows = desk.search(call.user, text);
    const bool more = rows.size() > kFound;
    if (more) rows.resize(kFound);
    return json_reply(object{{"rows", std::move(rows)}, {"more", more}});
}

Reply view_case(Desk& desk, const Call& call) {
    const Result<CaseNo> no = case_no(call);
    if (!no) return no.error();
    return reply(desk.case_view(call.user, *no, false));
}

Reply unmask(Desk& desk, const Call& call) {
    const Result<CaseNo> no = case_no(call);
    if (!no) return no.error();
    return reply(desk.case_view(call.user, *no, true));
}

Reply act(Desk& desk, const Call& call) {
    const Result<CaseNo> no = case_no(call);
    if (!no) return no.error();
    const Result<ports::StaffAction> action = staff_action(call.body);
    if (!action) return action.error();
    return reply(desk.act(call.user, *no, *action));
}

Reply print(Desk& desk, const Call& call) {
    const Result<CaseNo> no = case_no(call);
    if (!no) return no.error();
    Result<ports::StaffAction> action = staff_action(call.body);
    if (!action) return action.error();
    action->action = "print";
    action->values["document"] = param(call, "id");
    return reply(desk.act(call.user, *no, *action));
}

/// The stored bytes as they are. A PDF is shown in place; anything else is only saved.
Reply file_reply(Result<ports::DocumentFile> file, const Call& call) {
    if (!file) return file.error();
    const bool is_pdf = file->content_type == "application/pdf";
    const bool in_place = is_pdf && query(call, "save").empty();
    ports::HttpResponse response{200, {{"content-type", file->content_type}}, {}};
    response.headers["content-disposition"] =
        fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", in_place ? "inline" : "attachment",
                    is_pdf ? "document.pdf" : "file", percent_encoded(file->name));
    response.headers["cache-control"] = "private, no-store";
    response.headers["content-security-policy"] =
        is_pdf ? "frame-ancestors 'self'" : "default-src 'none'; sandbox";
    response.body = std::move(file->bytes);
    return guarded(std::move(response));
}

Reply document(Desk& desk, const Call& call) {
    const Result<CaseNo> no = case_no(call);
    if (!no) return no.error();
    return file_reply(desk.document(call.user, *no, param(call, "id")), call);
}

Reply material_file(Desk& desk, const Call& call) {
    const Result<CaseNo> no = case_no(call);
    if (!no) return no.error();
    return file_reply(desk.material_file(call.user, *no, param(call, "file")), call);
}

Reply books(Desk& desk, const Call& call) {
    return json_reply(object{{"rows", desk.books(call.user)}});
}

Reply book(Desk& desk, const Call& call) {
    return file_reply(
        desk.book(call.user, param(call, "book"), query(call, "month"), query(call, "format")),
        call);
}

Reply queue(Desk& desk, const Call& call) {
    return json_reply(object{{"causes", desk.queue(call.user)}});
}

Reply resolve(Desk& desk, const Call& call) {
    const std::string verb = text_of(call.body, "verb");
    if (verb != "retry" && verb != "cancel" && verb != "confirm_sent")
        return Error{Code::kFieldFormat, At{"verb"}};
    const std::string number = text_of(call.body, "number");
    if (number.size() > 64) return Error{Code::kFieldTooLong, At{"number"}};
    const Status done = desk.resolve(call.user, param(call, "row"), verb);
    if (!done) return done.error();
    if (verb == "confirm_sent" && !number.empty()) {
        const Status learnt = desk.learn_number(call.user, param(call, "row"), number);
        if (!learnt) return learnt.error();
    }
    return json_reply(object{{"row", param(call, "row")}});
}

Reply release(Desk& desk, const Call& call) {
    return reply(
        desk.release(call.user, PartnerId{param(call, "partner")}, text_of(call.body, "received")));
}

Reply resend_cause(Desk& desk, const Call& call) {
    if (text_of(call.body, "verb") != "retry") return Error{Code::kFieldFormat, At{"verb"}};
    const auto count = desk.resend_cause(call.user, text_of(call.body, "partner"),
                                         text_of(call.body, "state"), text_of(call.body, "reason"));
    if (!count) return count.error();
    return json_reply(object{{"count", *count}});
}

Reply bookings(Desk& desk, const Call& call) {
    const std::string day = query(call, "day");
    if (!parse_day(day)) return Error{Code::kFieldFormat, At{"day"}};
    return json_reply(desk.bookings(call.user, day));
}

Reply change_booking(Desk& desk, const Call& call) {
    const Result<ports::StaffAction> action = staff_action(call.body);
    if (!action) return action.error();
    return reply(desk.change_booking(call.user, param(call, "no"), *action));
}

Reply booking_slip(Desk& desk, const Call& call) {
    return file_reply(desk.booking_slip(call.user, param(call, "no")), call);
}

Reply consultation_slip(Desk& desk, const Call& call) {
    return file_reply(desk.consultation_slip(call.user, param(call, "no")), call);
}

Reply consultations(Desk& desk, const Call& call) {
    return json_reply(desk.consultations(call.user));
}

Reply ask(Desk& desk, const Call& call) {
    const Result<ports::StaffAction> action = staff_action(call.body);
    if (!action) return action.error();
    return reply(desk.consult(call.user, {}, *action));
}

Reply answer(Desk& desk, const Call& call) {
    const Result<ports::StaffAction> action = staff_action(call.body);
    if (!action) return action.error();
    return reply(desk.consult(call.user, param(call, "no"), *action));
}

Reply parcels(Desk& desk, const Call& call) {
    return json_reply(object{{"rows", desk.parcels(call.user)}});
}

Reply intake_form(Desk& desk, const Call& call) {
    return reply(desk.intake_form(call.user, param(call, "kind"), param(call, "id")));
}

Reply take_in(Desk& desk, const Call& call) {
    object body = call.body;
    body["action"] = "take_in";
    const Result<ports::StaffAction> form = staff_action(body);
    if (!form) return form.error();
    return reply(desk.take_in(call.user, param(call, "kind"), param(call, "id"), *form));
}

Reply handovers(Desk& desk, const Call& call) {
    return json_reply(object{{"rows", desk.handovers(call.user)}});
}

Reply make_handover(Desk& desk, const Call& call) {
    return reply(desk.make_handover(call.user, param(call, "batch")));
}

Reply sign_handover(Desk& desk, const Call& call) {
    const value* lines = call.body.if_contains("lines");
    if (lines == nullptr || !lines->is_object()) return Error{Code::kFieldMissing, At{"lines"}};
    return reply(desk.sign_handover(call.user, param(call, "batch"), lines->get_object(),
                                    text_of(call.body, "signer")));
}

Reply handover_list(Desk& desk, const Call& call) {
    return file_reply(desk.handover_list(call.user, param(call, "batch")), call);
}

Reply refused(Desk& desk, const Call& call) {
    return json_reply(object{{"rows", desk.refused(call.user)}});
}

std::vector<std::string> texts_of(const object& body, std::string_view key) {
    std::vector<std::string> out;
    const value* found = body.if_contains(key);
    if (found == nullptr || !found->is_array()) return out;
    for (const value& each : found->get_array()) {
        if (each.is_string()) out.emplace_back(each.get_string());
    }
    return out;
}

Error no_printers() {
    return Error{Code::kCommandNotAllowed, At{"printers"}, "没有配置打印机"};
}

Reply printers(Desk&, const Call& call) {
    return json_reply(
        object{{"rows", call.prints == nullptr ? boost::json::array{} : call.prints->printers()}});
}

Reply prints(Desk&, const Call& call) {
    if (call.prints == nullptr) return json_reply(object{{"rows", boost::json::array{}}});
    return json_reply(object{{"rows", call.prints->batches(call.user)}});
}

/// {"idempotency_key","printer","cases":[no…],"documents":[id…] or "which"}
Reply order_print(Desk&, const Call& call) {
    if (call.prints == nullptr) return no_printers();
    ports::PrintOrder order{text_of(call.body, "idempotency_key"),
                            text_of(call.body, "printer"),
                            {},
                            texts_of(call.body, "documents")};
    for (std::string& no : texts_of(call.body, "cases")) {
        if (!is_case_no(no)) return Error{Code::kCaseNotFound, At{"cases"}};
        order.cases.emplace_back(std::move(no));
    }
    if (const std::string which = text_of(call.body, "which"); !which.empty()) order.which = which;
    if (order.which != "results" && order.which != "unprinted" && order.which != "all")
        return Error{Code::kFieldFormat, At{"which"}};
    return reply(call.prints->print(call.user, order));
}

Reply print_batch(Desk&, const Call& call) {
    if (call.prints == nullptr) return no_printers();
    return reply(call.prints->batch(call.user, param(call, "batch")));
}

/// {"verb","printer"?,"case_no"?,"document"?}
Reply decide_print(Desk&, const Call& call) {
    if (call.prints == nullptr) return no_printers();
    return reply(
        call.prints->decide(call.user, param(call, "batch"),
                            {text_of(call.body, "verb"), text_of(call.body, "printer"),
                             text_of(call.body, "case_no"), text_of(call.body, "document")}));
}

using enum Verb;
constexpr ApiRow kRows[] = {
    {"GET", "/console/api/bookings", kBookings, false, &bookings},
    {"POST", "/console/api/bookings/{no}", kIntake, true, &change_booking},
    {"GET", "/console/api/bookings/{no}/slip", kIntake, true, &booking_slip},
    {"GET", "/console/api/books", kBooks, false, &books},
    {"GET", "/console/api/books/{book}", kBooks, true, &book},
    {"GET", "/console/api/cases/{no}", kCase, true, &view_case},
    {"POST", "/console/api/cases/{no}/actions", kAct, true, &act},
    {"GET", "/console/api/cases/{no}/documents/{id}", kDocument, true, &document},
    {"POST", "/console/api/cases/{no}/documents/{id}/print", kAct, true, &print},
    {"GET", "/console/api/cases/{no}/files/{file}", kDocument, true, &material_file},
    {"POST", "/console/api/cases/{no}/unmask", kUnmask, true, &unmask},
    {"GET", "/console/api/consultations", kConsult, false, &consultations},
    {"POST", "/console/api/consultations", kConsult, true, &ask},
    {"POST", "/console/api/consultations/{no}", kConsult, true, &answer},
    {"GET", "/console/api/consultations/{no}/slip", kConsult, true, &consultation_slip},
    {"GET", "/console/api/handovers", kHandover, false, &handovers},
    {"GET", "/console/api/handovers/{batch}/list", kHandover, true, &handover_list},
    {"POST", "/console/api/handovers/{batch}/make", kHandover, true, &make_handover},
    {"POST", "/console/api/handovers/{batch}/sign", kHandover, true, &sign_handover},
    {"POST", "/console/api/held/{partner}/release", kResolve, true, &release},
    {"GET", "/console/api/intake/{kind}/{id}", kTakeIn, true, &intake_form},
    {"POST", "/console/api/intake/{kind}/{id}", kTakeIn, true, &take_in},
    {"GET", "/console/api/parcels", kParcels, false, &parcels},
    {"GET", "/console/api/printers", kPrint, false, &printers},
    {"GET", "/console/api/prints", kPrint, false, &prints},
    {"POST", "/console/api/prints", kPrint, true, &order_print},
    {"GET", "/console/api/prints/{batch}", kPrint, false, &print_batch},
    {"POST", "/console/api/prints/{batch}", kPrint, true, &decide_print},
    {"GET", "/console/api/queue", kQueue, false, &queue},
    {"POST", "/console/api/queue", kResolve, true, &resend_cause},
    {"POST", "/console/api/queue/{row}", kResolve, true, &resolve},
    {"GET", "/console/api/refused", kRefused, false, &refused},
    {"POST", "/console/api/search", kSearch, true, &search},
    {"GET", "/console/api/todo", kTodo, false, &todo},
};

}  // namespace

std::span<const ApiRow> api_rows() {
    return kRows;
}

}  // namespace ow::console
