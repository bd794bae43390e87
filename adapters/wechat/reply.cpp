#include "adapters/wechat/reply.hpp"

#include <algorithm>

#include "gateway/xml/document.hpp"

namespace ow::wechat {

Result<std::string> text_reply(const Push& push, std::string_view text, std::int64_t unix_seconds) {
    if (text.size() > kMaxPassiveText) return Error{Code::kFieldTooLong, {.field = "Content"}};
    const auto unfit = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    };
    if (std::any_of(text.begin(), text.end(), unfit)) {
        return Error{Code::kFieldFormat, {.field = "Content"}};
    }
    const xml::Document document = xml::Document::make("xml");
    const xml::Node root = document.root();
    root.add("ToUserName", push.from_user);
    root.add("FromUserName", push.to_user);
    root.add("CreateTime", std::to_string(unix_seconds));
    root.add("MsgType", "text");
    root.add("Content", text);
    return document.serialise();
}

}  // namespace ow::wechat
