#include "gateway/app/hall_samples.hpp"

#include <map>

#include "gateway/flow/case_view_papers.hpp"
#include "gateway/flow/seal_words.hpp"

namespace ow::app {
namespace {

using Words = std::map<std::string, std::string, std::less<>>;

/// The one with a seal of its own; else whose name comes nearest to the sample's:
/// the first that supervises something; else the hall's first.
const model::Department* department_of(const model::Hall& hall) {
    for (const auto& [owner, words] : hall.seals) {
        if (const auto* found = hall.find(DepartmentId{owner})) return found;
    }
    for (const auto& [id, department] : hall.departments) {
        if (department.name.find("监督管理") != std::string::npos) return &department;
    }
    return hall.departments.empty() ? nullptr : &hall.departments.begin()->second;
}

Words words_of(const model::Hall& hall, const std::string& document, const std::string& title) {
    const model::Department* department = department_of(hall);
    const bool by_hall = flow::is_of_the_hall(document) || department == nullptr;
    const auto seal = flow::seal_words(hall, by_hall ? nullptr : department, document);
    const auto phones = flow::phones_view(hall);
    Words words{{"hall/name", hall.name},
                {"hall/address", hall.address},
                {"hall/phone", hall.query_phone},
                {"phones/query", model::text_at(phones, "query")},
                {"phones/complaint", model::text_at(phones, "complaint")},
                {"document/title", std::string{hall.title_of(document, title)}},
                {"document/issuer", by_hall ? hall.name : department->name},
                {"document/seal_text", seal.arc},
                {"document/seal_bottom", seal.bottom}};
    if (department != nullptr) {
        words["department/name"] = department->name;
        words["department/phone"] = department->phone;
    }
    return words;
}

void copy(xml::Node from, xml::Node to, const std::string& path, const Words& words) {
    for (const xml::Node child : from.children()) {
        const std::string below =
            path.empty() ? std::string{child.name()} : path + "/" + std::string{child.name()};
        const xml::Node made = to.add(child.name());
        const auto own = words.find(below);
        if (child.has_elements())
            copy(child, made, below, words);
        else
            made.set_text(own == words.end() ? child.text() : own->second);
    }
}

}  // namespace

xml::Document hall_sample(const xml::Document& sample, const model::Hall& hall,
                          const std::string& document, const std::string& title) {
    xml::Document out = xml::Document::make(sample.root().name());
    copy(sample.root(), out.root(), {}, words_of(hall, document, title));
    return out;
}

}  // namespace ow::app
