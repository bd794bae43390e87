#include "gateway/base/passing_folder.hpp"

#include <cstdlib>

#include <system_error>

namespace ow {

PassingFolder::PassingFolder(const std::filesystem::path& place, const std::string& name) {
    std::string form = (place / (name + "XXXXXX")).string();
    if (::mkdtemp(form.data()) != nullptr) path_ = form;
}

PassingFolder::~PassingFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace ow
