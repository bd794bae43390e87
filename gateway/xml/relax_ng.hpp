#pragma once
// A RELAX NG schema (XML syntax), compiled once. One thread at a time.

#include <memory>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/xml/document.hpp"

struct _xmlRelaxNG;

namespace ow::xml {

class RelaxNg {
  public:
    /// kXmlInvalid: not a schema, with what is wrong.
    static Result<RelaxNg> compile(std::string_view schema);
    /// kXmlInvalid with the first line that does not fit and why.
    [[nodiscard]] Status check(const Document& document) const;

  private:
    struct Free {
        void operator()(_xmlRelaxNG* schema) const;
    };
    explicit RelaxNg(_xmlRelaxNG* schema) : schema_(schema) {}
    std::unique_ptr<_xmlRelaxNG, Free> schema_;
};

}  // namespace ow::xml
