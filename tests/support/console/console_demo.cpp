// console_demo <web folder> <port>: the console on a FakeDesk, for building pages and for the
// browser test. Loopback only, one request a connection. Prints its address; ends when stdin
// closes.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "gateway/base/text.hpp"
#include "gateway/console/api/console.hpp"
#include "tests/support/console/fake_desk.hpp"

namespace {

using namespace ow;

/// The parts of `pattern` in `path`; nullopt when it does not match.
std::optional<std::map<std::string, std::string>> match(std::string_view pattern,
                                                        std::string_view path) {
    if (pattern.ends_with("/*"))
        return path.starts_with(pattern.substr(0, pattern.size() - 1))
                   ? std::optional{std::map<std::string, std::string>{}}
                   : std::nullopt;
    const auto wanted = split(pattern, '/');
    const auto given = split(path, '/');
    if (wanted.size() != given.size()) return std::nullopt;
    std::map<std::string, std::string> params;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{'))
            params[std::string{wanted[i].substr(1, wanted[i].size() - 2)}] = given[i];
        else if (wanted[i] != given[i])
            return std::nullopt;
    }
    return params;
}

std::string read_request(int fd) {
    std::string bytes;
    char buffer[8192];
    while (true) {
        const std::size_t head = bytes.find("\r\n\r\n");
        if (head != std::string::npos) {
            const std::size_t at = bytes.find("ontent-Length: ");
            const std::size_t body =
                at < head ? std::strtoul(bytes.c_str() + at + 15, nullptr, 10) : 0;
            if (bytes.size() >= head + 4 + body) return bytes;
        }
        const ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n <= 0) return {};
        bytes.append(buffer, static_cast<std::size_t>(n));
    }
}

ports::HttpRequest parse(const std::string& bytes) {
    ports::HttpRequest request;
    const std::size_t head = bytes.find("\r\n\r\n");
    const auto lines = split(std::string_view{bytes}.substr(0, head), '\n');
    const auto first = split(lines[0], ' ');
    request.method = first[0];
    request.raw_target = first.size() > 1 ? first[1] : "/";
    const auto url = boost::urls::parse_origin_form(request.raw_target);
    if (url) {
        request.path = url->path();
        for (const auto& p : url->params()) request.query[p.key] = p.value;
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::size_t colon = lines[i].find(':');
        std::string name{lines[i].substr(0, colon)};
        for (char& c : name)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        std::string_view value = lines[i].substr(colon + 1);
        while (!value.empty() && (value.back() == '\r')) value.remove_suffix(1);
        request.headers[name] = trim(value);
    }
    request.body = bytes.substr(head + 4);
    request.remote_address = "127.0.0.1";
    request.trace = "0000000000000000";
    return request;
}

constexpr const char* kPassword = "demo-password-1";

/// Who may sign in, and the cases meant for each browser step, as run.mjs hands them to the steps.
std::string people(const testing::FakeDesk& desk) {
    using boost::json::object;
    const auto no = [&desk](std::size_t n) { return object{{"case_no", desk.case_no(n).str()}}; };
    const auto person = [](const char* id) {
        return object{{"user", id}, {"password", kPassword}};
    };
    object issuance = person("fazheng");
    issuance["result"] = no(0);
    issuance["different"] = no(1);
    issuance["different"].as_object()["label"] = "经营场所";
    issuance["conflict"] = no(2);
    issuance["kept"] = no(3);
    return boost::json::serialize(
        object{{"issuance", std::move(issuance)},
               {"acceptance", person("shouli")},
               {"operator", person("zhiban")},
               {"admin", person("guanli")},
               {"slip", {{"token", "tok-103-abcdefgh"}, {"name", "赵示例"}}}});
}

void serve(const std::vector<ports::Route>& routes, int fd) {
    const std::string bytes = read_request(fd);
    if (!bytes.empty()) {
        auto request = std::make_shared<ports::HttpRequest>(parse(bytes));
        ports::HttpResponse response = ports::error_response(Error{Code::kRouteNotFound}, "");
        for (const auto& route : routes) {
            auto params = match(route.pattern, request->path);
            if (!params || route.method != request->method) continue;
            request->params = std::move(*params);
            route.handler(request, [&](ports::HttpResponse r) { response = std::move(r); });
            break;
        }
        std::string out = "HTTP/1.1 " + std::to_string(response.status) + " x\r\n";
        for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
        out += "content-length: " + std::to_string(response.body.size()) +
               "\r\nconnection: close\r\n\r\n" + response.body;
        std::size_t done = 0;
        while (done < out.size()) {
            const ssize_t n = ::send(fd, out.data() + done, out.size() - done, MSG_NOSIGNAL);
            if (n <= 0) break;
            done += static_cast<std::size_t>(n);
        }
    }
    ::close(fd);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const SystemClock clock;
    LineLog log{2, clock};
    testing::FakeDesk desk;
    std::vector<console::UserRecord> users;
    for (const auto& [id, name, role] : {std::array{"fazheng", "郑出证", "issuance"},
                                         {"shouli", "刘受理", "acceptance"},
                                         {"zhiban", "韩值守", "operator"},
                                         {"guanli", "许管理", "admin"}})
        users.push_back(console::make_user({id, name, role, HallId{"hall1"}}, kPassword).value());
    console::ConsoleSettings settings;
    settings.tls = false;
    settings.sign_ins_per_minute = 200;
    settings.hall_names = {{"hall1", "示例市政务服务中心"}};
    console::Console console{
        desk, std::move(users), console::WebFiles::read(argv[1]).value(), clock, log, settings};
    const auto routes = console.routes();
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 1;
    ::listen(listener, 64);
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("http://127.0.0.1:%d\n%s\n", ntohs(address.sin_port), people(desk).c_str());
    std::fflush(stdout);
    std::thread([] {
        char c = 0;
        while (::read(0, &c, 1) > 0) {
        }
        std::_Exit(0);
    }).detach();
    while (true) {
        const int fd = ::accept(listener, nullptr, nullptr);
        if (fd >= 0) std::thread([&routes, fd] { serve(routes, fd); }).detach();
    }
}
