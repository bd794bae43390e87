#include "adapters/wechat/twin_wire.hpp"

#include <set>

#include "gateway/crypto/cipher.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::wechat::twin {
namespace {

constexpr std::string_view kOpen = "<![CDATA[";
constexpr std::string_view kClose = "]]>";

std::string hash_sorted(const std::multiset<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all.append(word);
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha1, all));
}

/// 32 bytes; the platform makes 43 characters of them and ignores the spare bits.
std::string key_of(const Account& account) {
    return crypto::from_base64(account.encoding_aes_key + "=").value_or(std::string(32, '\0'));
}

std::string encrypt(const Account& account, std::string_view xml) {
    const auto size = static_cast<std::uint32_t>(xml.size());
    std::string frame = crypto::random_bytes(16);
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        frame += static_cast<char>(size >> shift & 255U);
    frame.append(xml).append(account.appid);
    const std::size_t fill = 32 - frame.size() % 32;
    frame.append(fill, static_cast<char>(fill));
    const std::string key = key_of(account);
    return crypto::to_base64(crypto::aes256_cbc_encrypt(key, key.substr(0, 16), frame).value());
}

std::optional<std::string> decrypt(const Account& account, const std::string& text) {
    const std::string key = key_of(account);
    const auto frame =
        crypto::aes256_cbc_decrypt(key, key.substr(0, 16), crypto::from_base64(text).value_or(""));
    if (!frame || frame->size() < 32) return std::nullopt;
    const auto fill = static_cast<unsigned char>(frame->back());
    if (fill < 1 || fill > 32) return std::nullopt;
    if (frame->substr(frame->size() - fill) != std::string(fill, frame->back()))
        return std::nullopt;
    const std::string body = frame->substr(16, frame->size() - 16 - fill);
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size * 256 + static_cast<unsigned char>(body[i]);
    if (size + 4 > body.size() || body.substr(4 + size) != account.appid) return std::nullopt;
    return body.substr(4, size);
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string push_xml(const Fields& fields) {
    std::string xml = "<xml>";
    for (const auto& [name, value] : fields) {
        xml += "<" + name + ">";
        xml += is_number(value) ? value : std::string{kOpen} + value + std::string{kClose};
        xml += "</" + name + ">";
    }
    return xml + "</xml>";
}

Sealed plain_push(const Account& account, std::string_view xml, std::string_view timestamp,
                  std::string_view nonce, std::string_view openid) {
    const std::string signature =
        hash_sorted({account.token, std::string{timestamp}, std::string{nonce}});
    return {std::string{xml}, "signature=" + signature + "&timestamp=" + std::string{timestamp} +
                                  "&nonce=" + std::string{nonce} +
                                  "&openid=" + std::string{openid}};
}

Sealed seal_push(const Account& account, std::string_view xml, std::string_view timestamp,
                 std::string_view nonce, std::string_view openid) {
    Sealed push = plain_push(account, {}, timestamp, nonce, openid);
    const std::string text = encrypt(account, xml);
    push.body = "<xml><ToUserName><![CDATA[" + element(xml, "ToUserName") +
                "]]></ToUserName><Encrypt><![CDATA[" + text + "]]></Encrypt></xml>";
    push.query += "&encrypt_type=aes&msg_signature=" +
                  hash_sorted({account.token, std::string{timestamp}, std::string{nonce}, text});
    return push;
}

std::optional<std::string> open_reply(const Account& account, std::string_view body) {
    const std::string text = element(body, "Encrypt");
    const std::string expected =
        hash_sorted({account.token, element(body, "TimeStamp"), element(body, "Nonce"), text});
    if (text.empty() || expected != element(body, "MsgSignature")) return std::nullopt;
    return decrypt(account, text);
}

std::string element(std::string_view xml, std::string_view name) {
    const std::string head = "<" + std::string{name} + ">";
    const std::size_t at = xml.find(head);
    if (at == std::string_view::npos) return {};
    const std::size_t from = at + head.size();
    const std::size_t end = xml.find("</" + std::string{name} + ">", from);
    if (end == std::string_view::npos) return {};
    std::string text{xml.substr(from, end - from)};
    if (text.starts_with(kOpen) && text.ends_with(kClose)) {
        return text.substr(kOpen.size(), text.size() - kOpen.size() - kClose.size());
    }
    const std::pair<std::string_view, std::string_view> entities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
    for (const auto& [entity, sign] : entities) {
        for (std::size_t i = 0; (i = text.find(entity, i)) != std::string::npos; i += sign.size()) {
            text.replace(i, entity.size(), sign);
        }
    }
    return text;
}

}  // namespace ow::wechat::twin
