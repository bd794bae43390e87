#include "gateway/app/timestamp_client.hpp"

#include <fmt/format.h>

#include "gateway/app/key_files.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/timestamp_check.hpp"

namespace ow::app {
namespace {

constexpr Millis kRest{30'000};
constexpr std::size_t kNonce = 16;

Error unavailable(std::string cause) {
    return Error{Code::kTimestampUnavailable, {"timestamp", {}, 0, 0}, std::move(cause)};
}

}  // namespace

Result<std::unique_ptr<TimestampClient>> TimestampClient::make(const TimestampSettings& settings,
                                                               ports::HttpClient& http,
                                                               const Clock& clock, Log& log) {
    documents::TrustedRoots roots;
    if (!settings.trusted.empty()) {
        const auto pem = read_file(settings.trusted);
        if (!pem) return pem.error();
        auto read = documents::TrustedRoots::read(*pem);
        if (!read) return read.error();
        roots = std::move(*read);
    }
    return std::unique_ptr<TimestampClient>{
        new TimestampClient{settings, std::move(roots), http, clock, log}};
}

Result<std::string> TimestampClient::ask(std::string_view signature) const {
    const std::string nonce = crypto::random_bytes(kNonce);
    ports::HttpCall call;
    call.url = settings_.url;
    call.headers = {{"content-type", "application/timestamp-query"},
                    {"accept", "application/timestamp-reply"}};
    call.body = documents::timestamp_request(signature, nonce);
    call.deadline = settings_.timeout;
    const auto reply = http_.call(call);
    if (!reply) return unavailable(std::string{reply.error().row().name});
    if (reply->status != 200) return unavailable(fmt::format("HTTP {}", reply->status));
    auto token = documents::timestamp_token(reply->body, signature, nonce);
    if (!token) return token;
    const auto checked = documents::check_token(*token, signature);
    if (!checked) return unavailable(checked.error().cause());
    const documents::SignedData& data = checked->data;
    if (!roots_.empty() && !roots_.vouch_for(data.certificates, data.signer, checked->at))
        return unavailable("nobody trusted vouches for the timestamp service");
    return token;
}

Result<std::string> TimestampClient::stamp(std::string_view signature) const {
    const bool rests = !settings_.is_required && clock_.now() < rests_until_.load();
    auto token = rests ? Result<std::string>{std::string{}} : ask(signature);
    if (token) return token;
    log_.write(LogEvent::kSealUnstamped, {{"code", std::string{token.error().row().name}}});
    if (settings_.is_required) return token;
    rests_until_.store(clock_.now() + kRest);
    return std::string{};
}

}  // namespace ow::app
