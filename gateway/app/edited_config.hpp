#pragma once
// A configuration folder as another one would be after some edits: what `simulate` plays under when
// a story turns a setting of its hall or changes the calendar. Files are copied where they are
// edited and linked where they are not, and read by the one reader of configurations, so that a
// wrong key or value is refused as in the operator's own files. Removed with the object.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/passing_folder.hpp"

namespace ow::app {

class EditedConfig {
  public:
    /// kFileUnreadable if the folder cannot be made or linked.
    [[nodiscard]] static Result<EditedConfig> make(const std::filesystem::path& original);
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_->path(); }

    /// `key: value` of the hall's `settings`, in the place of what stands there. `value` as YAML.
    [[nodiscard]] Status set_in_hall(const HallId& hall, const std::string& key,
                                     const std::string& value);
    /// The year's notice is not out yet.
    [[nodiscard]] Status withhold_year(int year);
    /// The year's notice as the original folder has it.
    [[nodiscard]] Status publish_year(int year);
    /// An amendment of the notice of its year: the day is off, or a working day.
    [[nodiscard]] Status amend(const model::NoticeDay& day);

  private:
    explicit EditedConfig(std::filesystem::path original);

    std::filesystem::path original_;
    std::unique_ptr<PassingFolder> folder_;
};

}  // namespace ow::app
