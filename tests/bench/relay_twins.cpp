#include "tests/bench/relay_twins.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <list>
#include <vector>

#include "adapters/http_push/twin.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"

namespace ow::bench {
namespace {

constexpr Millis kForEver{86'400'000};

/// Serves until the other end of `leash` is closed.
[[noreturn]] void be_the_twins(const std::string& certificates, int leash, int answer) {
    SystemClock clock;
    NullLog log;
    auto client = http::Client::make({});
    std::list<http_push::Twin> twins;
    std::vector<ports::Route> routes;
    for (int i = 0; i < kTwins; ++i) {
        adapters::DepartmentSettings settings;
        settings.name = twin_name(i);
        settings.key = kTwinKey;
        settings.deduplicates = false;  // the floor sends the same bytes again
        twins.emplace_back(settings, false, **client, clock, log);
        for (ports::Route& route : twins.back().routes("/" + settings.name))
            routes.push_back(std::move(route));
    }
    http::ServerSettings settings;
    settings.workers = 2;
    settings.queue = 4096;
    settings.access_log = false;
    settings.limits.handler_time = kForEver;
    settings.tls = http::TlsFiles{certificates + "/server.pem", certificates + "/server.key", ""};
    http::Metrics metrics;
    auto server =
        http::Server::start(settings, std::move(routes), {clock, log, metrics, nullptr, {}});
    const std::uint16_t port = server ? (*server)->port() : std::uint16_t{0};
    char none = 0;
    const bool told = ::write(answer, &port, sizeof port) == sizeof port;
    if (told && ::read(leash, &none, 1) < 0) ::_exit(1);
    ::_exit(0);
}

}  // namespace

std::string twin_name(int number) {
    return fmt::format("t{:02}", number);
}

bool make_certificates(const std::string& dir) {
    const std::string script =
        "set -e; cd '" + dir +
        "'; key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2';"
        "openssl req -x509 $key -subj /CN=ca -keyout ca.key -out ca.pem;"
        "openssl req -x509 $key -subj /CN=documents -keyout documents.key -out documents.crt;"
        "printf 'subjectAltName=IP:127.0.0.1\\n' > san;"
        "openssl req $key -subj /CN=twins -keyout server.key -out server.csr;"
        "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2"
        " -extfile san -out server.pem";
    return std::system(("(" + script + ") >/dev/null 2>&1").c_str()) == 0;
}

TwinProcess::TwinProcess(const std::string& certificates) {
    int down[2];
    int up[2];
    if (::pipe(down) != 0 || ::pipe(up) != 0) return;
    child_ = ::fork();
    if (child_ == 0) {
        ::close(down[1]);
        ::close(up[0]);
        be_the_twins(certificates, down[0], up[1]);
    }
    ::close(down[0]);
    ::close(up[1]);
    leash_ = down[1];
    if (::read(up[0], &port_, sizeof port_) != sizeof port_) port_ = 0;
    ::close(up[0]);
}

TwinProcess::~TwinProcess() {
    if (leash_ >= 0) ::close(leash_);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
}

}  // namespace ow::bench
