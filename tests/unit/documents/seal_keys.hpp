#pragma once
// Keys and certificates made by openssl for one test: a CA, what it signs, a timestamp service.

#include <gtest/gtest.h>

#include <string>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/file_signer.hpp"
#include "gateway/documents/timestamp.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents::test {

inline constexpr const char* kP256 = "ec -pkeyopt ec_paramgen_curve:P-256";
inline constexpr const char* kSm2 = "sm2";

class SealKeys {
  public:
    SealKeys() { make_ca("ca", "Test-CA"); }

    [[nodiscard]] const Folder& folder() const { return folder_; }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }

    void make_ca(const std::string& name, const std::string& subject) const {
        must("openssl req -x509 -config /dev/null -newkey " + std::string{kP256} +
             " -nodes -days 3650 -subj /CN=" + subject +
             " -addext basicConstraints=critical,CA:TRUE -keyout " + file(name + ".key") +
             " -out " + file(name + ".crt"));
    }

    /// <name>.key and <name>.crt, signed by the CA. `days`: until it ends.
    void make(const std::string& kind, const std::string& name, const std::string& subject,
              const std::string& extension = "keyUsage=critical,digitalSignature",
              const std::string& days = "-days 365", const std::string& ca = "ca") const {
        const std::string key = kind == kSm2
                                    ? "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2"
                                    : "openssl genpkey -algorithm " + genpkey_of(kind);
        must(key + " -out " + file(name + ".key"));
        write_file(file(name + ".ext"), extension + "\n");
        must("openssl req -new -config /dev/null -key " + file(name + ".key") +
             (kind == kSm2 ? " -sm3" : "") + " -utf8 -subj '/CN=" + subject + "' -out " +
             file(name + ".csr"));
        must("openssl x509 -req -in " + file(name + ".csr") + " -CA " + file(ca + ".crt") +
             " -CAkey " + file(ca + ".key") + " -CAcreateserial " + days + " -extfile " +
             file(name + ".ext") + " -out " + file(name + ".crt"));
    }

    [[nodiscard]] std::unique_ptr<FileSigner> open(const std::string& name,
                                                   FileSigner::Settings settings = {}) const {
        return std::move(
            FileSigner::open_pem(file(name + ".key"), file(name + ".crt"), settings).value());
    }

    static void must(const std::string& command) {
        const Ran ran = run(command);
        if (ran.exit != 0) throw std::runtime_error(command + "\n" + ran.output);
    }

  private:
    static std::string genpkey_of(const std::string& kind) {
        const bool rsa = kind.starts_with("rsa:");
        return rsa ? "RSA -pkeyopt rsa_keygen_bits:" + kind.substr(4)
                   : "EC -pkeyopt ec_paramgen_curve:P-256";
    }

    Folder folder_;
};

/// A timestamp service that is `openssl ts`.
class OpensslTimestamper final : public Timestamper {
  public:
    explicit OpensslTimestamper(const SealKeys& keys) : keys_(keys) {
        keys.make(kP256, "tsa", "Test-TSA",
                  "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping");
        write_file(keys.file("tsa.serial"), "01\n");
        write_file(keys.file("tsa.cnf"),
                   "[tsa]\ndefault_tsa=t\n[t]\nserial=" + keys.file("tsa.serial") +
                       "\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\n"
                       "accuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_alg=sha256\n");
    }

    [[nodiscard]] Result<std::string> answer(const std::string& request) const {
        write_file(keys_.file("ts.req"), request);
        const Ran ran = run("openssl ts -reply -config " + keys_.file("tsa.cnf") +
                            " -section t -queryfile " + keys_.file("ts.req") + " -signer " +
                            keys_.file("tsa.crt") + " -inkey " + keys_.file("tsa.key") +
                            " -chain " + keys_.file("ca.crt") + " -out " + keys_.file("ts.resp"));
        if (ran.exit != 0) return Error{Code::kTimestampUnavailable, {}, ran.output};
        return read_file(keys_.file("ts.resp"));
    }

    [[nodiscard]] Result<std::string> stamp(std::string_view signature) const override {
        const std::string nonce = crypto::random_bytes(16);
        const auto answered = answer(timestamp_request(signature, nonce));
        if (!answered) return answered;
        return timestamp_token(*answered, signature, nonce);
    }

  private:
    const SealKeys& keys_;
};

/// What the n-th signature covers, and its CMS, cut out by other means than ours.
struct CutOut {
    std::string covered, cms;
};
inline CutOut cut_out(const std::string& pdf, int number = 1) {
    std::size_t at = 0;
    for (int i = 0; i < number; ++i) at = pdf.find("/ByteRange [", at) + 12;
    std::istringstream range{pdf.substr(at, 40)};
    std::size_t a = 0, b = 0, c = 0, d = 0;
    range >> a >> b >> c >> d;
    return {pdf.substr(a, b) + pdf.substr(c, d),
            crypto::from_hex(pdf.substr(b + 1, c - b - 2)).value_or("")};
}

/// A page of our own form with one empty signature field, so small that each of its bytes can be
/// tried.
inline std::string small_pdf() {
    const std::string objects[] = {
        "<<\n/Type /Catalog\n/Pages 2 0 R\n/AcroForm <<\n/Fields [ 5 0 R ]\n/SigFlags 3\n>>\n>>",
        "<<\n/Type /Pages\n/Count 1\n/Kids [ 3 0 R ]\n>>",
        "<<\n/Type /Page\n/Parent 2 0 R\n/MediaBox [ 0 0 200 200 ]\n/Annots [ 5 0 R ]\n>>",
        "<<\n/Producer (test)\n>>",
        "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Seal1)\n/F 132\n/P 3 0 R\n"
        "/Rect [ 50 50 150 150 ]\n>>"};
    std::string out = "%PDF-1.7\n";
    std::string table = "xref\n0 6\n0000000000 65535 f\r\n";
    for (std::size_t i = 0; i < std::size(objects); ++i) {
        const std::string offset = std::to_string(out.size());
        table += std::string(10 - offset.size(), '0') + offset + " 00000 n\r\n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string at = std::to_string(out.size());
    return out + table +
           "trailer\n<<\n/Size 6\n/Root 1 0 R\n/Info 4 0 R\n/ID [<01><01>]\n>>\nstartxref\n" + at +
           "\n%%EOF\n";
}

}  // namespace ow::documents::test
