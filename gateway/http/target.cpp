#include "gateway/http/target.hpp"

#include <optional>

#include "gateway/base/text.hpp"

namespace ow::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_blank) {
            out.push_back(' ');
        } else if (text[i] != '%') {
            out.push_back(text[i]);
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    if (find_malformed_utf8(out) != std::string_view::npos) return std::nullopt;
    return out;
}

Error invalid(std::string_view what) {
    return Error{Code::kRequestInvalid, At{.field = "request-target"}, std::string{what}};
}

Result<std::string> decode_path(std::string_view raw) {
    std::string path;
    path.reserve(raw.size());
    for (std::string_view rest = raw; !rest.empty();) {
        const std::size_t end = std::min(rest.find('/', 1), rest.size());
        const auto segment = percent_decode(rest.substr(1, end - 1), false);
        if (!segment) return invalid("broken percent-encoding");
        if (*segment == "." || *segment == "..") return invalid("dot segment");
        if (segment->find_first_of(std::string_view{"/\0", 2}) != std::string::npos)
            return invalid("encoded slash or NUL");
        path += '/';
        path += *segment;
        rest.remove_prefix(end);
    }
    return path;
}

}  // namespace

Result<Target> parse_target(std::string_view raw) {
    if (!raw.starts_with('/')) {
        const std::size_t scheme = raw.find("://");
        if (scheme == std::string_view::npos) return invalid("neither a path nor a URL");
        const std::size_t slash = raw.find('/', scheme + 3);
        raw = slash == std::string_view::npos ? "/" : raw.substr(slash);
    }
    const std::size_t mark = raw.find('?');
    auto path = decode_path(raw.substr(0, mark));
    if (!path) return path.error();
    Target target{std::move(*path), {}};
    if (mark == std::string_view::npos || mark + 1 == raw.size()) return target;
    for (std::string_view pair : split(raw.substr(mark + 1), '&')) {
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = equals == std::string_view::npos
                         ? std::string{}
                         : percent_decode(pair.substr(equals + 1), true);
        if (!name || !value) return invalid("broken percent-encoding in the query");
        target.query[*name] = *value;
    }
    return target;
}

}  // namespace ow::http
