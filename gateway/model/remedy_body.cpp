#include "gateway/model/remedy_body.hpp"

#include <fmt/format.h>

#include "gateway/base/text.hpp"

namespace ow::model {
namespace {

constexpr std::string_view kFullWidth[] = {"｛", "｝"};

Error wrong(std::string cause) {
    return Error{Code::kConfigInvalid, At{.field = "remedies"}, std::move(cause)};
}

}  // namespace

Result<std::vector<BodyPart>> parse_body(std::string_view body) {
    for (const std::string_view brace : kFullWidth) {
        if (body.find(brace) != std::string_view::npos)
            return wrong(
                fmt::format("a full-width `{}`; names stand between `{{` and `}}`", brace));
    }
    std::vector<BodyPart> parts;
    while (!body.empty()) {
        const std::size_t open = body.find_first_of("{}");
        if (open > 0) parts.push_back({std::string{body.substr(0, open)}, false});
        if (open == std::string_view::npos) break;
        if (body[open] == '}') return wrong("a `}` without its `{`");
        const std::size_t close = body.find_first_of("{}", open + 1);
        const std::string_view name = body.substr(open + 1, close - open - 1);
        if (close == std::string_view::npos || body[close] == '{')
            return wrong(fmt::format("`{{{}` without its closing brace", name));
        if (trim(name).empty()) return wrong("nothing between `{` and `}`");
        parts.push_back({std::string{name}, true});
        body.remove_prefix(close + 1);
    }
    return parts;
}

}  // namespace ow::model
