#pragma once
// The parts of a workbook's ZIP archive, unpacked when asked for and no further than a limit: what
// a part says of its own size is never believed.
//
// Borrows the bytes. One thread at a time.

#include <memory>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::spreadsheet {

struct ArchiveLimits {
    std::size_t entries = 2000;
    std::size_t part_bytes = 16U << 20U;   ///< of one part, unpacked
    std::size_t total_bytes = 48U << 20U;  ///< of all parts that are read
};

class Archive {
  public:
    /// kRequestInvalid: no ZIP archive (an .xls or a workbook with a password is named as such),
    /// damaged, too many entries.
    static Result<Archive> open(std::string_view bytes, const ArchiveLimits& limits);
    Archive(Archive&&) noexcept;
    ~Archive();

    [[nodiscard]] bool holds(const std::string& part) const;
    /// kRequestInvalid: no such part, damaged, encrypted, too large.
    [[nodiscard]] Result<std::string> read(const std::string& part);

  private:
    struct State;
    explicit Archive(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace ow::spreadsheet
