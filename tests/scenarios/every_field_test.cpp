// Every leaf of a good application broken once, in every way: never a fault of ours, never a case
// with wrong data, always the field named.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <set>

#include "gateway/base/text.hpp"
#include "tests/scenarios/applications.hpp"

namespace ow::scenario {
namespace {

namespace json = boost::json;

/// Written down here, not read from the mapping under test: which field a partner's leaf becomes.
struct Leaf {
    const char* theirs;
    const char* ours;
    bool required = false;
    const char* left_out = nullptr;  ///< what stands there when theirs is absent; null: nothing
    bool is_code = false;            ///< an unknown value is quarantined (R33)
};
constexpr Leaf kPortal[] = {
    {"projectNo", "channel_no", true},
    {"taskName", "item.name"},
    {"taskItemCode", "item.code", true},
    {"applyerType", "applicant.kind", true, nullptr, true},
    {"applyerName", "applicant.name", true},
    {"applyerPageType", "applicant.cert_type", true, nullptr, true},
    {"applyerPageCode", "applicant.cert_number", true},
    {"applyerMobile", "applicant.phone"},
    {"lerep", "applicant.legal_rep"},
    {"applyerAddress", "applicant.address"},
    {"zipCode", "applicant.postcode"},
    {"agentName", "agent.name"},
    {"agentPageType", "agent.cert_type", false, nullptr, true},
    {"agentPageCode", "agent.cert_number"},
    {"agentMobile", "agent.phone"},
    {"contactName", "contact.name"},
    {"contactMobile", "contact.phone"},
    {"investProjectCode", "project.code"},
    {"projectName", "project.name"},
    {"itemRegionCode", "region"},
    {"applyDate", "applied_at", true},
    {"deliveryWay", "delivery.way", false, "\"self\"", true},
    {"receiverName", "delivery.name"},
    {"receiverMobile", "delivery.phone"},
    {"receiverProvince", "delivery.province"},
    {"receiverCity", "delivery.city"},
    {"receiverCounty", "delivery.county"},
    {"receiverAddress", "delivery.address"},
    {"receiverZipCode", "delivery.postcode"},
    {"remark", "remark"},
    {"materialName", "materials[1].name", true},
    {"materialCode", "materials[1].code"},
    {"getType", "materials[1].form", false, "\"electronic\"", true},
    {"getNum", "materials[1].copies", false, "1"},
    {"attachName", "materials[1].file_name"},
    {"attachUrl", "materials[1].file_ref"},
    {"fieldCode", "form[1].key", true},
    {"fieldName", "form[1].label"},
    {"fieldValue", "form[1].value"},
};
constexpr Leaf kOwnSystem[] = {
    {"SBLSH", "channel_no", true},
    {"SXBM", "item.code", true},
    {"SXMC", "item.name"},
    {"SQRLX", "applicant.kind", true, nullptr, true},
    {"SQRMC", "applicant.name", true},
    {"SQRZJLX", "applicant.cert_type", true, nullptr, true},
    {"SQRZJHM", "applicant.cert_number", true},
    {"SQRSJ", "applicant.phone"},
    {"FDDBR", "applicant.legal_rep"},
    {"SQRDZ", "applicant.address"},
    {"LXRXM", "contact.name"},
    {"LXRSJ", "contact.phone"},
    {"SBXMMC", "project.name"},
    {"PROJECT_CODE", "project.code"},
    {"XZQHDM", "region"},
    {"SBSJ", "applied_at", true},
    {"OBTAIN_PAPER_WAY", "delivery.way", false, "\"self\"", true},
    {"SJRXM", "delivery.name"},
    {"SJRSJ", "delivery.phone"},
    {"SJRSF", "delivery.province"},
    {"SJRCS", "delivery.city"},
    {"SJRQX", "delivery.county"},
    {"SJRDZ", "delivery.address"},
    {"CLMC", "materials[1].name", true},
    {"CLLX", "materials[1].form", false, "\"electronic\"", true},
    {"FS", "materials[1].copies", false, "1"},
    {"WJMC", "materials[1].file_name"},
};

std::string long_text() {
    std::string out;
    for (int i = 0; i < 5000; ++i) out += "长";
    return out;
}

/// The member called `name` anywhere below, and the object that holds it.
json::object* holder_of(json::value& value, const std::string& name) {
    if (auto* list = value.if_array()) {
        for (json::value& entry : *list) {
            if (auto* found = holder_of(entry, name)) return found;
        }
    }
    auto* object = value.if_object();
    if (object == nullptr) return nullptr;
    if (object->contains(name)) return object;
    for (auto& member : *object) {
        if (auto* found = holder_of(member.value(), name)) return found;
    }
    return nullptr;
}

/// The place of `path` (`materials[1].name`) in a case's content, for changing it.
std::pair<json::object*, std::string> place_in(json::object& content, std::string path) {
    json::object* at = &content;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.')) {
        const std::string step = path.substr(0, dot);
        path.erase(0, dot + 1);
        at = step.ends_with("[1]")
                 ? &at->at(step.substr(0, step.size() - 3)).as_array().at(0).as_object()
                 : &at->at(step).as_object();
    }
    return {at, path};
}

class EveryField : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { hall_ = std::make_unique<HallUnderTest>(); }
    static void TearDownTestSuite() { hall_.reset(); }

    json::object content_of(const Reply& reply) {
        return hall_->process().cases().load(CaseNo{reply.answered("case_no")}).value().content;
    }
    static std::size_t cases() {
        ports::StreamQuery query;
        query.limit = 500;
        return hall_->process().store().streams(query).size();
    }
    /// What the whole sample becomes.
    void learn(const Message& good) {
        const Reply reply = hall_->send(good);
        ASSERT_EQ(reply.status, 200) << reply.body;
        whole_ = content_of(reply);
    }
    /// Refused with the field named, or waiting for an operator if it is a code.
    void expect_named(const Leaf& leaf, const Message& message) {
        const std::size_t before = cases();
        const Reply reply = hall_->send(message);
        EXPECT_EQ(cases(), before) << "a case with wrong data";
        if (leaf.is_code && reply.status == 200) {
            EXPECT_EQ(reply.answered("state"), "quarantined") << reply.body;
            const Reply list = hall_->console("operator", "GET", "refused");
            EXPECT_EQ(list.answer.at("rows").at(0).at("field").as_string(), leaf.ours);
            return;
        }
        EXPECT_TRUE(reply.status == 422) << reply.body;
        EXPECT_EQ(reply.text("field"), leaf.ours) << reply.body;
        expect_refused(*hall_, reply, {422, reply.text("code"), leaf.ours});
    }
    /// Without it: refused if it is required, else a case that lacks this field and nothing more.
    void expect_left_out(const Leaf& leaf, const Message& message) {
        if (leaf.required) return expect_named(leaf, message);
        const Reply reply = hall_->send(message);
        ASSERT_EQ(reply.status, 200) << reply.body;
        json::object expected = whole_;
        const json::object got = content_of(reply);
        const auto [object, name] = place_in(expected, leaf.ours);
        object->erase(name);
        if (leaf.left_out != nullptr) (*object)[name] = json::parse(leaf.left_out);
        expected["channel_no"] = got.at("channel_no");
        EXPECT_EQ(json::value(got), json::value(expected));
    }
    /// A broken text: the place is a line.
    void expect_placed(const Message& message, const std::string& code, std::int64_t line) {
        const std::size_t before = cases();
        const Reply reply = hall_->send(message);
        EXPECT_EQ(cases(), before);
        expect_refused(*hall_, reply, {400, code});
        EXPECT_EQ(reply.text("line"), std::to_string(line));
    }

    static std::unique_ptr<HallUnderTest> hall_;
    json::object whole_;
};
std::unique_ptr<HallUnderTest> EveryField::hall_;

std::int64_t line_of(const std::string& text, const std::string& what) {
    return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(what)),
                          '\n');
}

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++count;
    return count;
}

}  // namespace

TEST_F(EveryField, OfThePortalsSampleBrokenOnce) {
    const std::string good = sample("portal_application.json", true);
    ASSERT_EQ(count_of(good, "\": "), std::size(kPortal) + 4) << "a leaf is in no table";
    learn(portal(with(good, "BAD-0", hall_->fresh("E-"))));
    for (const Leaf& leaf : kPortal) {
        SCOPED_TRACE(leaf.theirs);
        const auto but = [&](const std::function<void(json::object&, const std::string&)>& change) {
            json::value value = json::parse(good);
            holder_of(value, "projectNo")->at("projectNo") = hall_->fresh("E-");
            change(*holder_of(value, leaf.theirs), leaf.theirs);
            return portal(json::serialize(value));
        };
        const auto set = [&](const json::value& value) {
            return but([&](json::object& o, const std::string& name) { o[name] = value; });
        };
        expect_left_out(leaf, but([](json::object& o, const std::string& n) { o.erase(n); }));
        expect_left_out(leaf, set(nullptr));
        expect_named(leaf, set(json::object{{"x", "y"}}));
        expect_named(leaf, set(json::object{}));
        expect_named(leaf, set(json::array{"1", "2"}));
        expect_named(leaf, set(json::array{json::array{"1"}}));
        expect_named(leaf, set(true));
        expect_named(leaf, set(json::value(long_text())));
        expect_named(leaf, set("样本\x7f样本"));
        if (leaf.required) expect_named(leaf, set(" "));
        const std::string key = "\"" + std::string{leaf.theirs} + "\": ";
        expect_placed(portal(with(good, key, key + "\"\x01\" ")), "JSON_INVALID",
                      line_of(good, key));
    }
    expect_good_ones_pass(*hall_);
}

TEST_F(EveryField, OfTheOwnSystemsSampleBrokenOnce) {
    const std::string good = sample("own_system_application.xml", true);
    ASSERT_EQ(count_of(good, "</"), std::size(kOwnSystem) + 4) << "a leaf is in no table";
    learn(own_system(as_gbk(with(good, "BAD-0", hall_->fresh("E-")))));
    for (const Leaf& leaf : kOwnSystem) {
        SCOPED_TRACE(leaf.theirs);
        const std::string open = "<" + std::string{leaf.theirs} + ">";
        const std::string close = "</" + std::string{leaf.theirs} + ">";
        const std::string text = good.substr(good.find(open) + open.size(),
                                             good.find(close) - good.find(open) - open.size());
        const std::string whole = open + text + close;
        const auto instead = [&](const std::string& other) {
            std::string changed = with(good, whole, other);
            const bool numbered = changed.find("BAD-0") != std::string::npos;
            return own_system(
                as_gbk(numbered ? with(changed, "BAD-0", hall_->fresh("E-")) : changed));
        };
        expect_left_out(leaf, instead(""));
        expect_named(leaf, instead(open + "<x>" + text + "</x>" + close));
        expect_named(leaf, instead(open + text + "<x/>" + close));
        expect_named(leaf, instead(whole + whole));
        expect_named(leaf, instead(open + long_text() + close));
        expect_named(leaf, instead(open + "样本&#127;样本" + close));
        if (leaf.required) expect_named(leaf, instead(open + " " + close));
        expect_placed(instead(open + "\x01" + close), "XML_INVALID", line_of(good, open) + 1);
    }
    expect_good_ones_pass(*hall_);
}

}  // namespace ow::scenario
