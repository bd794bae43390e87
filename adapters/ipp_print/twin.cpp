#include "adapters/ipp_print/twin.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

#include "gateway/crypto/digest.hpp"

namespace ow::ipp_print {
namespace {

using ports::HttpResponse;
using twin::Request;
using twin::Response;

constexpr std::size_t kMostBytes = 64U << 20U;
constexpr std::uint16_t kNotFound = 0x0406;
constexpr std::uint16_t kNotPossible = 0x0404;
constexpr std::uint16_t kUnknownOperation = 0x0501;

// Sorted.
constexpr std::string_view kFaults[] = {"cut_after", "die_after",      "halt_after",
                                        "jam_after", "no_paper_after", "off_after"};

std::string text_of(const Request& request, const std::string& name) {
    const auto found = request.texts.find(name);
    return found == request.texts.end() ? std::string{} : found->second;
}

int number_of(const Request& request, const std::string& name, int otherwise) {
    const auto found = request.numbers.find(name);
    return found == request.numbers.end() ? otherwise : found->second;
}

HttpResponse json(boost::json::object body) {
    return {200, {{"content-type", "application/json"}}, boost::json::serialize(body)};
}

}  // namespace

Status Twin::set_faults(const boost::json::object& faults) {
    std::map<std::string, int> wanted;
    for (const auto& [key, value] : faults) {
        const bool known =
            std::binary_search(std::begin(kFaults), std::end(kFaults), std::string_view{key});
        if (!known || !value.is_number())
            return Error{Code::kRequestInvalid, At{.field = std::string{key}}, "no such fault"};
        wanted[std::string{key}] = value.to_number<int>();
    }
    const std::scoped_lock lock{mutex_};
    faults_ = std::move(wanted);
    if (is_due("no_paper_after") || is_due("off_after")) return ok();
    for (auto& [id, job] : jobs_) {
        if (job.state == State::kPending || job.state == State::kStopped) put_out(job);
    }
    return ok();
}

std::vector<Twin::Printed> Twin::printed() const {
    const std::scoped_lock lock{mutex_};
    return tray_;
}

bool Twin::is_due(const std::string& fault) const {
    const auto found = faults_.find(fault);
    return found != faults_.end() && found->second <= 0;
}

void Twin::put_out(Job& job) {
    job.state = State::kCompleted;
    job.has_begun = true;
    tray_.push_back(job.paper);
    for (auto& [fault, left] : faults_) --left;
}

std::string Twin::attributes(const Request& request) {
    const bool empty = is_due("no_paper_after");
    Response out{0, request.id};
    out.group(twin::kPrinterGroup)
        .number(twin::kEnum, "printer-state", empty ? 5 : 3)
        .text(twin::kKeyword, "printer-state-reasons", {empty ? "media-empty-error" : "none"})
        .flag("printer-is-accepting-jobs", true)
        .text(twin::kMimeType, "document-format-supported", {"application/pdf"})
        .text(twin::kKeyword, "sides-supported", {"one-sided", "two-sided-long-edge"})
        .text(twin::kKeyword, "media-source-supported", {"auto", "tray-1", "by-pass-tray"});
    return out.bytes();
}

void Twin::describe(Response& out, int id, const Job& job) const {
    out.group(twin::kJobGroup)
        .number(twin::kInteger, "job-id", id)
        .text(twin::kUri, "job-uri", {"ipp://127.0.0.1/jobs/" + std::to_string(id)})
        .text(twin::kName, "job-name", {job.name})
        .number(twin::kEnum, "job-state", static_cast<int>(job.state))
        .number(twin::kInteger, "job-impressions-completed",
                job.state == State::kCompleted ? job.paper.copies : 0);
    if (job.has_begun)
        out.number(twin::kInteger, "time-at-processing", 1);
    else
        out.none("time-at-processing");
}

std::string Twin::take(const Request& request, bool& is_cut) {
    const int id = static_cast<int>(jobs_.size()) + 1;
    Job& job = jobs_[id];
    job.name = text_of(request, "job-name");
    job.paper = {id, crypto::to_hex(crypto::digest(crypto::Hash::kSha256, request.document)),
                 number_of(request, "copies", 1), text_of(request, "sides"),
                 text_of(request, "media-source")};
    const bool dies = is_due("die_after");
    is_cut = dies || is_due("cut_after");
    const bool halts = is_due("halt_after");
    if (halts) job.state = State::kStopped;
    job.has_begun = halts;
    if (!halts && !is_due("jam_after") && !is_due("no_paper_after")) put_out(job);
    if (is_cut) faults_.erase("cut_after");
    if (dies) faults_ = {{"off_after", 0}};
    Response out{0, request.id};
    describe(out, id, job);
    return out.bytes();
}

std::string Twin::jobs(const Request& request) {
    const bool completed = text_of(request, "which-jobs") == "completed";
    Response out{0, request.id};
    for (const auto& [id, job] : jobs_) {
        const bool is_over = job.state == State::kCompleted || job.state == State::kCanceled;
        if (is_over == completed) describe(out, id, job);
    }
    return out.bytes();
}

std::string Twin::one_job(const Request& request) {
    const auto found = jobs_.find(number_of(request, "job-id", 0));
    Response out{found == jobs_.end() ? kNotFound : std::uint16_t{0}, request.id};
    if (found != jobs_.end()) describe(out, found->first, found->second);
    return out.bytes();
}

std::string Twin::cancel(const Request& request) {
    const auto found = jobs_.find(number_of(request, "job-id", 0));
    if (found == jobs_.end()) return Response{kNotFound, request.id}.bytes();
    State& state = found->second.state;
    if (state != State::kPending && state != State::kStopped)
        return Response{kNotPossible, request.id}.bytes();
    state = State::kCanceled;
    return Response{0, request.id}.bytes();
}

HttpResponse Twin::answer(const std::string& body) {
    const auto request = twin::read(body);
    if (!request) return {400, {}, {}};
    const std::scoped_lock lock{mutex_};
    HttpResponse response{200, {{"content-type", "application/ipp"}}, {}};
    if (is_due("off_after")) return {0, {}, {}};
    bool is_cut = false;
    switch (request->operation) {
        case 0x02:
            response.body = take(*request, is_cut);
            break;
        case 0x08:
            response.body = cancel(*request);
            break;
        case 0x09:
            response.body = one_job(*request);
            break;
        case 0x0A:
            response.body = jobs(*request);
            break;
        case 0x0B:
            response.body = attributes(*request);
            break;
        default:
            response.body = Response{kUnknownOperation, request->id}.bytes();
    }
    if (is_cut) return {0, {}, {}};
    return response;
}

std::vector<ports::Route> Twin::routes(const std::string& prefix) {
    using Asked = std::shared_ptr<const ports::HttpRequest>;
    const std::string here = prefix.empty() ? "/" : prefix;
    return {
        {"POST", here, ports::Trust::kPublic, kMostBytes,
         [this](const Asked& request, const ports::Respond& respond) {
             respond(answer(request->body));
         }},
        {"POST", prefix + "/twin/faults", ports::Trust::kPublic, 0,
         [this](const Asked& request, const ports::Respond& respond) {
             boost::system::error_code failed;
             const auto wanted = boost::json::parse(request->body, failed);
             const bool is_set = !failed && wanted.is_object() && set_faults(wanted.get_object());
             respond({is_set ? 200 : 400, {}, {}});
         }},
        {"GET", prefix + "/twin/log", ports::Trust::kPublic, 0,
         [this](const Asked&, const ports::Respond& respond) {
             boost::json::array rows;
             for (const Printed& one : printed())
                 rows.push_back(boost::json::object{{"job", one.job},
                                                    {"sha256", one.sha256},
                                                    {"copies", one.copies},
                                                    {"sides", one.sides},
                                                    {"tray", one.tray}});
             respond(json({{"printed", std::move(rows)}}));
         }},
    };
}

}  // namespace ow::ipp_print
