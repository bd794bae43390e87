#include "gateway/documents/seal_book.hpp"

#include <algorithm>

namespace ow::documents {

Result<const RegisteredSeal*> SealBook::find(std::string_view name, std::string_view purpose,
                                             std::string_view document) const {
    if (!seals_) return nullptr;
    const auto found =
        std::find_if(seals_->begin(), seals_->end(), [&](const RegisteredSeal& seal) {
            return (seal.name.empty() || seal.name == name) && seal.purpose == purpose;
        });
    const auto refused = [&](std::string_view why) {
        return Error{Code::kDocumentSealRefused,
                     {"seal", std::string{document}, 0, 0},
                     std::string{name} + std::string{purpose} + std::string{why}};
    };
    if (found == seals_->end()) return refused("：未登记的印章");
    if (std::find(found->documents.begin(), found->documents.end(), document) ==
        found->documents.end())
        return refused("：此印章不得用于本文书");
    return &*found;
}

bool needs_emblem(std::string_view name, std::string_view purpose) {
    constexpr std::size_t kPeoples = std::string_view{"人民"}.size();
    if (!purpose.empty()) return false;
    if (name == "国务院") return true;
    if (!name.ends_with("政府")) return false;
    name.remove_suffix(std::min(name.size(), std::string_view{"政府"}.size() + kPeoples));
    return !name.ends_with("乡") && !name.ends_with("镇");
}

}  // namespace ow::documents
