#pragma once
// Result<T>: a value or an Error. Expected failures are values here; exceptions are for broken
// invariants only and are caught at the request, the relay row and main.
//
//   Result<Utf8> name = decode(bytes);
//   if (!name) return name.error();
//   use(*name);

#include <boost/system/result.hpp>

#include "gateway/base/error.hpp"

namespace ow {

template <class T>
using Result = boost::system::result<T, Error>;

/// A step that yields nothing but may fail.
using Status = Result<void>;

/// The value of a successful Status.
inline Status ok() {
    return Status{boost::system::in_place_value};
}

}  // namespace ow
