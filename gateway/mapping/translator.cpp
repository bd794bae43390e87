#include "gateway/mapping/translator.hpp"

#include <fmt/format.h>

#include "gateway/casetree/tree.hpp"

namespace ow::mapping {
namespace {

Error not_found(const std::string& partner, const std::string& kind) {
    return Error{Code::kMappingNotFound, At{{}, partner + "/" + kind}};
}

}  // namespace

MappingTranslator::MappingTranslator(MappingSet set, PathOf path_of)
    : path_of_(std::move(path_of)), set_(std::make_shared<const MappingSet>(std::move(set))) {}

void MappingTranslator::replace(MappingSet set) {
    auto fresh = std::make_shared<const MappingSet>(std::move(set));
    const std::lock_guard lock{mutex_};
    set_.swap(fresh);
}

MappingTranslator::Found MappingTranslator::find(const std::string& partner,
                                                 const std::string& kind,
                                                 Direction direction) const {
    Found found;
    {
        const std::lock_guard lock{mutex_};
        found.set = set_;
    }
    std::string path = path_of_ ? path_of_(partner, kind, direction) : std::string{};
    if (path.empty()) path = partner + "/" + kind;
    found.mapping = found.set->find(path, direction);
    return found;
}

ports::Reading MappingTranslator::read(const std::string& partner, const std::string& kind,
                                       const std::string& content_type, const std::string& body) {
    const Found found = find(partner, kind, Direction::kIn);
    if (found.mapping == nullptr) return {{}, {}, {not_found(partner, kind)}, {}, {}};
    MappedIn mapped = found.mapping->map_in(body, content_type);
    return {std::move(mapped.content).json(), found.mapping->id(), std::move(mapped.errors),
            std::move(mapped.warnings), std::move(mapped.files)};
}

bool MappingTranslator::wants_files(const std::string& partner, const std::string& kind) {
    const Found found = find(partner, kind, Direction::kOut);
    return found.mapping != nullptr && found.mapping->definition().files;
}

Result<ports::Wording> MappingTranslator::word(const std::string& partner, const std::string& kind,
                                               const boost::json::object& tree) {
    const Found found = find(partner, kind, Direction::kOut);
    if (found.mapping == nullptr) return not_found(partner, kind);
    MappedOut mapped = found.mapping->map_out(casetree::from_json(tree, "case"));
    if (mapped.errors.empty()) {
        return ports::Wording{std::move(mapped.content_type), std::move(mapped.bytes)};
    }
    const Error& first = mapped.errors.front();
    if (mapped.errors.size() == 1) return first;
    return Error{first.code(), first.at(),
                 fmt::format("{} (and {} more)", first.cause(), mapped.errors.size() - 1)};
}

}  // namespace ow::mapping
