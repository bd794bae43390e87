#include "gateway/http/router.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::http {
namespace {

bool is_param(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// Equal keys = the same set of paths.
std::string order_key(const std::vector<std::string>& segments) {
    std::string key;
    for (const std::string& segment : segments) {
        if (segment == "*") {
            key += "3/";
        } else if (is_param(segment)) {
            key += "2/";
        } else {
            key += "1" + segment + "/";
        }
    }
    return key;
}

}  // namespace

Result<Router> Router::make(std::vector<ports::Route> routes) {
    Router router;
    for (ports::Route& route : routes) {
        if (!route.pattern.starts_with('/') || !route.handler)
            return Error{Code::kConfigInvalid, At{.field = route.pattern}, "route"};
        Compiled compiled;
        for (std::string_view segment : split(std::string_view{route.pattern}.substr(1), '/'))
            compiled.segments.emplace_back(segment);
        compiled.order = order_key(compiled.segments);
        compiled.route = std::move(route);
        router.routes_.push_back(std::move(compiled));
    }
    std::sort(router.routes_.begin(), router.routes_.end(), [](const auto& a, const auto& b) {
        return std::tie(a.order, a.route.method) < std::tie(b.order, b.route.method);
    });
    const auto twice = std::adjacent_find(
        router.routes_.begin(), router.routes_.end(), [](const auto& a, const auto& b) {
            return a.order == b.order && a.route.method == b.route.method;
        });
    if (twice != router.routes_.end())
        return Error{Code::kConfigInvalid, At{.field = twice->route.pattern}, "route given twice"};
    return router;
}

bool Router::fits(const Compiled& compiled, const std::vector<std::string_view>& segments,
                  std::map<std::string, std::string>& params) {
    params.clear();
    for (std::size_t i = 0; i < compiled.segments.size(); ++i) {
        const std::string& pattern = compiled.segments[i];
        if (pattern == "*") {
            std::string rest;
            for (std::size_t j = i; j < segments.size(); ++j) {
                if (j > i) rest += '/';
                rest += segments[j];
            }
            params["*"] = rest;
            return i < segments.size();
        }
        if (i >= segments.size()) return false;
        if (is_param(pattern)) {
            if (segments[i].empty()) return false;
            params[pattern.substr(1, pattern.size() - 2)] = segments[i];
        } else if (segments[i] != pattern) {
            return false;
        }
    }
    return compiled.segments.size() == segments.size();
}

ports::Refuse Router::words_near(const std::vector<std::string_view>& segments) const {
    const auto near = std::find_if(routes_.begin(), routes_.end(), [&](const Compiled& compiled) {
        return compiled.route.refuse != nullptr && compiled.segments.size() >= 2 &&
               segments.size() >= 2 && compiled.segments[0] == segments[0] &&
               compiled.segments[1] == segments[1];
    });
    return near == routes_.end() ? nullptr : near->route.refuse;
}

RouteMatch Router::match(std::string_view method, std::string_view path) const {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    const auto segments = split(path.substr(1), '/');
    RouteMatch found;
    for (const Compiled& compiled : routes_) {
        std::map<std::string, std::string> params;
        if (!fits(compiled, segments, params)) continue;
        if (compiled.route.method == wanted) return {&compiled.route, std::move(params), {}};
        if (!found.allow.empty()) found.allow += ", ";
        found.allow += compiled.route.method;
    }
    found.refuse = words_near(segments);
    return found;
}

}  // namespace ow::http
