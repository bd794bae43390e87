#include "gateway/mapping/normal_form.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

namespace ow::mapping {

Result<std::string> to_nfkc(std::string_view text) {
    UErrorCode failed = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink{&out};
    const icu::Normalizer2* form = icu::Normalizer2::getNFKCInstance(failed);
    if (U_SUCCESS(failed)) {
        const icu::StringPiece piece{text.data(), static_cast<std::int32_t>(text.size())};
        form->normalizeUTF8(0, piece, sink, nullptr, failed);
    }
    if (U_FAILURE(failed)) return Error{Code::kInternal, {}, u_errorName(failed)};
    return out;
}

}  // namespace ow::mapping
