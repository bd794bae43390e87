// The stream of a case: which events there are, what each state allows, and that a stream written
// by an earlier version is read for ever.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

/// Every command once, as it could come from outside.
std::vector<std::pair<std::string, Command>> every_command() {
    const Instant when = at("2024-10-09T10:00");
    Receive receive;
    receive.content = complete();
    receive.received_at = when;
    return {{"Receive", receive},
            {"Supplement", Supplement{{object{{"name", "平面图"}}}, when}},
            {"Accept", Accept{}},
            {"TellCorrection", TellCorrection{{{"平面图", "未提交"}}}},
            {"RefuseAcceptance", RefuseAcceptance{"不属于本机关职权"}},
            {"Progress", Progress{"审查", "", when}},
            {"Decide", decision("2024-10-09T10:00")},
            {"TakeOverResult", TakeOverResult{}},
            {"RejectResult", RejectResult{"申请人姓名"}},
            {"Notify", Notify{"phone", ""}},
            {"HandOver", HandOver{"slip", ""}},
            {"MailOut", MailOut{}},
            {"VoidDispatch", VoidDispatch{"邮件丢失"}},
            {"DispatchOrdered", DispatchOrdered{"EA000000001CN"}},
            {"Tracked", tracked("delivered", "2024-10-09T10:00")},
            {"FeedBack", FeedBack{}}};
}

Case refused_case() {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(complete(), "2024-09-27T10:00");
    (void)c.run(RefuseAcceptance{"不属于本机关职权"}, "2024-09-27T11:00");
    c.actor = "partner:approval";
    return c;
}
Case withdrawn_case() {
    Case c;
    c.item().tolerance = true;
    c.item().materials[1].key = false;
    c.item().materials[1].tolerance = true;
    c.rules().settings.pledge_broken = PledgeBroken::kWithdrawn;
    (void)c.receive(content({"申请书"}), "2024-09-27T10:00");
    AcceptOnPledge pledge{"tolerance", {"平面图"},  {}, *parse_day("2024-09-30"),
                          {},          "applicant", {}, true};
    (void)c.run(pledge, "2024-09-27T11:00");
    (void)c.run(TimerFired{at("2024-10-01T00:00")}, "2024-10-01T00:00");
    c.actor = "partner:approval";
    return c;
}
Case case_in(Stage stage) {
    if (stage == Stage::kWithdrawn) return withdrawn_case();
    Case c;
    c.actor = "partner:approval";
    if (stage == Stage::kNone) return c;
    if (stage == Stage::kReceived || stage == Stage::kCorrection) {
        c.rules().settings.formal_check_automatic = stage == Stage::kCorrection;
        (void)c.receive(stage == Stage::kReceived ? complete() : content({"申请书"}),
                        "2024-09-27T10:00");
        return c;
    }
    if (stage == Stage::kRefused) return refused_case();
    if (stage == Stage::kAccepted) return accepted_case();
    c = stage == Stage::kDecided ? accepted_case() : case_at_issuance();
    c.actor = "partner:approval";
    if (stage == Stage::kDecided) (void)c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    if (stage == Stage::kNotified) (void)c.run(Notify{"phone", ""}, "2024-10-08T09:00");
    if (stage >= Stage::kMailed) {
        (void)c.run(MailOut{}, "2024-10-08T10:00");
        (void)c.run(DispatchOrdered{"EA000000001CN"}, "2024-10-08T10:01");
    }
    if (stage >= Stage::kDelivered)
        (void)c.run(tracked("delivered", "2024-10-08T16:00"), "2024-10-08T16:00");
    if (stage == Stage::kFedBack) (void)c.run(FeedBack{}, "2024-10-08T17:00");
    return c;
}

/// What each stage lets happen; everything else is refused.
const std::map<Stage, std::set<std::string>>& allowed() {
    static const std::map<Stage, std::set<std::string>> kAllowed{
        {Stage::kNone, {"Receive"}},
        {Stage::kReceived, {"Accept", "TellCorrection", "RefuseAcceptance", "Progress"}},
        {Stage::kCorrection, {"Supplement", "RefuseAcceptance", "Progress"}},
        {Stage::kRefused, {}},
        {Stage::kAccepted, {"Progress", "Decide"}},
        {Stage::kDecided, {"Progress", "Decide", "TakeOverResult", "RejectResult"}},
        {Stage::kAtIssuance,
         {"Progress", "Decide", "Notify", "HandOver", "MailOut", "DispatchOrdered"}},
        {Stage::kNotified,
         {"Progress", "Decide", "Notify", "HandOver", "MailOut", "DispatchOrdered"}},
        {Stage::kMailed,
         {"Progress", "Decide", "HandOver", "VoidDispatch", "DispatchOrdered", "Tracked"}},
        {Stage::kDelivered, {"Progress", "Decide", "Tracked", "FeedBack"}},
        {Stage::kFedBack, {"Decide", "Tracked"}},
        {Stage::kWithdrawn, {}},
    };
    return kAllowed;
}

TEST(CaseStages, WhatAStageDoesNotAllowIsRefusedNamingTheStateAndWhatIsPossible) {
    for (const StageRow& row : stages()) {
        for (const auto& [name, command] : every_command()) {
            Case c = case_in(row.stage);
            ASSERT_EQ(c.state().stage, row.stage) << row.name;
            const std::size_t before = c.stored().size();
            const auto done = c.run(command, "2024-10-09T10:00");
            const bool may = allowed().at(row.stage).contains(name);
            EXPECT_EQ(done.has_value(), may)
                << row.name << " " << name << " " << (done ? "" : done.error().text());
            if (done) continue;
            EXPECT_EQ(done.error().code(), Code::kCommandNotAllowed) << row.name << " " << name;
            EXPECT_NE(done.error().cause().find(row.label), std::string::npos) << name;
            EXPECT_NE(done.error().cause().find("可以："), std::string::npos) << name;
            EXPECT_EQ(c.stored().size(), before);
        }
    }
}

TEST(CaseEvents, EveryTypeThatIsEmittedStandsInTheTable) {
    std::set<std::string> emitted;
    for (const StageRow& row : stages()) {
        for (const auto& [name, command] : every_command()) {
            Case c = case_in(row.stage);
            (void)c.run(command, "2024-10-09T10:00");
            for (const std::string& type : c.types()) emitted.insert(type);
        }
    }
    Case c = accepted_case();
    (void)c.run(DocumentStored{{"D2", "N", "a", "b", {}, {}, 0, false, {}}}, "2024-10-09T10:00");
    (void)c.run(DocumentRefused{"D15", "DOCUMENT_GLYPH_MISSING", "x"}, "2024-10-09T10:00");
    (void)c.run(DocumentPrinted{"D2"}, "2024-10-09T10:00");
    (void)c.run(MessageSent{"r", "approval", "application", {}}, "2024-10-09T10:00");
    (void)c.run(Unmasked{}, "2024-10-09T10:00");
    for (const std::string& type : c.types()) emitted.insert(type);
    Case deemed = case_in(Stage::kReceived);
    (void)deemed.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-11T00:00");
    emitted.insert(deemed.types().back());

    Case warned;
    warned.rules().settings.formal_check_automatic = false;
    (void)warned.receive(complete(), "2024-09-27T10:00");
    (void)warned.run(TimerFired{*warned.state().correction_alarm}, "2024-10-09T00:00");
    emitted.insert(warned.types().back());

    EXPECT_EQ(emitted.size(), 26U);
    for (const std::string& type : emitted) EXPECT_TRUE(is_event_type(type)) << type;
}

TEST(CaseEvents, TheTableIsSortedAndNamesEveryTypeOnce) {
    for (std::size_t i = 1; i < event_types().size(); ++i)
        EXPECT_LT(event_types()[i - 1].name, event_types()[i].name);
    EXPECT_FALSE(is_event_type("case.forgotten"));
}

TEST(CaseEvents, AMessagesReceiptMayBringAForeignNumber) {
    Case c = accepted_case();
    ASSERT_TRUE(c.run(MessageSent{"r1", "approval", "application", {{"foreign_no", "SP-9"}}},
                      "2024-09-27T10:01"));
    EXPECT_EQ(c.state().aliases.at("approval"), "SP-9") << "R35";
}

// ---- ten years ----

constexpr const char* kGolden = "tests/unit/model/golden/case_v1.json";

object to_json(const StoredEvent& e) {
    return {{"sequence", e.sequence},
            {"type", e.event.type},
            {"version", e.event.version},
            {"happened_at", to_iso(e.event.happened_at)},
            {"recorded_at", to_iso(e.recorded_at)},
            {"actor", e.event.actor},
            {"catalogue", e.catalogue_version},
            {"mapping", e.mapping_version},
            {"clear", e.event.clear},
            {"secret", e.event.secret}};
}

StoredEvent from_json(const object& o) {
    StoredEvent e;
    e.sequence = o.at("sequence").as_int64();
    e.event.type = text_at(o, "type");
    e.event.version = static_cast<int>(o.at("version").as_int64());
    e.event.happened_at = at(text_at(o, "happened_at"));
    e.recorded_at = at(text_at(o, "recorded_at"));
    e.event.actor = text_at(o, "actor");
    e.catalogue_version = text_at(o, "catalogue");
    e.mapping_version = text_at(o, "mapping");
    e.event.clear = o.at("clear").as_object();
    e.event.secret = o.at("secret").as_object();
    return e;
}

/// A whole way: correction, acceptance, a wrong result, the right one, the courier, a voided
/// delivery, the feedback.
Case whole_way() {
    Case c;
    c.rules().settings.correction_within = Limit{5, LimitUnit::kWorkday};
    (void)c.receive(content({"申请书"}), "2024-09-27T10:00");
    (void)c.run(
        Supplement{{object{{"name", "平面图"}, {"received", true}}}, at("2024-09-29T09:00")},
        "2024-09-29T09:01");
    c.actor = "system";
    (void)c.run(DocumentStored{{"D2", "N-D2", "ab12", "cd34", {}, {}, 0, true, {}}},
                "2024-09-29T09:02");
    c.actor = "partner:approval";
    (void)c.run(MessageSent{"r1", "approval", "application", {{"foreign_no", "SP-9"}}},
                "2024-09-29T09:03");
    (void)c.run(Progress{"审查", "现场勘验", at("2024-09-29T14:00")}, "2024-09-29T14:00");
    (void)c.run(decision("2024-09-30T09:00", {{"applicant_name", "王侧试"}}), "2024-09-30T09:05");
    c.actor = "staff:chuzheng";
    c.actor_name = "出证员一号";
    (void)c.run(RejectResult{"申请人姓名"}, "2024-09-30T10:00");
    c.actor = "partner:approval";
    (void)c.run(decision("2024-09-30T11:00", {{"applicant_name", "王测试"}}), "2024-09-30T11:05");
    c.actor = "staff:chuzheng";
    (void)c.run(TakeOverResult{}, "2024-09-30T15:00");
    (void)c.run(DocumentRefused{"D15", "DOCUMENT_GLYPH_MISSING", "applicant.name"},
                "2024-09-30T15:01");
    (void)c.run(DocumentPrinted{"D2"}, "2024-09-30T15:02");
    (void)c.run(Notify{"phone", "本人接听"}, "2024-09-30T15:05");
    (void)c.run(MailOut{}, "2024-09-30T15:10");
    (void)c.run(DispatchOrdered{"EA000000001CN"}, "2024-09-30T15:11");
    (void)c.run(tracked("delivered", "2024-10-08T10:00", "他人代收"), "2024-10-08T10:01");
    (void)c.run(tracked("delivery_voided", "2024-10-08T11:00"), "2024-10-08T11:01");
    (void)c.run(tracked("delivered", "2024-10-09T10:00", "本人"), "2024-10-09T10:01");
    (void)c.run(FeedBack{}, "2024-10-09T15:00");
    return c;
}

array stream_of(const Case& c) {
    array stream;
    for (const StoredEvent& e : c.stored()) stream.push_back(to_json(e));
    return stream;
}

array golden() {
    std::ifstream file{kGolden, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return boost::json::parse(text).as_array();
}

void expect_clocks(const CaseState& s) {
    EXPECT_EQ(s.accepted_at, at("2024-09-29T09:00"));
    EXPECT_EQ(s.promised.due, at("2024-10-12T00:00"));
    EXPECT_EQ(s.promised.stopped, at("2024-09-30T15:00"));
    EXPECT_EQ(s.statutory.due, at("2024-11-01T00:00"));
    EXPECT_EQ(s.statutory.stopped, at("2024-09-30T09:00"));
}

TEST(CaseGolden, AStreamOfTheFirstVersionTellsTheSameCaseForEver) {
    std::vector<StoredEvent> events;
    for (const auto& one : golden()) events.push_back(from_json(one.as_object()));
    const CaseState s = replay(events);
    EXPECT_EQ(s.version, 20);
    EXPECT_EQ(s.stage, Stage::kFedBack);
    EXPECT_EQ(s.no.str(), "4101842024092710000013");
    EXPECT_EQ(s.item.str(), "licence");
    EXPECT_EQ(s.department_partner.str(), "approval");
    EXPECT_EQ(s.source.str(), "channel");
    EXPECT_EQ(s.query_token, "token-1");
    EXPECT_EQ(s.catalogue_version, "catalogue-1");
    EXPECT_EQ(s.aliases.at("channel"), "F-1");
    EXPECT_EQ(s.aliases.at("approval"), "SP-9");
    EXPECT_EQ(s.accepted_how, "corrected");
    expect_clocks(s);
    EXPECT_EQ(s.decision->number, "许可〔2024〕1号");
    EXPECT_EQ(s.waybill, "EA000000001CN");
    EXPECT_EQ(s.delivered_at, at("2024-10-09T10:00"));
    EXPECT_EQ(s.delivery_by, "本人");
    EXPECT_EQ(s.documents.at("D2").prints, 1);
    EXPECT_EQ(s.documents.at("D15").refused, "DOCUMENT_GLYPH_MISSING");
    EXPECT_EQ(text_at(s.content, "applicant.name"), "王测试");
    EXPECT_EQ(s.content.at("materials").as_array().size(), 2U);
}

/// Every key of `kept`, with the same value; a later gateway may say more.
bool says_all(const boost::json::value& today, const boost::json::value& kept) {
    if (!kept.is_object() || !today.is_object()) return today == kept;
    return std::all_of(kept.get_object().begin(), kept.get_object().end(), [&](const auto& pair) {
        const auto* said = today.get_object().if_contains(pair.key());
        return said != nullptr && says_all(*said, pair.value());
    });
}

TEST(CaseGolden, TheSameWaySaysEverythingTheFirstVersionSaidToday) {
    const array today = stream_of(whole_way());
    const array kept = golden();
    ASSERT_EQ(today.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i)
        EXPECT_TRUE(says_all(today[i], kept[i])) << boost::json::serialize(today[i]) << "\n"
                                                 << boost::json::serialize(kept[i]);
}

TEST(CaseGolden, AnEventOfATypeNobodyKnowsYetOnlyCounts) {
    Case c = accepted_case();
    c.append({"case.something_new", 7, at("2024-10-08T10:00"), "system", {}, {}},
             at("2024-10-08T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().version, 3);
}

/// A new version of an event (not one that only says more) gets a new file, made once with
/// --gtest_also_run_disabled_tests.
TEST(CaseGolden, DISABLED_WriteTheStream) {
    std::ofstream file{kGolden, std::ios::binary};
    const array stream = stream_of(whole_way());
    file << "[\n";
    for (std::size_t i = 0; i < stream.size(); ++i)
        file << boost::json::serialize(stream[i]) << (i + 1 < stream.size() ? ",\n" : "\n]\n");
}

}  // namespace
}  // namespace ow::model
