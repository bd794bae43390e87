#include "gateway/app/partner_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace ow::app {
namespace {

/// A folder with two keys and one that is too short.
class PartnerFiles : public testing::Test {
  protected:
    PartnerFiles()
        : folder_(std::filesystem::temp_directory_path() /
                  ("ow_partner_files_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        std::ofstream{folder_ / "new.hmac"} << "the new key of the bureau\n";
        std::ofstream{folder_ / "old.hmac"} << "the old key of the bureau\n";
        std::ofstream{folder_ / "short.hmac"} << "short\n";
        partner_.id = PartnerId{"bureau"};
        partner_.trust.hmac_key_file = "new.hmac";
    }
    ~PartnerFiles() override { std::filesystem::remove_all(folder_); }
    [[nodiscard]] Result<http::PartnerCredentials> credentials() const {
        const auto settings = partner_settings(partner_, folder_);
        return settings ? credentials_of(partner_, *settings, folder_)
                        : Result<http::PartnerCredentials>{settings.error()};
    }

    const std::filesystem::path folder_;
    model::PartnerConfig partner_;
};

TEST_F(PartnerFiles, AnOldKeyCountsThroughTheWholeOfItsLastDay) {
    partner_.trust.also_accepted = {{"", "old.hmac", *parse_day("2026-12-31")},
                                    {std::string(64, 'a'), "", *parse_day("2026-12-31")}};
    const auto made = credentials();
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->hmac_keys.size(), 2U);
    EXPECT_EQ(made->hmac_keys[0].value, "the new key of the bureau");
    EXPECT_EQ(made->hmac_keys[0].until, Instant::max());
    EXPECT_EQ(made->hmac_keys[1].value, "the old key of the bureau");
    EXPECT_EQ(made->hmac_keys[1].until, *parse_instant("2027-01-01T00:00:00"));
    ASSERT_EQ(made->certificates.size(), 1U);
    EXPECT_EQ(made->certificates[0].until, *parse_instant("2027-01-01T00:00:00"));
}

TEST_F(PartnerFiles, AShortKeyAndAMissingFileAreRefused) {
    partner_.trust.also_accepted = {{"", "short.hmac", *parse_day("2026-12-31")}};
    ASSERT_FALSE(credentials());
    EXPECT_EQ(credentials().error().code(), Code::kConfigInvalid);
    partner_.trust.also_accepted = {{"", "absent.hmac", *parse_day("2026-12-31")}};
    ASSERT_FALSE(credentials());
    EXPECT_EQ(credentials().error().code(), Code::kFileUnreadable);
}

TEST(Guard, ARouteForAnyoneAnswersTheListedAddressesOnly) {
    const auto status = [](const char* from, const std::vector<AddressRange>& addresses) {
        ports::Route route{"GET", "/partners/bureau/soap", ports::Trust::kPublic, 0,
                           [](const auto&, const ports::Respond& respond) {
                               respond({200, {}, {}});
                           }};
        guard(route, addresses);
        ports::HttpRequest request;
        request.remote_address = from;
        int answered = 0;
        route.handler(std::make_shared<const ports::HttpRequest>(request),
                      [&](const ports::HttpResponse& response) { answered = response.status; });
        return answered;
    };
    const std::vector<AddressRange> office{*AddressRange::parse("10.1.0.0/16")};
    EXPECT_EQ(status("10.1.2.3", office), 200);
    EXPECT_EQ(status("10.2.2.3", office), 403);
    EXPECT_EQ(status("10.2.2.3", {}), 200);
}

}  // namespace
}  // namespace ow::app
