#include "gateway/storage/key_ring.hpp"

#include <utility>

#include "gateway/crypto/cipher.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::storage {
namespace {

constexpr std::size_t kRemembered = 16'384;
constexpr std::size_t kPinned = 100'000;
constexpr std::size_t kKeySize = 32;

std::string context_of(const std::string& stream) {
    return "data key\n" + stream;
}

Error destroyed_error(const StreamId& stream) {
    return Error{Code::kKeyDestroyed, At{{}, stream.str()}};
}

}  // namespace

KeyRing::KeyRing(std::string master_key, ReadPool& reads)
    : master_key_(std::move(master_key)), reads_(reads), keys_(kRemembered), pinned_(kPinned) {}

Result<DataKey> KeyRing::unwrap(const StreamId& stream, const std::string& wrapped) const {
    Result<std::string> plain = crypto::open(master_key_, wrapped, context_of(stream.str()));
    if (!plain) return plain.error();
    return DataKey{std::move(*plain), wrapped};
}

DataKey KeyRing::make(const StreamId& stream) const {
    DataKey key{crypto::random_bytes(kKeySize), {}};
    key.wrapped = crypto::seal(master_key_, key.plain, context_of(stream.str()));
    return key;
}

std::optional<Result<DataKey>> KeyRing::remembered(const StreamId& stream) {
    if (const DataKey* pinned = pinned_.find(stream.str())) return Result<DataKey>{*pinned};
    const DataKey* known = keys_.find(stream.str());
    if (known == nullptr) return std::nullopt;
    if (known->plain.empty()) return Result<DataKey>{destroyed_error(stream)};
    return Result<DataKey>{*known};
}

Result<std::string> KeyRing::look_up(const StreamId& stream) {
    const ReadPool::Loan reader = reads_.lend();
    Query query = reader->query("SELECT key FROM stream WHERE name=?1");
    query.bind(stream.str());
    if (!query.step()) return Error{Code::kCaseNotFound, At{{}, stream.str()}};
    return query.text(0);
}

Result<DataKey> KeyRing::of(const StreamId& stream) {
    const Result<std::string> wrapped = look_up(stream);
    if (!wrapped) return wrapped.error();
    return of_row(stream, *wrapped);
}

Result<DataKey> KeyRing::of_row(const StreamId& stream, const std::string& wrapped) {
    if (wrapped.empty()) return destroyed_error(stream);
    const std::scoped_lock lock{mutex_};
    const DataKey* known = keys_.find(stream.str());
    if (known != nullptr && known->wrapped == wrapped) return *known;
    if (known != nullptr && known->plain.empty()) return destroyed_error(stream);
    Result<DataKey> key = unwrap(stream, wrapped);
    if (key) keys_.put(stream.str(), *key);
    return key;
}

Result<DataKey> KeyRing::of_or_new(const StreamId& stream, bool sure_new) {
    {
        const std::scoped_lock lock{mutex_};
        if (auto known = remembered(stream)) return *known;
    }
    if (!sure_new) {
        const Result<std::string> wrapped = look_up(stream);
        if (wrapped) return of_row(stream, *wrapped);
    }
    const std::scoped_lock lock{mutex_};
    if (auto known = remembered(stream)) return *known;
    DataKey key = make(stream);
    keys_.put(stream.str(), key);
    return key;
}

Result<DataKey> KeyRing::pin(const StreamId& stream) {
    const Result<std::string> wrapped = look_up(stream);
    if (wrapped) return of_row(stream, *wrapped);
    const std::scoped_lock lock{mutex_};
    auto known = remembered(stream);
    if (known && !*known) return *known;
    DataKey key = known ? **known : make(stream);
    pinned_.put(stream.str(), key);
    return key;
}

void KeyRing::unpin(const StreamId& stream, const std::string& wrapped) {
    const std::scoped_lock lock{mutex_};
    const DataKey* pinned = pinned_.find(stream.str());
    if (pinned == nullptr) return;
    if (pinned->wrapped == wrapped) keys_.put(stream.str(), *pinned);
    pinned_.erase(stream.str());
}

void KeyRing::destroyed(const StreamId& stream) {
    const std::scoped_lock lock{mutex_};
    pinned_.erase(stream.str());
    keys_.put(stream.str(), DataKey{});
}

}  // namespace ow::storage
