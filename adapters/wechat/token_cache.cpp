#include "adapters/wechat/token_cache.hpp"

#include "adapters/wechat/outbound.hpp"

namespace ow::wechat {
namespace {

constexpr Millis kMargin = std::chrono::minutes{5};
constexpr Millis kBetweenForces = std::chrono::seconds{30};

}  // namespace

Result<std::string> TokenCache::get(Millis deadline) {
    const std::scoped_lock lock{mutex_};
    if (token_.empty() || clock_.now() >= fresh_until_) {
        if (const Status status = fetch(false, deadline); !status) return status.error();
    }
    return token_;
}

Result<std::string> TokenCache::replace(const std::string& bad, Millis deadline) {
    const std::scoped_lock lock{mutex_};
    if (token_ != bad) return token_;
    if (const Status status = fetch(false, deadline); !status) return status.error();
    if (token_ != bad) return token_;
    if (clock_.now() - forced_at_ < kBetweenForces) {
        return Error{Code::kPartnerCredentials, {}, "token refused again"};
    }
    forced_at_ = clock_.now();
    if (const Status status = fetch(true, deadline); !status) return status.error();
    return token_;
}

Status TokenCache::fetch(bool force, Millis deadline) {
    const auto reply =
        http_.call({.partner = settings_.partner,
                    .method = "POST",
                    .url = settings_.endpoint + "/cgi-bin/stable_token",
                    .headers = {{"content-type", "application/json"}},
                    .body = stable_token_body(settings_.appid, settings_.secret, force),
                    .deadline = deadline});
    const auto nothing_sent = [](const Error& error) {
        const bool unclear = error.code() == Code::kPartnerTimeout;
        return unclear ? Error{Code::kPartnerUnreachable, {.where = "stable_token"}, error.cause()}
                       : error;
    };
    if (!reply) return nothing_sent(reply.error());
    const auto answer = parse_answer(reply->status, reply->body);
    if (!answer) return nothing_sent(answer.error());
    if (answer->errcode != 0 || answer->access_token.empty()) {
        const ErrcodeRow& row = errcode_row(answer->errcode);
        const Code code =
            row.next == Next::kBackOff ? Code::kPartnerBusy : Code::kPartnerCredentials;
        return Error{code, {.where = "stable_token"}, "errcode " + std::to_string(answer->errcode)};
    }
    token_ = answer->access_token;
    const Millis valid = std::chrono::seconds{answer->expires_in};
    fresh_until_ = clock_.now() + (valid > kMargin ? valid - kMargin : Millis{0});
    return ok();
}

}  // namespace ow::wechat
