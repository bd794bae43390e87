#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/conformance.hpp"

namespace ow::app {
namespace {

std::string_view word_of(Verdict verdict) {
    if (verdict == Verdict::kPassed) return "通过";
    return verdict == Verdict::kFailed ? "**不通过**" : "不适用";
}

std::string quoted(const std::string& text) {
    return "```\n" + text + "\n```\n\n";
}

std::string section(const ConformanceCheck& check) {
    std::string out = fmt::format("## {} {}（`{}`）\n\n应当：{}\n\n", word_of(check.verdict),
                                  check.title, check.name, check.right);
    if (!check.note.empty()) out += "说明：" + check.note + "\n\n";
    if (!check.sent.empty()) out += "发送：\n\n" + quoted(check.sent);
    if (!check.came.empty()) out += "收到：\n\n" + quoted(check.came);
    return out;
}

}  // namespace

std::string conformance_report(const ports::PartnerSettings& partner,
                               const std::vector<ConformanceCheck>& checks, Instant at) {
    const auto count = [&](Verdict verdict) {
        return std::count_if(checks.begin(), checks.end(),
                             [&](const auto& check) { return check.verdict == verdict; });
    };
    std::string out = fmt::format(
        "# 接口符合性报告：{}（{}）\n\n地址：{}\n\n时间：{}\n\n结论：{} 项通过，{} 项不通过，{} "
        "项不适用。\n\n"
        "| 检查 | 结果 |\n|---|---|\n",
        partner.name, partner.id.str(), partner.endpoint, to_iso(at), count(Verdict::kPassed),
        count(Verdict::kFailed), count(Verdict::kSkipped));
    for (const ConformanceCheck& check : checks)
        out += fmt::format("| {} | {} |\n", check.title, word_of(check.verdict));
    out += "\n";
    for (const ConformanceCheck& check : checks) out += section(check);
    return out;
}

}  // namespace ow::app
