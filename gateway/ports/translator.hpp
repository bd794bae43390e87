#pragma once
// Words between a partner and the canonical case, as the flow sees them: mappings behind one port.

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::ports {

/// A file that came inside a message, of the material whose `file_sha256` this is.
struct MessageFile {
    std::string sha256;
    std::string bytes;
};

/// What an inward mapping made of a message. With errors the content is not to be used.
struct Reading {
    boost::json::object content;  ///< canonical content
    std::string mapping;          ///< "north/application@1", recorded with the case
    std::vector<Error> errors;    ///< all of them, each with field and place
    std::vector<Error> warnings;  ///< to be confirmed by a person (R34)
    std::vector<MessageFile> files;
};

/// What an outward mapping made of a case.
struct Wording {
    std::string content_type;
    std::string body;
};

/// Thread-safe.
class Translator {
  public:
    virtual ~Translator() = default;
    [[nodiscard]] virtual Reading read(const std::string& partner, const std::string& kind,
                                       const std::string& content_type,
                                       const std::string& body) = 0;
    [[nodiscard]] virtual Result<Wording> word(const std::string& partner, const std::string& kind,
                                               const boost::json::object& tree) = 0;
    /// Whether the outward mapping asks for the materials' files: then each material of the tree
    /// that has one carries it in base64 as `content`.
    [[nodiscard]] virtual bool wants_files(const std::string& partner, const std::string& kind) = 0;
};

}  // namespace ow::ports
