#include "gateway/model/schema.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>
#include <vector>

#include "gateway/base/error.hpp"
#include "gateway/base/text.hpp"
#include "gateway/model/fields.hpp"

namespace ow::model {
namespace {

namespace json = boost::json;

/// The registry's paths as a tree; a list's members are children of the list.
struct Branch {
    std::string name;
    const Field* field = nullptr;
    std::vector<Branch> children;

    Branch& child(std::string_view wanted) {
        for (Branch& branch : children) {
            if (branch.name == wanted) return branch;
        }
        return children.emplace_back(Branch{std::string{wanted}, nullptr, {}});
    }
};

Branch registry_tree() {
    Branch root;
    for (const Field& field : fields()) {
        Branch* at = &root;
        for (std::string_view step : split(field.path, '.')) {
            if (step.ends_with("[]")) step.remove_suffix(2);
            at = &at->child(step);
        }
        at->field = &field;
    }
    return root;
}

bool is_list(const Branch& branch) {
    return branch.field != nullptr && branch.field->type == FieldType::kList;
}

void describe(const Field& field, json::object& out) {
    out["title"] = field.label;
    if (!field.standard.empty()) out["x-standard"] = field.standard;
    if (field.sensitive) out["x-sensitive"] = true;
}

json::object leaf_schema(const Field& field) {
    json::object out;
    describe(field, out);
    if (field.type == FieldType::kNumber) return out["type"] = "integer", out["minimum"] = 0, out;
    if (field.type == FieldType::kFlag) return out["type"] = "boolean", out;
    out["type"] = "string";
    out["maxLength"] = field.max_length;
    if (field.type == FieldType::kDate) out["format"] = "date";
    if (field.type == FieldType::kInstant) out["format"] = "date-time";
    if (field.codes.empty()) return out;
    json::array codes;
    for (const std::string_view code : codes_of(field.codes)) codes.emplace_back(code);
    out["enum"] = std::move(codes);
    return out;
}

json::object object_schema(const Branch& branch) {
    json::object members;
    for (const Branch& child : branch.children) {
        if (is_list(child)) {
            json::object list{{"type", "array"},
                              {"maxItems", child.field->max_length},
                              {"items", object_schema(child)}};
            describe(*child.field, list);
            members[child.name] = std::move(list);
        } else {
            members[child.name] =
                child.field == nullptr ? object_schema(child) : leaf_schema(*child.field);
        }
    }
    return {
        {"type", "object"}, {"properties", std::move(members)}, {"additionalProperties", false}};
}

std::string simple_type(const Field& field) {
    switch (field.type) {
        case FieldType::kNumber:
            return R"(<xs:restriction base="xs:nonNegativeInteger"/>)";
        case FieldType::kFlag:
            return R"(<xs:restriction base="xs:boolean"/>)";
        case FieldType::kDate:
            return R"(<xs:restriction base="xs:date"/>)";
        case FieldType::kInstant:
            return R"(<xs:restriction base="xs:dateTime"/>)";
        default:
            break;
    }
    std::string facets = fmt::format(R"(<xs:maxLength value="{}"/>)", field.max_length);
    if (!field.codes.empty()) facets.clear();
    for (const std::string_view code : codes_of(field.codes)) {
        facets += fmt::format(R"(<xs:enumeration value="{}"/>)", code);
    }
    return R"(<xs:restriction base="xs:string">)" + facets + "</xs:restriction>";
}

void write_element(const Branch& branch, int depth, std::string& out) {
    const std::string pad(static_cast<std::size_t>(depth) * 2, ' ');
    const std::string note =
        branch.field == nullptr
            ? std::string{}
            : fmt::format(
                  "<xs:annotation><xs:documentation xml:lang=\"zh\">{}</xs:documentation>"
                  "</xs:annotation>",
                  branch.field->label);
    out += fmt::format("{}<xs:element name=\"{}\">{}", pad, branch.name, note);
    if (branch.children.empty()) {
        out += fmt::format("<xs:simpleType>{}</xs:simpleType></xs:element>\n",
                           simple_type(*branch.field));
        return;
    }
    out += "\n" + pad + " <xs:complexType><xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n";
    for (const Branch& child : branch.children) write_element(child, depth + 1, out);
    out += pad + " </xs:choice></xs:complexType>\n" + pad + "</xs:element>\n";
}

json::object error_schema() {
    json::array names;
    for (const ErrorRow& row : error_catalogue()) names.emplace_back(row.name);
    const json::object text{{"type", "string"}};
    return {{"type", "object"},
            {"required", json::array{"code"}},
            {"properties",
             json::object{{"code", json::object{{"type", "string"}, {"enum", std::move(names)}}},
                          {"field", text},
                          {"where", text},
                          {"message", text},
                          {"next", text},
                          {"trace", text}}}};
}

}  // namespace

std::string json_schema() {
    json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                        {"title", "统一办件格式"}};
    for (auto& [key, value] : object_schema(registry_tree())) schema[key] = std::move(value);
    return json::serialize(schema);
}

std::string xml_schema() {
    Branch root = registry_tree();
    root.name = "content";
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n";
    write_element(root, 0, out);
    return out + "</xs:schema>\n";
}

std::string open_api() {
    const json::object document{
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", "OneWindow Gateway"}, {"version", "1"}}},
        {"paths", json::object{}},
        {"components",
         json::object{{"schemas", json::object{{"Content", object_schema(registry_tree())},
                                               {"Error", error_schema()}}}}}};
    return json::serialize(document);
}

}  // namespace ow::model
