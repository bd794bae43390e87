#include "tests/torture/partners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <stdexcept>

namespace ow::torture {
namespace {

using namespace std::chrono_literals;
using Watch = std::chrono::steady_clock;

constexpr Millis kDecideAfter{50};
constexpr auto kQuiet = 1500ms;

struct TwinRow {
    const char* name;
    bool xml;
    bool deduplicates;
    bool decides;
};
// As config/partners says of them.
constexpr TwinRow kTwins[] = {{"back_office", false, false, true},
                              {"own_system", true, true, true},
                              {"portal", false, true, false}};

std::string text(const boost::json::object& o, const char* name) {
    return std::string{o.at(name).as_string()};
}

PartnerLog read_log(const std::string& body) {
    const boost::json::value value = boost::json::parse(body);
    PartnerLog log;
    for (const auto& each : value.at("messages").as_array()) {
        const auto& o = each.as_object();
        log.seen[text(o, "key")] = {text(o, "kind"), text(o, "case_no"),
                                    o.at("arrivals").to_number<int>(),
                                    o.at("acted").to_number<int>()};
    }
    for (const auto& each : value.at("doubles").as_array())
        log.doubles.emplace_back(each.as_string());
    for (const auto& each : value.at("sent").as_array())
        log.told.push_back({text(each.as_object(), "case_no"), each.at("status").to_number<int>()});
    return log;
}

/// Grows with everything that happens to the partners; -1 while a decision is not answered.
std::int64_t movement(const std::map<std::string, PartnerLog>& logs) {
    std::int64_t sum = 0;
    for (const auto& [partner, log] : logs) {
        for (const auto& [key, seen] : log.seen) sum += seen.arrivals;
        sum += static_cast<std::int64_t>(log.told.size());
        const auto open = [](const Told& t) { return t.status < 200 || t.status >= 500; };
        if (std::any_of(log.told.begin(), log.told.end(), open)) return -1;
    }
    return sum;
}

}  // namespace

Partners::Partners(const Site& site, ports::HttpClient& http, const Clock& clock) : http_(http) {
    std::vector<ports::Route> routes;
    for (const TwinRow& row : kTwins) {
        adapters::DepartmentSettings settings;
        settings.name = row.name;
        settings.deduplicates = row.deduplicates;
        settings.key = site.key_of(row.name);
        settings.gateway_url = site.gateway_url();
        settings.decides = row.decides;
        settings.decide_after = kDecideAfter;
        auto twin =
            std::make_unique<http_push::Twin>(std::move(settings), row.xml, http, clock, quiet_);
        for (ports::Route& route : twin->routes(std::string{"/"} + row.name))
            routes.push_back(std::move(route));
        twins_[row.name] = std::move(twin);
    }
    http::ServerSettings settings;
    settings.access_log = false;
    auto server =
        http::Server::start(settings, std::move(routes), {clock, quiet_, metrics_, nullptr, {}});
    if (!server) throw std::runtime_error{server.error().text()};
    server_ = std::move(*server);
    for (const auto& [name, twin] : twins_) {
        steppers_.emplace_back([this, each = twin.get()] {
            while (!stopping_) {
                (void)each->step();
                std::this_thread::sleep_for(20ms);
            }
        });
    }
}

Partners::~Partners() {
    stopping_ = true;
    for (std::thread& stepper : steppers_) stepper.join();
    server_->stop(Millis{1000});
}

std::string Partners::call(const std::string& partner, const std::string& method,
                           const std::string& path, const std::string& body) const {
    ports::HttpCall call;
    call.partner = PartnerId{"twins"};
    call.method = method;
    call.url = fmt::format("http://127.0.0.1:{}/{}{}", port(), partner, path);
    call.body = body;
    const auto reply = http_.call(call);
    if (!reply || reply->status != 200) throw std::runtime_error{"a twin does not answer"};
    return reply->body;
}

void Partners::cut_a_fifth() {
    for (const TwinRow& row : kTwins)
        (void)call(row.name, "POST", "/twin/faults", R"({"cut":0.2})");
}

std::map<std::string, PartnerLog> Partners::logs() const {
    std::map<std::string, PartnerLog> logs;
    for (const TwinRow& row : kTwins) {
        logs[row.name] = read_log(call(row.name, "GET", "/twin/log"));
        logs[row.name].deduplicates = row.deduplicates;
    }
    return logs;
}

void Partners::wait_until_quiet(std::chrono::seconds most) const {
    const auto end = Watch::now() + most;
    auto since = Watch::now();
    std::int64_t before = -1;
    while (Watch::now() < end && (before < 0 || Watch::now() - since < kQuiet)) {
        std::this_thread::sleep_for(100ms);
        const std::int64_t now = movement(logs());
        if (now != before) since = Watch::now();
        before = now;
    }
}

}  // namespace ow::torture
