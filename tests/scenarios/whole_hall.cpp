#include "tests/scenarios/whole_hall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <set>
#include <stdexcept>

#include "adapters/http_push/twin_wire.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"
#include "gateway/console/api/users.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/flow/search_terms.hpp"
#include "gateway/xml/document.hpp"

namespace ow::scenario {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* kPassword = "only-for-this-test-0";
constexpr const char* kNobody = "http://127.0.0.1:1";

std::string member(const json::object& object, const char* name) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr) return {};
    return found->is_string() ? std::string{found->as_string()} : json::serialize(*found);
}

/// Elements as members, <item>s as a list.
json::value from_xml(xml::Node node) {
    const xml::Elements children = node.children();
    if (!node.has_elements()) return json::value(node.text());
    if (node.child("item")) {
        json::array list;
        for (const xml::Node child : children) list.push_back(from_xml(child));
        return list;
    }
    json::object object;
    for (const xml::Node child : children) object[child.name()] = from_xml(child);
    return object;
}

void read_body(Reply& reply) {
    const std::string& type = reply.headers["content-type"];
    if (type.find("xml") != std::string::npos) {
        const auto document = xml::Document::parse(xml::without_declared_charset(reply.body));
        if (!document) throw std::runtime_error{"an answer is no XML: " + reply.body};
        const json::value value = from_xml(document->root());
        if (!value.is_object()) return;
        (document->root().name() == "error" ? reply.error : reply.answer) = value.as_object();
    } else if (type.find("json") != std::string::npos) {
        const json::value value = json::parse(reply.body);
        reply.answer = value.as_object();
        if (const auto* error = reply.answer.if_contains("error")) reply.error = error->as_object();
    }
}

bool is_chinese(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c < 0; });
}

}  // namespace

void MemoryLog::write(LogEvent event, std::initializer_list<LogField> fields) {
    Line line{std::string{log_events()[static_cast<std::size_t>(event)].name}, {}};
    for (const LogField& field : fields) line.fields[std::string{field.key}] = field.value;
    const std::scoped_lock lock{mutex_};
    lines_.push_back(std::move(line));
}

std::vector<MemoryLog::Line> MemoryLog::of_trace(const std::string& trace) const {
    const std::scoped_lock lock{mutex_};
    std::vector<Line> found;
    std::copy_if(lines_.begin(), lines_.end(), std::back_inserter(found), [&](const Line& line) {
        const auto at = line.fields.find("trace");
        return at != line.fields.end() && at->second == trace;
    });
    return found;
}

std::size_t MemoryLog::count(const std::string& event) const {
    const std::scoped_lock lock{mutex_};
    return static_cast<std::size_t>(std::count_if(
        lines_.begin(), lines_.end(), [&](const Line& line) { return line.event == event; }));
}

bool MemoryLog::holds(const std::string& text) const {
    const std::scoped_lock lock{mutex_};
    return std::any_of(lines_.begin(), lines_.end(), [&](const Line& line) {
        return std::any_of(line.fields.begin(), line.fields.end(), [&](const auto& field) {
            return field.second.find(text) != std::string::npos;
        });
    });
}

void PrintTo(const Counts& c, std::ostream* out) {
    *out << fmt::format("{} cases, {} bookings, {} parcels, {} to send, {} found", c.cases,
                        c.bookings, c.parcels, c.outbox, c.found);
}

std::string Reply::text(const char* name) const {
    return member(error, name);
}
std::string Reply::answered(const char* name) const {
    return member(answer, name);
}
std::vector<json::object> Reply::errors() const {
    std::vector<json::object> out;
    const auto* list = error.if_contains("errors");
    if (list == nullptr || !list->is_array()) return out;
    for (const json::value& one : list->as_array()) out.push_back(one.as_object());
    return out;
}

HallUnderTest::HallUnderTest() {
    std::string name = (fs::temp_directory_path() / "onewindow-scenario-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = name;
    const std::string certs =
        "certs/make-dev-certs " + (folder_ / "certs").string() + " >/dev/null";
    if (std::system(certs.c_str()) != 0) throw std::runtime_error{"certs/make-dev-certs failed"};
    write_secrets();
    auto loaded = app::load_config("config", app::adapter_keys());
    if (!loaded.ok()) throw std::runtime_error{loaded.problems.front().text()};
    adapt(loaded.value);
    config_ = loaded.value;
    start(std::move(loaded.value));
}

HallUnderTest::~HallUnderTest() {
    process_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void HallUnderTest::start(app::Config config) {
    auto made = app::GatewayProcess::make(std::move(config), clock_, log_,
                                          [](storage::StoreSettings& store) {
                                              store.synchronous = "OFF";
                                              store.blob_synchronous = "OFF";
                                          });
    if (!made) throw std::runtime_error{made.error().text()};
    process_ = std::move(*made);
    if (const Status started = process_->start(); !started)
        throw std::runtime_error{started.error().text()};
    http::ClientSettings client;
    client.default_tls.ca = ca();
    http_ = std::move(*http::Client::make(std::move(client)));
    sessions_.clear();
}

void HallUnderTest::restart(const fs::path& mappings) {
    process_.reset();
    app::Config config = config_;
    config.gateway.mappings = mappings;
    start(std::move(config));
}

void HallUnderTest::write_secrets() {
    fs::create_directories(folder_ / "keys");
    for (const char* partner : {"back_office", "ems", "insurance", "own_system", "portal"})
        secrets_[std::string{partner} + ".hmac"] = crypto::to_hex(crypto::random_bytes(32));
    secrets_["ems.authorization"] = crypto::to_hex(crypto::random_bytes(12));
    secrets_["ems.signkey"] = crypto::to_base64(crypto::random_bytes(16));
    secrets_["wechat.secret"] = crypto::to_hex(crypto::random_bytes(16));
    secrets_["wechat.token"] = crypto::to_hex(crypto::random_bytes(8));
    secrets_["wechat.aeskey"] = crypto::to_hex(crypto::random_bytes(22)).substr(0, 43);
    for (const auto& [name, text] : secrets_) std::ofstream{folder_ / "keys" / name} << text;
    if (!app::make_keys(folder_ / "keys/master.key")) throw std::runtime_error{"no keys"};
    std::ofstream users{folder_ / "keys/users.yaml"};
    users << "users:\n";
    for (const char* role : {"acceptance", "operator"}) {
        const auto user = console::make_user(
            {std::string{"clerk-"} + role, "样本员", role, HallId{"xinzheng"}}, kPassword);
        if (!user) throw std::runtime_error{user.error().text()};
        users << console::user_yaml(*user);
    }
}

void HallUnderTest::adapt(app::Config& config) const {
    app::GatewaySettings& g = config.gateway;
    g.listen.port = 0;
    g.listen.certificate = folder_ / "certs/server.crt";
    g.listen.key = folder_ / "certs/server.key";
    g.listen.client_ca = folder_ / "certs/ca.crt";
    g.store = folder_ / "store";
    g.master_key = folder_ / "keys/master.key";
    g.seals = folder_ / "certs";
    for (auto& [id, partner] : config.partners) {
        if (!partner.endpoint.empty()) partner.endpoint = kNobody;
        const auto here = [&](std::string& file) {
            if (file.starts_with("../run/keys/"))
                file = fs::absolute(folder_ / "keys" / fs::path{file}.filename()).string();
        };
        here(partner.trust.hmac_key_file);
        for (auto& [key, value] : partner.settings) here(value);
    }
    config.directory = fs::absolute(config.directory);
}

std::string HallUnderTest::secret(const std::string& name) const {
    return secrets_.at(name);
}
std::string HallUnderTest::url(const std::string& path) const {
    return fmt::format("https://127.0.0.1:{}{}", process_->port(), path);
}
std::string HallUnderTest::fresh(const std::string& prefix) {
    return fmt::format("{}{:08}", prefix, ++serial_);
}

Reply HallUnderTest::call(const ports::HttpCall& call) {
    const auto got = http_->call(call);
    if (!got) throw std::runtime_error{"no answer: " + got.error().text()};
    Reply reply{got->status, got->headers, got->body, {}, {}};
    read_body(reply);
    return reply;
}

Reply HallUnderTest::call(const std::string& method, const std::string& path,
                          ports::Headers headers, const std::string& body) {
    ports::HttpCall made;
    made.method = method;
    made.url = url(path);
    made.headers = std::move(headers);
    made.body = body;
    return call(made);
}

ports::HttpCall HallUnderTest::signed_call(const Message& m, std::string target) {
    if (target.empty()) target = url("/partners/" + m.partner + "/" + m.kind);
    return http_push::twin::signed_call(
        {std::move(target), m.content_type, m.key.empty() ? fresh("key-") : m.key, m.body},
        m.partner, secret(m.partner + ".hmac"), clock_.now());
}

HallUnderTest::Session& HallUnderTest::session(const std::string& role) {
    const auto [at, is_new] = sessions_.try_emplace(role);
    if (!is_new) return at->second;
    const json::object credentials{{"user", "clerk-" + role}, {"password", kPassword}};
    const Reply reply = call("POST", "/console/api/session", {{"content-type", "application/json"}},
                             json::serialize(credentials));
    if (reply.status != 200) throw std::runtime_error{"cannot sign in: " + reply.body};
    const std::string cookie = reply.headers.at("set-cookie");
    at->second = {cookie.substr(0, cookie.find(';')), reply.answered("csrf")};
    return at->second;
}

Reply HallUnderTest::console(const std::string& role, const std::string& method,
                             const std::string& path, const std::string& body,
                             ports::Headers headers) {
    headers.emplace("content-type", "application/json");
    const auto as_clerk = [&] {
        ports::Headers all = headers;
        const Session& clerk = session(role);
        all.emplace("cookie", clerk.cookie);
        all.emplace("x-csrf-token", clerk.csrf);
        return call(method, "/console/api/" + path, std::move(all), body);
    };
    Reply reply = as_clerk();
    if (reply.status != 401) return reply;
    sessions_.erase(role);  // the clock was turned: the session is over
    return as_clerk();
}

Counts HallUnderTest::counts() {
    ports::Store& store = process_->store();
    store.wait_for_search();
    const auto streams = [&](const char* kind) {
        ports::StreamQuery query;
        query.kind = kind;
        query.limit = 500;
        return store.streams(query).size();
    };
    Counts counts{streams("case"), streams("booking"), streams("parcel"), 0, 0};
    std::set<StreamId> sending;
    for (const auto state : {ports::OutboxState::kWaiting, ports::OutboxState::kSending,
                             ports::OutboxState::kSent, ports::OutboxState::kParked,
                             ports::OutboxState::kUnknown, ports::OutboxState::kCancelled})
        for (const ports::OutboxView& row : store.outbox_in(state, 5000))
            sending.insert(row.stream);
    counts.outbox = sending.size();
    const Reply found =
        console("acceptance", "POST", "search", json::serialize(json::object{{"text", kBadName}}));
    counts.found = found.answer.at("rows").as_array().size();
    return counts;
}

std::vector<json::object> HallUnderTest::refused(const std::string& trace) {
    const Reply reply = console("operator", "GET", "refused");
    std::vector<json::object> rows;
    for (const json::value& row : reply.answer.at("rows").as_array()) {
        if (member(row.as_object(), "trace") == trace) rows.push_back(row.as_object());
    }
    return rows;
}

void expect_refused(HallUnderTest& hall, const Reply& reply, const Expected& expected) {
    EXPECT_EQ(reply.status, expected.status) << reply.body;
    EXPECT_EQ(reply.text("code"), expected.code) << reply.body;
    const bool placed = !reply.text("line").empty() || !reply.text("column").empty();
    EXPECT_TRUE(placed || !expected.field.empty()) << reply.body;
    if (!expected.field.empty() && expected.field != "*") {
        EXPECT_EQ(reply.text("field"), expected.field) << reply.body;
    }
    const auto rows = error_catalogue();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ErrorRow& r) { return r.name == expected.code; });
    ASSERT_NE(row, rows.end()) << expected.code;
    EXPECT_EQ(reply.text("next"), row->operator_);
    EXPECT_TRUE(is_chinese(reply.text("next")) && is_chinese(reply.text("message")));
    const std::string trace = reply.text("trace");
    EXPECT_EQ(trace.size(), 16U) << reply.body;
    const auto lines = hall.log().of_trace(trace);
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(),
                            [&](const MemoryLog::Line& line) {
                                const auto code = line.fields.find("code");
                                return code != line.fields.end() && code->second == expected.code;
                            }))
        << "no log line says why: " << reply.body;
    const auto listed = hall.refused(trace);
    EXPECT_EQ(listed.size(), expected.row ? 1U : 0U) << reply.body;
    for (const auto& one : listed) {
        EXPECT_EQ(member(one, "code"), expected.code);
        EXPECT_EQ(member(one, "next"), row->operator_);
    }
}

}  // namespace ow::scenario
