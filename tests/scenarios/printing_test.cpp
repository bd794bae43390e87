// Issue 5, Show 7: the issuance window prints thirty cases and the printer fails midway. What lies
// in the tray is counted by the printer's twin, by the bytes of each document.

#include <set>

#include "adapters/ipp_print/adapter.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/flow/printing.hpp"
#include "tests/support/printer_room.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;

constexpr std::size_t kCases = 30;
constexpr std::size_t kBefore = 12;  ///< printed before the printer fails
const std::string kBatch = "batch-of-this-test-1";

std::string digest_of(const std::string& bytes) {
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, bytes));
}

/// Different bytes for each case.
class CountedPaper final : public ports::PaperMaker {
  public:
    [[nodiscard]] Result<ports::Paper> make(const std::string& document,
                                            const object& tree) override {
        const std::string bytes = "%PDF " + document + " " + boost::json::serialize(tree);
        return ports::Paper{bytes, digest_of(bytes), true};
    }
};

class PrintingDay : public FlowTest, private ports::Inbound, private ports::HttpClient {
  protected:
    PrintingDay() {
        for (const char* id : {"counter", "spare"}) {
            model::PartnerConfig p = partner(id, {"printer"}, {}, {}, false);
            p.workers = 1;
            setting_.partners[p.id] = p;
            const std::string uri = id == std::string{"counter"} ? counter_.uri() : spare_.uri();
            auto& kept = printers_[id];
            kept = {p.id, p.name, uri, p.total_deadline, {}, {}, {}};
            const ports::AdapterContext context{kept, *this, *this, real_, log_, {}, {}};
            adapters_.push_back(std::move(*ipp_print::make_adapter(context)));
            ipp_[p.id] = adapters_.back()->sender();
        }
        printing_.on_retry([this](const PartnerId&) {
            if (relay_) relay_->wake();
        });
        for (std::size_t n = 0; n < kCases; ++n)
            cases_here_.push_back(new_case("F-" + std::to_string(n)));
        start();
    }
    ~PrintingDay() override { relay_.reset(); }

    void start() {
        Relay::Senders senders = ipp_;
        for (auto& [id, s] : senders_) senders[id] = s.get();
        RelaySettings settings;
        settings.idle = Millis{2};
        relay_ = std::make_unique<Relay>(*store_, *cases_, *appointments_, setting_, translator_,
                                         counted_, std::move(senders), clock_, log_, settings);
        relay_->start();
    }
    void rendered() {
        ASSERT_TRUE(log_.wait([](auto& n) {
            return n[LogEvent::kDocumentStored] + n[LogEvent::kDocumentRefused] >=
                   static_cast<int>(kCases);
        }));
    }
    ports::PrintOrder order(std::string printer = "counter") const {
        return {kBatch, std::move(printer), cases_here_, {"D2"}, "unprinted"};
    }
    void print(const ports::PrintOrder& asked) {
        const auto done = printing_.print(window_, asked);
        ASSERT_TRUE(done) << done.error().text();
    }
    void decide(const ports::PrintVerb& verb) {
        const auto done = printing_.decide(window_, kBatch, verb);
        ASSERT_TRUE(done) << done.error().text();
    }
    /// Whatever a printer is held back for is over.
    void later() {
        clock_.forward(Millis{60'000});
        relay_->wake();
    }
    object batch(const std::string& id = kBatch) { return printing_.batch(window_, id).value(); }
    std::int64_t count(const std::string& state) {
        const object now = batch();
        const auto* found = now.at("counts").as_object().if_contains(state);
        return found == nullptr ? 0 : found->as_int64();
    }
    /// Until so many lines of the batch are in that state.
    bool comes(const std::string& state, std::int64_t wanted) {
        return log_.wait([&](auto&) { return count(state) == wanted; });
    }
    object line(const std::string& state) {
        const object now = batch();
        for (const auto& each : now.at("lines").as_array()) {
            if (model::text_at(each.as_object(), "state") == state) return each.as_object();
        }
        return {};
    }
    /// How often the bytes of each case's D2 lie in the trays.
    std::multiset<std::string> trays() {
        std::multiset<std::string> out;
        for (auto* room : {&counter_, &spare_})
            for (const auto& paper : room->twin.printed()) out.insert(paper.sha256);
        return out;
    }
    std::multiset<std::string> one_of_each() {
        std::multiset<std::string> out;
        for (const CaseNo& no : cases_here_) {
            const std::string address = state(no).documents.at("D2").address;
            out.insert(digest_of(store_->get_blob(case_stream(no), address).value()));
        }
        return out;
    }
    void fault(const char* text) {
        ASSERT_TRUE(counter_.twin.set_faults(boost::json::parse(text).as_object()));
    }

    ow::test::PrinterOnPort counter_;
    ow::test::PrinterOnPort spare_;
    SystemClock real_;
    CountedPaper counted_;
    std::map<std::string, ports::PartnerSettings> printers_;
    std::vector<std::unique_ptr<ports::Adapter>> adapters_;
    Relay::Senders ipp_;
    std::unique_ptr<Relay> relay_;
    Printing printing_{*store_, *cases_, setting_, clock_};
    std::vector<CaseNo> cases_here_;
    const ports::StaffUser window_ = clerk("issuance");

  private:
    void receive(ports::InboundMessage, std::function<void(ports::Answer)>) override {}
    Result<ports::HttpReply> call(const ports::HttpCall&) override {
        return Error{Code::kInternal};
    }
};

TEST_F(PrintingDay, ThirtyCasesAPrinterThatFailsMidwayAndTheRestOnlyAfterItsRepair) {
    rendered();
    fault(R"({"off_after":12})");
    print(order());
    ASSERT_TRUE(comes("printed", kBefore));
    ASSERT_TRUE(log_.wait(
        [&](auto&) { return model::text_at(line("waiting"), "reason") == "PARTNER_UNREACHABLE"; }));
    EXPECT_EQ(counter_.twin.printed().size(), kBefore);
    EXPECT_EQ(count("waiting") + count("sending"), std::int64_t{kCases - kBefore});
    EXPECT_FALSE(model::text_at(line("waiting"), "case_no").empty());

    fault("{}");
    decide({"resume"});
    later();
    ASSERT_TRUE(comes("printed", kCases));
    EXPECT_EQ(trays(), one_of_each()) << "each document's bytes exactly once";
    for (const CaseNo& no : cases_here_) {
        EXPECT_EQ(state(no).documents.at("D2").prints, 1);
        EXPECT_EQ(state(no).documents.at("D2").asked, 0);
    }
    print(order());  // the same order again, by a page that did not see the answer
    EXPECT_EQ(trays(), one_of_each());
}

TEST_F(PrintingDay, AnotherOrderUnderTheKeyOfTheFirstIsRefusedAndNotTakenForIt) {
    rendered();
    ports::PrintOrder one = order();
    one.cases.resize(1);
    print(one);
    print(one);
    ASSERT_TRUE(comes("printed", 1));
    const auto refused = [&](ports::PrintOrder other) {
        const auto done = printing_.print(window_, other);
        return !done && done.error().code() == Code::kIdempotencyKeyReused;
    };
    ports::PrintOrder elsewhere = one;
    elsewhere.printer = "spare";
    EXPECT_TRUE(refused(elsewhere)) << "it would say done, and nothing comes out there";
    ports::PrintOrder more = one;
    more.cases.push_back(cases_here_[1]);
    EXPECT_TRUE(refused(more));
    ports::PrintOrder others = one;
    others.documents.clear();
    others.which = "all";
    EXPECT_TRUE(refused(others));
    EXPECT_EQ(batch().at("lines").as_array().size(), 1U);
}

TEST_F(PrintingDay, APrintWhoseAnswerWasCutIsUnknownAndNeverPrintedAgainByItself) {
    rendered();
    fault(R"({"die_after":12})");
    print(order());
    ASSERT_TRUE(comes("unknown", 1));
    EXPECT_EQ(count("printed"), std::int64_t{kBefore});
    EXPECT_EQ(trays().size(), kBefore + 1) << "it lies in the tray, but nobody told us";

    fault("{}");
    decide({"resume"});
    later();
    ASSERT_TRUE(comes("printed", kCases - 1));
    const object unknown = line("unknown");
    EXPECT_EQ(trays(), one_of_each());

    decide({"printed", "", model::text_at(unknown, "case_no"), "D2"});
    EXPECT_EQ(count("printed"), std::int64_t{kCases});
    EXPECT_EQ(trays(), one_of_each());
    EXPECT_EQ(
        printing_.decide(window_, kBatch, {"again", "", model::text_at(unknown, "case_no"), "D2"})
            .error()
            .code(),
        Code::kCommandNotAllowed)
        << "decided is decided";
}

TEST_F(PrintingDay, APersonMayHaveAnUnknownPrintMadeAgain) {
    rendered();
    fault(R"({"die_after":0})");
    ports::PrintOrder one = order();
    one.cases.resize(1);
    print(one);
    ASSERT_TRUE(comes("unknown", 1));
    fault("{}");
    decide({"again", "", one.cases[0].str(), "D2"});
    later();
    ASSERT_TRUE(comes("printed", 1));
    EXPECT_EQ(trays().size(), 2U);
    EXPECT_EQ(trays().count(*trays().begin()), 2U) << "same bytes";
}

TEST_F(PrintingDay, WithoutPaperTheRestGoesToAnotherPrinter) {
    rendered();
    fault(R"({"no_paper_after":12})");
    print(order());
    ASSERT_TRUE(log_.wait(
        [&](auto&) { return model::text_at(line("waiting"), "reason") == "PRINTER_NO_PAPER"; }));
    decide({"move", "spare"});
    ASSERT_TRUE(comes("printed", kCases));
    EXPECT_EQ(counter_.twin.printed().size(), kBefore);
    EXPECT_EQ(spare_.twin.printed().size(), kCases - kBefore);
    EXPECT_EQ(trays(), one_of_each());
    fault("{}");
    later();
    EXPECT_EQ(trays(), one_of_each()) << "nothing is left behind at the first one";
}

TEST_F(PrintingDay, WhatIsCancelledIsNotPrintedUntilItIsResumed) {
    rendered();
    fault(R"({"off_after":0})");
    print(order());
    ASSERT_TRUE(log_.wait(
        [&](auto&) { return model::text_at(line("waiting"), "reason") == "PARTNER_UNREACHABLE"; }));
    ASSERT_TRUE(log_.wait([&](auto&) { return count("sending") == 0; }));
    decide({"cancel"});
    EXPECT_EQ(count("cancelled"), std::int64_t{kCases});
    fault("{}");
    relay_->wake();
    EXPECT_TRUE(trays().empty());
    decide({"resume"});
    later();
    ASSERT_TRUE(comes("printed", kCases));
    EXPECT_EQ(trays(), one_of_each());
}

TEST_F(PrintingDay, AReprintIsTheSameBytesAndIsCounted) {
    rendered();
    ports::PrintOrder one = order();
    one.cases.resize(1);
    print(one);
    ASSERT_TRUE(comes("printed", 1));
    one.batch = "batch-of-this-test-2";
    print(one);
    ASSERT_TRUE(log_.wait([&](auto&) { return trays().size() == 2; }));
    EXPECT_EQ(trays().count(*trays().begin()), 2U);
    ASSERT_TRUE(
        log_.wait([&](auto&) { return state(one.cases[0]).documents.at("D2").prints == 2; }));
    const auto asks = print_asks(store_->load(case_stream(one.cases[0])).value());
    ASSERT_EQ(asks.size(), 2U);
    EXPECT_EQ(asks[1].nth, 2);
    EXPECT_EQ(asks[1].actor, "staff:clerk-1");
    EXPECT_EQ(asks[1].sha256, *trays().begin()) << "the log names the bytes";
    one.batch = "batch-of-this-test-3";
    one.documents.clear();
    EXPECT_EQ(printing_.print(window_, one).error().code(), Code::kRequestInvalid)
        << "nothing unprinted is left";
}

TEST_F(PrintingDay, OneDocumentStandsInOneQueueOnly) {
    rendered();
    fault(R"({"off_after":0})");
    ports::PrintOrder one = order();
    one.cases.resize(1);
    print(one);
    one.batch = "batch-of-this-test-2";
    one.printer = "spare";
    print(one);
    const object second = batch(one.batch);
    EXPECT_EQ(model::text_at(second.at("lines").as_array()[0].as_object(), "state"), "elsewhere");
    EXPECT_TRUE(spare_.twin.printed().empty());
}

TEST_F(PrintingDay, ADocumentThatIsNotReadyIsNamedAndNotSent) {
    rendered();
    const CaseNo& first = cases_here_[0];
    ASSERT_FALSE(run(first, model::DocumentRefused{"D15", "DOCUMENT_GLYPH_MISSING", "name"}).error);
    ports::PrintOrder asked = order();
    asked.cases.resize(1);
    asked.documents = {"D15", "D17", "D2"};
    print(asked);
    ASSERT_TRUE(comes("printed", 1));
    EXPECT_EQ(model::text_at(line("refused"), "document"), "D15");
    EXPECT_EQ(model::text_at(line("refused"), "reason"), "DOCUMENT_GLYPH_MISSING");
    EXPECT_EQ(model::text_at(line("pending"), "document"), "D17");
    EXPECT_EQ(trays().size(), 1U);
}

TEST_F(PrintingDay, AnUnknownPrinterOrBatchIsRefusedByName) {
    EXPECT_EQ(printing_.print(window_, order("nowhere")).error().at().field, "printer");
    EXPECT_EQ(printing_.print(window_, order("courier")).error().at().field, "printer")
        << "a partner, but no printer";
    EXPECT_EQ(printing_.batch(window_, kBatch).error().code(), Code::kRequestInvalid);
    ports::StaffUser other = window_;
    other.department = DepartmentId{"both"};
    EXPECT_EQ(printing_.print(other, order()).error().code(), Code::kCaseNotFound)
        << "R38: another department's cases";
}

}  // namespace
}  // namespace ow::flow
