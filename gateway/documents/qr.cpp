#include "gateway/documents/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace ow::documents {

Result<InkQr> encode_qr(std::string_view text, double size) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
        &QRcode_free};
    if (!code)
        return Error{
            Code::kDocumentLayoutOverflow, {"qr", {}, 0, 0}, "text does not fit a QR symbol"};
    InkQr out;
    out.size = size;
    out.modules = code->width;
    const std::size_t count =
        static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    out.dark.reserve(count);
    for (std::size_t i = 0; i < count; ++i) out.dark.push_back((code->data[i] & 1U) != 0);
    return out;
}

}  // namespace ow::documents
