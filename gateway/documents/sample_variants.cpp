// The sample matrix: one case in many shapes.

#include <algorithm>
#include <array>

#include "gateway/documents/template_lint.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kVariants[] = {"plain", "short", "long", "rare", "one", "many", "empty"};

constexpr int kMany = 40;
constexpr std::string_view kRare = "䶮㛃𠅤𣲘𫍽𬀩𬎆𮧵·欧阳";
constexpr std::string_view kRepeated[] = {"check", "department", "line", "material"};
// What every case has.
constexpr std::string_view kAlways[] = {
    "applicant/name",  "department/name",      "document/id",        "document/issuer",
    "document/number", "document/seal_bottom", "document/seal_text", "document/token_url",
    "hall/name",       "issued_on_cn",         "item/name",          "number",
    "booking/outcome", "booking/outcome_cn",   "result/outcome",     "urge/kind",
    "special/kind",    "delivery/waybill"};

template <std::size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string repeated(std::string_view words, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += words;
    return out;
}

/// A list of several: its element occurs by that name below `parent`, or is one of the known lists.
bool is_row(xml::Node node) {
    return is_one_of(kRepeated, node.name()) && node.has_elements();
}

std::string text_of(std::string_view path, const std::string& text, std::string_view variant) {
    const bool is_person =
        path == "applicant/name" || path == "booking/name" || path == "agent/name";
    const bool is_name = is_person || path == "item/name";
    if (variant == "short" && is_person) return "丁";
    if (variant == "short" && path == "item/name") return "备案";
    if (variant == "rare" && is_name) return std::string{kRare};
    if (variant == "long" && is_person) return repeated("司马相如与卓文君", 12) + "四个汉字";
    if (variant == "long" && path == "item/name")
        return repeated("城市建筑垃圾（工程渣土）运输处置核准", 4);
    if (variant == "long" && path == "department/name")
        return "示范省示范市（示范县）综合行政执法监督和行政审批服务与大数据管理局";
    if (variant == "long" && (path == "document/issuer" || path == "document/seal_text"))
        return "中国（示范）自由贸易试验区示范片区行政审批服务局";  // the longest a seal is known
                                                                    // for
    if (variant == "long" && path.ends_with("reason")) return repeated(text + "。", 12);
    if (variant == "empty" && !is_one_of(kAlways, path)) return {};
    return text;
}

void copy(xml::Node from, xml::Node to, const std::string& path, std::string_view variant) {
    std::string_view before;
    for (const xml::Node child : from.children()) {
        const bool is_list = is_row(child);
        const bool is_first = child.name() != before;
        const bool is_counted = variant == "one" || variant == "many";
        if (is_list && (variant == "empty" || (is_counted && !is_first))) continue;
        before = child.name();
        const std::string name{child.name()};
        const std::string below = path.empty() ? name : path + "/" + name;
        const int times = variant == "many" && is_list ? kMany : 1;
        for (int i = 0; i < times; ++i) {
            const xml::Node made = to.add(name);
            if (child.has_elements())
                copy(child, made, below, variant);
            else
                made.set_text(text_of(below, child.text(), variant));
        }
    }
}

}  // namespace

std::vector<std::string_view> sample_variants() {
    return {std::begin(kVariants), std::end(kVariants)};
}

xml::Document vary(const xml::Document& sample, std::string_view variant) {
    xml::Document out = xml::Document::make(sample.root().name());
    copy(sample.root(), out.root(), {}, variant);
    return out;
}

}  // namespace ow::documents
