#include "gateway/spreadsheet/archive.hpp"

#include <Poco/Exception.h>
#include <Poco/MemoryStream.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace ow::spreadsheet {
namespace {

constexpr std::string_view kEntry{"PK\x03\x04", 4};
constexpr std::string_view kCompoundFile{"\xD0\xCF\x11\xE0", 4};
constexpr std::size_t kChunk = 64U << 10U;

Error broken(std::string cause) {
    return Error{Code::kRequestInvalid, {}, std::move(cause)};
}

/// Not exact – packed bytes may look like it – but never fewer than there are.
std::size_t count_entries(std::string_view bytes) {
    std::size_t count = 0;
    for (std::size_t at = bytes.find(kEntry); at != std::string_view::npos;
         at = bytes.find(kEntry, at + kEntry.size()))
        ++count;
    return count;
}

/// At most `limit` bytes and one more.
std::string take(std::istream& stream, std::size_t limit) {
    std::string out;
    while (stream && out.size() <= limit) {
        const std::size_t before = out.size();
        out.resize(before + std::min(kChunk, limit + 1 - before));
        stream.read(out.data() + before, static_cast<std::streamsize>(out.size() - before));
        out.resize(before + static_cast<std::size_t>(stream.gcount()));
    }
    return out;
}

}  // namespace

struct Archive::State {
    State(std::string_view bytes, const ArchiveLimits& wanted)
        : stream(bytes.data(), static_cast<std::streamsize>(bytes.size())), limits(wanted) {}
    Poco::MemoryInputStream stream;
    std::optional<Poco::Zip::ZipArchive> zip;
    ArchiveLimits limits;
    std::size_t unpacked = 0;
};

Archive::Archive(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive::~Archive() = default;

Result<Archive> Archive::open(std::string_view bytes, const ArchiveLimits& limits) {
    if (bytes.starts_with(kCompoundFile))
        return broken("an .xls file or one with a password; save it as .xlsx without a password");
    if (!bytes.starts_with(kEntry)) return broken("no .xlsx file");
    if (count_entries(bytes) > limits.entries)
        return broken(fmt::format("more than {} parts in the .xlsx file", limits.entries));
    auto state = std::make_unique<State>(bytes, limits);
    try {
        state->zip.emplace(state->stream);
    } catch (const std::exception&) {
        return broken("the .xlsx file is damaged");
    }
    return Archive{std::move(state)};
}

bool Archive::holds(const std::string& part) const {
    return state_->zip->findHeader(part) != state_->zip->headerEnd();
}

Result<std::string> Archive::read(const std::string& part) {
    const auto found = state_->zip->findHeader(part);
    if (found == state_->zip->headerEnd())
        return broken(fmt::format("the .xlsx file has no `{}`", part));
    if (found->second.isEncrypted() || !found->second.hasSupportedCompressionMethod())
        return broken(fmt::format("`{}` is encrypted or packed in a way of its own", part));
    const std::size_t limit =
        std::min(state_->limits.part_bytes, state_->limits.total_bytes - state_->unpacked);
    try {
        state_->stream.clear();
        Poco::Zip::ZipInputStream unpacking{state_->stream, found->second, true};
        std::string out = take(unpacking, limit);
        if (out.size() > limit)
            return broken(fmt::format("`{}` holds more than {} bytes", part, limit));
        if (!unpacking.crcValid()) return broken(fmt::format("`{}` is damaged", part));
        state_->unpacked += out.size();
        return out;
    } catch (const std::exception&) {
        return broken(fmt::format("`{}` is damaged", part));
    }
}

}  // namespace ow::spreadsheet
