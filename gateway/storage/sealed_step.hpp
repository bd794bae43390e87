#pragma once
// A step as it will be written: serialised, encrypted and digested in the caller's thread. Only
// what needs the stream's newest hash is left to the writer. The formats here last ten years; the
// golden store under tests/contract/store freezes them.

#include <string>
#include <vector>

#include "gateway/crypto/digest.hpp"
#include "gateway/ports/store.hpp"
#include "gateway/storage/key_ring.hpp"

namespace ow::storage {

struct SealedAppend {
    StreamId stream;
    std::int64_t expected_version = 0;
    std::int64_t events = 0;
    std::string wrapped_key;    ///< the key everything was sealed under
    std::string clear;          ///< JSON; empty if there are no events
    std::string cipher;         ///< sealed JSON array of the secret parts; may be empty
    std::string cipher_digest;  ///< H(cipher)
    std::string terms;          ///< of these events, see Search::terms_of
    ports::StreamRow row;
};

struct SealedMessage {
    ports::RawMessage head;  ///< body emptied
    std::int64_t size = 0;
    std::string body;
    std::string answer;
};

struct SealedOutbox {
    ports::OutboxRow row;  ///< body sealed
    std::string wrapped_key;
};

struct SealedStep {
    Instant recorded_at{};
    std::vector<SealedMessage> message;  ///< none or one
    std::vector<SealedAppend> appends;
    std::vector<ports::Guard> guards;
    std::vector<SealedOutbox> outbox;
    std::vector<ports::OutboxFinish> finishes;
    std::string plain_answer;  ///< for a repetition in the same group
};

/// Failures: kKeyDestroyed, kCryptoFailed, kStoreUnavailable; kInternal for a step that makes no
/// sense (a message without a stream, a new stream without an event, one stream twice).
[[nodiscard]] Result<SealedStep> seal_step(ports::Step step, crypto::Hash hash, KeyRing& keys);

/// What each sealed text is bound to.
[[nodiscard]] std::string step_context(const StreamId& stream, std::int64_t sequence);
[[nodiscard]] std::string message_context(const PartnerId& partner, const std::string& key);
[[nodiscard]] std::string answer_context(const PartnerId& partner, const std::string& key);
[[nodiscard]] std::string outbox_context(const std::string& id);

/// A step row back into events. `key` empty: the secret parts are left empty.
/// kStoreDamaged, kCryptoFailed.
[[nodiscard]] Result<std::vector<model::StoredEvent>> open_step(const StreamId& stream,
                                                                const std::string& key,
                                                                const std::string& clear,
                                                                const std::string& cipher);

}  // namespace ow::storage
