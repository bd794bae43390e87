// A file inside a message, over HTTP and to its end: submitted, opened at the desk, gone with its
// key.

#include <boost/json/parse.hpp>

#include "gateway/crypto/digest.hpp"
#include "gateway/flow/case_service.hpp"
#include "tests/scenarios/applications.hpp"

namespace ow::scenario {
namespace {

const std::string kPdf = "%PDF-1.4\n" + std::string(200'000, '\x07') + "\n%%EOF\n";

Message with_file(HallUnderTest& hall, const std::string& base64) {
    Message message = good_portal(hall);
    message.body = with(message.body, "\"attachUrl\": \"att/1\"",
                        "\"attachUrl\": \"att/1\", \"attachContent\": \"" + base64 + "\"");
    message.key = hall.fresh("f-");
    return message;
}

/// The path of the file as the case's page names it, below /console/api/.
std::string path_of_file(HallUnderTest& hall, const std::string& case_no) {
    const Reply page = hall.console("acceptance", "GET", "cases/" + case_no);
    const auto view = boost::json::parse(page.body).as_object();
    const auto& material = view.at("materials").as_array().at(0).as_object();
    const std::string url{material.at("file").as_object().at("url").as_string()};
    return url.substr(std::string{"/console/api/"}.size());
}

}  // namespace

TEST(MessageFile, IsOpenedAtTheDeskAsItWasSentAndGoneWithItsKey) {
    HallUnderTest hall;
    const Message message = with_file(hall, crypto::to_base64(kPdf));
    const Reply taken = hall.send(message);
    ASSERT_EQ(taken.status, 200) << taken.body;
    const std::string no = taken.answered("case_no");
    const std::string path = path_of_file(hall, no);
    const Reply file = hall.console("acceptance", "GET", path);
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(file.body == kPdf) << file.body.size() << " bytes";
    EXPECT_EQ(file.headers.at("content-type"), "application/pdf");
    EXPECT_EQ(file.headers.at("x-content-type-options"), "nosniff");
    EXPECT_NE(file.headers.at("content-disposition").find("filename*=UTF-8''%E7%94%B3"),
              std::string::npos);
    EXPECT_EQ(hall.console("operator", "GET", path).status, 403);

    EXPECT_EQ(hall.send(message).answered("case_no"), no);
    EXPECT_EQ(hall.counts().cases, 1U);
    EXPECT_EQ(path_of_file(hall, no), path);

    ASSERT_TRUE(hall.process().store().destroy_key(flow::case_stream(CaseNo{no})));
    EXPECT_EQ(hall.console("acceptance", "GET", path).status, 410);
}

TEST(MessageFile, ThatIsBrokenTooLargeOrOfAnotherKindIsRefusedByName) {
    HallUnderTest hall;
    const std::string whole = crypto::to_base64(kPdf);
    const Reply broken = hall.send(with_file(hall, whole.substr(0, whole.size() - 3)));
    EXPECT_EQ(broken.status, 422);
    EXPECT_EQ(broken.text("code"), "FIELD_FORMAT");
    EXPECT_EQ(broken.text("field"), "materials[1].file");
    const Reply other = hall.send(with_file(hall, crypto::to_base64("PK\x03\x04 zip")));
    EXPECT_EQ(other.text("code"), "FIELD_FORMAT");
    EXPECT_EQ(other.text("field"), "materials[1].file");
    EXPECT_EQ(hall.counts().cases, 0U);
    expect_good_ones_pass(hall);
}

}  // namespace ow::scenario
