#include "gateway/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace ow {

Error::Error(Code code, At at, std::string cause)
    : code_(code), at_(std::move(at)), cause_(std::move(cause)) {}

std::string Error::text() const {
    std::string out{row().name};
    if (!at_.field.empty()) out += " " + at_.field;
    if (!at_.where.empty() || at_.line > 0) {
        out += " (" + at_.where;
        if (at_.line > 0) out += fmt::format(":{}", at_.line);
        if (at_.column > 0) out += fmt::format(":{}", at_.column);
        out += ")";
    }
    if (!cause_.empty()) out += ": " + cause_;
    return out;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw ErrorException{error};
}

}  // namespace ow
