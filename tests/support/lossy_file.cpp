#include "tests/support/lossy_file.hpp"

#include <algorithm>
#include <cstring>

namespace ow::lossy {

int LossyFile::learn_size(sqlite3_file* real) {
    if (size_ >= 0) return SQLITE_OK;
    sqlite3_int64 size = 0;
    const int result = real->pMethods->xFileSize(real, &size);
    if (result == SQLITE_OK) size_ = size;
    return result;
}

int LossyFile::block_at(sqlite3_file* real, std::int64_t number, Block& block) {
    const auto known = written_.find(number);
    if (known != written_.end()) {
        block = known->second;
        return SQLITE_OK;
    }
    block.fill(0);
    const std::int64_t start = number * kBlock;
    const std::int64_t readable = cut_to_ >= 0 ? std::min(cut_to_ - start, kBlock) : kBlock;
    if (readable <= 0) return SQLITE_OK;
    const int result = real->pMethods->xRead(real, block.data(), static_cast<int>(readable), start);
    return result == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : result;
}

int LossyFile::read(sqlite3_file* real, void* to, int count, std::int64_t offset) {
    const std::scoped_lock lock{mutex_};
    if (dead_) return SQLITE_IOERR_READ;
    if (int result = learn_size(real); result != SQLITE_OK) return result;
    auto* out = static_cast<unsigned char*>(to);
    const std::int64_t there = std::clamp<std::int64_t>(size_ - offset, 0, count);
    std::memset(out + there, 0, static_cast<std::size_t>(count - there));
    for (std::int64_t done = 0; done < there;) {
        const std::int64_t at = offset + done;
        const std::int64_t inside = at % kBlock;
        const std::int64_t part = std::min(kBlock - inside, there - done);
        Block block;
        if (int result = block_at(real, at / kBlock, block); result != SQLITE_OK) return result;
        std::memcpy(out + done, block.data() + inside, static_cast<std::size_t>(part));
        done += part;
    }
    return there == count ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int LossyFile::write(sqlite3_file* real, const void* from, int count, std::int64_t offset) {
    const std::scoped_lock lock{mutex_};
    if (dead_) return SQLITE_IOERR_WRITE;
    if (int result = learn_size(real); result != SQLITE_OK) return result;
    const auto* in = static_cast<const unsigned char*>(from);
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t at = offset + done;
        const std::int64_t inside = at % kBlock;
        const std::int64_t part = std::min(kBlock - inside, count - done);
        Block block;
        if (int result = block_at(real, at / kBlock, block); result != SQLITE_OK) return result;
        std::memcpy(block.data() + inside, in + done, static_cast<std::size_t>(part));
        written_[at / kBlock] = block;
        done += part;
    }
    size_ = std::max(size_, offset + count);
    return SQLITE_OK;
}

int LossyFile::truncate(sqlite3_file* real, std::int64_t size) {
    const std::scoped_lock lock{mutex_};
    if (dead_) return SQLITE_IOERR_TRUNCATE;
    if (int result = learn_size(real); result != SQLITE_OK) return result;
    if (size >= size_) return SQLITE_OK;
    const std::int64_t edge = size / kBlock;
    const auto cut_block = written_.find(edge);
    if (cut_block != written_.end()) {
        const auto inside = static_cast<std::size_t>(size % kBlock);
        std::fill(cut_block->second.begin() + static_cast<std::ptrdiff_t>(inside),
                  cut_block->second.end(), static_cast<unsigned char>(0));
    }
    written_.erase(written_.upper_bound(edge), written_.end());
    size_ = size;
    cut_to_ = cut_to_ < 0 ? size : std::min(cut_to_, size);
    return SQLITE_OK;
}

int LossyFile::size(sqlite3_file* real, std::int64_t& result) {
    const std::scoped_lock lock{mutex_};
    if (dead_) return SQLITE_IOERR_FSTAT;
    if (int failed = learn_size(real); failed != SQLITE_OK) return failed;
    result = size_;
    return SQLITE_OK;
}

int LossyFile::sync(sqlite3_file* real, int flags) {
    const std::scoped_lock lock{mutex_};
    if (dead_) return SQLITE_IOERR_FSYNC;
    if (size_ < 0) return SQLITE_OK;
    if (cut_to_ >= 0) {
        if (int result = real->pMethods->xTruncate(real, cut_to_); result != SQLITE_OK)
            return result;
    }
    for (const auto& [number, block] : written_) {
        const std::int64_t start = number * kBlock;
        const auto count = static_cast<int>(std::min(kBlock, size_ - start));
        if (count <= 0) continue;
        const int result = real->pMethods->xWrite(real, block.data(), count, start);
        if (result != SQLITE_OK) return result;
    }
    written_.clear();
    size_ = -1;
    cut_to_ = -1;
    return real->pMethods->xSync(real, flags);
}

void LossyFile::cut() {
    const std::scoped_lock lock{mutex_};
    dead_ = true;
    written_.clear();
}

}  // namespace ow::lossy
