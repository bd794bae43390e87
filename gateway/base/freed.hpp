#pragma once
// The deleter of a C library's handle: std::unique_ptr<BIO, Freed<&BIO_free_all>>.

namespace ow {

template <auto Function>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Function(object);
    }
};

}  // namespace ow
