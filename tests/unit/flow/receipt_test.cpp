// A partner has acted: our books must say so, however often the store is busy elsewhere.

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using namespace ports;

/// The store with another node on it: the next `conflicts` receipts lose against somebody.
class ContendedStore final : public Store {
  public:
    explicit ContendedStore(Store& inner) : inner_(inner) {}
    std::atomic<int> conflicts{0};
    std::atomic<int> refused{0};

    std::string pseudonym(const std::string& text) override { return inner_.pseudonym(text); }
    Result<StreamEvidence> evidence(const StreamId& stream, Instant now) override {
        return inner_.evidence(stream, now);
    }
    void commit(Step step, CommitDone done) override {
        bool is_receipt = false;
        for (const Append& append : step.appends) {
            for (const model::Event& event : append.events)
                is_receipt = is_receipt || event.type == "message.sent";
        }
        if (is_receipt && conflicts > 0) {
            --conflicts;
            ++refused;
            return done(Conflict{});
        }
        inner_.commit(std::move(step), std::move(done));
    }
    Result<std::vector<model::StoredEvent>> load(const StreamId& s) override {
        return inner_.load(s);
    }
    Result<StreamView> stream(const StreamId& s) override { return inner_.stream(s); }
    std::vector<StreamView> streams(const StreamQuery& q) override { return inner_.streams(q); }
    std::vector<StreamView> find(const std::vector<std::string>& t, int n) override {
        return inner_.find(t, n);
    }
    void wait_for_search() override { inner_.wait_for_search(); }
    std::vector<StreamView> due(Instant t, int n) override { return inner_.due(t, n); }
    std::vector<Claim> claim(Instant t, Millis l, int n, const std::vector<PartnerId>& s,
                             int each) override {
        return inner_.claim(t, l, n, s, each);
    }
    void mark_sending(const std::string& id, std::int64_t fence, Instant until,
                      std::function<void(Status)> done) override {
        inner_.mark_sending(id, fence, until, std::move(done));
    }
    std::vector<OutboxView> outbox(const StreamId& s) override { return inner_.outbox(s); }
    std::vector<OutboxView> outbox_in(OutboxState s, int n,
                                      const std::optional<OutboxPlace>& a) override {
        return inner_.outbox_in(s, n, a);
    }
    std::vector<OutboxCause> outbox_causes() override { return inner_.outbox_causes(); }
    std::vector<OutboxView> outbox_of(const OutboxCause& c, int n) override {
        return inner_.outbox_of(c, n);
    }
    std::vector<OutboxBacklog> outbox_backlog(Instant t) override {
        return inner_.outbox_backlog(t);
    }
    Result<std::int64_t> release(OutboxState s, const PartnerId& p, const std::string& r,
                                 Instant t) override {
        return inner_.release(s, p, r, t);
    }
    Status resolve(const std::string& id, OutboxState s, Instant t) override {
        return inner_.resolve(id, s, t);
    }
    std::vector<HeldPartner> held() override { return inner_.held(); }
    Result<std::int64_t> end_hold(const PartnerId& p, Doubt d, const std::string& r,
                                  Instant t) override {
        return inner_.end_hold(p, d, r, t);
    }
    std::optional<KnownMessage> known_message(const PartnerId& p, const std::string& k) override {
        return inner_.known_message(p, k);
    }
    std::vector<MessageView> messages(const StreamId& s) override { return inner_.messages(s); }
    Result<std::string> open_message(const PartnerId& p, const std::string& k) override {
        return inner_.open_message(p, k);
    }
    Result<BlobRef> put_blob(const StreamId& s, const std::string& b) override {
        return inner_.put_blob(s, b);
    }
    Result<std::string> get_blob(const StreamId& s, const std::string& a) override {
        return inner_.get_blob(s, a);
    }
    Result<std::int64_t> lease_serials(const std::string& s, int n) override {
        return inner_.lease_serials(s, n);
    }
    VerifyReport verify(const std::optional<SignedRoot>& kept) override {
        return inner_.verify(kept);
    }
    Status write_root(Instant t,
                      const std::function<std::string(const std::string&)>& sign) override {
        return inner_.write_root(t, sign);
    }
    Status destroy_key(const StreamId& s) override { return inner_.destroy_key(s); }
    void close() override {}

  private:
    Store& inner_;
};

class ReceiptTest : public FlowTest {
  protected:
    /// A relay on the contended store, until `enough` or for ten seconds.
    bool contended_until(const std::function<bool(std::map<LogEvent, int>&)>& enough) {
        Relay::Senders senders;
        for (auto& [id, s] : senders_) senders[id] = s.get();
        RelaySettings settings;
        settings.workers = 4;
        settings.render_workers = 1;
        settings.idle = Millis{2};
        settings.record_first = Millis{1};
        settings.record_most = Millis{4};
        Relay relay{contended_, cases_there_,       *appointments_, setting_, translator_,
                    paper_,     std::move(senders), clock_,         log_,     settings};
        relay.start();
        const bool came = log_.wait(enough);
        relay.stop();
        return came;
    }

    ContendedStore contended_{*store_};
    CaseService cases_there_{contended_, setting_, clock_, log_, *pool_};
};

TEST_F(ReceiptTest, IsRecordedHoweverManyConflictsItLosesAndTheRowIsNeverUnknown) {
    const CaseNo no = new_case();
    contended_.conflicts = 40;  // three to each of the case service's attempts
    ASSERT_TRUE(contended_until([](auto& n) { return n[LogEvent::kRelaySent] >= 2; }));
    EXPECT_EQ(contended_.refused, 40);
    EXPECT_GE(log_.count(LogEvent::kRelayRetry), 10);
    EXPECT_EQ(log_.count(LogEvent::kRelayUnknown), 0);
    EXPECT_EQ(sender("approval").sent().size(), 1U) << "the partner is not called again";
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSent);
    EXPECT_EQ(row_of(no, "channel", "accepted").state, OutboxState::kSent);
}

TEST_F(ReceiptTest, ThatNeverGetsThroughStopsWithTheRelayAndIsUnknownAfterTheNextStart) {
    const CaseNo no = new_case();
    contended_.conflicts = 1'000'000;
    ASSERT_TRUE(contended_until([](auto& n) { return n[LogEvent::kRelayRetry] >= 4; }));
    EXPECT_EQ(row_of(no, "approval", "application").state, OutboxState::kSending);
    EXPECT_EQ(sender("approval").sent().size(), 1U);
    clock_.forward(std::chrono::minutes{5});  // the lease is over
    ASSERT_TRUE(relay_until(LogEvent::kRelayUnknown, 1));
    EXPECT_EQ(sender("approval").sent().size(), 1U) << "it does not deduplicate";
}

}  // namespace
}  // namespace ow::flow
