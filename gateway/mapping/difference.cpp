#include "gateway/mapping/difference.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

namespace ow::mapping {
namespace {

namespace json = boost::json;

void collect(const json::value& value, const std::string& path, Leaves& out) {
    const auto* members = value.if_object();
    const auto* items = value.if_array();
    const bool nested =
        (members != nullptr && !members->empty()) || (items != nullptr && !items->empty());
    if (!nested) {
        out[path] = json::serialize(value);
        return;
    }
    if (members != nullptr) {
        for (const auto& [key, member] : *members)
            collect(member, path.empty() ? std::string{key} : path + "." + std::string{key}, out);
        return;
    }
    for (std::size_t i = 0; i < items->size(); ++i)
        collect((*items)[i], fmt::format("{}[{}]", path, i + 1), out);
}

void collect(xml::Node node, const std::string& path, Leaves& out) {
    for (const auto& [name, value] : node.attributes()) out[path + "/@" + name] = value;
    if (node.children().empty()) out[path] = node.text();
    std::map<std::string, int> seen;
    for (const xml::Node child : node.children()) {
        const std::string name{child.name()};
        collect(child, fmt::format("{}/{}[{}]", path, name, ++seen[name]), out);
    }
}

}  // namespace

Leaves leaves_of(const json::value& value) {
    Leaves out;
    collect(value, "", out);
    return out;
}

Leaves leaves_of(const xml::Document& document) {
    Leaves out;
    collect(document.root(), std::string{document.root().name()}, out);
    return out;
}

std::vector<std::string> differences(const Leaves& before, const Leaves& after) {
    std::set<std::string> paths;
    for (const auto& [path, value] : before) paths.insert(path);
    for (const auto& [path, value] : after) paths.insert(path);
    const auto shown = [](const Leaves& leaves, const std::string& path) {
        const auto found = leaves.find(path);
        return found == leaves.end() ? std::string{"nothing"} : found->second;
    };
    std::vector<std::string> out;
    for (const std::string& path : paths) {
        const std::string a = shown(before, path);
        const std::string b = shown(after, path);
        if (a != b) out.push_back(fmt::format("{}: {} -> {}", path, a, b));
    }
    return out;
}

}  // namespace ow::mapping
