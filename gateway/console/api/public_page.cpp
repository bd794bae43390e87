#include "gateway/console/api/public_page.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "gateway/console/api/replies.hpp"
#include "gateway/xml/document.hpp"

namespace ow::console {
namespace {

using boost::json::object;
using boost::json::value;

struct Line {
    const char* key;
    const char* label;
};

constexpr Line kLines[] = {
    {"case_no", "办件编号"}, {"item", "办理事项"},      {"department", "办理部门"},
    {"applicant", "申请人"}, {"opened_at", "收件时间"}, {"due_label", "办理期限"},
    {"result", "办理结果"},  {"next", "下一步"},
};

std::string text_of(const object& from, const char* key) {
    const value* found = from.if_contains(key);
    if (found == nullptr) return {};
    if (found->is_string()) return xml::escaped(found->get_string());
    return found->is_object() ? text_of(found->get_object(), "name") : std::string{};
}

std::string page(std::string_view title, std::string_view body) {
    return fmt::format(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><title>{0}</title>"
        "<link rel=\"stylesheet\" href=\"/q.css\"></head>"
        "<body><header>政务服务办件查询</header><main>{1}</main>"
        "<footer>本页只显示办理进度和文书核验信息，个人信息已隐去。办件编号请勿转告他人。</"
        "footer></body></html>",
        title, body);
}

/// "2024-10-08T09:12:31.000+08:00" as 2024-10-08 09:12.
std::string minute_of(std::string at) {
    if (at.size() < 16) return at;
    at[10] = ' ';
    return at.substr(0, 16);
}

std::string steps_of(const object& view) {
    const value* steps = view.if_contains("steps");
    if (steps == nullptr || !steps->is_array()) return {};
    std::string out;
    for (const value& step : steps->get_array()) {
        if (!step.is_object()) continue;
        const std::string at = text_of(step.get_object(), "at");
        out += fmt::format("<li class=\"{}\"><span>{}</span><time>{}</time></li>",
                           at.empty() ? "ahead" : "done", text_of(step.get_object(), "label"),
                           minute_of(at));
    }
    return out.empty() ? out : "<ol>" + out + "</ol>";
}

/// What a printed or saved document is compared with: number, digest, whether it is signed.
std::string documents_of(const object& view) {
    const value* documents = view.if_contains("documents");
    if (documents == nullptr || !documents->is_array()) return {};
    std::string out;
    for (const value& one : documents->get_array()) {
        if (!one.is_object()) continue;
        const object& o = one.get_object();
        out += fmt::format(
            "<h3>{}</h3><dl><div><dt>文书编号</dt><dd>{}</dd></div><div><dt>生成日期</dt><dd>{}</"
            "dd>"
            "</div><div><dt>电子签章</dt><dd>{}</dd></div><div><dt>文件摘要</dt><dd><code>{}</code>"
            "</dd></div></dl>",
            text_of(o, "title"), text_of(o, "number"), text_of(o, "made_on"),
            text_of(o, "signed") == "yes" ? "已签章" : "未签章，须加盖实体印章",
            text_of(o, "sha256"));
    }
    if (out.empty()) return {};
    return "<section><h2>文书核验</h2><p>电子文件的 SHA-256 "
           "摘要与下列一致，即为本机关所出的原件；纸质件请核对编号、日期。</p>" +
           out + "</section>";
}

}  // namespace

std::string public_page(const object& view) {
    std::string body = fmt::format("<h1>{}</h1><dl>", text_of(view, "stage_label"));
    for (const Line& line : kLines) {
        const std::string text = text_of(view, line.key);
        if (!text.empty())
            body += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", line.label, text);
    }
    body += "</dl>" + steps_of(view) + documents_of(view);
    return page("办件查询", body);
}

std::string public_error_page(const Error& error) {
    return page("办件查询",
                fmt::format("<h1>{}</h1><p>请核对凭证上的二维码，或到大厅窗口查询。</p>",
                            xml::escaped(error.row().applicant)));
}

}  // namespace ow::console
