#include "adapters/wechat/push.hpp"

#include <charconv>
#include <set>

#include "gateway/crypto/digest.hpp"
#include "gateway/xml/document.hpp"

namespace ow::wechat {
namespace {

constexpr std::size_t kMaxOpenid = 64;
constexpr char kSeparator = '\x1f';

Error wrong(std::string_view element, std::string_view cause = {}) {
    return Error{Code::kRequestInvalid, {.field = std::string{element}}, std::string{cause}};
}

struct Field {
    std::string_view element;
    std::string Push::*member;
};
constexpr Field kFields[] = {
    {"Content", &Push::content},    {"Event", &Push::event},
    {"EventKey", &Push::event_key}, {"FromUserName", &Push::from_user},
    {"MediaId", &Push::media_id},   {"MsgID", &Push::job_id},
    {"MsgId", &Push::msg_id},       {"MsgType", &Push::type},
    {"Status", &Push::job_status},  {"ToUserName", &Push::to_user},
};

/// Not what a stranger may have written: it goes into logs.
std::string_view known_name(xml::Node node) {
    for (const Field& field : kFields) {
        if (field.element == node.name()) return field.element;
    }
    return "xml";
}

/// The document, if its root is <xml> and no top-level element occurs twice.
Result<xml::Document> parse_flat(std::string_view body) {
    auto document = xml::Document::parse(body);
    if (!document) return document.error();
    if (document->root().name() != "xml") return wrong("xml", "another root element");
    std::set<std::string, std::less<>> names;
    for (const xml::Node node : document->root().children()) {
        if (!names.emplace(node.name()).second) return wrong(known_name(node), "occurs twice");
    }
    return document;
}

/// Text of a leaf; empty if absent.
Result<std::string> leaf(xml::Node parent, std::string_view name) {
    const xml::Node node = parent.child(name);
    if (!node) return std::string{};
    if (!node.children().empty()) return wrong(name, "holds elements");
    return node.text();
}

bool is_digits(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_openid(std::string_view text) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text.size() <= kMaxOpenid &&
           text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

Status check(const Push& push) {
    if (push.to_user.empty()) return wrong("ToUserName");
    if (!is_openid(push.from_user)) return wrong("FromUserName");
    if (push.type.empty()) return wrong("MsgType");
    if (push.type == "event") return push.event.empty() ? Status{wrong("Event")} : ok();
    return is_digits(push.msg_id, 20) ? ok() : Status{wrong("MsgId")};
}

}  // namespace

Result<std::string> encrypted_part(std::string_view body) {
    const auto document = parse_flat(body);
    if (!document) return document.error();
    auto text = leaf(document->root(), "Encrypt");
    if (!text) return text.error();
    if (text->empty()) return wrong("Encrypt", "missing");
    return text;
}

Result<Push> parse_push(std::string_view body) {
    const auto document = parse_flat(body);
    if (!document) return document.error();
    const xml::Node root = document->root();
    Push push;
    for (const Field& field : kFields) {
        auto text = leaf(root, field.element);
        if (!text) return text.error();
        push.*field.member = *std::move(text);
    }
    const auto created = leaf(root, "CreateTime");
    if (!created) return created.error();
    if (!is_digits(*created, 12)) return wrong("CreateTime");
    std::from_chars(created->data(), created->data() + created->size(), push.create_time);
    auto scan = leaf(root.child("ScanCodeInfo"), "ScanResult");
    if (!scan) return scan.error();
    push.scan_result = *std::move(scan);
    if (const Status status = check(push); !status) return status.error();
    return push;
}

std::string dedupe_key(const Push& push) {
    std::string text;
    if (push.type != "event") {
        text = "message" + (kSeparator + push.msg_id);
    } else {
        text = "event" + (kSeparator + push.from_user) + kSeparator +
               std::to_string(push.create_time) + kSeparator + push.event + kSeparator +
               push.event_key;
    }
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, text));
}

std::string_view scanned_number(const Push& push) {
    const std::string_view all = push.scan_result;
    const std::size_t comma = all.rfind(',');
    return comma == std::string_view::npos ? all : all.substr(comma + 1);
}

}  // namespace ow::wechat
