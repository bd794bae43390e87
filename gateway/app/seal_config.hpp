#pragma once
// config/seals/<hall>.yaml: the seals a hall has registered. gateway/documents/seal_book.hpp says
// what the book is for, config/README.md what stands in a file.

#include <filesystem>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/result.hpp"
#include "gateway/documents/seal_book.hpp"

namespace ow::app {

/// The file of this gateway's hall.
[[nodiscard]] std::filesystem::path seal_book_of(const Config& config);

/// No book where there is no such file; one without seals, which refuses all, where it lists none.
/// Pictures are read, relative to the file. Mistakes with file, line and column in `problems`: also
/// a seal with the national emblem that has no picture.
[[nodiscard]] documents::SealBook read_seal_book(const std::filesystem::path& file,
                                                 std::vector<Error>& problems);

}  // namespace ow::app
