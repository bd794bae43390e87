#pragma once
// What one of OpenSSL's i2d_ functions writes, as bytes. Empty: it could not.

#include <openssl/crypto.h>

#include <string>

namespace ow::documents {

template <class Encode, class Object>
[[nodiscard]] std::string encoded(Encode encode, Object* object) {
    unsigned char* raw = nullptr;
    const int size = encode(object, &raw);
    std::string out;
    if (size > 0) out.assign(reinterpret_cast<char*>(raw), static_cast<std::size_t>(size));
    OPENSSL_free(raw);
    return out;
}

}  // namespace ow::documents
