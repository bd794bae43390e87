#pragma once
// The structure tree of a document as PDF objects (ISO 32000-1, 14.7.2–14.7.4). Pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/documents/structure.hpp"

namespace ow::documents {

/// A page and what of it belongs to the tree.
struct TaggedPage {
    std::size_t object = 0;
    std::span<const int> marks;  ///< the element of MCID 0, 1 …
};

/// A form field's widget.
struct TaggedField {
    std::size_t object = 0, page = 0;
    int element = 0;
};

class StructureTree {
  public:
    /// `elements`: the first is the document. An element that neither holds nor may be empty (a
    /// cell) is left out.
    StructureTree(std::span<const StructureElement> elements, std::span<const TaggedPage> pages,
                  std::span<const TaggedField> fields);

    /// How many objects it takes: the root first, then the parent tree and the elements.
    [[nodiscard]] std::size_t object_count() const { return 2 + alive_; }
    /// What stands between << and >> of each, if they are numbered from `first` on. Page i has
    /// /StructParents i, field j the /StructParent behind those of the pages.
    [[nodiscard]] std::vector<std::string> objects(std::size_t first) const;

  private:
    struct Mark {
        std::size_t page = 0;  ///< object
        std::size_t id = 0;
        int next = -1;  ///< of the same element
    };
    /// What an element holds, as heads of chains; -1: nothing.
    struct Kids {
        int child = -1, sibling = -1, mark = -1, field = -1;
        int number = -1;  ///< among the objects; -1: left out
    };

    void chain_marks();
    void number_elements();
    [[nodiscard]] std::string reference(int element, std::size_t first) const;
    [[nodiscard]] std::string parent_tree(std::size_t first) const;
    void append_kids(std::string& out, const Kids& kids, std::size_t first) const;
    [[nodiscard]] std::string element(std::size_t index, std::size_t first) const;

    std::span<const StructureElement> elements_;
    std::span<const TaggedPage> pages_;
    std::span<const TaggedField> fields_;
    std::vector<Kids> kids_;
    std::vector<Mark> marks_;
    std::size_t alive_ = 0;
};

}  // namespace ow::documents
