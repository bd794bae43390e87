#include "gateway/archive/zip.hpp"

#include <zlib.h>

#include <cstdint>
#include <limits>

namespace ow::archive {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50;
constexpr std::uint32_t kCentral = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kVersion = 20;
constexpr std::uint32_t kUtf8 = 1U << 11U;
constexpr std::uint32_t kFirstDay = 0x0021;  // 1980-01-01
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kMostParts = 65'535;

void put(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
}

std::uint32_t get(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
        value |= static_cast<std::uint32_t>(byte) << (8 * i);
    }
    return value;
}

/// What the local header and the directory say alike: version … length of the extra field.
std::string facts_of(const Part& part) {
    const auto size = static_cast<std::uint32_t>(part.bytes.size());
    std::string out;
    put(out, kVersion, 2);
    put(out, kUtf8, 2);
    put(out, 0, 2);  // stored
    put(out, 0, 2);
    put(out, kFirstDay, 2);
    const auto* data = reinterpret_cast<const Bytef*>(part.bytes.data());
    put(out, static_cast<std::uint32_t>(::crc32(0, data, size)), 4);
    put(out, size, 4);
    put(out, size, 4);
    put(out, static_cast<std::uint32_t>(part.path.size()), 2);
    put(out, 0, 2);
    return out;
}

Error not_ours() {
    return Error{Code::kRequestInvalid, {}, "not an archive package, or changed"};
}

}  // namespace

Result<std::string> pack(const std::vector<Part>& parts) {
    std::string out;
    std::string directory;
    if (parts.size() > kMostParts) return Error{Code::kRequestTooLarge};
    for (const Part& part : parts) {
        const std::size_t grown = out.size() + part.bytes.size() + directory.size();
        if (grown > std::numeric_limits<std::uint32_t>::max() / 2)
            return Error{Code::kRequestTooLarge};
        const std::string facts = facts_of(part);
        put(directory, kCentral, 4);
        put(directory, kVersion, 2);
        directory += facts;
        put(directory, 0, 2);  // comment
        put(directory, 0, 2);  // disk
        put(directory, 0, 2);  // internal attributes
        put(directory, 0, 4);  // external attributes
        put(directory, static_cast<std::uint32_t>(out.size()), 4);
        directory += part.path;
        put(out, kLocal, 4);
        out += facts;
        out += part.path;
        out += part.bytes;
    }
    const auto offset = static_cast<std::uint32_t>(out.size());
    const auto count = static_cast<std::uint32_t>(parts.size());
    out += directory;
    put(out, kEnd, 4);
    put(out, 0, 4);
    put(out, count, 2);
    put(out, count, 2);
    put(out, static_cast<std::uint32_t>(directory.size()), 4);
    put(out, offset, 4);
    put(out, 0, 2);
    return out;
}

Result<std::vector<Part>> unpack(std::string_view bytes) {
    std::vector<Part> parts;
    std::size_t at = 0;
    while (bytes.size() - at >= kLocalSize && get(bytes, at, 4) == kLocal) {
        const std::size_t size = get(bytes, at + 18, 4);
        const std::size_t name = get(bytes, at + 26, 2);
        if (bytes.size() - at - kLocalSize < name) return not_ours();
        if (bytes.size() - at - kLocalSize - name < size) return not_ours();
        parts.push_back({std::string{bytes.substr(at + kLocalSize, name)},
                         std::string{bytes.substr(at + kLocalSize + name, size)}});
        at += kLocalSize + name + size;
    }
    const auto again = pack(parts);
    if (!again || *again != bytes) return not_ours();
    return parts;
}

}  // namespace ow::archive
