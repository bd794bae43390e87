// What the mapping language costs: one application of about 30 fields, XML and JSON, beside the
// same extraction written by hand with libxml2 (parse, one walk over the children, the same values
// into the same Content). Both in one run; only their ratio counts.
//
//   bench_mapping [rounds]

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <sstream>

#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/mapping_set.hpp"

namespace {

using ow::model::Content;

std::string input_of(const std::string& sample) {
    std::ifstream stream{sample};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str().substr(0, text.str().find("\n----------\n"));
}

std::string text_of(const xmlNode* node) {
    xmlChar* owned = xmlNodeGetContent(node);
    std::string out{reinterpret_cast<const char*>(owned)};
    xmlFree(owned);
    return out;
}

/// The fields of a section by hand: element name → canonical path.
void take(const xmlNode* section, const std::map<std::string, std::string, std::less<>>& paths,
          Content& content) {
    for (const xmlNode* at = section->children; at != nullptr; at = at->next) {
        const auto found = paths.find(reinterpret_cast<const char*>(at->name));
        if (found != paths.end()) content.set(found->second, text_of(at));
    }
}

void take_material(const xmlNode* node, Content& content) {
    boost::json::object entry;
    for (const xmlNode* at = node->children; at != nullptr; at = at->next) {
        const std::string_view name = reinterpret_cast<const char*>(at->name);
        if (name == "CLMC") entry["name"] = text_of(at);
        if (name == "CLLX") entry["form"] = text_of(at);
        if (name == "FS") entry["copies"] = std::atoi(text_of(at).c_str());
    }
    content.append("materials", std::move(entry));
}

Content by_hand(const std::string& xml) {
    static const std::map<std::string, std::string, std::less<>> kPaths{
        {"SBLSH", "channel_no"},
        {"SXBM", "item.code"},
        {"SXMC", "item.name"},
        {"SQRLX", "applicant.kind"},
        {"SQRMC", "applicant.name"},
        {"SQRZJLX", "applicant.cert_type"},
        {"SQRZJHM", "applicant.cert_number"},
        {"FDDBR", "applicant.legal_rep"},
        {"LXRXM", "contact.name"},
        {"LXRSJ", "contact.phone"},
        {"SBSJ", "applied_at"},
        {"OBTAIN_PAPER_WAY", "delivery.way"},
    };
    Content content;
    xmlDoc* doc =
        xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8", XML_PARSE_NONET);
    for (const xmlNode* at = xmlDocGetRootElement(doc)->children; at != nullptr; at = at->next) {
        const std::string_view name = reinterpret_cast<const char*>(at->name);
        if (name == "SB") take(at, kPaths, content);
        if (name != "SBCL") continue;
        for (const xmlNode* one = at->children; one != nullptr; one = one->next) {
            if (one->type == XML_ELEMENT_NODE) take_material(one, content);
        }
    }
    xmlFreeDoc(doc);
    return content;
}

/// The fastest of many batches: what else the machine does only makes some of them slower.
double micros_each(int rounds, const std::function<std::size_t()>& step) {
    constexpr int kBatches = 50;
    double best = std::numeric_limits<double>::max();
    for (int batch = 0; batch < kBatches; ++batch) {
        std::size_t kept = 0;
        const int count = std::max(rounds / kBatches, 1);
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < count; ++i) kept += step();
        const std::chrono::duration<double, std::micro> took =
            std::chrono::steady_clock::now() - start;
        if (kept == 0) std::abort();
        best = std::min(best, took.count() / count);
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 20000;
    std::vector<ow::Error> problems;
    const auto set = ow::mapping::MappingSet::load("mappings", problems);
    const auto* xml = set.find("own_system/application", ow::mapping::Direction::kIn);
    const auto* json = set.find("portal/application", ow::mapping::Direction::kIn);
    if (!problems.empty() || xml == nullptr || json == nullptr) return 1;
    std::string xml_text = input_of("mappings/own_system/samples/application.in.gbk.txt");
    xml_text.replace(xml_text.find("GBK"), 3, "UTF-8");
    const std::string json_text = input_of("mappings/portal/samples/application.in.person.txt");
    if (!xml->map_in(xml_text).errors.empty() || !json->map_in(json_text).errors.empty()) return 1;

    const double hand = micros_each(rounds, [&] { return by_hand(xml_text).json().size(); });
    const double mapped =
        micros_each(rounds, [&] { return xml->map_in(xml_text).content.json().size(); });
    const double tree = micros_each(
        rounds, [&] { return ow::casetree::parse_json(json_text)->root().name().size(); });
    const double json_mapped =
        micros_each(rounds, [&] { return json->map_in(json_text).content.json().size(); });
    fmt::print("xml by hand      {:7.1f} us ({} bytes)\n", hand, xml_text.size());
    fmt::print("xml mapped       {:7.1f} us, {:.2f} of by hand\n", mapped, hand / mapped);
    fmt::print("json to tree     {:7.1f} us ({} bytes)\n", tree, json_text.size());
    fmt::print("json mapped      {:7.1f} us\n", json_mapped);
    return 0;
}
