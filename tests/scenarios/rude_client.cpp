#include "tests/scenarios/rude_client.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>

#include <array>
#include <fstream>

namespace ow::scenario {
namespace {

/// TLS 1.2: there a readable socket means an answer, not a session ticket.
Poco::Net::Context::Ptr context(const std::string& ca) {
    Poco::Net::Context::Ptr made = new Poco::Net::Context(
        Poco::Net::Context::TLS_CLIENT_USE, "", "", ca, Poco::Net::Context::VERIFY_STRICT);
    made->disableProtocols(Poco::Net::Context::PROTO_TLSV1_3);
    return made;
}

}  // namespace

RudeClient::RudeClient(const std::string& ca, std::uint16_t port)
    : socket_(Poco::Net::SocketAddress{"127.0.0.1", port}, "127.0.0.1", context(ca)) {}

std::size_t RudeClient::flood(std::string_view block, std::size_t total) {
    std::size_t sent = 0;
    while (sent < total) {
        if (socket_.poll(Poco::Timespan{0, 0}, Poco::Net::Socket::SELECT_READ)) return sent;
        if (!send(block)) return sent;
        sent += block.size();
    }
    return sent;
}

bool RudeClient::send(std::string_view bytes) try {
    for (std::size_t done = 0; done < bytes.size();) {
        const int n = socket_.sendBytes(bytes.data() + done, static_cast<int>(bytes.size() - done));
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
} catch (const Poco::Exception&) {
    return false;
}

std::string RudeClient::read_all() {
    std::string out;
    std::array<char, 4096> block{};
    try {
        socket_.setReceiveTimeout(Poco::Timespan{20, 0});
        for (int n = 0; (n = socket_.receiveBytes(block.data(), block.size())) > 0;)
            out.append(block.data(), static_cast<std::size_t>(n));
    } catch (const Poco::Exception&) {
        return out;  // closed rudely: what was read counts
    }
    return out;
}

double anonymous_mb() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) / 1024;
    }
    return 0;
}

}  // namespace ow::scenario
