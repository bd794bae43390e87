#include "adapters/ipp_print/printer.hpp"

#include <cups/cups.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace ow::ipp_print {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kPdf = "application/pdf";
constexpr const char* kUser = "onewindow";
constexpr double kLook = 0.5;  ///< seconds between looks at the deadline while a call hangs

struct Free {
    void operator()(http_t* http) const { httpClose(http); }
    void operator()(ipp_t* ipp) const { ippDelete(ipp); }
};
using Connection = std::unique_ptr<http_t, Free>;
using Message = std::unique_ptr<ipp_t, Free>;

struct ReasonRow {
    std::string_view keyword;
    Code code;
};
/// printer-state-reasons (RFC 8011 5.4.12) with which nothing comes out. Sorted.
constexpr ReasonRow kReasons[] = {
    {"cover-open", Code::kPrinterStopped},
    {"door-open", Code::kPrinterStopped},
    {"input-tray-missing", Code::kPrinterNoPaper},
    {"interlock-open", Code::kPrinterStopped},
    {"marker-supply-empty", Code::kPrinterStopped},
    {"media-empty", Code::kPrinterNoPaper},
    {"media-jam", Code::kPrinterStopped},
    {"media-needed", Code::kPrinterNoPaper},
    {"offline", Code::kPrinterStopped},
    {"output-area-full", Code::kPrinterStopped},
    {"paused", Code::kPrinterStopped},
    {"shutdown", Code::kPrinterStopped},
    {"spool-area-full", Code::kPrinterStopped},
    {"toner-empty", Code::kPrinterStopped},
};

std::vector<std::string> texts(const Message& answer, const char* name) {
    std::vector<std::string> out;
    ipp_attribute_t* attribute = ippFindAttribute(answer.get(), name, IPP_TAG_ZERO);
    for (int n = 0; attribute != nullptr && n < ippGetCount(attribute); ++n) {
        const char* text = ippGetString(attribute, n, nullptr);
        if (text != nullptr) out.emplace_back(text);
    }
    return out;
}

int number(const Message& answer, const char* name, int otherwise) {
    ipp_attribute_t* attribute = ippFindAttribute(answer.get(), name, IPP_TAG_ZERO);
    return attribute == nullptr ? otherwise : ippGetInteger(attribute, 0);
}

bool has(const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// `-warning` and `-report` stop nothing – but CUPS says "offline-report" of a printer that is
/// gone.
std::optional<Code> stop_in(std::string_view reason) {
    if (reason == "offline-report") return Code::kPrinterStopped;
    if (reason.ends_with("-warning") || reason.ends_with("-report")) return std::nullopt;
    if (reason.ends_with("-error")) reason.remove_suffix(std::string_view{"-error"}.size());
    for (const ReasonRow& row : kReasons) {
        if (row.keyword == reason) return row.code;
    }
    return std::nullopt;
}

/// What an answered refusal means; nothing was printed.
Error refusal(ipp_status_t status) {
    const std::string cause = ippErrorString(status);
    switch (status) {
        case IPP_STATUS_ERROR_FORBIDDEN:
        case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
        case IPP_STATUS_ERROR_NOT_AUTHORIZED:
        case IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED:
            return Error{Code::kPartnerCredentials, {}, cause};
        case IPP_STATUS_ERROR_BUSY:
        case IPP_STATUS_ERROR_TEMPORARY:
        case IPP_STATUS_ERROR_TOO_MANY_JOBS:
            return Error{Code::kPartnerBusy, {}, cause};
        case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
        case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
            return Error{Code::kPrinterStopped, {}, cause};
        default:
            return Error{Code::kPartnerRefused, {}, cause};
    }
}

/// HTTP's own no (401, 403, 404), which libcups words as an IPP status.
bool is_denial(ipp_status_t status) {
    return status == IPP_STATUS_ERROR_NOT_FOUND || status == IPP_STATUS_ERROR_FORBIDDEN ||
           status == IPP_STATUS_ERROR_NOT_AUTHORIZED ||
           status == IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED;
}

Status check_sheet(const Message& answer, const Sheet& sheet) {
    const auto sides = texts(answer, "sides-supported");
    if (!sheet.sides.empty() && !sides.empty() && !has(sides, sheet.sides))
        return adapters::wrong_setting("sides", "the printer has no " + sheet.sides);
    const auto trays = texts(answer, "media-source-supported");
    if (!sheet.tray.empty() && !has(trays, sheet.tray))
        return adapters::wrong_setting("tray", "the printer has no " + sheet.tray);
    return ok();
}

Status check_state(const Message& answer) {
    for (const std::string& reason : texts(answer, "printer-state-reasons")) {
        if (const auto code = stop_in(reason)) return Error{*code, {}, reason};
    }
    if (number(answer, "printer-state", IPP_PSTATE_IDLE) == IPP_PSTATE_STOPPED)
        return Error{Code::kPrinterStopped, {}, "stopped"};
    ipp_attribute_t* accepts =
        ippFindAttribute(answer.get(), "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    if (accepts != nullptr && ippGetBoolean(accepts, 0) == 0)
        return Error{Code::kPrinterStopped, {}, "accepts no jobs"};
    return ok();
}

Job::State state_of(int state) {
    switch (state) {
        case IPP_JSTATE_COMPLETED:
            return Job::State::kCompleted;
        case IPP_JSTATE_ABORTED:
        case IPP_JSTATE_CANCELED:
            return Job::State::kFailed;
        default:
            return Job::State::kUnderWay;
    }
}

Job job_in(const Message& answer, int id) {
    ipp_attribute_t* begun = ippFindAttribute(answer.get(), "time-at-processing", IPP_TAG_ZERO);
    const bool is_untouched = begun != nullptr && ippGetValueTag(begun) == IPP_TAG_NOVALUE;
    return {id, state_of(number(answer, "job-state", 0)), !is_untouched,
            number(answer, "job-impressions-completed", 0)};
}

void add_keyword(ipp_t* request, ipp_tag_t tag, const char* name, const std::string& value) {
    if (!value.empty()) ippAddString(request, IPP_TAG_JOB, tag, name, nullptr, value.c_str());
}

/// Size and tray go together (PWG 5100.7): with both named, `media` alone would contradict.
void add_sheet(ipp_t* request, const Sheet& sheet) {
    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", sheet.copies);
    add_keyword(request, IPP_TAG_KEYWORD, "sides", sheet.sides);
    if (sheet.tray.empty()) return add_keyword(request, IPP_TAG_KEYWORD, "media", sheet.media);
    Message media{ippNew()};
    ippAddString(media.get(), IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", nullptr,
                 sheet.tray.c_str());
    if (!sheet.media.empty())
        ippAddString(media.get(), IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-size-name", nullptr,
                     sheet.media.c_str());
    ippAddCollection(request, IPP_TAG_JOB, "media-col", media.get());
}

}  // namespace

struct Printer::Wire {
    Clock::time_point deadline;
    Connection http{};

    static int go_on(http_t*, void* self) {
        return Clock::now() < static_cast<Wire*>(self)->deadline ? 1 : 0;
    }
    /// Nobody sits here to type a password.
    static const char* no_password(const char*, http_t*, const char*, const char*, void*) {
        return nullptr;
    }
    [[nodiscard]] bool connect(const Address& address) {
        if (http) return true;
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        cupsSetPasswordCB2(&no_password, nullptr);
        const auto encryption =
            address.is_encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED;
        http.reset(httpConnect2(address.host.c_str(), address.port, nullptr, AF_UNSPEC, encryption,
                                1, static_cast<int>(left), nullptr));
        if (http) httpSetTimeout(http.get(), kLook, &go_on, this);
        return http != nullptr;
    }
    [[nodiscard]] static Message request(ipp_op_t operation, const Address& address) {
        Message request{ippNewRequest(operation)};
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
                     address.uri().c_str());
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name",
                     nullptr, kUser);
        return request;
    }
    /// kPartnerUnreachable without an answer.
    [[nodiscard]] Result<Message> ask(Message request, const Address& address) {
        if (!connect(address)) return Error{Code::kPartnerUnreachable};
        Message answer{cupsDoRequest(http.get(), request.release(), address.resource.c_str())};
        const ipp_status_t status = answer ? ippGetStatusCode(answer.get()) : cupsLastError();
        if (answer && status < IPP_STATUS_ERROR_BAD_REQUEST) return answer;
        http.reset();  // whatever comes next begins anew
        if (answer || is_denial(status)) return refusal(status);
        return Error{Code::kPartnerUnreachable, {}, ippErrorString(status)};
    }
};

Printer::Printer(const Address& address, Deadline deadline)
    : address_(address), wire_(std::make_unique<Wire>(Wire{deadline})) {}

Printer::~Printer() = default;

Status Printer::check(const Sheet& sheet) {
    Message request = Wire::request(IPP_OP_GET_PRINTER_ATTRIBUTES, address_);
    static constexpr const char* kWanted[] = {"document-format-supported", "media-source-supported",
                                              "printer-is-accepting-jobs", "printer-state",
                                              "printer-state-reasons",     "sides-supported"};
    ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(std::size(kWanted)), nullptr, kWanted);
    const auto answer = wire_->ask(std::move(request), address_);
    if (!answer) return answer.error();
    if (!has(texts(*answer, "document-format-supported"), kPdf))
        return Error{Code::kPartnerRefused, {}, "the printer takes no PDF"};
    if (Status fits = check_sheet(*answer, sheet); !fits) return fits;
    return check_state(*answer);
}

Result<Job> Printer::submit(const Print& print) {
    Message request = Wire::request(IPP_OP_PRINT_JOB, address_);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
                 print.name.c_str());
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 kPdf);
    add_sheet(request.get(), print.sheet);
    if (!wire_->connect(address_)) return Error{Code::kPartnerUnreachable};
    http_t* http = wire_->http.get();
    const std::size_t length = ippLength(request.get()) + print.pdf.size();
    const http_status_t begun =
        cupsSendRequest(http, request.get(), address_.resource.c_str(), length);
    if (begun == HTTP_STATUS_UNAUTHORIZED || begun == HTTP_STATUS_FORBIDDEN)
        return Error{Code::kPartnerCredentials};
    if (begun != HTTP_STATUS_CONTINUE && begun != HTTP_STATUS_OK)
        return Error{Code::kPartnerUnreachable};
    (void)cupsWriteRequestData(http, print.pdf.data(), print.pdf.size());
    const Message answer{cupsGetResponse(http, address_.resource.c_str())};
    if (!answer) {
        wire_->http.reset();
        return find(print.name);
    }
    const ipp_status_t status = ippGetStatusCode(answer.get());
    if (status >= IPP_STATUS_ERROR_BAD_REQUEST) return refusal(status);
    const int id = number(answer, "job-id", 0);
    if (id <= 0) return Error{Code::kPartnerTimeout, {}, "no job-id"};
    return job_in(answer, id);
}

/// By the name of a job whose answer was lost; not found: printed all the same, perhaps.
Result<Job> Printer::find(const std::string& name) {
    for (const char* which : {"not-completed", "completed"}) {
        Message request = Wire::request(IPP_OP_GET_JOBS, address_);
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr,
                     which);
        static constexpr const char* kWanted[] = {"job-id", "job-name"};
        ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                      static_cast<int>(std::size(kWanted)), nullptr, kWanted);
        const auto answer = wire_->ask(std::move(request), address_);
        if (!answer) continue;
        int id = 0;
        std::string seen;
        for (ipp_attribute_t* each = ippFirstAttribute(answer->get()); each != nullptr;
             each = ippNextAttribute(answer->get())) {
            const char* key = ippGetName(each);
            if (key == nullptr) {  // between two jobs
                id = 0;
                seen.clear();
                continue;
            }
            if (std::string_view{key} == "job-id") id = ippGetInteger(each, 0);
            if (std::string_view{key} == "job-name") seen = ippGetString(each, 0, nullptr);
            if (id > 0 && seen == name) return Job{id};
        }
    }
    return Error{Code::kPartnerTimeout, {}, "the answer was lost"};
}

Result<Job> Printer::job(int id) {
    Message request = Wire::request(IPP_OP_GET_JOB_ATTRIBUTES, address_);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    const auto answer = wire_->ask(std::move(request), address_);
    if (!answer) return answer.error();
    return job_in(*answer, id);
}

void Printer::cancel(int id) {
    Message request = Wire::request(IPP_OP_CANCEL_JOB, address_);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    (void)wire_->ask(std::move(request), address_);
}

}  // namespace ow::ipp_print
