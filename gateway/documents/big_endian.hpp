#pragma once
// Big-endian numbers, as TrueType tables hold them. Reading outside `bytes` yields 0; the callers
// check sizes first.

#include <cstdint>
#include <string>
#include <string_view>

namespace ow::documents {

inline std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}
inline std::uint16_t read_u16(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint16_t>((byte_at(bytes, at) << 8U) | byte_at(bytes, at + 1));
}
inline std::int16_t read_i16(std::string_view bytes, std::size_t at) {
    return static_cast<std::int16_t>(read_u16(bytes, at));
}
inline std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
    return (std::uint32_t{read_u16(bytes, at)} << 16U) | read_u16(bytes, at + 2);
}
inline void append_u16(std::string& out, std::uint32_t value) {
    out.push_back(static_cast<char>((value >> 8U) & 0xFFU));
    out.push_back(static_cast<char>(value & 0xFFU));
}
inline void append_u32(std::string& out, std::uint32_t value) {
    append_u16(out, value >> 16U);
    append_u16(out, value & 0xFFFFU);
}
inline void write_u16(std::string& out, std::size_t at, std::uint32_t value) {
    out.at(at) = static_cast<char>((value >> 8U) & 0xFFU);
    out.at(at + 1) = static_cast<char>(value & 0xFFU);
}

}  // namespace ow::documents
