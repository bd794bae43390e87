#include "gateway/app/conformance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/ports/call_signature.hpp"
#include "gateway/xml/document.hpp"

namespace ow::app {
namespace {

using ports::HttpCall;
using ports::HttpReply;

constexpr std::size_t kShown = 800;  // bytes of a body in the report

class ShiftedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return clock_.now() + shift; }
    Millis shift{0};

  private:
    SystemClock clock_;
};

/// Passes calls on, spoilt if it is told to, and remembers the last.
class Wire final : public ports::HttpClient {
  public:
    explicit Wire(ports::HttpClient& http) : http_(http) {}
    [[nodiscard]] Result<HttpReply> call(const HttpCall& call) override {
        sent = call;
        if (spoil) spoil(sent);
        came = http_.call(sent);
        return came;
    }
    std::function<void(HttpCall&)> spoil;
    HttpCall sent;
    Result<HttpReply> came = HttpReply{};

  private:
    ports::HttpClient& http_;
};

class NoInbound final : public ports::Inbound {
  public:
    void receive(ports::InboundMessage, std::function<void(ports::Answer)>) override {}
};

using Row = ConformanceRow;
using Due = ConformanceDue;

constexpr std::string_view kNo = "401 或 403（SOAP 也可用凭据类 Fault）";

// In the order in which they are sent.
constexpr Row kRows[] = {
    {"taken", "正常报文", "2xx，收下", Due::kTaken},
    {"numbered", "应答带有贵方办件号", "应答中有 foreign_no（或 foreign_no 设置所指的元素）",
     Due::kNumbered},
    {"repeated", "同一报文重发（流水号相同、随机串不同）",
     "不再办理一次；应答 2xx 或重复（DUPLICATE），办件号与第一次相同", Due::kSameNumber},
    {"replayed", "原样重放同一请求（随机串也相同）", "401 或 403；或按重复处理，办件号与第一次相同",
     Due::kCredentialsOrSame},
    {"unsigned", "没有签名", kNo, Due::kCredentials},
    {"bad_signature", "签名错一位", kNo, Due::kCredentials},
    {"changed_body", "签名之后正文被改", kNo, Due::kCredentials},
    {"old_time", "一小时前的时间，签名正确", kNo, Due::kCredentials},
    {"wrong_type", "内容类型不对（text/plain）", "4xx，建议 415", Due::kRefused},
    {"broken", "报文残缺（只有一半）", "4xx，建议 400 或 422；SOAP 为 Client Fault", Due::kRefused},
    {"wrong_charset", "内容不是所声明的字符集", "4xx，建议 400 或 422；SOAP 为 Client Fault",
     Due::kRefused},
    {"unknown_code", "事项代码不存在", "4xx，建议 422 并给出 code；SOAP 为 Client Fault",
     Due::kRefused},
    {"oversize", "报文过大", "4xx，建议 413；不得挂起，不得 5xx", Due::kNoHarm},
    {"alive", "以上之后再发一条正常报文", "2xx，收下", Due::kTaken},
};

/// What happens to a call just before it leaves.
struct Change {
    std::string_view name;  ///< of the check
    void (*spoil)(HttpCall& call, std::size_t oversize);
    bool signed_again;
};

constexpr Change kChanges[] = {
    {"bad_signature",
     [](HttpCall& call, std::size_t) {
         char& last = call.headers["x-ow-signature"].back();
         last = last == '0' ? '1' : '0';
     },
     false},
    {"broken", [](HttpCall& call, std::size_t) { call.body.resize(call.body.size() / 2); }, true},
    {"changed_body", [](HttpCall& call, std::size_t) { call.body += ' '; }, false},
    {"oversize", [](HttpCall& call, std::size_t oversize) { call.body.append(oversize, ' '); },
     true},
    {"unsigned",
     [](HttpCall& call, std::size_t) {
         std::erase_if(call.headers,
                       [](const auto& row) { return row.first.starts_with("x-ow-"); });
     },
     false},
    {"wrong_charset",
     [](HttpCall& call, std::size_t) {
         call.body.insert(call.body.find_last_of("<\""), "\xFF\xFF");
     },
     true},
    {"wrong_type", [](HttpCall& call, std::size_t) { call.headers["content-type"] = "text/plain"; },
     false},
};

bool needs_key(Due due) {
    return due == Due::kCredentials || due == Due::kCredentialsOrSame;
}

bool is_secret(std::string_view name) {
    return name == "x-ow-signature" || name == "X-OW-Signature" || name == "authorization";
}

/// Bytes as they can stand in a report: in their own charset if they keep to it, else ASCII with
/// the others as \xNN.
std::string readable(std::string_view bytes) {
    for (const std::string& charset : {std::string{"UTF-8"}, xml::declared_charset(bytes)}) {
        if (charset.empty()) continue;
        if (auto text = decode_to_utf8(bytes, charset)) return std::move(*text);
    }
    std::string out;
    for (const char c : bytes.substr(0, kShown)) {
        const auto byte = static_cast<unsigned char>(c);
        out += byte < 0x80 ? std::string(1, c) : fmt::format("\\x{:02X}", byte);
    }
    return out;
}

std::string beginning(const std::string& bytes) {
    std::string text = readable(bytes);
    if (text.size() <= kShown) return text;
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return fmt::format("{}…（共 {} 字节）", std::string_view{text}.substr(0, end), bytes.size());
}

std::string shown(const HttpCall& call) {
    std::string out = call.method + " " + call.url + "\n";
    for (const auto& [name, value] : call.headers)
        out += name + ": " + (is_secret(name) ? std::string{"…"} : value) + "\n";
    return out + "\n" + beginning(call.body);
}

std::string shown(const Result<HttpReply>& reply) {
    if (!reply) return std::string{reply.error().row().name} + " " + reply.error().cause();
    const auto type = reply->headers.find("content-type");
    return fmt::format("HTTP {}\n{}\n\n{}", reply->status,
                       type == reply->headers.end() ? "" : "content-type: " + type->second,
                       beginning(reply->body));
}

std::string number_in(const Result<ports::Receipt>& receipt) {
    if (!receipt) return {};
    const auto* found = receipt->facts.if_contains("foreign_no");
    return found != nullptr && found->is_string() ? std::string{found->get_string()}
                                                  : std::string{};
}

class Run {
  public:
    Run(const ConformanceTarget& target, ports::HttpClient& http)
        : target_(target), wire_(http), context_{target.partner, inbound_, wire_, clock_,
                                                 log_,           {},       {},    {}} {}

    std::vector<ConformanceCheck> all(ports::MakeAdapter make) {
        auto adapter = make(context_);
        std::vector<ConformanceCheck> out;
        ports::Sender* sender = adapter ? (*adapter)->sender() : nullptr;
        const auto signing = ports::signing_of(target_.partner);
        if (sender == nullptr || !signing) {
            out.push_back(
                {"taken", "正常报文", "", Verdict::kFailed, {}, {}, "这个对端没有可发送的配置"});
            return out;
        }
        signing_ = *signing;
        for (const Row& row : kRows) out.push_back(one(row, *sender));
        return out;
    }

  private:
    /// What the wire does to the call of that check.
    [[nodiscard]] std::function<void(HttpCall&)> spoiling(std::string_view name) {
        if (name == "replayed") return [this](HttpCall& call) { call = first_; };
        const auto* change = std::find_if(std::begin(kChanges), std::end(kChanges),
                                          [&](const Change& each) { return each.name == name; });
        if (change == std::end(kChanges)) return {};
        return [this, change](HttpCall& call) {
            change->spoil(call, target_.oversize_bytes);
            if (!change->signed_again || signing_.key.empty()) return;
            for (auto& [header, value] :
                 ports::sign_call(signing_, call, clock_.now(), crypto::random_token()))
                call.headers[header] = value;
        };
    }

    [[nodiscard]] ports::Delivery delivery_of(const Row& row) const {
        const ports::Wording& words =
            row.name == "unknown_code" ? target_.unknown_code : target_.good;
        const bool again = row.due == Due::kSameNumber || row.due == Due::kCredentialsOrSame;
        return {target_.partner.id,
                target_.kind,
                again ? first_key_ : "conformance-" + crypto::random_token(12),
                words.content_type,
                words.body,
                {},
                {},
                target_.partner.deadline};
    }

    ConformanceCheck one(const Row& row, ports::Sender& sender) {
        ConformanceCheck check{std::string{row.name}, std::string{row.title},
                               std::string{row.right}};
        if (needs_key(row.due) && signing_.key.empty()) {
            check.note = "未配置签名密钥（只用客户端证书），不适用";
            return check;
        }
        if (row.due == Due::kSameNumber && !target_.deduplicates) {
            check.note = "配置为不能去重（deduplicates: false），不适用";
            return check;
        }
        if (row.due == Due::kNumbered) {
            judge(row, taken_, check);
            check.came = number_;
            return check;
        }
        const ports::Delivery delivery = delivery_of(row);
        wire_.spoil = spoiling(row.name);
        clock_.shift = row.name == "old_time" ? Millis{-3'600'000} : Millis{0};
        const auto receipt = sender.send(delivery);
        if (row.name == "taken") {
            first_ = wire_.sent;
            first_key_ = delivery.idempotency_key;
            number_ = number_in(receipt);
            taken_ = receipt;
        }
        judge(row, receipt, check);
        check.sent = shown(wire_.sent);
        check.came = shown(wire_.came);
        return check;
    }

    [[nodiscard]] bool is_right(Due due, const Result<ports::Receipt>& receipt) const {
        const bool credentials = !receipt && receipt.error().code() == Code::kPartnerCredentials;
        const bool refused = !receipt && receipt.error().code() == Code::kPartnerRefused;
        const bool same = receipt && number_in(receipt) == number_;
        switch (due) {
            case Due::kTaken:
                return static_cast<bool>(receipt);
            case Due::kNumbered:
                return !number_.empty();
            case Due::kSameNumber:
                return same;
            case Due::kCredentials:
                return credentials;
            case Due::kCredentialsOrSame:
                return credentials || (same && target_.deduplicates);
            case Due::kRefused:
                return refused;
            case Due::kNoHarm:
                return receipt || refused;
        }
        return false;
    }

    void judge(const Row& row, const Result<ports::Receipt>& receipt,
               ConformanceCheck& check) const {
        const bool right = is_right(row.due, receipt);
        check.verdict = right ? Verdict::kPassed : Verdict::kFailed;
        if (right) return;
        check.note = row.due == Due::kNumbered ? "应答中没有办件号"
                     : receipt                 ? "被收下了，办件号 " + number_in(receipt)
                               : "网关把这个应答理解为 " + std::string{receipt.error().row().name};
    }

    const ConformanceTarget& target_;
    Wire wire_;
    ShiftedClock clock_;
    NullLog log_;
    NoInbound inbound_;
    ports::AdapterContext context_;
    ports::Signing signing_;
    HttpCall first_;
    std::string first_key_;
    std::string number_;
    Result<ports::Receipt> taken_ = ports::Receipt{};
};

}  // namespace

std::span<const ConformanceRow> conformance_rows() {
    return kRows;
}

std::vector<ConformanceCheck> run_conformance(const ConformanceTarget& target,
                                              ports::MakeAdapter make, ports::HttpClient& http) {
    return Run{target, http}.all(make);
}

}  // namespace ow::app
