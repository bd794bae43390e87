#include "gateway/documents/der.hpp"

#include <algorithm>

namespace ow::documents {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

struct Header {
    std::size_t header = 0, content = 0;
};

std::optional<Header> header_of(std::string_view bytes) {
    if (bytes.size() < 2 || (byte_at(bytes, 0) & 0x1FU) == 0x1FU) return std::nullopt;
    const unsigned first = byte_at(bytes, 1);
    Header out{2, first};
    if (first >= 0x80U) {
        const std::size_t count = first & 0x7FU;
        if (count == 0 || count > 4 || bytes.size() < 2 + count) return std::nullopt;
        out = {2 + count, 0};
        for (std::size_t i = 0; i < count; ++i)
            out.content = (out.content << 8U) | byte_at(bytes, 2 + i);
        const bool shortest = byte_at(bytes, 2) != 0 && out.content >= 0x80U;
        if (!shortest) return std::nullopt;
    }
    if (out.content > bytes.size() - out.header) return std::nullopt;
    return out;
}

}  // namespace

std::string der(unsigned tag, std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += part.size();
    std::string out(1, static_cast<char>(tag));
    if (size < 0x80) {
        out += static_cast<char>(size);
    } else {
        std::string length;
        for (std::size_t rest = size; rest > 0; rest >>= 8U)
            length.insert(length.begin(), static_cast<char>(rest & 0xFFU));
        out += static_cast<char>(0x80U | length.size());
        out += length;
    }
    for (const std::string_view part : parts) out += part;
    return out;
}

std::string der_oid(std::string_view encoded) {
    return der(kDerOid, {encoded});
}

std::string der_number(std::string_view bytes) {
    const std::size_t first = bytes.find_first_not_of('\0');
    std::string number =
        first == std::string_view::npos ? std::string{} : std::string{bytes.substr(first)};
    if (number.empty() || (byte_at(number, 0) & 0x80U) != 0) number.insert(number.begin(), '\0');
    return der(kDerInteger, {number});
}

std::string der_set_content(std::vector<std::string> elements) {
    std::sort(elements.begin(), elements.end(), [](const std::string& a, const std::string& b) {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
                return static_cast<unsigned char>(x) < static_cast<unsigned char>(y);
            });
    });
    std::string out;
    for (const std::string& one : elements) out += one;
    return out;
}

unsigned DerReader::tag() const {
    return rest_.empty() ? 0U : byte_at(rest_, 0);
}

std::optional<DerValue> DerReader::take() {
    const auto header = header_of(rest_);
    if (!header) return std::nullopt;
    const std::size_t size = header->header + header->content;
    const DerValue out{tag(), rest_.substr(header->header, header->content), rest_.substr(0, size)};
    rest_.remove_prefix(size);
    return out;
}

std::optional<DerValue> DerReader::take(unsigned wanted) {
    return tag() == wanted ? take() : std::nullopt;
}

std::optional<DerValue> der_whole(std::string_view bytes, unsigned tag) {
    DerReader reader{bytes};
    auto out = reader.take(tag);
    return reader.at_end() ? out : std::nullopt;
}

}  // namespace ow::documents
