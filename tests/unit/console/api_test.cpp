#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <mutex>

#include "gateway/base/text.hpp"
#include "gateway/console/api/console.hpp"
#include "tests/support/console/fake_desk.hpp"
#include "tests/support/console/fake_prints.hpp"
#include "tests/support/console/turned_clock.hpp"

namespace ow::console {
namespace {

using boost::json::object;
using ports::HttpRequest;
using ports::HttpResponse;

constexpr std::string_view kPassword = "a long password";

/// Keeps the lines, so that a test can look for what must not be in them.
class KeptLog final : public Log {
  public:
    void write(LogEvent, std::initializer_list<LogField> fields) override {
        for (const LogField& field : fields)
            lines += std::string{field.key} + "=" + field.value + " ";
        lines += "\n";
    }
    std::string lines;
};

/// Made once: every password costs a tenth of a second.
const std::vector<UserRecord>& people() {
    static const std::vector<UserRecord> kPeople = [] {
        std::vector<UserRecord> users;
        for (const char* role : {"acceptance", "issuance", "operator"})
            users.push_back(make_user({role, "王测试", role, HallId{"hall1"}}, kPassword).value());
        return users;
    }();
    return kPeople;
}

/// One person at one browser: keeps cookie and token as a browser and the pages do.
class ApiTest : public ::testing::Test {
  protected:
    explicit ApiTest(bool tls = true)
        : console_(desk_, people(), WebFiles::read("gateway/console/web").value(), clock_, log_,
                   {.tls = tls, .hall_names = {{"hall1", "示例大厅"}}}),
          routes_(console_.routes()) {}

    HttpResponse send(const std::string& method, const std::string& path, object body = {},
                      std::map<std::string, std::string> more = {}) {
        auto request = std::make_shared<HttpRequest>();
        request->method = method;
        const std::size_t mark = path.find('?');
        request->path = path.substr(0, mark);
        if (mark != std::string::npos)
            for (const std::string_view part : split(std::string_view{path}.substr(mark + 1), '&'))
                request->query[std::string{part.substr(0, part.find('='))}] =
                    part.substr(part.find('=') + 1);
        request->headers = std::move(more);
        if (!cookie_.empty()) request->headers.emplace("cookie", "other=1; " + cookie_);
        if (method == "POST") {
            request->headers.emplace("content-type", "application/json");
            request->headers.emplace("x-csrf-token", csrf_);
            request->body = boost::json::serialize(body);
        }
        request->remote_address = "127.0.0.1";
        request->trace = "00000000000000aa";
        return dispatch(std::move(request));
    }
    HttpResponse get(const std::string& path) { return send("GET", path); }
    HttpResponse post(const std::string& path, object body = {}) {
        return send("POST", path, std::move(body));
    }

    HttpResponse sign_in(const std::string& user, std::string_view password = kPassword) {
        HttpResponse answer =
            post("/console/api/session", {{"user", user}, {"password", password}});
        if (answer.status == 200) {
            cookie_ = answer.headers.at("set-cookie");
            cookie_ = cookie_.substr(0, cookie_.find(';'));
            csrf_ = json(answer).at("csrf").as_string();
        }
        return answer;
    }

    static object json(const HttpResponse& answer) {
        return boost::json::parse(answer.body).as_object();
    }
    static std::string code(const HttpResponse& answer) {
        return std::string{json(answer).at("error").at("code").as_string()};
    }
    std::string case_path(std::size_t n) const {
        return "/console/api/cases/" + desk_.case_no(n).str();
    }
    static object action(std::string id, int version, std::string key = "0123456789abcdef") {
        return {{"action", std::move(id)},
                {"seen_version", version},
                {"values", object{}},
                {"idempotency_key", std::move(key)}};
    }

    testing::FakeDesk desk_;
    testing::TurnedClock clock_;
    KeptLog log_;
    Console console_;
    std::vector<ports::Route> routes_;
    std::string cookie_;
    std::string csrf_;

  private:
    static bool matches(const std::string& pattern, HttpRequest& request) {
        if (pattern.ends_with("/*"))
            return request.path.starts_with(pattern.substr(0, pattern.size() - 1));
        const auto wanted = split(pattern, '/');
        const auto given = split(request.path, '/');
        if (wanted.size() != given.size()) return false;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i].starts_with('{'))
                request.params[std::string{wanted[i].substr(1, wanted[i].size() - 2)}] = given[i];
            else if (wanted[i] != given[i])
                return false;
        }
        return true;
    }
    HttpResponse dispatch(std::shared_ptr<HttpRequest> request) {
        HttpResponse answer{599, {}, "no route"};
        for (const ports::Route& route : routes_) {
            if (route.method != request->method || !matches(route.pattern, *request)) continue;
            route.handler(request, [&](HttpResponse r) { answer = std::move(r); });
            break;
        }
        return answer;
    }
};

class PlainApiTest : public ApiTest {
  protected:
    PlainApiTest() : ApiTest(false) {}
};

}  // namespace

TEST_F(ApiTest, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
    const std::string cookie = sign_in("issuance").headers.at("set-cookie");
    EXPECT_TRUE(cookie.starts_with("__Host-session=")) << cookie;
    for (const char* flag : {"; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure"})
        EXPECT_NE(cookie.find(flag), std::string::npos) << flag;
    EXPECT_EQ(cookie.find("Domain"), std::string::npos);
}

TEST_F(PlainApiTest, WithoutTlsTheCookieClaimsNoHostPrefix) {
    const std::string cookie = sign_in("issuance").headers.at("set-cookie");
    EXPECT_TRUE(cookie.starts_with("session=")) << cookie;
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
}

TEST_F(ApiTest, WithoutASessionNothingIsAnswered) {
    for (const ApiRow& row : api_rows()) {
        std::string path{row.pattern};
        for (std::size_t brace = path.find('{'); brace != std::string::npos; brace = path.find('{'))
            path.replace(brace, path.find('}') - brace + 1, "x");
        const HttpResponse answer = send(std::string{row.method}, path);
        EXPECT_EQ(answer.status, 401) << row.pattern;
        EXPECT_EQ(code(answer), "AUTH_SESSION_EXPIRED") << row.pattern;
    }
}

TEST_F(ApiTest, EveryPostWithoutTheSessionsTokenIsRefused) {
    sign_in("issuance");
    for (const std::string& wrong : {std::string{}, csrf_ + "x", std::string(csrf_.size(), 'a')}) {
        csrf_ = wrong;
        for (const ApiRow& row : api_rows()) {
            if (row.method == "GET") continue;
            EXPECT_EQ(code(post(std::string{row.pattern})), "AUTH_CSRF_TOKEN") << row.pattern;
        }
        EXPECT_EQ(code(post("/console/api/session/end")), "AUTH_CSRF_TOKEN");
    }
    EXPECT_EQ(desk_.prints(0, "d2"), 0);
}

TEST_F(ApiTest, SigningInFromAnotherSiteOrAsAFormIsRefused) {
    const object right{{"user", "issuance"}, {"password", kPassword}};
    EXPECT_EQ(code(send("POST", "/console/api/session", right, {{"sec-fetch-site", "cross-site"}})),
              "AUTH_CSRF_TOKEN");
    EXPECT_EQ(code(send("POST", "/console/api/session", right, {{"content-type", "text/plain"}})),
              "MEDIA_TYPE_UNSUPPORTED");
    EXPECT_EQ(
        send("POST", "/console/api/session", right, {{"sec-fetch-site", "same-origin"}}).status,
        200);
}

TEST_F(ApiTest, ATooEagerAddressWaits) {
    for (int i = 0; i < 30; ++i)
        EXPECT_NE(post("/console/api/session", {{"user", "x"}, {"password", ""}}).status, 429);
    const HttpResponse answer = sign_in("issuance");
    EXPECT_EQ(code(answer), "RATE_LIMITED");
    EXPECT_EQ(answer.headers.at("retry-after"), "60");
    clock_.turn(std::chrono::minutes{1});
    EXPECT_EQ(sign_in("issuance").status, 200);
}

TEST_F(ApiTest, AWrongPasswordTellsNotWhetherTheNameExists) {
    const HttpResponse known = sign_in("issuance", "wrong password");
    const HttpResponse unknown = sign_in("nobody", "wrong password");
    EXPECT_EQ(known.status, 401);
    EXPECT_EQ(known.body, unknown.body);
    EXPECT_EQ(log_.lines.find("nobody"), std::string::npos) << "it may have been a password";
}

TEST_F(ApiTest, LocksOutAfterFiveFailures) {
    for (int i = 0; i < 5; ++i) sign_in("issuance", "wrong password");
    EXPECT_EQ(code(sign_in("issuance")), "AUTH_LOCKED_OUT");
}

TEST_F(ApiTest, TheSessionEndsIdleAndByLeaving) {
    sign_in("issuance");
    EXPECT_EQ(get("/console/api/todo").status, 200);
    clock_.turn(std::chrono::minutes{15});
    EXPECT_EQ(code(get("/console/api/todo")), "AUTH_SESSION_EXPIRED");
    sign_in("issuance");
    const HttpResponse left = post("/console/api/session/end");
    EXPECT_NE(left.headers.at("set-cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(code(get("/console/api/todo")), "AUTH_SESSION_EXPIRED");
}

TEST_F(ApiTest, ARefreshInTheBackgroundIsNoPresence) {
    sign_in("issuance");
    for (int i = 0; i < 3; ++i) {
        clock_.turn(std::chrono::minutes{5} - Millis{1});
        EXPECT_EQ(send("GET", "/console/api/todo", {}, {{"x-background", "1"}}).status, 200);
    }
    clock_.turn(Millis{3});
    EXPECT_EQ(send("GET", "/console/api/todo", {}, {{"x-background", "1"}}).status, 401);
}

TEST_F(ApiTest, SigningInAgainEndsTheEarlierSession) {
    sign_in("issuance");
    const std::string before = cookie_;
    sign_in("issuance");
    cookie_ = before;
    EXPECT_EQ(get("/console/api/todo").status, 401);
}

TEST_F(ApiTest, TheOperatorHandlesNoCaseAndReadsNoDocument) {
    sign_in("operator");
    EXPECT_EQ(code(post(case_path(2) + "/actions", action("notify", 7))), "AUTH_FORBIDDEN");
    EXPECT_EQ(code(post(case_path(2) + "/unmask")), "AUTH_FORBIDDEN");
    EXPECT_EQ(code(get(case_path(2) + "/documents/d2")), "AUTH_FORBIDDEN");
    EXPECT_EQ(code(post("/console/api/intake/parcel/p1")), "AUTH_FORBIDDEN");
    EXPECT_EQ(get("/console/api/queue").status, 200);
    cookie_.clear();
    sign_in("issuance");
    EXPECT_EQ(code(get("/console/api/queue")), "AUTH_FORBIDDEN");
    EXPECT_EQ(code(post("/console/api/queue/r1", {{"verb", "retry"}})), "AUTH_FORBIDDEN");
    EXPECT_EQ(json(get(case_path(2))).at("version").as_int64(), 7) << "a refused action acted";
}

TEST_F(ApiTest, R38_ViewsAreMaskedUntilUnmaskingWhichIsLogged) {
    sign_in("issuance");
    const std::string all = get("/console/api/todo?tab=all").body + get(case_path(0)).body +
                            post("/console/api/search", {{"text", "王测试"}}).body;
    EXPECT_NE(all.find("王**"), std::string::npos);
    for (const char* clear : {"王测试", "13800000101", "410104190001010014"})
        EXPECT_EQ(all.find(clear), std::string::npos) << clear;
    log_.lines.clear();
    EXPECT_NE(post(case_path(0) + "/unmask").body.find("410104190001010014"), std::string::npos);
    EXPECT_NE(log_.lines.find("user=issuance action=unmask case=" + desk_.case_no(0).str()),
              std::string::npos)
        << log_.lines;
}

TEST_F(ApiTest, TheLogHoldsNoNameNumberTokenOrSearchedText) {
    const HttpResponse signed_in = sign_in("issuance");
    static_cast<void>(post("/console/api/search", {{"text", "410104190001010014"}}));
    static_cast<void>(post(case_path(0) + "/unmask"));
    static_cast<void>(post(case_path(2) + "/actions", action("notify", 7)));
    for (const std::string& secret :
         {std::string{"王测试"}, std::string{"410104190001010014"}, csrf_,
          cookie_.substr(cookie_.find('=') + 1), std::string{kPassword}})
        EXPECT_EQ(log_.lines.find(secret), std::string::npos) << log_.lines;
    EXPECT_NE(log_.lines.find("action=act case=" + desk_.case_no(2).str() + " code=OK"),
              std::string::npos);
}

TEST_F(ApiTest, AnActionMovesTheCaseOnceHoweverOftenItIsSent) {
    sign_in("issuance");
    const HttpResponse first = post(case_path(2) + "/actions", action("notify", 7));
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(post(case_path(2) + "/actions", action("notify", 7)).body, first.body);
    EXPECT_EQ(json(get(case_path(2))).at("version").as_int64(), 8);
}

TEST_F(ApiTest, WhoSawAnOlderVersionIsToldSo) {
    sign_in("issuance");
    static_cast<void>(post(case_path(2) + "/actions", action("notify", 7)));
    const HttpResponse late =
        post(case_path(2) + "/actions", action("hand_over", 7, "another key 0123"));
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(code(late), "STORE_CONFLICT");
    EXPECT_NE(json(late).at("error").at("next").as_string().find("刷新"), std::string::npos);
}

TEST_F(ApiTest, R12_ADifferingResultIsNotTaken) {
    sign_in("issuance");
    EXPECT_EQ(code(post(case_path(1) + "/actions", action("take_over", 7))), "RESULT_MISMATCH");
    EXPECT_EQ(
        post(case_path(1) + "/actions", action("reject_result", 7, "another key 0123")).status,
        200);
}

TEST_F(ApiTest, AMalformedActionIsRefusedByField) {
    sign_in("issuance");
    const auto field = [this](object body) {
        const object answer = json(post(case_path(2) + "/actions", std::move(body)));
        return std::string{answer.at("error").at("field").as_string()};
    };
    object no_key = action("notify", 7);
    no_key.erase("idempotency_key");
    object text_version = action("notify", 7);
    text_version["seen_version"] = "7";
    object list_values = action("notify", 7);
    list_values["values"] = boost::json::array{};
    EXPECT_EQ(field(no_key), "idempotency_key");
    EXPECT_EQ(field(text_version), "seen_version");
    EXPECT_EQ(field(list_values), "values");
    EXPECT_EQ(field({}), "action");
    EXPECT_EQ(code(get("/console/api/cases/4101842024100810001017")), "CASE_NOT_FOUND")
        << "the check character is wrong";
}

TEST_F(ApiTest, ADocumentIsShownInPlaceAndItsPrintsAreCounted) {
    sign_in("issuance");
    const HttpResponse shown = get(case_path(0) + "/documents/d2");
    EXPECT_TRUE(shown.body.starts_with("%PDF-"));
    EXPECT_EQ(shown.headers.at("content-type"), "application/pdf");
    const std::string place = shown.headers.at("content-disposition");
    EXPECT_TRUE(place.starts_with("inline; ")) << place;
    EXPECT_NE(place.find("filename*=UTF-8''%E5%8F%97%E7%90%86"), std::string::npos) << place;
    EXPECT_EQ(shown.headers.at("content-security-policy"), "frame-ancestors 'self'");
    EXPECT_EQ(shown.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(shown.headers.at("cache-control"), "private, no-store");
    EXPECT_TRUE(get(case_path(0) + "/documents/d2?save=1")
                    .headers.at("content-disposition")
                    .starts_with("attachment; "));
    EXPECT_EQ(desk_.prints(0, "d2"), 0) << "looking is not printing";
    for (const char* key : {"first key 01234567", "second key 0123456"})
        EXPECT_EQ(post(case_path(0) + "/documents/d2/print", action("print", 7, key)).status, 200);
    EXPECT_EQ(desk_.prints(0, "d2"), 2);
}

TEST_F(ApiTest, AnApplicantsFileIsOnlySavedAndItsNameCannotBreakOut) {
    sign_in("issuance");
    const HttpResponse file = get(case_path(0) + "/files/a1");
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.headers.at("content-disposition"),
              "attachment; filename=\"file\"; filename*=UTF-8''..%2Fa1%22%E5%90%8D%22.exe");
    EXPECT_EQ(file.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(file.headers.at("content-security-policy"), "default-src 'none'; sandbox");
    EXPECT_NE(log_.lines.find("document"), std::string::npos) << "audited as a document is";
}

TEST_F(ApiTest, TheBooksAreForTheIssuanceWindowAndTheOffice) {
    sign_in("issuance");
    EXPECT_EQ(get("/console/api/books").status, 200);
    const HttpResponse book = get("/console/api/books/window?month=2026-11&format=xlsx");
    EXPECT_EQ(book.body, "xlsx");
    EXPECT_TRUE(book.headers.at("content-disposition").starts_with("attachment; "));
    for (const char* other : {"acceptance", "operator"}) {
        cookie_.clear();
        sign_in(other);
        EXPECT_EQ(code(get("/console/api/books")), "AUTH_FORBIDDEN") << other;
        EXPECT_EQ(code(get("/console/api/books/window?month=2026-11")), "AUTH_FORBIDDEN") << other;
    }
}

TEST_F(ApiTest, ABookingIsTakenInAndTheQueueResolved) {
    sign_in("acceptance");
    EXPECT_EQ(code(get("/console/api/bookings?day=2024-13-01")), "FIELD_FORMAT");
    EXPECT_EQ(get("/console/api/bookings?day=2024-10-12").status, 200);
    EXPECT_TRUE(json(get("/console/api/intake/booking/YY2024-10-12001")).contains("items"));
    const HttpResponse taken = post("/console/api/intake/booking/YY2024-10-12001", action("", 3));
    EXPECT_TRUE(json(taken).contains("case_no")) << taken.body;
    cookie_.clear();
    sign_in("operator");
    EXPECT_EQ(post("/console/api/queue/r1", {{"verb", "retry"}}).status, 200);
    EXPECT_EQ(code(post("/console/api/queue/r2", {{"verb", "delete"}})), "FIELD_FORMAT");
    EXPECT_EQ(json(get("/console/api/queue")).at("causes").at(0).at("count").to_number<int>(), 1);
    object cause{{"verb", "retry"}, {"partner", "shuili"}, {"state", "parked"}, {"reason", "X"}};
    EXPECT_EQ(json(post("/console/api/queue", cause)).at("count").to_number<int>(), 2);
    cause["state"] = "unknown";
    EXPECT_EQ(code(post("/console/api/queue", cause)), "COMMAND_NOT_ALLOWED");
    cause["verb"] = "cancel";
    EXPECT_EQ(code(post("/console/api/queue", cause)), "FIELD_FORMAT") << "a group is only resent";
}

TEST_F(ApiTest, AnyoneWithATokenSeesTheMaskedStateThirtyTimesAMinute) {
    const HttpResponse page = get("/q/tok-101-abcdefgh");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("王**"), std::string::npos);
    EXPECT_EQ(page.body.find("王测试"), std::string::npos);
    EXPECT_EQ(page.headers.at("referrer-policy"), "no-referrer");
    EXPECT_EQ(page.headers.at("cache-control"), "no-store");
    for (int i = 1; i < 30; ++i) EXPECT_EQ(get("/q/guess").status, 404);
    EXPECT_EQ(get("/q/tok-101-abcdefgh").status, 429);
    clock_.turn(std::chrono::minutes{1});
    EXPECT_EQ(get("/q/tok-101-abcdefgh").status, 200);
}

TEST_F(ApiTest, ThePublicPageTellsWhatAPaperIsComparedWithAndAGuessTellsNothing) {
    const std::string page = get("/q/tok-101-abcdefgh").body;
    for (const std::string& shown :
         {std::string{"文书核验"}, std::string{"受理通知书"}, std::string(64, 'a'),
          std::string{"已签章"}, std::string{"未签章，须加盖实体印章"}})
        EXPECT_NE(page.find(shown), std::string::npos) << shown;
    const HttpResponse one = get("/q/tok-101-abcdefgX");
    const HttpResponse other = get("/q/0");
    EXPECT_EQ(one.status, 404);
    EXPECT_EQ(one.body, other.body);
    EXPECT_EQ(one.body.find("文件摘要"), std::string::npos);
}

TEST_F(ApiTest, WithoutPrintersNothingIsOfferedAndNothingCanBeOrdered) {
    sign_in("issuance");
    EXPECT_TRUE(json(get("/console/api/printers")).at("rows").as_array().empty());
    EXPECT_EQ(code(post("/console/api/prints")), "COMMAND_NOT_ALLOWED");
}

TEST_F(ApiTest, AnOrderToPrintNamesPrinterCasesAndWhat) {
    testing::FakePrints prints;
    console_.print_with(prints);
    sign_in("issuance");
    EXPECT_EQ(json(get("/console/api/printers")).at("rows").as_array().size(), 2U);
    object order{{"idempotency_key", "0123456789abcdef"},
                 {"printer", "counter"},
                 {"cases", boost::json::array{desk_.case_no(0).str(), desk_.case_no(1).str()}},
                 {"which", "results"}};
    EXPECT_EQ(post("/console/api/prints", order).status, 200);
    EXPECT_EQ(prints.last.batch, "0123456789abcdef");
    EXPECT_EQ(prints.last.cases.size(), 2U);
    EXPECT_EQ(prints.last.which, "results");
    order["which"] = "some";
    EXPECT_EQ(code(post("/console/api/prints", order)), "FIELD_FORMAT");
    order["which"] = "all";
    order["cases"] = boost::json::array{boost::json::value("410184")};
    EXPECT_EQ(code(post("/console/api/prints", order)), "CASE_NOT_FOUND");
}

TEST_F(ApiTest, APrintIsForThoseWhoHandleCasesAndNeedsTheToken) {
    testing::FakePrints prints;
    console_.print_with(prints);
    sign_in("operator");
    EXPECT_EQ(code(get("/console/api/printers")), "AUTH_FORBIDDEN");
    EXPECT_EQ(code(post("/console/api/prints")), "AUTH_FORBIDDEN");
    cookie_.clear();
    sign_in("issuance");
    csrf_ = "another";
    EXPECT_EQ(code(post("/console/api/prints/0123456789abcdef", {{"verb", "resume"}})),
              "AUTH_CSRF_TOKEN");
    EXPECT_TRUE(prints.verbs.empty());
}

}  // namespace ow::console
