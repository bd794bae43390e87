#include "adapters/timestamp_twin.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>

#include <boost/json/parse.hpp>

#include "gateway/base/freed.hpp"

namespace ow::adapters {
namespace {

using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Context = std::unique_ptr<TS_RESP_CTX, Freed<&TS_RESP_CTX_free>>;
using Response = std::unique_ptr<TS_RESP, Freed<&TS_RESP_free>>;

constexpr char kPolicy[] = "1.2.3.4.1";
constexpr char kRefusal[] = "\x30\x05\x30\x03\x02\x01\x02";  // status 2: rejection
constexpr unsigned kAccuracySeconds = 1;

ASN1_INTEGER* next_serial(TS_RESP_CTX*, void* counter) {
    ASN1_INTEGER* out = ASN1_INTEGER_new();
    ASN1_INTEGER_set_int64(out, ++*static_cast<std::atomic<std::int64_t>*>(counter));
    return out;
}

}  // namespace

struct TimestampTwin::Identity {
    std::unique_ptr<X509, Freed<&X509_free>> certificate;
    std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>> key;
    std::atomic<std::int64_t> serial = 0;
};

Result<std::unique_ptr<TimestampTwin>> TimestampTwin::make(const std::string& certificate,
                                                           const std::string& key,
                                                           std::string path) {
    auto identity = std::make_unique<Identity>();
    const Bio public_part{
        BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size()))};
    const Bio private_part{BIO_new_mem_buf(key.data(), static_cast<int>(key.size()))};
    identity->certificate.reset(PEM_read_bio_X509(public_part.get(), nullptr, nullptr, nullptr));
    identity->key.reset(PEM_read_bio_PrivateKey(private_part.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (!identity->certificate || !identity->key ||
        X509_check_private_key(identity->certificate.get(), identity->key.get()) != 1)
        return Error{Code::kCryptoFailed, {"timestamp", {}, 0, 0}, "certificate and key"};
    return std::unique_ptr<TimestampTwin>{new TimestampTwin{std::move(identity), std::move(path)}};
}

TimestampTwin::TimestampTwin(std::unique_ptr<Identity> identity, std::string path)
    : identity_(std::move(identity)), path_(std::move(path)) {}
TimestampTwin::~TimestampTwin() = default;

std::vector<ports::Route> TimestampTwin::routes() {
    return faults_.routes([this](const ports::HttpRequest& request) { return handle(request); });
}

ports::HttpResponse TimestampTwin::handle(const ports::HttpRequest& request) {
    if (request.path == path_ + "/twin/faults") {
        boost::system::error_code failed;
        const auto body = boost::json::parse(request.body, failed);
        if (failed || !body.is_object()) return {400, {}, "an object is expected"};
        const Status set = faults_.set(body.get_object());
        return set ? ports::HttpResponse{200, {}, "{}"}
                   : ports::HttpResponse{400, {}, set.error().text()};
    }
    if (request.path != path_ || request.method != "POST") return {404, {}, {}};
    if (faults_.use("down")) return {TwinFaults::kCut, {}, {}};
    if (faults_.use("hang")) return {TwinFaults::kHang, {}, {}};
    if (faults_.use("busy")) return {503, {{"retry-after", "1"}}, {}};
    if (faults_.use("server")) return {500, {}, {}};
    const ports::Headers type{{"content-type", "application/timestamp-reply"}};
    if (faults_.use("refuse")) return {200, type, std::string{kRefusal, sizeof kRefusal - 1}};
    std::string body = reply(request.body);
    if (body.empty()) return {500, {}, {}};
    if (faults_.cuts()) return {TwinFaults::kCut, {}, {}};
    ++granted_;
    return {200, type, std::move(body)};
}

std::string TimestampTwin::reply(const std::string& query) {
    const Context context{TS_RESP_CTX_new()};
    const std::unique_ptr<ASN1_OBJECT, Freed<&ASN1_OBJECT_free>> policy{OBJ_txt2obj(kPolicy, 1)};
    const bool ready =
        TS_RESP_CTX_set_signer_cert(context.get(), identity_->certificate.get()) == 1 &&
        TS_RESP_CTX_set_signer_key(context.get(), identity_->key.get()) == 1 &&
        TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256()) == 1 &&
        TS_RESP_CTX_set_ess_cert_id_digest(context.get(), EVP_sha256()) == 1 &&
        TS_RESP_CTX_set_def_policy(context.get(), policy.get()) == 1 &&
        TS_RESP_CTX_add_md(context.get(), EVP_sha256()) == 1 &&
        TS_RESP_CTX_set_accuracy(context.get(), kAccuracySeconds, 0, 0) == 1;
    TS_RESP_CTX_set_serial_cb(context.get(), next_serial, &identity_->serial);
    const Bio in{BIO_new_mem_buf(query.data(), static_cast<int>(query.size()))};
    const Response response{ready ? TS_RESP_create_response(context.get(), in.get()) : nullptr};
    ERR_clear_error();
    if (!response) return {};
    std::string out(static_cast<std::size_t>(i2d_TS_RESP(response.get(), nullptr)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(out.data());
    i2d_TS_RESP(response.get(), &at);
    return out;
}

}  // namespace ow::adapters
