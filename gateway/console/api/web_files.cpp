#include "gateway/console/api/web_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/console/api/replies.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::console {
namespace {

struct TypeRow {
    std::string_view extension;
    std::string_view content_type;
};

constexpr TypeRow kTypes[] = {
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
};

std::string_view type_of(std::string_view extension) {
    for (const TypeRow& row : kTypes)
        if (row.extension == extension) return row.content_type;
    return {};
}

}  // namespace

Result<WebFiles> WebFiles::read(const std::string& folder) {
    std::error_code failed;
    WebFiles out;
    for (const auto& entry : std::filesystem::directory_iterator{folder, failed}) {
        const std::string_view type = type_of(entry.path().extension().string());
        if (type.empty() || !entry.is_regular_file(failed)) continue;
        std::ifstream in{entry.path(), std::ios::binary};
        std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        if (!in) return Error{Code::kFileUnreadable, At{entry.path().string()}};
        std::string etag =
            '"' + crypto::to_hex(crypto::digest(crypto::Hash::kSha256, bytes)).substr(0, 24) + '"';
        out.files_[entry.path().filename().string()] =
            File{type, std::move(etag), std::move(bytes)};
    }
    if (failed || !out.files_.contains("index.html"))
        return Error{Code::kFileUnreadable, At{folder + "/index.html"}};
    return out;
}

ports::HttpResponse WebFiles::serve(std::string_view name,
                                    const ports::HttpRequest& request) const {
    const auto found = files_.find(name.empty() ? std::string_view{"index.html"} : name);
    if (found == files_.end()) return error_reply(Error{Code::kRouteNotFound}, request.trace);
    const File& file = found->second;
    ports::HttpResponse response{200,
                                 {{"cache-control", "no-cache"},
                                  {"content-type", std::string{file.content_type}},
                                  {"etag", file.etag}},
                                 {}};
    const auto known = request.headers.find("if-none-match");
    if (known != request.headers.end() && known->second == file.etag)
        response.status = 304;
    else
        response.body = file.bytes;
    return guarded(std::move(response));
}

}  // namespace ow::console
