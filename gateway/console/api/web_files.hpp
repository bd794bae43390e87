#pragma once
// The console's pages, read once at start from a folder; a request can name nothing outside it.
// Immutable afterwards, so thread-safe.

#include <map>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/ports/http.hpp"

namespace ow::console {

class WebFiles {
  public:
    /// Every .css, .html, .js and .svg of the folder (not of folders in it). kFileUnreadable.
    [[nodiscard]] static Result<WebFiles> read(const std::string& folder);

    /// `name` is what follows /console/; empty means index.html. Answers 304 to a matching
    /// if-none-match, kRouteNotFound to an unknown name.
    [[nodiscard]] ports::HttpResponse serve(std::string_view name,
                                            const ports::HttpRequest& request) const;

  private:
    struct File {
        std::string_view content_type;
        std::string etag;
        std::string bytes;
    };
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace ow::console
