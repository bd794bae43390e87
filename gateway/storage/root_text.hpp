#pragma once
// A signed root as a text, to be kept where nobody who can write the store can write: the store
// itself cannot show that its newest events and its newest root went together.

#include "gateway/ports/store.hpp"

namespace ow::storage {

/// The statement that was signed, and the signature in hex.
[[nodiscard]] std::string root_text(const ports::SignedRoot& root);
/// kRequestInvalid: not such a text.
[[nodiscard]] Result<ports::SignedRoot> read_root(const std::string& text);

}  // namespace ow::storage
