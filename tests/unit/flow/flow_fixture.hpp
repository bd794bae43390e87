#pragma once
// The flow on a real store in a directory of its own, with made-up partners. Everything outside the
// process is a fake that does as it is told; the clock stands until it is turned.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "gateway/base/passing_folder.hpp"
#include "gateway/flow/desk.hpp"
#include "gateway/flow/intake.hpp"
#include "gateway/flow/relay.hpp"
#include "gateway/flow/search_terms.hpp"
#include "gateway/flow/timers.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::flow::test {

using boost::json::array;
using boost::json::object;

inline Instant at(std::string_view text) {
    return parse_instant(text).value();
}

class TurnedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return Instant{Millis{now_.load()}}; }
    void set(Instant now) { now_ = now.time_since_epoch().count(); }
    void forward(Millis by) { now_ += by.count(); }

  private:
    std::atomic<std::int64_t> now_{at("2024-09-27T10:00").time_since_epoch().count()};
};

/// Counts log lines, and wakes whoever waits for something to have happened.
class CountingLog final : public Log {
  public:
    void write(LogEvent event, std::initializer_list<LogField>) override {
        {
            const std::scoped_lock lock{mutex_};
            ++counts_[event];
        }
        changed_.notify_all();
    }
    void nudge() {
        { const std::scoped_lock lock{mutex_}; }
        changed_.notify_all();
    }
    [[nodiscard]] int count(LogEvent event) {
        const std::scoped_lock lock{mutex_};
        return counts_[event];
    }
    /// False if it did not come true in ten seconds.
    bool wait(const std::function<bool(std::map<LogEvent, int>&)>& enough) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return enough(counts_); });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<LogEvent, int> counts_;
};

/// JSON that is the canonical content already. {"code":"x"} is known only if `codes` has it.
class FakeTranslator final : public ports::Translator {
  public:
    [[nodiscard]] ports::Reading read(const std::string& partner, const std::string& kind,
                                      const std::string&, const std::string& body) override {
        ports::Reading reading;
        reading.mapping = partner + "/" + kind + "@1";
        boost::system::error_code failed;
        auto parsed = boost::json::parse(body, failed);
        if (failed || !parsed.is_object()) {
            reading.errors.push_back({Code::kJsonInvalid, {{}, reading.mapping, 1, 7}});
            return reading;
        }
        reading.content = parsed.get_object();
        const std::string code = model::text_at(reading.content, "code");
        if (!code.empty() && !codes.contains(code)) {
            reading.errors.push_back(
                {Code::kMappingCodeUnknown, {"applicant.cert_type", reading.mapping, 0, 0}, code});
        }
        // Written only where a test set it: others read on many threads.
        if (after_reading) std::exchange(after_reading, {})();
        reading.files = files;
        return reading;
    }
    [[nodiscard]] bool wants_files(const std::string& partner, const std::string&) override {
        return partner == files_for;
    }
    [[nodiscard]] Result<ports::Wording> word(const std::string&, const std::string& kind,
                                              const object& tree) override {
        if (throws) throw std::runtime_error("a broken invariant");
        if (unsayable.contains(kind)) return Error{Code::kFieldTooLong, {"applicant.name", kind}};
        return ports::Wording{"application/json",
                              boost::json::serialize(object{{"kind", kind}, {"tree", tree}})};
    }

    std::vector<ports::MessageFile> files;  ///< of every message read
    std::string files_for;                  ///< the partner whose mapping asks for them
    std::set<std::string> codes;
    std::function<void()> after_reading;  ///< what happens before the message is kept, once
    std::set<std::string> unsayable;
    std::atomic<bool> throws{false};
};

class FakePaper final : public ports::PaperMaker {
  public:
    [[nodiscard]] Result<ports::Paper> make(const std::string& document,
                                            const object& tree) override {
        {
            const std::scoped_lock lock{mutex_};
            trees[document] = tree;
        }
        if (const Code code = unsealed.exchange(Code::kInternal); code != Code::kInternal)
            return Error{code};
        if (refuses)
            return Error{Code::kDocumentGlyphMissing, {"applicant.name", document}, "U+2A6D6"};
        return ports::Paper{"%PDF " + document, "ab12", true};
    }
    std::map<std::string, object> trees;  ///< what was printed last; read when no relay runs
    std::atomic<bool> refuses{false};
    std::atomic<Code> unsealed{Code::kInternal};  ///< why the next one cannot be signed

  private:
    std::mutex mutex_;
};

class FakeSender final : public ports::Sender {
  public:
    using Answer = std::function<Result<ports::Receipt>(const ports::Delivery&)>;
    explicit FakeSender(CountingLog& log) : log_(log) {}

    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override {
        Answer answer;
        {
            const std::scoped_lock lock{mutex_};
            sent_.push_back(delivery);
            answer = answer_;
        }
        log_.nudge();
        return answer(delivery);
    }
    void answers(Answer answer) {
        const std::scoped_lock lock{mutex_};
        answer_ = std::move(answer);
    }
    void fails(Code code) {
        answers([code](const auto&) { return Error{code}; });
    }
    [[nodiscard]] std::vector<ports::Delivery> sent() const {
        const std::scoped_lock lock{mutex_};
        return sent_;
    }

  private:
    CountingLog& log_;
    mutable std::mutex mutex_;
    std::vector<ports::Delivery> sent_;
    Answer answer_ = [](const auto&) { return ports::Receipt{}; };
};

inline model::PartnerConfig partner(std::string id, std::vector<std::string> roles,
                                    const std::vector<std::string>& in,
                                    const std::vector<std::string>& out, bool deduplicates) {
    model::PartnerConfig p;
    p.id = PartnerId{id};
    p.name = "样本系统 " + id;
    p.roles = std::move(roles);
    p.deduplicates = deduplicates;
    p.retry = {Millis{1000}, Millis{4000}, 3};
    p.total_deadline = Millis{5000};
    for (const std::string& kind : in) p.inbound[kind] = id + "/" + kind;
    for (const std::string& kind : out) p.outbound[kind] = id + "/" + kind;
    return p;
}

inline model::Item item_of(std::string id, const std::string& department) {
    model::Item item;
    item.id = ItemId{id};
    item.code = "code-" + id;
    item.name = "样本事项 " + id;
    item.department = DepartmentId{department};
    item.promised = {5, model::LimitUnit::kWorkday};
    item.correction = {5, model::LimitUnit::kWorkday};
    item.deems_accepted = true;
    item.bookable = true;
    item.materials = {{.id = "M1", .name = "申请书"}, {.id = "M2", .name = "平面图"}};
    return item;
}

/// channel: applications · approval: decides, does not deduplicate · both: source and department of
/// one item · courier · messenger: bookings and notices.
inline Setting make_setting() {
    Setting s;
    s.hall.id = HallId{"sample"};
    s.hall.name = "样本大厅";
    s.hall.area_code = "410184";
    s.hall.settings.booking_needs_id = false;  // what it asks for: case_booking_test
    s.hall.settings.pre_acceptance.amount = 0;
    s.hall.opening = {*model::parse_opening_span("09:00-12:00")};
    for (const char* id : {"approval", "both"}) {
        s.hall.departments[DepartmentId{id}] = {
            .id = DepartmentId{id}, .name = std::string{"样本局 "} + id, .partner = PartnerId{id}};
    }
    s.catalogue = model::Catalogue{{item_of("licence", "approval"), item_of("own", "both")}, "c1"};
    model::Notice notice{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}};
    s.calendar = model::Calendar{{notice}, "k1"};
    s.public_url = "https://hall.example";
    for (auto p :
         {partner("channel", {"source"}, {"application", "supplement"},
                  {"accepted", "correction", "decided", "delivered"}, true),
          partner("approval", {"decider"}, {"decision", "progress"},
                  {"application", "delivered", "result_rejected"}, false),
          partner("both", {"decider", "source"}, {"application", "decision"},
                  {"accepted", "application", "delivered"}, true),
          partner("courier", {"carrier", "source"}, {"parcel", "track"}, {"dispatch"}, true),
          partner("messenger", {"notifier", "source"}, {"booking"}, {"notice"}, false)})
        s.partners[p.id] = std::move(p);
    return s;
}

/// What a person who wants to come asks for.
inline object booking_wish(const std::string& date = "2024-09-30",
                           const std::string& slot = "09:00-10:00") {
    return {{"booking", object{{"item_code", "code-licence"},
                               {"date", date},
                               {"slot", slot},
                               {"name", "欧阳测试"},
                               {"cert_type", "id_card"},
                               {"cert_number", "41018419900104003X"},
                               {"phone", "13800000001"}}}};
}

inline object application(const std::string& foreign_no = "F-1",
                          const std::vector<std::string>& materials = {"申请书", "平面图"}) {
    array list;
    for (const std::string& name : materials)
        list.push_back(object{{"name", name}, {"received", true}});
    return {{"channel_no", foreign_no},
            {"item", object{{"code", "code-licence"}}},
            {"applicant", object{{"kind", "person"},
                                 {"name", "欧阳测试"},
                                 {"cert_type", "id_card"},
                                 {"cert_number", "41018419900104003X"},
                                 {"phone", "13800000001"}}},
            {"delivery", object{{"way", "mail"}, {"address", "样本路1号样本楼"}}},
            {"materials", std::move(list)}};
}

class FlowTest : public ::testing::Test {
  protected:
    FlowTest() {
        storage::StoreSettings settings;
        settings.dir = dir_;
        settings.hash = crypto::Hash::kSha256;
        settings.master_key = std::string(32, 'k');
        settings.terms_of = &terms_of;
        settings.synchronous = "OFF";
        settings.blob_synchronous = "OFF";
        store_ = storage::open_store(std::move(settings), clock_, log_).value();
        cases_ = std::make_unique<CaseService>(*store_, setting_, clock_, log_, *pool_);
        appointments_ = std::make_unique<Appointments>(*store_, *cases_, setting_, clock_);
        intake_ = std::make_unique<Intake>(*store_, *cases_, *appointments_, setting_, translator_,
                                           clock_, log_);
        desk_ = std::make_unique<Desk>(*store_, *cases_, *appointments_, setting_, clock_);
        for (const auto& [id, config] : setting_.partners)
            senders_[id] = std::make_unique<FakeSender>(log_);
    }
    ~FlowTest() override {
        pool_->stop();
        store_->close();
    }

    ports::Answer receive(const std::string& from, const std::string& kind, const object& content,
                          const std::string& key) {
        return receive_bytes(from, kind, boost::json::serialize(content), key);
    }
    ports::Answer receive_bytes(const std::string& from, const std::string& kind, std::string body,
                                const std::string& key) {
        ports::InboundMessage message{
            PartnerId{from},   kind, key, "application/json", std::move(body), clock_.now(),
            "0000000000000001"};
        std::promise<ports::Answer> answered;
        intake_->receive(std::move(message),
                         [&](ports::Answer answer) { answered.set_value(std::move(answer)); });
        return answered.get_future().get();
    }
    /// A case of the channel, accepted.
    CaseNo new_case(const std::string& foreign_no = "F-1") {
        const auto answer = receive("channel", "application", application(foreign_no), foreign_no);
        EXPECT_FALSE(answer.error) << answer.error->text();
        return CaseNo{model::text_at(answer.fields, "case_no")};
    }
    object decision_for(const CaseNo& no, object result = {}) {
        return {{"case_no", no.str()},
                {"decision", object{{"outcome", "approved"},
                                    {"number", "许可1号"},
                                    {"decided_at", to_iso(clock_.now())}}},
                {"result", std::move(result)}};
    }
    Outcome run(const CaseNo& no, model::Command command, const std::string& actor = "system") {
        Request request;
        request.actor = actor;
        return cases_->run_and_wait(no, std::move(command), std::move(request));
    }
    model::CaseState state(const CaseNo& no) { return cases_->load(no).value(); }
    FakeSender& sender(const std::string& id) { return *senders_.at(PartnerId{id}); }

    /// Runs a relay until `enough`; everything it began has ended when this returns.
    bool relay_until(const std::function<bool(std::map<LogEvent, int>&)>& enough,
                     std::size_t workers = 4) {
        Relay::Senders senders;
        for (auto& [id, s] : senders_) senders[id] = s.get();
        RelaySettings settings;
        settings.workers = workers;
        settings.render_workers = 1;
        settings.idle = Millis{2};
        Relay relay{*store_,     *cases_, *appointments_,     setting_,
                    translator_, paper_,  std::move(senders), clock_,
                    log_,        settings};
        relay.start();
        const bool came = log_.wait(enough);
        during_relay_(relay);
        relay.stop();
        return came;
    }
    bool relay_until(LogEvent event, int count) {
        return relay_until([=](auto& counts) { return counts[event] >= count; });
    }
    ports::OutboxView row_of(const CaseNo& no, const std::string& to, const std::string& kind) {
        for (const auto& row : store_->outbox(case_stream(no))) {
            if (row.partner.str() == to && row.kind == kind) return row;
        }
        ADD_FAILURE() << "no row " << kind << " to " << to;
        return {};
    }
    array refused() { return desk_->refused(clerk("operator")); }
    static ports::StaffUser clerk(std::string role) {
        return {"clerk-1", "样本员一号", std::move(role), HallId{"sample"}};
    }

    PassingFolder folder_{std::filesystem::temp_directory_path(), "ow-flow-"};
    std::string dir_ = folder_.path().string();
    TurnedClock clock_;
    CountingLog log_;
    Setting setting_ = make_setting();
    FakeTranslator translator_;
    FakePaper paper_;
    std::map<PartnerId, std::unique_ptr<FakeSender>> senders_;
    std::function<void(Relay&)> during_relay_ = [](Relay&) {};
    std::unique_ptr<ports::Store> store_;
    std::unique_ptr<WorkerPool> pool_ = std::make_unique<WorkerPool>(2, 256);
    std::unique_ptr<CaseService> cases_;
    std::unique_ptr<Appointments> appointments_;
    std::unique_ptr<Intake> intake_;
    std::unique_ptr<Desk> desk_;
};

}  // namespace ow::flow::test
