#include "gateway/http/connection.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstring>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/http/response_text.hpp"
#include "gateway/http/tls.hpp"

namespace ow::http {
namespace {

namespace net = boost::asio;
namespace bhttp = boost::beast::http;
using boost::system::error_code;
using ports::HttpRequest;
using ports::HttpResponse;
using tcp = net::ip::tcp;
using TlsStream = net::ssl::stream<tcp::socket>;
using Parser = bhttp::request_parser<bhttp::string_body>;

constexpr auto kTuple = net::as_tuple(net::use_awaitable);
constexpr std::size_t kBuffer = 16 * 1024;
constexpr std::size_t kOneWrite = 16 * 1024;
constexpr std::size_t kLingerBytes = 1024 * 1024;
constexpr Millis kLingerTime{2'000};

std::string view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

std::string lower(boost::beast::string_view text) {
    std::string out = view(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_protocol_error(const error_code& error) {
    return error.category() == make_error_code(bhttp::error::bad_method).category() &&
           error != bhttp::error::end_of_stream && error != bhttp::error::partial_message;
}

Error as_refusal(const error_code& error) {
    if (error == bhttp::error::header_limit)
        return Error{Code::kRequestTooLarge, At{.field = "header"}};
    if (error == bhttp::error::body_limit)
        return Error{Code::kRequestTooLarge, At{.field = "body"}};
    return Error{Code::kRequestInvalid, At{.field = "http"}, error.message()};
}

/// What Beast lets pass and RFC 9112 (§3.2, §6.1) wants refused.
std::optional<Error> header_fault(const Parser::value_type& message) {
    if (message.version() >= 11 && message.count(bhttp::field::host) != 1)
        return Error{Code::kRequestInvalid, At{.field = "host"}};
    if (message.count(bhttp::field::transfer_encoding) > 0 &&
        !iequals(view(message[bhttp::field::transfer_encoding]), "chunked"))
        return Error{Code::kRequestInvalid, At{.field = "transfer-encoding"}};
    return std::nullopt;
}

std::uint64_t random_number() {
    const std::string bytes = crypto::random_bytes(sizeof(std::uint64_t));
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    return number;
}

struct Slot {
    net::steady_timer* timer = nullptr;
    std::optional<HttpResponse> response;
};

template <class Stream>
class Connection final : public Tracked {
  public:
    static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

    template <class... More>
    Connection(IoThread& thread, tcp::socket socket, const net::ip::address& caller, More&... more)
        : thread_(thread),
          stream_(std::move(socket), more...),
          caller_(caller),
          remote_(caller_.to_string()) {
        error_code ignored;
        tcp_socket().set_option(tcp::no_delay{true}, ignored);
        buffer_.reserve(kBuffer);
        thread_.track(this);
    }
    ~Connection() override {
        thread_.untrack(this);
        thread_.shared->leave(caller_);
    }
    void close() override {
        error_code ignored;
        tcp_socket().close(ignored);
    }

    net::awaitable<void> serve() {
        bool more = co_await handshake();
        while (more) more = co_await one_request();
    }

  private:
    tcp::socket& tcp_socket() {
        if constexpr (kTls) {
            return stream_.next_layer();
        } else {
            return stream_;
        }
    }
    [[nodiscard]] const ServerLimits& limits() const { return thread_.shared->settings.limits; }
    void begin(std::string_view what, Millis at_most) {
        doing = what;
        deadline = std::chrono::steady_clock::now() + at_most;
    }

    net::awaitable<bool> handshake() {
        if constexpr (kTls) {
            begin("handshake", limits().header_time);
            auto [error] = co_await stream_.async_handshake(net::ssl::stream_base::server, kTuple);
            if (error) co_return false;
            certificate_ = peer_fingerprint(stream_.native_handle());
        }
        co_return true;
    }

    /// Whether another request may follow. (g++ 12: co_await in a condition traps, and an
    /// aggregate made inside a co_await expression is freed twice; neither is written here.)
    net::awaitable<bool> one_request() {
        trace_ = fmt::format("{:016x}", next_trace_++);
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(limits().header_bytes));
        parser.body_limit(boost::none);
        error_code error = co_await read_header(parser);
        if (error) co_return co_await refuse_if_broken(error);
        if (auto fault = header_fault(parser.get())) co_return co_await refuse(*fault);
        const auto admission = thread_.shared->dispatcher->admit(view(parser.get().method_string()),
                                                                 view(parser.get().target()));
        if (!admission) co_return co_await refuse(admission.error());
        if (!admission->match.route)
            co_return co_await last(thread_.shared->dispatcher->refuse_route(*admission, trace_));
        if (parser.content_length().value_or(0) > admission->body_limit)
            co_return co_await refuse(as_refusal(bhttp::error::body_limit),
                                      admission->match.route->refuse);
        error = co_await read_body(parser, admission->body_limit);
        if (error) {
            std::string{}.swap(parser.get().body());  // not to be kept while it lingers
            co_return co_await refuse_if_broken(error, admission->match.route->refuse);
        }
        begin("handler", limits().handler_time);
        const HttpResponse response = co_await ask(make_request(parser, *admission), *admission);
        if (response.status == 0) co_return false;
        const bool keep_alive =
            parser.get().keep_alive() && parser.get().version() >= 11 && !thread_.shared->draining;
        const bool with_body = parser.get().method() != bhttp::verb::head;
        if (!keep_alive) co_return co_await last(response, with_body);
        co_return co_await write(response, true, with_body);
    }

    net::awaitable<error_code> read_header(Parser& parser) {
        if (buffer_.size() == 0) {
            idle = true;
            begin("idle", limits().idle_time);
            if (thread_.shared->draining) co_return bhttp::error::end_of_stream;
            const auto space = buffer_.prepare(kBuffer);
            auto [error, count] = co_await stream_.async_read_some(space, kTuple);
            idle = false;
            if (error) co_return error;
            buffer_.commit(count);
        }
        begin("header", limits().header_time);
        auto [error, count] = co_await bhttp::async_read_header(stream_, buffer_, parser, kTuple);
        co_return error;
    }

    net::awaitable<error_code> read_body(Parser& parser, std::size_t limit) {
        begin("body", limits().body_time);
        if (parser.is_done()) co_return error_code{};
        parser.body_limit(limit);
        if (iequals(view(parser.get()[bhttp::field::expect]), "100-continue")) {
            static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
            auto [error, count] =
                co_await net::async_write(stream_, net::buffer(kContinue), kTuple);
            if (error) co_return error;
        }
        auto [error, count] = co_await bhttp::async_read(stream_, buffer_, parser, kTuple);
        co_return error;
    }

    std::shared_ptr<HttpRequest> make_request(Parser& parser, const Admission& admission) {
        auto request = std::make_shared<HttpRequest>();
        auto& message = parser.get();
        request->method = view(message.method_string());
        request->path = admission.path;
        request->raw_target = view(message.target());
        request->query = admission.query;
        request->params = admission.match.params;
        for (const auto& field : message) {
            auto [slot, fresh] =
                request->headers.try_emplace(lower(field.name_string()), view(field.value()));
            if (!fresh) slot->second += ", " + view(field.value());
        }
        request->body = std::move(message.body());
        request->remote_address = remote_;
        request->certificate_sha256 = certificate_;
        request->received_at = thread_.shared->needs.clock.now();
        request->trace = trace_;
        return request;
    }

    /// The answer comes through a slot, not through a stored completion handler: a Respond may
    /// outlive the server, and a coroutine must not be held from outside its io_context.
    net::awaitable<HttpResponse> ask(std::shared_ptr<HttpRequest> request,
                                     const Admission& admission) {
        net::steady_timer timer{thread_.ioc, std::chrono::steady_clock::time_point::max()};
        auto slot = std::make_shared<Slot>();
        slot->timer = &timer;
        const std::weak_ptr<IoThread> weak = thread_.weak_from_this();
        ports::Respond deliver = [slot, weak](HttpResponse response) {
            const auto thread = weak.lock();
            if (!thread) return;
            net::post(thread->ioc, [slot, response = std::move(response)]() mutable {
                slot->response = std::move(response);
                if (slot->timer) slot->timer->cancel();
            });
        };
        thread_.shared->dispatcher->dispatch(std::move(request), admission, std::move(deliver));
        while (!slot->response) {
            co_await timer.async_wait(kTuple);
        }
        slot->timer = nullptr;
        co_return std::move(*slot->response);
    }

    net::awaitable<bool> write(const HttpResponse& response, bool keep_alive, bool with_body) {
        begin("write", limits().write_time);
        std::string head = response_head(response, {thread_.date(), keep_alive});
        std::string_view body = with_body && response.status != 204 && response.status != 304
                                    ? std::string_view{response.body}
                                    : std::string_view{};
        if (body.size() <= kOneWrite) {
            head += body;
            body = {};
        }
        const std::array<net::const_buffer, 2> both{net::buffer(head), net::buffer(body)};
        auto [error, count] = co_await net::async_write(stream_, both, kTuple);
        co_return !error;
    }

    net::awaitable<bool> refuse_if_broken(error_code error, ports::Refuse words = nullptr) {
        if (!is_protocol_error(error)) co_return false;
        co_return co_await refuse(as_refusal(error), words);
    }

    net::awaitable<bool> refuse(const Error& error, ports::Refuse words = nullptr) {
        return last(thread_.shared->dispatcher->refuse(error, words, trace_));
    }

    net::awaitable<bool> last(HttpResponse response, bool with_body = true) {
        const bool written = co_await write(response, false, with_body);
        if (written) co_await linger();
        co_return false;
    }

    /// Closing with unread bytes would reset the connection and take the answer with it (RFC 9112
    /// §9.6): say that no more comes, then read a little while.
    net::awaitable<void> linger() {
        begin("linger", kLingerTime);
        error_code error;
        if constexpr (kTls) SSL_shutdown(stream_.native_handle());
        tcp_socket().shutdown(tcp::socket::shutdown_send, error);
        std::array<char, 8192> waste{};
        for (std::size_t total = 0; !error && total < kLingerBytes;) {
            auto [failed, count] =
                co_await tcp_socket().async_read_some(net::buffer(waste), kTuple);
            error = failed;
            total += count;
        }
        deadline = std::chrono::steady_clock::time_point::max();
    }

    IoThread& thread_;
    Stream stream_;
    boost::beast::flat_buffer buffer_;
    net::ip::address caller_;
    std::string remote_;
    std::string certificate_;
    std::uint64_t next_trace_ = random_number();  ///< of its requests, one after the other
    std::string trace_;
};

net::awaitable<void> serve_plain(IoThread& thread, tcp::socket socket, net::ip::address caller) {
    Connection<tcp::socket> connection{thread, std::move(socket), caller};
    co_await connection.serve();
}

net::awaitable<void> serve_tls(IoThread& thread, tcp::socket socket, net::ip::address caller,
                               net::ssl::context& tls) {
    Connection<TlsStream> connection{thread, std::move(socket), caller, tls};
    co_await connection.serve();
}

}  // namespace

void serve(IoThread& thread, tcp::socket socket, const net::ip::address& caller,
           net::ssl::context* tls) {
    auto work = tls ? serve_tls(thread, std::move(socket), caller, *tls)
                    : serve_plain(thread, std::move(socket), caller);
    net::co_spawn(thread.ioc, std::move(work), net::detached);
}

}  // namespace ow::http
