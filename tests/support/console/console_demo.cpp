// console_demo <web folder> <port>: the console on a FakeDesk, for building pages and for the
// browser test. Loopback only; port 0 takes a free one. Prints its address and a line of JSON with
// who may sign in; ends when stdin closes.

#include <array>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <cstdlib>

#include "gateway/console/api/console.hpp"
#include "gateway/http/server.hpp"
#include "tests/support/console/fake_desk.hpp"
#include "tests/support/console/fake_prints.hpp"

namespace {

using namespace ow;

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
    testing::FakePrints prints;
    console.print_with(prints);
    http::Metrics metrics;
    http::ServerSettings listen;
    listen.port = static_cast<std::uint16_t>(std::atoi(argv[2]));
    const auto server = http::Server::start(listen, console.routes(),
                                            {.clock = clock, .log = log, .metrics = metrics});
    if (!server) {
        std::fprintf(stderr, "%s\n", server.error().text().c_str());
        return 1;
    }
    std::printf("http://127.0.0.1:%d\n%s\n", (*server)->port(), people(desk).c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
