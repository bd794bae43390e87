#include "tests/scenarios/applications.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "gateway/base/text.hpp"

namespace ow::scenario {

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error{"not in the sample: " + from};
    return text.replace(at, from.size(), to);
}

std::string sample(const std::string& name, bool bad) {
    std::ifstream in{"tests/scenarios/samples/" + name, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    return bad ? with(std::move(text), "王测试", kBadName) : text;
}

std::string as_gbk(const std::string& utf8_xml) {
    return encode_from_utf8("<?xml version=\"1.0\" encoding=\"GBK\"?>\n" + utf8_xml, "gbk").value();
}

Message portal(std::string body, std::string content_type) {
    return {"portal", "application", std::move(content_type), std::move(body)};
}

Message own_system(std::string bytes, std::string content_type) {
    return {"own_system", "application", std::move(content_type), std::move(bytes)};
}

Message good_portal(HallUnderTest& hall) {
    return portal(with(sample("portal_application.json", false), "BAD-0", hall.fresh("P-")));
}

Message good_own_system(HallUnderTest& hall) {
    return own_system(
        as_gbk(with(sample("own_system_application.xml", false), "BAD-0", hall.fresh("O-"))));
}

void expect_good_ones_pass(HallUnderTest& hall) {
    for (const Message& good : {good_portal(hall), good_own_system(hall)}) {
        const Reply reply = hall.send(good);
        EXPECT_EQ(reply.status, 200) << reply.body;
        EXPECT_TRUE(is_case_no(reply.answered("case_no"))) << reply.body;
    }
}

}  // namespace ow::scenario
