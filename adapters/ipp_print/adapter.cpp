#include "adapters/ipp_print/adapter.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <thread>

#include "adapters/ipp_print/printer.hpp"

namespace ow::ipp_print {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Millis kFirstLook{100};
constexpr Millis kLongestLook{2'000};

class IppSender final : public ports::Sender {
  public:
    explicit IppSender(Settings settings) : settings_(std::move(settings)) {}
    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override;

  private:
    const Settings settings_;
};

std::string document_of(const std::string& ticket) {
    boost::system::error_code failed;
    const auto parsed = boost::json::parse(ticket, failed);
    const auto* object = failed ? nullptr : parsed.if_object();
    const auto* id = object == nullptr ? nullptr : object->if_contains("document");
    return id != nullptr && id->is_string() ? std::string{id->get_string()} : std::string{};
}

/// What became of a job that is over. Nothing on paper for certain, or nobody knows.
Status verdict(const Job& job) {
    if (job.state == Job::State::kCompleted) return ok();
    if (!job.has_begun) return Error{Code::kPrinterJobFailed};
    return Error{Code::kPartnerTimeout, {}, "the printer ended the job midway"};
}

bool is_over(const Result<Job>& job) {
    return job && (job->state == Job::State::kCompleted || job->state == Job::State::kFailed);
}

/// Not printed in time: taken back, if the printer still lets go of it.
Result<Job> take_back(Printer& printer, int id, const Sheet& sheet) {
    const Status waits_for = printer.check(sheet);
    printer.cancel(id);
    auto job = printer.job(id);
    if (job && job->state == Job::State::kCompleted) return job;
    const bool is_clean = job && job->state == Job::State::kFailed && !job->has_begun;
    if (!is_clean) return Error{Code::kPartnerTimeout, {}, "not printed in time"};
    if (!waits_for) return waits_for.error();
    return Error{Code::kPrinterStopped, {}, "not printed in time"};
}

/// Watches the job until it is over; a printer that is silent for a moment may come back.
Result<Job> follow(Printer& printer, const Job& taken, const Sheet& sheet,
                   Clock::time_point until) {
    Result<Job> job = taken;
    for (Millis wait = kFirstLook; !is_over(job); wait = std::min(wait * 2, kLongestLook)) {
        if (Clock::now() + wait >= until) return take_back(printer, taken.id, sheet);
        std::this_thread::sleep_for(wait);
        job = printer.job(taken.id);
    }
    return job;
}

Result<ports::Receipt> IppSender::send(const ports::Delivery& delivery) {
    const std::string document = document_of(delivery.body);
    if (document.empty() || delivery.attachments.size() != 1)
        return Error{Code::kPartnerConfiguration, At{.field = "print"}, "one document is expected"};
    const Sheet& sheet = settings_.sheet_of(document);
    const Clock::time_point now = Clock::now();
    Printer printer{settings_.address, now + delivery.deadline};
    if (const Status ready = printer.check(sheet); !ready) return ready.error();
    const auto taken =
        printer.submit({delivery.idempotency_key, sheet, delivery.attachments.front().bytes});
    if (!taken) return taken.error();
    // The last fifth of the time is for taking it back.
    const auto job = follow(printer, *taken, sheet, now + delivery.deadline * 4 / 5);
    if (!job) return job.error();
    if (const Status printed = verdict(*job); !printed) return printed.error();
    boost::json::object facts{{"job", taken->id}, {"copies", sheet.copies}};
    if (job->impressions > 0) facts["impressions"] = job->impressions;
    if (!sheet.sides.empty()) facts["sides"] = sheet.sides;
    if (!sheet.tray.empty()) facts["tray"] = sheet.tray;
    return ports::Receipt{std::move(facts)};
}

class IppAdapter final : public ports::Adapter {
  public:
    explicit IppAdapter(Settings settings) : sender_(std::move(settings)) {}
    [[nodiscard]] std::vector<ports::Route> routes() override { return {}; }
    [[nodiscard]] ports::Sender* sender() override { return &sender_; }

  private:
    IppSender sender_;
};

}  // namespace

Result<std::unique_ptr<ports::Adapter>> make_adapter(const ports::AdapterContext& context) {
    auto settings = read_settings(context.partner);
    if (!settings) return settings.error();
    return std::unique_ptr<ports::Adapter>{std::make_unique<IppAdapter>(*std::move(settings))};
}

}  // namespace ow::ipp_print
