#pragma once
// The seals a hall has registered: how each looks and on which documents it may stand. A seal that
// is not in the book, or not for this document, is refused; a hall without a book has its seals
// drawn as the templates say.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/documents/seal_image.hpp"

namespace ow::documents {

struct RegisteredSeal {
    std::string name;                        ///< the unit on the arc; empty: of any unit
    std::string purpose;                     ///< the bottom line; empty: a 公章
    double width = 42, height = 42;          ///< mm; not the same: oval (椭圆)
    bool star = true;                        ///< else the centre is empty
    std::shared_ptr<const SealImage> image;  ///< instead of drawing
    std::vector<std::string> documents;      ///< ids of the templates it may stand on
};

class SealBook {
  public:
    /// There is no book.
    SealBook() = default;
    /// One without a seal refuses every seal.
    explicit SealBook(std::vector<RegisteredSeal> seals) : seals_(std::move(seals)) {}

    /// The first seal that fits the words; nullptr if there is no book. kDocumentSealRefused with
    /// the seal's words as the cause: not registered, or not for this document.
    [[nodiscard]] Result<const RegisteredSeal*> find(std::string_view name,
                                                     std::string_view purpose,
                                                     std::string_view document) const;

  private:
    std::optional<std::vector<RegisteredSeal>> seals_;
};

/// What a renderer knows of seals while it makes one document.
struct SealUse {
    const SealBook* book = nullptr;
    /// How many will sign: so many of the seals, in order, are the looks of signature fields. 0:
    /// the seal is marked 样式, to be stamped by hand. Unknown (a preview): drawn as if signed.
    std::optional<std::size_t> signatures{};

    [[nodiscard]] bool only_stamp() const { return signatures == 0; }
};

/// 国发〔1999〕25号: whether a unit's seal has the national emblem in its centre (people's
/// governments from the county up), so that only its registered picture may be used.
[[nodiscard]] bool needs_emblem(std::string_view name, std::string_view purpose);

}  // namespace ow::documents
