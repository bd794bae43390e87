#pragma once
// A document written by pdf_file.hpp (classic cross-reference tables), as far as the next signature
// needs to know it. Anything may be given. Not thread-safe: it looks into the bytes it was given.

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

namespace ow::documents {

class SignablePdf {
  public:
    /// nullopt: not a document of ours.
    [[nodiscard]] static std::optional<SignablePdf> read(std::string_view pdf);

    [[nodiscard]] std::string_view bytes() const { return pdf_; }
    /// "<< … " of object `number` as it is now, without its last ">>"; nullopt: there is none.
    [[nodiscard]] std::optional<std::string_view> body(std::size_t number) const;
    /// The first field that nobody has signed; 0: none.
    [[nodiscard]] std::size_t empty_field() const;

    [[nodiscard]] std::size_t size() const { return size_; }  ///< number of the next new object
    [[nodiscard]] std::size_t root() const { return root_; }
    [[nodiscard]] std::size_t info() const { return info_; }
    [[nodiscard]] std::size_t xref() const { return xref_; }   ///< offset of the last table
    [[nodiscard]] std::string_view id() const { return id_; }  ///< the trailer's /ID and its array
    [[nodiscard]] std::size_t first_page() const { return first_page_; }

  private:
    explicit SignablePdf(std::string_view pdf) : pdf_(pdf) {}
    bool read_all();
    bool read_section(std::size_t at, bool newest, std::optional<std::size_t>& next);
    bool read_entries(std::string_view lines);
    bool read_trailer(std::string_view trailer);
    bool find_first_page();

    std::string_view pdf_, id_;
    std::size_t xref_ = 0, size_ = 0, root_ = 0, info_ = 0, first_page_ = 0;
    std::map<std::size_t, std::size_t> offsets_;
};

}  // namespace ow::documents
