#pragma once
// What a document is made of, for readers that do not look at the page (tagged PDF, ISO 32000-1,
// 14.7 and 14.8): a tree of elements in reading order. The layout makes it, the canvas says what on
// which page belongs to which element, structure_tree.hpp writes it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ow::documents {

/// The standard types of 14.8.4; a TH says of what it is the head.
enum class Tag : std::uint8_t {
    kColumnHead,
    kDocument,
    kFigure,
    kForm,
    kH1,
    kL,
    kLBody,
    kLI,
    kP,
    kRowHead,
    kSect,
    kTable,
    kTD,
    kTR,
};

/// "TH", "Document" …
[[nodiscard]] std::string_view tag_name(Tag tag);

/// In points, origin at the lower left corner of the page.
struct PdfRect {
    double left = 0, bottom = 0, right = 0, top = 0;
};

/// As parent: the whole, a document or one copy of it.
inline constexpr int kWhole = -1;
/// Instead of an element: drawn, but nothing of the text – rules, cutting lines (14.8.2.2).
inline constexpr int kArtifact = -1;

struct StructureElement {
    Tag tag = Tag::kP;
    int parent = kWhole;           ///< index into the same vector, smaller than its own
    int columns = 1;               ///< of a cell: how many it spans
    std::string alt{};             ///< of a figure or form: what it shows, UTF-8
    std::optional<PdfRect> box{};  ///< of a figure: where it is on its page
};

/// Where new elements go: below one element, behind those that are there.
class Branch {
  public:
    explicit Branch(std::vector<StructureElement>& all, int parent = kWhole)
        : all_(&all), parent_(parent) {}
    /// The new element's index.
    int add(Tag tag, int columns = 1) {
        all_->push_back({tag, parent_, columns});
        return static_cast<int>(all_->size()) - 1;
    }
    int add(Tag tag, std::string alt) {
        const int made = add(tag);
        all_->back().alt = std::move(alt);
        return made;
    }
    [[nodiscard]] Branch below(Tag tag) { return Branch{*all_, add(tag)}; }

  private:
    std::vector<StructureElement>* all_;
    int parent_;
};

}  // namespace ow::documents
