// R33 to its end: a message with an unknown code waits, the operator adds the code, it goes on by
// itself, and whoever sends it again is told what it became.

#include <fstream>
#include <iterator>

#include "tests/scenarios/applications.hpp"

namespace ow::scenario {
namespace {

namespace fs = std::filesystem;

/// The real mappings, with one more code of the portal's once it is added, in a folder of the test.
class OwnMappings {
  public:
    OwnMappings() {
        std::string name = (fs::temp_directory_path() / "onewindow-mappings-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        folder_ = name;
        fs::copy("mappings", folder_, fs::copy_options::recursive);
    }
    ~OwnMappings() { fs::remove_all(folder_); }
    OwnMappings(const OwnMappings&) = delete;
    OwnMappings& operator=(const OwnMappings&) = delete;
    void add(const std::string& line) {
        std::ofstream{folder_ / "portal/codes/cert_types.yaml", std::ios::app} << line << "\n";
    }
    [[nodiscard]] const fs::path& folder() const { return folder_; }

  private:
    fs::path folder_;
};

constexpr int kMostResends = 2000;

Message with_unknown_code(HallUnderTest& hall, const std::string& cert_number) {
    Message message = good_portal(hall);
    message.body =
        with(message.body, "\"applyerPageType\": \"111\"", "\"applyerPageType\": \"777\"");
    message.body = with(message.body, "41018419900104003X", cert_number);
    message.key = hall.fresh("q-");
    return message;
}

/// Sends it until it is no longer answered `quarantined`.
Reply resend(HallUnderTest& hall, const Message& message) {
    Reply reply = hall.send(message);
    for (int i = 0; i < kMostResends && reply.answered("state") == "quarantined"; ++i)
        reply = hall.send(message);
    return reply;
}

}  // namespace

TEST(Quarantine, R33_AResendAfterTheReleaseIsToldTheCaseItBecame) {
    HallUnderTest hall;
    const Message good = with_unknown_code(hall, "41018419900104003X");
    const Message bad = with_unknown_code(hall, "410184199001040031");
    for (const Message& message : {good, bad, good}) {
        const Reply first = hall.send(message);
        EXPECT_EQ(first.answered("state"), "quarantined") << first.body;
        EXPECT_TRUE(first.answered("case_no").empty());
    }
    EXPECT_EQ(hall.counts().cases, 0U);

    OwnMappings more;
    more.add("  \"777\": id_card");
    hall.restart(more.folder());
    const Reply told = resend(hall, good);
    EXPECT_EQ(told.status, 200) << told.body;
    EXPECT_TRUE(is_case_no(told.answered("case_no"))) << told.body;
    EXPECT_FALSE(told.answered("query_token").empty()) << told.body;
    EXPECT_EQ(told.answered("repeated"), "true");
    EXPECT_EQ(hall.send(good).body, told.body) << "the same answer every time";
    EXPECT_EQ(hall.counts().cases, 1U);

    // With the code known, the number's check digit is looked at: the sender must mend it.
    const Reply refused = resend(hall, bad);
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_EQ(refused.text("code"), "FIELD_FORMAT");
    EXPECT_EQ(refused.text("field"), "applicant.cert_number");
    EXPECT_EQ(hall.counts().cases, 1U);
    const Reply list = hall.console("operator", "GET", "refused");
    ASSERT_EQ(list.answer.at("rows").as_array().size(), 1U) << list.body;
    EXPECT_EQ(list.answer.at("rows").at(0).at("stage").as_string(), "refused");
    EXPECT_EQ(list.answer.at("rows").at(0).at("code").as_string(), "FIELD_FORMAT");
    expect_good_ones_pass(hall);
}

TEST(Quarantine, R33_ACodeAddedWhileItRunsReleasesWhatWaitedAndAMistakeChangesNothing) {
    HallUnderTest hall;
    OwnMappings own;
    hall.restart(own.folder());
    const Message message = with_unknown_code(hall, "41018419900104003X");
    EXPECT_EQ(hall.send(message).answered("state"), "quarantined");

    own.add("  777: [not a code");
    const Status broken = hall.process().reload_mappings();
    ASSERT_FALSE(broken);
    EXPECT_NE(broken.error().text().find("cert_types.yaml"), std::string::npos);
    EXPECT_GE(hall.log().count("config.loaded"), 1U);
    expect_good_ones_pass(hall);
    EXPECT_EQ(hall.send(message).answered("state"), "quarantined") << "the old tables stay";
    const std::size_t before = hall.counts().cases;

    fs::copy_file("mappings/portal/codes/cert_types.yaml",
                  own.folder() / "portal/codes/cert_types.yaml",
                  fs::copy_options::overwrite_existing);
    own.add("  \"777\": id_card");
    ASSERT_TRUE(hall.process().reload_mappings());
    const Reply told = resend(hall, message);
    EXPECT_TRUE(is_case_no(told.answered("case_no"))) << told.body;
    EXPECT_EQ(hall.counts().cases, before + 1);
    ASSERT_TRUE(hall.process().reload_mappings()) << "twice is not twice a case";
    expect_good_ones_pass(hall);
    EXPECT_EQ(hall.send(message).body, told.body);
}

}  // namespace ow::scenario
