#include "adapters/wechat/booking_page.hpp"

#include "gateway/xml/document.hpp"

namespace ow::wechat {
namespace {

constexpr std::string_view kHead = R"(<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>办事预约</title><style>
body{margin:0;background:#f4f5f7;color:#1d2129;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","LXGW WenKai",sans-serif}
main{max-width:30rem;margin:0 auto;padding:1rem}h1{font-size:1.3rem;margin:.5rem 0 1rem}
form,section{background:#fff;border-radius:.75rem;padding:1rem;box-shadow:0 1px 3px #0001}
label{display:block;margin:0 0 .9rem;color:#4e5969;font-size:.9rem}
input,select{display:block;box-sizing:border-box;width:100%;margin-top:.25rem;padding:.65rem .7rem;font-size:1rem;
color:#1d2129;background:#fff;border:1px solid #c9cdd4;border-radius:.5rem;font-family:inherit}
button,.again{display:block;box-sizing:border-box;width:100%;padding:.8rem;border:0;border-radius:.5rem;background:#07a35a;
color:#fff;font:inherit;font-size:1.05rem;text-align:center;text-decoration:none}
.problem{background:#fff1f0;color:#b42318;border-radius:.5rem;padding:.6rem .8rem;margin:0 0 1rem}
.good{color:#07824a}.bad{color:#b42318}dl{margin:0}dt{color:#86909c;font-size:.85rem}dd{margin:0 0 .7rem}
p.note{color:#86909c;font-size:.85rem}</style></head><body><main>)";
constexpr std::string_view kFoot = "</main></body></html>\n";

std::string option(std::string_view value, std::string_view label, std::string_view chosen) {
    return "<option value=\"" + xml::escaped(value) + "\"" +
           (value == chosen ? " selected>" : ">") + xml::escaped(label) + "</option>";
}

std::string input(std::string_view label, std::string_view name, std::string_view attributes,
                  std::string_view value) {
    return "<label>" + std::string{label} + "<input required name=\"" + std::string{name} + "\" " +
           std::string{attributes} + " value=\"" + xml::escaped(value) + "\"></label>";
}

std::string hidden(std::string_view name, std::string_view value) {
    return "<input type=\"hidden\" name=\"" + std::string{name} + "\" value=\"" +
           xml::escaped(value) + "\">";
}

std::string choices(const BookingForm& form) {
    std::string out =
        "<label>办理事项<select required name=\"item\"><option value=\"\">请选择</option>";
    for (const auto& [code, name] : form.items) out += option(code, name, form.item);
    out += "</select></label>";
    const std::string range =
        "type=\"date\" min=\"" + form.first_day + "\" max=\"" + form.last_day + "\"";
    out += input("预约日期", "date", range, form.date);
    out += "<label>时段<select required name=\"slot\">";
    for (const std::string& slot : form.slots) out += option(slot, slot, form.slot);
    return out + "</select></label>";
}

}  // namespace

std::string booking_page(const BookingForm& form) {
    std::string out{kHead};
    out += "<h1>办事预约</h1>";
    if (!form.problem.empty())
        out += "<p class=\"problem\" role=\"alert\">" + xml::escaped(form.problem) + "</p>";
    out += "<form method=\"post\" action=\"" + xml::escaped(form.action) + "\">";
    out += hidden("t", form.token) + hidden("form_id", form.form_id) + choices(form);
    out += input("姓名", "name", "maxlength=\"100\" autocomplete=\"name\"", form.name);
    out += input("身份证号", "id_number", "maxlength=\"18\" autocomplete=\"off\"", form.id_number);
    out += input("手机号码", "phone", "type=\"tel\" maxlength=\"20\" autocomplete=\"tel\"",
                 form.phone);
    out += "<button type=\"submit\">提交预约</button></form>";
    out +=
        "<p "
        "class=\"note\">"
        "请携带本人有效身份证件按时到大厅取号；逾时未到的，预约自动取消。</p>";
    return out.append(kFoot);
}

std::string result_page(std::string_view heading, bool good,
                        const std::vector<std::pair<std::string, std::string>>& lines,
                        std::string_view again) {
    std::string out{kHead};
    out += std::string{"<h1 class=\""} + (good ? "good" : "bad") + "\">" + xml::escaped(heading) +
           "</h1><section><dl>";
    for (const auto& [label, text] : lines) {
        out += "<dt>" + xml::escaped(label) + "</dt><dd>" + xml::escaped(text) + "</dd>";
    }
    out += "</dl></section>";
    if (!again.empty())
        out += "<p><a class=\"again\" href=\"" + xml::escaped(again) + "\">重新选择</a></p>";
    return out.append(kFoot);
}

}  // namespace ow::wechat
