#include "gateway/http/client.hpp"

#include <Poco/Exception.h>

#include <algorithm>
#include <csignal>

#include "gateway/http/exchange.hpp"

namespace ow::http {
namespace {

using Poco::Net::Context;
using std::chrono::steady_clock;

Result<Context::Ptr> make_context(const TlsIdentity& identity, const std::string& partner) try {
    Context::Params params;
    params.caLocation = identity.ca;
    params.certificateFile = identity.certificate_chain;
    params.privateKeyFile = identity.private_key;
    params.verificationMode = Context::VERIFY_STRICT;
    params.loadDefaultCAs = identity.ca.empty();
    params.cipherList = "HIGH:!aNULL:!MD5:!RC4:!3DES";
    Context::Ptr context{new Context{Context::TLS_CLIENT_USE, params}};
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    return context;
} catch (const Poco::Exception& failure) {
    return Error{Code::kPartnerConfiguration, At{.field = "tls", .where = partner},
                 failure.displayText()};
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
}

}  // namespace

struct Client::Attempt {
    const ports::HttpCall& call;
    const Endpoint& endpoint;
    const std::string& key;
    Watchdog::Time deadline;
    bool fresh = false;      ///< do not look among the kept ones
    bool try_fresh = false;  ///< out: a second attempt is safe
};

Result<std::unique_ptr<Client>> Client::make(ClientSettings settings) {
    std::signal(SIGPIPE, SIG_IGN);
    std::unique_ptr<Client> client{new Client{std::move(settings)}};
    auto fallback = make_context(client->settings_.default_tls, "default");
    if (!fallback) return fallback.error();
    client->default_context_ = *fallback;
    for (const auto& [partner, identity] : client->settings_.tls) {
        auto context = make_context(identity, partner.str());
        if (!context) return context.error();
        client->contexts_[partner] = *context;
    }
    return client;
}

Client::~Client() = default;

Context::Ptr Client::context_of(const PartnerId& partner) const {
    const auto own = contexts_.find(partner);
    return own == contexts_.end() ? default_context_ : own->second;
}

std::unique_ptr<Session> Client::take_kept(const std::string& key) {
    const std::scoped_lock lock{mutex_};
    const auto now = steady_clock::now();
    for (auto row = kept_.find(key); row != kept_.end() && row->first == key;
         row = kept_.find(key)) {
        Kept found = std::move(row->second);
        kept_.erase(row);
        if (now - found.since < settings_.kept_for && found.session->still_quiet())
            return std::move(found.session);
    }
    return nullptr;
}

void Client::keep(const std::string& key, std::unique_ptr<Session> session) {
    const std::scoped_lock lock{mutex_};
    const auto now = steady_clock::now();
    std::erase_if(kept_,
                  [&](const auto& row) { return now - row.second.since >= settings_.kept_for; });
    if (kept_.count(key) < settings_.kept_per_host)
        kept_.emplace(key, Kept{std::move(session), now});
}

std::size_t Client::kept() const {
    const std::scoped_lock lock{mutex_};
    return kept_.size();
}

Result<ports::HttpReply> Client::attempt(Attempt& attempt) {
    std::unique_ptr<Session> session = attempt.fresh ? nullptr : take_kept(attempt.key);
    const bool reused = session != nullptr;
    if (!reused) {
        auto opened = open_session(attempt.endpoint, context_of(attempt.call.partner), resolver_,
                                   watchdog_, attempt.deadline);
        if (!opened) return opened.error();
        session = std::move(*opened);
    }
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(attempt.deadline -
                                                                            steady_clock::now());
    const Poco::Timespan patience{std::max<Poco::Timespan::TimeDiff>(left.count(), 1000)};
    session->socket().setReceiveTimeout(patience);
    session->socket().setSendTimeout(patience);
    bool fired = false;
    Exchange done{Error{Code::kPartnerTimeout}};
    {
        const Watchdog::Guard guard{watchdog_, session->fd(), attempt.deadline};
        done = exchange(*session, attempt.endpoint, attempt.call, settings_.reply_bytes, reused);
        fired = guard.fired();
    }
    attempt.try_fresh = done.try_fresh && !fired;
    if (done.keep && !fired) keep(attempt.key, std::move(session));
    return std::move(done.reply);
}

Result<ports::HttpReply> Client::call(const ports::HttpCall& call) {
    const auto endpoint = parse_url(call.url);
    if (!endpoint) return endpoint.error();
    for (const auto& [name, value] : call.headers)
        if (has_control(name) || has_control(value))
            return Error{Code::kPartnerConfiguration, At{.field = name}, "header"};
    const std::string key = call.partner.str() + (endpoint->tls ? " s " : " p ") + endpoint->host +
                            ":" + std::to_string(endpoint->port);
    Attempt first{call, *endpoint, key, steady_clock::now() + call.deadline};
    auto reply = attempt(first);
    if (reply || !first.try_fresh) return reply;
    Attempt second{call, *endpoint, key, first.deadline, true};
    auto again = attempt(second);
    // Part of the first request did leave us: "unreachable" would promise too much.
    if (!again && again.error().code() == Code::kPartnerUnreachable) return reply;
    return again;
}

}  // namespace ow::http
