#pragma once
// A message whose leaves (JSON members, XML texts and attributes, a table's cells) can be removed,
// repeated or replaced, whatever its format.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/mapping/definition.hpp"

namespace ow::mapping {

class LeafEditor {
  public:
    /// `text`: UTF-8, well-formed; of a workbook its rows as CSV.
    LeafEditor(Format format, std::string_view text);

    [[nodiscard]] std::size_t size() const { return leaves_.size(); }
    [[nodiscard]] const std::string& name(std::size_t leaf) const { return leaves_[leaf].name; }
    /// One of these, once. False: this leaf cannot (an attribute or a sheet's cell cannot stand
    /// twice).
    bool remove(std::size_t leaf);
    bool repeat(std::size_t leaf);
    bool set(std::size_t leaf, std::string_view value);
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    /// A part of the text: the whole leaf with its name, and its value within.
    struct Leaf {
        std::string name;
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t value_begin = 0;
        std::size_t value_end = 0;
        bool is_attribute = false;
    };
    void find_in_json();
    void find_in_xml();
    void find_in_csv();
    void replace(std::size_t begin, std::size_t end, const std::string& by);

    Format format_;
    std::string text_;
    std::vector<Leaf> leaves_;
};

}  // namespace ow::mapping
