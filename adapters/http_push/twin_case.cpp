#include "adapters/http_push/twin_case.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <initializer_list>

#include "gateway/base/text.hpp"
#include "gateway/xml/document.hpp"

namespace ow::http_push::twin {
namespace {

namespace json = boost::json;
using Names = std::initializer_list<std::string_view>;

std::string find(const json::value& value, Names names) {
    if (const json::array* list = value.if_array()) {
        for (const json::value& each : *list)
            if (std::string found = find(each, names); !found.empty()) return found;
    }
    const json::object* object = value.if_object();
    if (!object) return {};
    for (const auto& [key, member] : *object)
        if (member.is_string() &&
            std::find(names.begin(), names.end(), std::string_view{key}) != names.end())
            return std::string{member.as_string()};
    for (const auto& [key, member] : *object)
        if (std::string found = find(member, names); !found.empty()) return found;
    return {};
}

std::string find(const xml::Node& node, Names names) {
    if (std::find(names.begin(), names.end(), node.name()) != names.end()) return node.text();
    for (const xml::Node& child : node.children())
        if (std::string found = find(child, names); !found.empty()) return found;
    return {};
}

CallSeen read_xml(const std::string& body) {
    std::string charset = xml::declared_charset(body);
    if (charset.empty()) charset = "UTF-8";
    const auto text = decode_to_utf8(xml::without_declared_charset(body), charset);
    if (!text) return {};
    const auto document = xml::Document::parse(*text);
    if (!document) return {};
    CallSeen seen;
    seen.case_no = find(document->root(), {"YWBH", "case_no"});
    seen.applicant = find(document->root(), {"SQRMC"});
    seen.item_code = find(document->root(), {"SXBM"});
    seen.is_readable = true;
    return seen;
}

std::string decision_no(const Decision& decision) {
    return "样本许〔" + to_iso(decision.at).substr(0, 4) + "〕" + std::to_string(decision.serial) +
           "号";
}

std::string as_json(const Decision& decision) {
    const std::string iso = to_iso(decision.at);
    json::object body{
        {"caseNo", decision.about.case_no},
        {"outcome", decision.granted ? "ZY" : "BY"},
        {"number", decision_no(decision)},
        {"documentName", decision.granted ? "准予行政许可决定书" : "不予行政许可决定书"},
        {"decidedAt", iso.substr(0, 10) + " " + iso.substr(11, 8)},
        {"decidedBy", "赵样本"},
        {"ownNo", decision.own_no}};
    if (!decision.granted) body["reason"] = "申请材料与现场核查情况不符（演示）";
    json::object result{{"applicantName", decision.about.applicant},
                        {"itemCode", decision.about.item_code}};
    if (decision.granted) {
        result["certificateName"] = "行政许可证（样本）";
        result["certificateNo"] = "XK" + decision.own_no;
        result["validUntil"] = "长期";
    }
    body["result"] = std::move(result);
    return json::serialize(body);
}

std::string as_xml(const Decision& decision) {
    std::string at = to_iso(decision.at).substr(0, 19);
    std::erase_if(at, [](char c) { return c == '-' || c == ':'; });
    const xml::Document document = xml::Document::make("APPROVEDATAINFO");
    const xml::Node body = document.root().add("BJ");
    body.add("YWBH", decision.about.case_no);
    body.add("BJJGDM", decision.granted ? "0" : "7");
    body.add("JGWH", decision_no(decision));
    body.add("JGMC", decision.granted ? "准予行政许可决定书" : "不予行政许可决定书");
    body.add("BJSJ", at);
    body.add("BLR", "钱样本");
    if (!decision.granted) body.add("BJYJ", "申请材料与现场核查情况不符（演示）");
    if (!decision.about.applicant.empty()) body.add("CZRMC", decision.about.applicant);
    if (!decision.about.item_code.empty()) body.add("SXBM", decision.about.item_code);
    if (decision.granted) {
        body.add("ZZMC", "行政许可证（样本）");
        body.add("ZZBH", "XK" + decision.own_no);
        body.add("YXQZ", "长期");
    }
    std::string text = xml::without_declared_charset(document.serialise());
    const std::size_t end = text.find("?>");
    if (text.starts_with("<?xml") && end != std::string::npos) text.erase(0, end + 2);
    return encode_from_utf8("<?xml version=\"1.0\" encoding=\"GB18030\"?>" + text, "GB18030")
        .value();
}

}  // namespace

CallSeen read_case(const std::string& body, bool xml) {
    if (xml) return read_xml(body);
    boost::system::error_code failed;
    const json::value value = json::parse(body, failed);
    if (failed) return {};
    CallSeen seen;
    seen.case_no = find(value, {"caseNo", "case_no"});
    seen.is_readable = true;
    if (!value.is_object()) return seen;
    if (const json::value* applicant = value.as_object().if_contains("applicant"))
        seen.applicant = find(*applicant, {"name"});
    if (const json::value* item = value.as_object().if_contains("item"))
        seen.item_code = find(*item, {"code"});
    return seen;
}

std::string write_decision(const Decision& decision, bool xml) {
    return xml ? as_xml(decision) : as_json(decision);
}

std::string decision_type(bool xml) {
    return xml ? "application/xml; charset=gb18030" : "application/json";
}

}  // namespace ow::http_push::twin
