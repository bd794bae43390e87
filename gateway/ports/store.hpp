#pragma once
// The store: event streams, the messages that made them, what is still to be sent, and files.
//
// One transaction per step: everything of a Step becomes durable together, or nothing does.
// Whatever happens outside the process (deliver, notify, render) is an outbox row of a step first.
//
// All personal bytes (raw message, secret parts of events, outbox bodies, answers, blobs) are
// written under a data key of the step's first stream; destroy_key makes them unreadable for good
// while the evidence chain still verifies. The caller passes plain text and knows nothing of keys.
//
// Thread rule: every function may be called from any thread. commit() never blocks; its callback
// runs on the writer's thread and must be short (post elsewhere for real work).

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/event.hpp"

namespace ow::ports {

/// A message that arrived. (partner, key) is unique for ever: the same key with the same digest is
/// a repetition and gets the first answer, with another digest kIdempotencyKeyReused.
struct RawMessage {
    PartnerId partner;
    std::string key;     ///< the sender's idempotency key, or a digest of the body
    std::string kind;    ///< inbound message kind: "application", "decision" …
    std::string digest;  ///< SHA-256 of the body, hex
    std::string body;    ///< the bytes as they came
    Instant received_at{};
};

/// What lists and timers need of a stream without reading its events. No personal data.
struct StreamRow {
    std::string hall;
    std::string item;
    std::string department;
    std::string source;  ///< partner id it came from
    std::string stage;   ///< "accepted", "at_issuance" …
    std::string flags;   ///< blank-separated marks: "overdue", "document_refused" …
    std::optional<Instant> promised_due;
    std::optional<Instant> next_due;  ///< next timer; nullopt = none
    bool closed = false;
};

struct Append {
    StreamId stream;
    std::int64_t expected_version = 0;  ///< 0: the stream must not exist
    std::vector<model::Event> events;   ///< may be empty if only the row changes
    StreamRow row;
};

/// A version that must not have moved since it was read (R37 look-alikes, free places, lists).
struct Guard {
    StreamId stream;
    std::int64_t version = 0;
};

/// Something to be done outside. Rows of one lane (partner, stream) go in order of insertion.
struct OutboxRow {
    std::string id;     ///< our idempotency key, unique for ever
    PartnerId partner;  ///< or "system" for rendering
    StreamId stream;
    std::string kind;  ///< "application", "accepted", "render" …
    Instant due{};
    std::string body;  ///< JSON of what to say; kept under the stream's key
};

enum class OutboxState : std::uint8_t { kWaiting, kSending, kSent, kParked, kUnknown, kCancelled };

/// How an attempt ended. `fence` is the number the claim gave; a late one changes nothing.
struct OutboxFinish {
    std::string id;
    std::int64_t fence = 0;
    OutboxState state = OutboxState::kSent;  ///< kWaiting = try again at retry_at
    Instant retry_at{};
    /// Catalogue name of the error, no personal data. Empty with kWaiting: given back untried, and
    /// the row keeps what it waited for.
    std::string reason;
    bool counts = true;  ///< as an attempt of the row; false: the row could not help it
};

struct Step {
    Instant recorded_at{};
    std::string catalogue_version;
    std::string mapping_version;
    std::optional<RawMessage> message;
    std::vector<Append> appends;  ///< the first one's stream owns the data key
    std::vector<Guard> guards;
    std::vector<OutboxRow> outbox;
    std::vector<OutboxFinish> finishes;
    std::string answer;  ///< repeated to whoever sends the message again
};

struct Committed {};
struct Conflict {};  ///< a version moved: decide again
struct Duplicate {
    std::string answer;
};  ///< the message is known: its first answer
using CommitOutcome = std::variant<Committed, Conflict, Duplicate, Error>;
using CommitDone = std::function<void(CommitOutcome)>;

/// The oldest unfinished row of a lane, leased.
struct Claim {
    OutboxRow row;
    std::int64_t fence = 0;
    int attempts = 0;          ///< finished attempts so far
    bool was_sending = false;  ///< an earlier attempt began and its end is not known
};

/// A row of the outbox for lists; no body.
struct OutboxView {
    std::string id;
    PartnerId partner;
    StreamId stream;
    std::string kind;
    OutboxState state = OutboxState::kWaiting;
    int attempts = 0;
    std::string reason;
    Instant created_at{};
    Instant changed_at{};
    Instant due{};
};

/// Where a page of outbox_in() ended.
struct OutboxPlace {
    Instant changed_at{};
    std::string id;
};

/// Rows that have the same partner and reason: stopped ones (parked, unknown) and those that wait
/// after a failed attempt (kWaiting, one being sent again included).
struct OutboxCause {
    OutboxState state = OutboxState::kParked;
    PartnerId partner;
    std::string reason;
    std::int64_t count = 0;
    Instant oldest{};    ///< when the first of them stopped; of waiting ones: was made
    Instant next_try{};  ///< of waiting ones, the latest
};

/// Rows that could be sent but for their partner: the oldest unfinished row of each lane that has
/// not been tried or was set free.
struct OutboxBacklog {
    PartnerId partner;
    std::int64_t count = 0;
    Instant oldest{};  ///< due since
};

/// A partner to whom nothing goes since the store was restored from a backup, until released.
struct HeldPartner {
    PartnerId partner;
    Instant since{};
    std::int64_t lanes = 0;  ///< cases with something to send to it
};

/// Which of a held partner's unsent rows may have reached it in the time the backup lost.
enum class Doubt : std::uint8_t {
    kNone,   ///< somebody asked the partner: it has none of them
    kYoung,  ///< those made since the restore (its messages came again); it knows older ones by id
    kAll,
};

struct StreamView {
    StreamId stream;
    std::int64_t version = 0;
    Instant opened_at{};
    Instant changed_at{};
    StreamRow row;
};

struct StreamQuery {
    std::string kind = "case";        ///< prefix of the stream id
    std::string hall;                 ///< empty = all
    std::string department;           ///< empty = all
    std::vector<std::string> stages;  ///< empty = all
    std::optional<bool> closed;
    bool flagged = false;           ///< only open ones with a mark in `flags`
    int limit = 50;                 ///< 1 … 500
    std::optional<Instant> before;  ///< opened before: next page
    std::optional<Instant>
        due_by{};  ///< only with a promised due time up to this (not if `flagged`)
    /// Behind this stream, the last of a page: also those opened in the same instant (not if
    /// `flagged`).
    std::optional<StreamId> after;
};

/// A stored message for the operator's trace; body only on open_message.
struct MessageView {
    PartnerId partner;
    std::string key;
    std::string kind;
    StreamId stream;  ///< the stream its first append went to
    Instant received_at{};
    std::size_t bytes = 0;
};

struct KnownMessage {
    std::string digest;
    std::string answer;
    StreamId stream;  ///< the stream its first append went to
};

struct BlobRef {
    std::string address;  ///< HMAC of the content under the stream's key, hex
    std::uint64_t size = 0;
};

/// What one damaged place looks like; `onewindow verify` prints them.
struct Damage {
    std::string where;
    std::string what;
};
/// A root as write_root had it signed.
struct SignedRoot {
    Instant at{};
    std::int64_t last_step = 0;
    std::int64_t streams = 0;
    std::string root;
    std::string signature;
};
struct VerifyReport {
    std::int64_t streams = 0;
    std::int64_t steps = 0;
    std::int64_t roots = 0;
    std::vector<Damage> damages;
};

/// What proves one stream to somebody without the store: its steps as they were hashed, and the
/// way from its head up to a root over all streams.
struct EvidenceStep {
    std::int64_t sequence = 0;  ///< of its first event
    std::string clear;          ///< the exact text
    std::string cipher_digest;
    std::string hash;
};
struct ProofNode {
    bool is_left = false;  ///< stands left of us
    std::string hash;
};
struct StreamEvidence {
    std::string hash_name;  ///< "sm3", "sha256"
    std::vector<EvidenceStep> steps;
    std::int64_t version = 0;
    std::vector<ProofNode> proof;
    std::int64_t streams = 0;
    std::int64_t last_step = 0;
    std::string root;
    std::string statement;  ///< to be signed
};

/// Search terms of some events of a stream: "name:王测试", "phone:…", "no:…". The store keeps only
/// HMACs of them; a stream carries the terms of all its events. Called on any thread.
using TermsOf =
    std::function<std::vector<std::string>(const StreamId&, const std::vector<model::Event>&)>;

class Store {
  public:
    static constexpr int kNoLimit = std::numeric_limits<int>::max();

    virtual ~Store() = default;

    virtual void commit(Step step, CommitDone done) = 0;

    // Reading. Every call sees all commits whose callback ran before it.
    [[nodiscard]] virtual Result<std::vector<model::StoredEvent>> load(const StreamId& stream) = 0;
    [[nodiscard]] virtual Result<StreamView> stream(const StreamId& stream) = 0;
    [[nodiscard]] virtual std::vector<StreamView> streams(const StreamQuery& query) = 0;
    /// Streams that carry all of `terms`, newest first. May lag behind commits by a fraction of a
    /// second.
    [[nodiscard]] virtual std::vector<StreamView> find(const std::vector<std::string>& terms,
                                                       int limit) = 0;
    /// A name for `text` that tells it to nobody without the store's key: the same for the same
    /// text, for ids of streams that are about a person.
    [[nodiscard]] virtual std::string pseudonym(const std::string& text) = 0;
    /// Blocks until what was committed before the call is searchable (tests, after start).
    virtual void wait_for_search() = 0;
    /// Streams whose next_due ≤ now, oldest due first.
    [[nodiscard]] virtual std::vector<StreamView> due(Instant now, int limit) = 0;

    // Outbox.
    /// Claims up to `limit` lanes whose oldest unfinished row is due, oldest first, at most
    /// `per_partner` of one partner, leased for `lease`. Partners in `skip` are left alone (paused,
    /// or at their cap).
    [[nodiscard]] virtual std::vector<Claim> claim(Instant now, Millis lease, int limit,
                                                   const std::vector<PartnerId>& skip,
                                                   int per_partner = kNoLimit) = 0;
    /// Durably notes that the call is about to be made and leases the row anew, until `until`;
    /// kLeaseLost if the lane went to someone else.
    virtual void mark_sending(const std::string& id, std::int64_t fence, Instant until,
                              std::function<void(Status)> done) = 0;
    [[nodiscard]] virtual std::vector<OutboxView> outbox(const StreamId& stream) = 0;
    /// Newest change first; `after` begins behind the last row of the page before (stopped rows).
    [[nodiscard]] virtual std::vector<OutboxView> outbox_in(
        OutboxState state, int limit, const std::optional<OutboxPlace>& after = {}) = 0;
    /// Every cause for which rows stand or wait, and the longest waiting rows of one.
    [[nodiscard]] virtual std::vector<OutboxCause> outbox_causes() = 0;
    [[nodiscard]] virtual std::vector<OutboxView> outbox_of(const OutboxCause& cause,
                                                            int limit) = 0;
    /// Due rows without a reason, by partner.
    [[nodiscard]] virtual std::vector<OutboxBacklog> outbox_backlog(Instant now) = 0;
    /// Lets every row of a cause go again now, its reason forgotten; how many there were.
    [[nodiscard]] virtual Result<std::int64_t> release(OutboxState state, const PartnerId& partner,
                                                       const std::string& reason, Instant now) = 0;
    /// Lets a parked or unknown row go again (kWaiting) or never (kCancelled, kSent); a waiting one
    /// goes at once (kWaiting) or never (kCancelled): whoever holds its lease has lost it. Audited
    /// by the caller.
    [[nodiscard]] virtual Status resolve(const std::string& id, OutboxState state, Instant now) = 0;

    /// Partners held since a restore, by id. Their rows are never claimed.
    [[nodiscard]] virtual std::vector<HeldPartner> held() = 0;
    /// Ends a hold: rows in doubt become kUnknown with `reason`, whatever their place in the lane;
    /// the others go. Returns how many are in doubt; kRequestInvalid: not held.
    [[nodiscard]] virtual Result<std::int64_t> end_hold(const PartnerId& partner, Doubt doubt,
                                                        const std::string& reason, Instant now) = 0;

    // Messages.
    /// What a message already taken said and was answered; nullopt if it is new.
    [[nodiscard]] virtual std::optional<KnownMessage> known_message(const PartnerId& partner,
                                                                    const std::string& key) = 0;
    [[nodiscard]] virtual std::vector<MessageView> messages(const StreamId& stream) = 0;
    [[nodiscard]] virtual Result<std::string> open_message(const PartnerId& partner,
                                                           const std::string& key) = 0;

    // Files, encrypted under the stream's key. Durable when it returns.
    [[nodiscard]] virtual Result<BlobRef> put_blob(const StreamId& stream,
                                                   const std::string& bytes) = 0;
    [[nodiscard]] virtual Result<std::string> get_blob(const StreamId& stream,
                                                       const std::string& address) = 0;

    /// First of `count` serials never given out before under `series` (gaps are allowed).
    [[nodiscard]] virtual Result<std::int64_t> lease_serials(const std::string& series,
                                                             int count) = 0;

    // Evidence and privacy.
    /// `kept`: a root that was kept outside the store, which must still hold.
    [[nodiscard]] virtual VerifyReport verify(const std::optional<SignedRoot>& kept = {}) = 0;
    /// Merkle root over all stream heads; `sign` gets the root's bytes and returns a signature.
    [[nodiscard]] virtual Status write_root(
        Instant now, const std::function<std::string(const std::string&)>& sign) = 0;
    /// Of one stream, with a root as of `now`; kCaseNotFound.
    [[nodiscard]] virtual Result<StreamEvidence> evidence(const StreamId& stream, Instant now) = 0;
    [[nodiscard]] virtual Status destroy_key(const StreamId& stream) = 0;

    /// Completes what is queued, checkpoints, closes. Further commits answer kStoreUnavailable.
    virtual void close() = 0;
};

}  // namespace ow::ports
