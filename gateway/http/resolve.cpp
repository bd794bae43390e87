#include "gateway/http/resolve.hpp"

#include <Poco/Net/IPAddress.h>
#include <netdb.h>

#include <future>
#include <thread>

namespace ow::http {
namespace {

using Poco::Net::SocketAddress;
using Addresses = std::vector<SocketAddress>;
constexpr int kMostHanging = 16;

Addresses look_up(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    Addresses found;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return found;
    for (const addrinfo* row = list; row; row = row->ai_next) {
        const Poco::Net::SocketAddress address{row->ai_addr, row->ai_addrlen};
        found.emplace_back(address.host(), port);
    }
    ::freeaddrinfo(list);
    return found;
}

Error failed(const std::string& host, const char* why) {
    return Error{Code::kPartnerUnreachable, At{.where = host}, why};
}

}  // namespace

Result<Addresses> Resolver::resolve(const std::string& host, std::uint16_t port,
                                    Watchdog::Time deadline) {
    if (Poco::Net::IPAddress literal; Poco::Net::IPAddress::tryParse(host, literal))
        return Addresses{SocketAddress{literal, port}};
    if (running_->fetch_add(1) >= kMostHanging) {
        --*running_;
        return failed(host, "name look-ups hang");
    }
    auto promise = std::make_shared<std::promise<Addresses>>();
    auto answer = promise->get_future();
    std::thread{[promise, host, port, running = running_] {
        promise->set_value(look_up(host, port));
        --*running;
    }}.detach();
    if (answer.wait_until(deadline) != std::future_status::ready)
        return failed(host, "name look-up took too long");
    Addresses found = answer.get();
    if (found.empty()) return failed(host, "name not known");
    return found;
}

}  // namespace ow::http
