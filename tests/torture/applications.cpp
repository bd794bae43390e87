#include "tests/torture/applications.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "gateway/base/text.hpp"

namespace ow::torture {
namespace {

namespace json = boost::json;

constexpr const char* kNames[] = {"王测试", "李样本", "赵示例", "欧阳示例", "钱样本"};
constexpr const char* kPortalItem = "demo-sy-spjy";
constexpr const char* kOwnItem = "demo-gjj-tiqu";

/// A synthetic resident number with its check character (GB 11643).
std::string id_card(int n) {
    const std::string body = fmt::format("41018419900101{:03}", n % 1000);
    constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < body.size(); ++i) sum += (body[i] - '0') * kWeights[i];
    return body + "10X98765432"[sum % 11];
}

/// Every character that is not ASCII as a numeric reference: right in any encoding.
std::string xml_text(const std::string& text) {
    std::string out;
    for (const char32_t c : to_code_points(text))
        out += c < 0x80 ? std::string(1, static_cast<char>(c))
                        : fmt::format("&#{};", static_cast<std::uint32_t>(c));
    return out;
}

const model::Item& item(const model::Catalogue& catalogue, const char* id) {
    const model::Item* found = catalogue.find(ItemId{id});
    if (found == nullptr) throw std::runtime_error{std::string{"no item "} + id};
    return *found;
}

Application portal_application(const model::Item& item, int n) {
    json::array materials;
    for (const model::Material& m : item.materials)
        materials.push_back({{"materialName", m.name}, {"getType", "3"}, {"getNum", 1}});
    const std::string no = fmt::format("ZWT{:08}", n);
    const json::object base{
        {"projectNo", no},
        {"taskName", item.name},
        {"taskItemCode", item.code},
        {"applyerType", "1"},
        {"applyerName", kNames[static_cast<std::size_t>(n) % std::size(kNames)]},
        {"applyerPageType", "111"},
        {"applyerPageCode", id_card(n)},
        {"applyerMobile", fmt::format("1380000{:04}", n % 10'000)},
        {"applyDate", "2026-11-20 09:30:00"},
        {"deliveryWay", "0"}};
    const json::object body{{"param", {{"baseInfo", json::array{base}}, {"material", materials}}}};
    return {"portal", no, "application/json", json::serialize(body)};
}

Application own_application(const model::Item& item, int n) {
    std::string rows;
    for (const model::Material& m : item.materials)
        rows += "<CL><CLMC>" + xml_text(m.name) + "</CLMC><CLLX>2</CLLX><FS>1</FS></CL>";
    const std::string no = fmt::format("RST{:08}", n);
    return {"own_system", no, "application/xml; charset=GBK",
            fmt::format("<?xml version=\"1.0\" encoding=\"GBK\"?><APPROVEDATAINFO><SB>"
                        "<SBLSH>{}</SBLSH><SXBM>{}</SXBM><SXMC>{}</SXMC><SQRLX>1</SQRLX>"
                        "<SQRMC>{}</SQRMC><SQRZJLX>10</SQRZJLX><SQRZJHM>{}</SQRZJHM>"
                        "<SQRSJ>1390000{:04}</SQRSJ><SBSJ>20261120T093000</SBSJ></SB>"
                        "<SBCL>{}</SBCL></APPROVEDATAINFO>",
                        no, item.code, xml_text(item.name),
                        xml_text(kNames[static_cast<std::size_t>(n) % std::size(kNames)]),
                        id_card(n), n % 10'000, rows)};
}

}  // namespace

std::vector<Application> make_applications(const model::Catalogue& catalogue, int count) {
    const model::Item& portal = item(catalogue, kPortalItem);
    const model::Item& own = item(catalogue, kOwnItem);
    std::vector<Application> applications;
    for (int n = 0; n < count; ++n)
        applications.push_back(n % 2 == 0 ? portal_application(portal, n)
                                          : own_application(own, n));
    return applications;
}

}  // namespace ow::torture
