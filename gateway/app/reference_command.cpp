// `onewindow reference <page>`: the pages of the departments' manual that are tables of the code.
// A test compares them with gateway/docs/departments.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>

#include "gateway/app/command_options.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/conformance.hpp"
#include "gateway/base/error.hpp"
#include "gateway/documents/template_schema.hpp"
#include "gateway/model/fields.hpp"
#include "gateway/ports/connection.hpp"

namespace ow::app {
namespace {

constexpr std::string_view kGenerated = "<!-- onewindow reference {} -->\n\n";

/// Text fit for a cell of a table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

void print_errors(std::ostream& out) {
    out << "# 错误代码\n\n网关拒绝一条报文时给出的 `code`，HTTP "
           "状态码，以及由谁、怎么处理（`next`）。\n\n"
           "| code | HTTP | 含义 | 处理 | 原样重发 |\n|---|---|---|---|---|\n";
    for (const ErrorRow& row : error_catalogue()) {
        const bool again = row.retry == Retry::kBusy || row.retry == Retry::kTransport;
        out << fmt::format("| `{}` | {} | {} | {} | {} |\n", row.name, row.http_status,
                           cell(row.applicant), cell(row.operator_), again ? "可以" : "不必");
    }
}

std::string_view word_of(model::FieldType type) {
    using Type = model::FieldType;
    switch (type) {
        case Type::kText:
            return "文本";
        case Type::kName:
            return "姓名或名称";
        case Type::kCode:
            return "代码";
        case Type::kDate:
            return "日期 2024-10-10";
        case Type::kInstant:
            return "时间 2024-10-10T09:30:00.000+08:00";
        case Type::kNumber:
            return "非负整数";
        case Type::kFlag:
            return "true 或 false";
        case Type::kPhone:
            return "电话号码";
        case Type::kId:
            return "编号，不含空格";
        case Type::kList:
            return "清单";
    }
    return {};
}

void print_fields(std::ostream& out) {
    out << "# 标准字段\n\n错误应答的 `field` 用这里的名称（清单内从 1 起编号，如 "
           "`materials[2].name`）。贵方报文"
           "中的字段叫什么、在哪里，由映射决定，不必改成这里的名称。\n\n"
           "| 字段 | 名称 | 类型 | 最长（字；清单为条数） | 代码集 | 依据 "
           "|\n|---|---|---|---|---|---|\n";
    for (const model::Field& field : model::fields())
        out << fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", field.path, cell(field.label),
                           word_of(field.type), field.max_length, field.codes,
                           cell(field.standard));
    out << "\n## 代码集\n\n贵方的代码由贵方的代码表对到这里。\n\n| 代码集 | 代码 | 含义 "
           "|\n|---|---|---|\n";
    for (const model::CodeRow& row : model::code_rows())
        out << fmt::format("| {} | `{}` | {} |\n", row.set, row.code, cell(row.label));
}

void print_connections(std::ostream& out) {
    out << "# 连通测试的结果\n\n`onewindow test-connection` "
           "由大厅操作员运行；贵方看到的只是一个签名的 GET。\n\n"
           "| 结果 | 阶段 | 退出码 | 原因 | 处理 |\n|---|---|---|---|---|\n";
    for (const ports::ConnectionRow& row : ports::connection_rows())
        out << fmt::format("| `{}` | {} | {} | {} | {} |\n", row.name, ports::label_of(row.stage),
                           ports::exit_code_of(row.cause), cell(row.what), cell(row.next));
}

void print_conformance(std::ostream& out) {
    out << "# 符合性检查\n\n`onewindow conformance` 依次向贵方测试地址发送下列请求。\n\n"
           "| 检查 | 发送 | 应当 |\n|---|---|---|\n";
    for (const ConformanceRow& row : conformance_rows())
        out << fmt::format("| `{}` | {} | {} |\n", row.name, cell(row.title), cell(row.right));
}

struct PageRow {
    std::string_view name;
    void (*print)(std::ostream&);
};

constexpr std::string_view kSchemaPage = "template.rng";

// Sorted by name.
constexpr PageRow kPages[] = {
    {"conformance", &print_conformance},
    {"connections", &print_connections},
    {"errors", &print_errors},
    {"fields", &print_fields},
};

}  // namespace

int run_reference(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string_view> names;
    for (const PageRow& row : kPages) names.push_back(row.name);
    names.push_back(kSchemaPage);
    const auto name = verb_of("reference", arguments, names, err);
    if (!name) return 2;
    if (name == kSchemaPage) {
        out << documents::template_schema();
        return 0;
    }
    const auto* page = std::find_if(std::begin(kPages), std::end(kPages),
                                    [&](const PageRow& row) { return row.name == *name; });
    out << fmt::format(kGenerated, page->name);
    page->print(out);
    return 0;
}

}  // namespace ow::app
