#pragma once
// Finds the route of a path. A literal segment is preferred to a `{param}`, and that to a prefix
// `/*`; two routes that would match the same requests are a configuration error at start.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/ports/http.hpp"

namespace ow::http {

struct RouteMatch {
    const ports::Route* route = nullptr;        ///< nullptr: none
    std::map<std::string, std::string> params;  ///< "*" holds what a prefix left over
    std::string allow;  ///< methods of the path ("GET, POST"), if only the method was wrong
    ports::Refuse refuse = nullptr;  ///< without a route: the words of its neighbours
};

/// Immutable after construction; thread-safe.
class Router {
  public:
    /// kConfigInvalid for a pattern that does not begin with '/' or occurs twice.
    static Result<Router> make(std::vector<ports::Route> routes);
    /// HEAD is answered by GET's route.
    [[nodiscard]] RouteMatch match(std::string_view method, std::string_view path) const;

  private:
    struct Compiled {
        std::vector<std::string> segments;  ///< "{name}", "*" or literal
        std::string order;                  ///< sort key: literal < param < prefix
        ports::Route route;
    };
    /// The words of a route that shares the path's first two segments.
    [[nodiscard]] ports::Refuse words_near(const std::vector<std::string_view>& segments) const;
    static bool fits(const Compiled& compiled, const std::vector<std::string_view>& segments,
                     std::map<std::string, std::string>& params);

    std::vector<Compiled> routes_;  ///< most specific first
};

}  // namespace ow::http
