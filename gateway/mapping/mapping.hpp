#pragma once
// A mapping: a partner's message to canonical content, or a case's tree to a partner's message.
//
// Immutable and thread-safe: compiled expressions belong to one thread at a time, so a Mapping
// keeps a pool of compiled programs and lends one to each call. All field errors of a message are
// collected, each with the field, the mapping and its row, and the XPath.

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mapping/definition.hpp"
#include "gateway/mapping/program.hpp"
#include "gateway/model/content.hpp"
#include "gateway/ports/translator.hpp"
#include "gateway/xml/document.hpp"

namespace ow::mapping {

enum class Outcome : std::uint8_t {
    kMapped,
    kQuarantined,  ///< nothing is wrong but codes no table knows (R33): keep it, ask the operator
    kRefused,      ///< the sender must correct it
};

struct MappedIn {
    model::Content content;
    std::vector<Error> errors;
    std::vector<Error> warnings;            ///< to be confirmed by a person (R34)
    std::vector<ports::MessageFile> files;  ///< what `file` made; the content has their digests
    [[nodiscard]] Outcome outcome() const;
};

/// One message of an input that may hold several.
struct MappedPart {
    MappedIn mapped;
    std::int64_t line = 0;  ///< where it begins; 0: the input is this message
};

struct MappedOut {
    std::string bytes;  ///< empty if there are errors
    std::string content_type;
    std::vector<Error> errors;  ///< for the operator: nothing was cut or substituted (R32)
};

class Mapping {
  public:
    /// nullptr if an expression does not compile (see `problems`).
    static std::unique_ptr<Mapping> compile(Definition definition, std::vector<Error>& problems);

    [[nodiscard]] const Definition& definition() const { return definition_; }
    /// `north/application@1`: recorded with the case.
    [[nodiscard]] const std::string& id() const { return id_; }

    /// Errors: kCharsetInvalid, kJsonInvalid, kXmlInvalid, kXmlDoctypeRefused, kRequestInvalid for
    /// the whole message; kFieldMissing, kFieldFormat, kFieldTooLong, kMappingCodeUnknown for
    /// fields.
    [[nodiscard]] MappedIn map_in(std::string_view bytes, std::string_view content_type = {}) const;
    /// The same for an input that may hold several messages (a table); any other holds one. A table
    /// with another number of messages than one is kRequestInvalid for `map_in`.
    [[nodiscard]] std::vector<MappedPart> map_all(std::string_view bytes,
                                                  std::string_view content_type = {}) const;
    /// From a tree that was made already. `is_plain`: no element is in a namespace.
    [[nodiscard]] MappedIn map_tree(const xml::Document& tree, bool is_plain = false) const;

    /// `case_tree` is ours: no element is in a namespace.
    /// Errors: kFieldMissing, kFieldTooLong (the partner's length), kFieldFormat,
    /// kCharacterNotInCharset (naming the character the partner's charset lacks).
    [[nodiscard]] MappedOut map_out(const xml::Document& case_tree) const;

  private:
    explicit Mapping(Definition definition);
    [[nodiscard]] MappedIn map_one_of_table(std::string_view bytes,
                                            std::string_view content_type) const;
    [[nodiscard]] std::unique_ptr<Program> borrow() const;
    void give_back(std::unique_ptr<Program> program) const;

    Definition definition_;
    std::string id_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Program>> idle_;
};

}  // namespace ow::mapping
