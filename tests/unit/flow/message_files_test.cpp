// Files that came inside messages: stored once, under the case's key, before the case knows them.

#include "gateway/crypto/digest.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;

// Larger than what lies in blobs.db, so that a test can count files.
const std::string kScan = "%PDF-1.7 " + std::string(1 << 20, 's');

ports::MessageFile file_of(const std::string& bytes) {
    return {crypto::to_hex(crypto::digest(crypto::Hash::kSha256, bytes)), bytes};
}

class MessageFiles : public FlowTest {
  protected:
    /// An application whose first material has the file.
    object with_file(const std::string& foreign_no, const std::string& bytes) {
        translator_.files = {file_of(bytes)};
        object content = application(foreign_no);
        object& material = content["materials"].as_array().front().as_object();
        material["file_name"] = "../../申请书.pdf";
        material["file_sha256"] = translator_.files.front().sha256;
        material["file_type"] = "application/pdf";
        return content;
    }
    CaseNo taken(const object& content, const std::string& key) {
        const auto answer = receive("channel", "application", content, key);
        EXPECT_FALSE(answer.error) << answer.error->text();
        return CaseNo{model::text_at(answer.fields, "case_no")};
    }
    std::string address_in(const CaseNo& no, std::size_t n) {
        return model::text_at(state(no).content.at("materials").as_array().at(n).as_object(),
                              "file");
    }
    std::size_t files_on_disk() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{dir_ + "/files"})
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_F(MessageFiles, LieUnderTheCasesKeyAndAreOpenedByWhoeverSeesTheCase) {
    const CaseNo no = taken(with_file("F-1", kScan), "k-1");
    const std::string address = address_in(no, 0);
    ASSERT_EQ(address.size(), 64U);
    EXPECT_EQ(address_in(no, 1), "") << "the other material has none";
    EXPECT_EQ(store_->get_blob(case_stream(no), address).value(), kScan);

    const auto file = desk_->material_file(clerk("acceptance"), no, address);
    ASSERT_TRUE(file) << file.error().text();
    EXPECT_EQ(file->bytes, kScan);
    EXPECT_EQ(file->name, "申请书.pdf") << "no folder of the sender's";
    EXPECT_EQ(file->content_type, "application/pdf");
    const auto view = desk_->case_view(clerk("acceptance"), no, false).value();
    EXPECT_EQ(model::text_at(view.at("materials").as_array().at(0).as_object(), "file.url"),
              "/console/api/cases/" + no.str() + "/files/" + address);

    for (const std::string& wrong : {std::string{}, std::string{"D2"}, std::string(64, '0')})
        EXPECT_EQ(desk_->material_file(clerk("acceptance"), no, wrong).error().code(),
                  Code::kBlobMissing);
    const CaseNo other = taken(application("F-2"), "k-2");
    EXPECT_EQ(desk_->material_file(clerk("acceptance"), other, address).error().code(),
              Code::kBlobMissing);
    auto stranger = clerk("department");
    stranger.department = DepartmentId{"elsewhere"};
    EXPECT_FALSE(desk_->material_file(stranger, no, address));
}

TEST_F(MessageFiles, ARepeatedOrRefusedMessageStoresNone) {
    const object content = with_file("F-1", kScan);
    const CaseNo no = taken(content, "k-1");
    ASSERT_EQ(files_on_disk(), 1U);
    for (int i = 0; i < 3; ++i) {
        const auto again = receive("channel", "application", content, "k-1");
        EXPECT_TRUE(again.repeated);
        EXPECT_EQ(model::text_at(again.fields, "case_no"), no.str());
    }
    auto changed = receive("channel", "application", with_file("F-1", kScan + "2"), "k-1");
    EXPECT_EQ(changed.error->code(), Code::kIdempotencyKeyReused);
    object unlisted = with_file("F-3", kScan + "3");
    unlisted["materials"].as_array().front().as_object()["name"] = "不在清单上";
    EXPECT_EQ(receive("channel", "application", unlisted, "k-3").error->code(),
              Code::kMaterialNotListed);
    EXPECT_EQ(files_on_disk(), 1U);
}

TEST_F(MessageFiles, OfASupplementJoinThoseOfTheApplication) {
    object content = with_file("F-1", kScan);
    content["materials"].as_array().pop_back();
    const CaseNo no = taken(content, "k-1");
    ASSERT_EQ(state(no).stage, model::Stage::kCorrection);
    const std::string first = address_in(no, 0);
    translator_.files = {file_of("GIF8 plan")};
    const object supplement{
        {"channel_no", "F-1"},
        {"materials", array{object{{"name", "平面图"},
                                   {"received", true},
                                   {"file_sha256", translator_.files.front().sha256}}}}};
    ASSERT_FALSE(receive("channel", "supplement", supplement, "k-2").error);
    EXPECT_EQ(address_in(no, 0), first);
    EXPECT_EQ(store_->get_blob(case_stream(no), address_in(no, 1)).value(), "GIF8 plan");
}

TEST_F(MessageFiles, AreGoneWithTheCasesKey) {
    const CaseNo no = taken(with_file("F-1", kScan), "k-1");
    const std::string address = address_in(no, 0);
    ASSERT_TRUE(store_->destroy_key(case_stream(no)));
    EXPECT_EQ(desk_->material_file(clerk("acceptance"), no, address).error().code(),
              Code::kKeyDestroyed);
    EXPECT_EQ(files_on_disk(), 0U);
}

TEST_F(MessageFiles, GoToTheDepartmentWhoseMappingAsksForThem) {
    translator_.files_for = "approval";
    const CaseNo no = taken(with_file("F-1", "%PDF-1.7 small"), "k-1");
    ASSERT_TRUE(relay_until([&](auto&) {
        return !sender("approval").sent().empty() && !sender("channel").sent().empty();
    }));
    const std::string base64 = crypto::to_base64("%PDF-1.7 small");
    EXPECT_NE(sender("approval").sent().front().body.find(base64), std::string::npos);
    EXPECT_EQ(sender("channel").sent().front().body.find(base64), std::string::npos);
    for (const auto& event : store_->load(case_stream(no)).value())
        EXPECT_EQ(boost::json::serialize(event.event.secret).find(base64), std::string::npos)
            << "the bytes stand in no event";
}

}  // namespace ow::flow
