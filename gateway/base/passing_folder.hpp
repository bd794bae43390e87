#pragma once
// A folder of its own that is gone, with all in it, when the object is.

#include <filesystem>
#include <string>

namespace ow {

class PassingFolder {
  public:
    /// In `place`, its name beginning with `name`. What cannot be made is an empty path().
    PassingFolder(const std::filesystem::path& place, const std::string& name);
    ~PassingFolder();
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace ow
