// The archive package of a closed case (R22), on a real store.

#include <cstdio>
#include <fstream>

#include "gateway/archive/package.hpp"
#include "gateway/archive/package_check.hpp"
#include "gateway/archive/zip.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/crypto/signature.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::archive {
namespace {

using flow::case_stream;
using flow::test::at;

class Package : public flow::test::FlowTest {
  protected:
    CaseNo closed_case() {
        (void)new_case("F-0");  // so that the tree has neighbours
        CaseNo no = new_case();
        (void)new_case("F-2");
        const std::string pdf = "%PDF decision";
        const auto blob = store_->put_blob(case_stream(no), pdf);
        model::CaseDocument document;
        document.id = "D15";
        document.address = blob->address;
        document.sha256 = crypto::to_hex(crypto::digest(crypto::Hash::kSha256, pdf));
        EXPECT_FALSE(run(no, model::DocumentStored{document}).error);
        model::CaseDecision decision;
        decision.outcome = "approved";
        decision.number = "许可1号";
        decision.decided_at = clock_.now();
        EXPECT_FALSE(run(no, model::Decide{decision}, "partner:approval").error);
        EXPECT_FALSE(run(no, model::TakeOverResult{}).error);
        EXPECT_FALSE(run(no, model::HandOver{"slip", ""}).error);
        EXPECT_FALSE(run(no, model::FeedBack{}).error);
        return no;
    }
    Result<std::string> make(const CaseNo& no) {
        PackageOrder order{no, "keeper-1", clock_.now(), key_.public_pem, {}};
        order.sign = [&](const std::string& text) { return crypto::sign(key_.private_pem, text); };
        return make_package(*store_, setting_, order);
    }
    /// The package with one part replaced, packed as we pack.
    static std::string with(const std::string& package, const std::string& path,
                            const std::function<std::string(std::string)>& change) {
        auto parts = unpack(package).value();
        for (Part& part : parts) {
            if (part.path == path) part.bytes = change(part.bytes);
        }
        return pack(parts).value();
    }

    crypto::KeyPair key_ = crypto::new_p256_key();
};

TEST_F(Package, R22_HoldsEverythingOfTheCaseAndIsWhole) {
    const CaseNo no = closed_case();
    ASSERT_FALSE(run(no, model::MakePackage{}, "staff:keeper-1").error);
    const auto package = make(no);
    ASSERT_TRUE(package) << package.error().text();
    const PackageReport report = check_package(*package, key_.public_pem);
    EXPECT_TRUE(report.damages.empty())
        << report.damages.front().where << " " << report.damages.front().what;
    EXPECT_EQ(report.case_no, no.str());
    EXPECT_EQ(report.events, state(no).version);
    std::map<std::string, std::string> parts;
    for (Part& part : unpack(*package).value()) parts[part.path] = part.bytes;
    EXPECT_EQ(parts["documents/D15.pdf"], "%PDF decision");
    EXPECT_NE(parts["messages/001-channel-application"].find("欧阳测试"), std::string::npos);
    EXPECT_NE(parts["events.txt"].find("已送达"), std::string::npos);
    EXPECT_NE(parts["events.json"].find("archive.packed"), std::string::npos) << "who asked for it";
}

TEST_F(Package, R22_AnotherProgramReadsItAsAZipFile) {
    const auto package = make(closed_case());
    ASSERT_TRUE(package);
    const std::string path = dir_ + "/case.zip";
    std::ofstream{path, std::ios::binary} << *package;
    const std::string command =
        "python3 -c \"import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]);"
        "assert z.testzip() is None;"
        "assert z.read('documents/D15.pdf')==b'%PDF decision'\" " +
        path;
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(Package, R22_OneChangedByteAnywhereIsFound) {
    const auto package = make(closed_case());
    ASSERT_TRUE(package);
    ASSERT_TRUE(check_package(*package, key_.public_pem).damages.empty());
    for (std::size_t i = 0; i < package->size(); i += i < 400 ? 1 : 23) {
        std::string changed = *package;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        ASSERT_FALSE(check_package(changed, key_.public_pem).damages.empty()) << "byte " << i;
    }
    EXPECT_FALSE(check_package(*package + " ", key_.public_pem).damages.empty());
    EXPECT_FALSE(check_package(package->substr(0, package->size() - 1), {}).damages.empty());
}

TEST_F(Package, R22_WhoPacksAnewWithAKeyOfHisOwnIsFoundByTheHallsKeyAndByTheChain) {
    const auto package = make(closed_case());
    ASSERT_TRUE(package);
    const auto other = crypto::new_p256_key();
    EXPECT_FALSE(check_package(*package, other.public_pem).damages.empty());
    const std::string told = with(*package, "events.json", [](std::string text) {
        return text.replace(text.find("approved"), 8, "refused!");
    });
    const auto damages = check_package(told, key_.public_pem).damages;
    ASSERT_EQ(damages.size(), 2U) << "by its digest, and because the chain says otherwise";
    EXPECT_EQ(damages[0].where, "events.json");
    EXPECT_NE(damages[1].what.find("is another"), std::string::npos);
}

TEST_F(Package, R22_OnlyOfAClosedCaseAndNeverAgainOnceItsKeyIsDestroyed) {
    const CaseNo open = new_case("F-9");
    EXPECT_EQ(make(open).error().code(), Code::kCommandNotAllowed);
    const auto refused = run(open, model::MakePackage{}).error;
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code(), Code::kCommandNotAllowed);
    const CaseNo no = closed_case();
    ASSERT_TRUE(make(no));
    ASSERT_TRUE(store_->destroy_key(case_stream(no)));
    EXPECT_EQ(make(no).error().code(), Code::kKeyDestroyed);
}

}  // namespace
}  // namespace ow::archive
