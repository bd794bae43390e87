// PKCS#11 with SoftHSM: a token of its own for this test, made by an ordinary user.

#include "gateway/documents/token_signer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "gateway/documents/pdf_signature.hpp"
#include "gateway/documents/signature_check.hpp"
#include "tests/unit/documents/seal_keys.hpp"

namespace ow::documents {
namespace {

using test::SealKeys;

std::string softhsm() {
    for (const auto& entry : std::filesystem::directory_iterator{"/usr/lib"}) {
        const auto module = entry.path() / "softhsm" / "libsofthsm2.so";
        if (std::filesystem::exists(module)) return module.string();
    }
    return "/usr/lib/softhsm/libsofthsm2.so";
}

/// The module reads its environment once in a process: one token for all tests.
struct Token {
    SealKeys keys;
    std::string module = softhsm();

    Token() {
        std::filesystem::create_directory(keys.file("tokens"));
        test::write_file(keys.file("softhsm2.conf"),
                         "directories.tokendir = " + keys.file("tokens") + "\nlog.level = ERROR\n");
        setenv("SOFTHSM2_CONF", keys.file("softhsm2.conf").c_str(), 1);
        SealKeys::must(
            "softhsm2-util --init-token --free --label seals --pin 123456 --so-pin 9999");
        put(test::kP256, "department", "a1");
        put("rsa:2048", "hall", "a2");
    }
    void put(const std::string& kind, const std::string& name, const std::string& id) const {
        keys.make(kind, name, "Token-" + name);
        SealKeys::must("openssl pkcs8 -topk8 -nocrypt -in " + keys.file(name + ".key") + " -out " +
                       keys.file(name + ".p8"));
        SealKeys::must("softhsm2-util --import " + keys.file(name + ".p8") +
                       " --token seals --label " + name + " --id " + id + " --pin 123456");
    }
    [[nodiscard]] TokenSettings settings(const std::string& name) const {
        return {module, "seals", name, "123456", keys.file(name + ".crt")};
    }
};

const Token& token() {
    static const Token made;
    return made;
}

TEST(TokenSigner, SignsWithP256AndRsaAndReadersConfirmIt) {
    for (const std::string name : {"department", "hall"}) {
        const auto signer = TokenSigner::open(token().settings(name));
        ASSERT_TRUE(signer) << signer.error().text();
        const Instant now = SystemClock{}.now();
        const auto pdf = sign_pdf(test::small_pdf(), **signer, {now, "Token-" + name, ""});
        ASSERT_TRUE(pdf) << pdf.error().text();
        const auto roots = TrustedRoots::read(test::read_file(token().keys.file("ca.crt"))).value();
        EXPECT_EQ(check_pdf(*pdf, roots, now).verdict(), Verdict::kHolds) << name;
        test::write_file(token().keys.file("t.pdf"), *pdf);
        const std::string seen = test::run("pdfsig -nocert " + token().keys.file("t.pdf")).output;
        EXPECT_NE(seen.find("Signature is Valid"), std::string::npos) << name << seen;
    }
}

TEST(TokenSigner, SignsFromManyThreads) {
    const auto signer = TokenSigner::open(token().settings("department")).value().release();
    const std::unique_ptr<TokenSigner> held{signer};
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 10; ++n) right += held->sign("bytes") ? 1 : 0;
        });
    }
    for (std::thread& one : threads) one.join();
    EXPECT_EQ(right, 40);
}

TEST(TokenSigner, WhatIsWrongIsNamed) {
    const auto wrong = [](auto change) {
        TokenSettings settings = token().settings("department");
        change(settings);
        const auto opened = TokenSigner::open(settings);
        return opened ? std::string{"opened"} : opened.error().at().field;
    };
    EXPECT_EQ(wrong([](auto& s) { s.module = "/nowhere.so"; }), "module");
    EXPECT_EQ(wrong([](auto& s) { s.token = "other"; }), "token");
    EXPECT_EQ(wrong([](auto& s) { s.label = "other"; }), "label");
    EXPECT_EQ(wrong([](auto& s) { s.pin = "000000"; }), "passphrase");
    EXPECT_EQ(wrong([](auto& s) { s.certificate = token().keys.file("hall.crt"); }), "certificate");
    EXPECT_EQ(wrong([](auto& s) { s.certificate = token().keys.file("none.crt"); }), "certificate");
    EXPECT_EQ(wrong([](auto& s) { s.certificate.clear(); }), "certificate");
}

}  // namespace
}  // namespace ow::documents
