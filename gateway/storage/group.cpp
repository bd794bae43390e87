#include "gateway/storage/group.hpp"

#include <algorithm>
#include <utility>

#include "gateway/crypto/cipher.hpp"
#include "gateway/storage/chain.hpp"

namespace ow::storage {
namespace {

using ports::CommitOutcome;
using ports::Committed;
using ports::Conflict;
using ports::Duplicate;

std::string message_key(const SealedMessage& message) {
    return message.head.partner.str() + '\n' + message.head.key;
}

Error reused(const SealedMessage& message) {
    return Error{Code::kIdempotencyKeyReused, At{"key", message.head.partner.str()}};
}

std::int64_t next_id(Connection& connection, std::string_view sql) {
    Query query = connection.query(sql);
    return query.step() ? query.number(0) + 1 : 1;
}

}  // namespace

Counters Counters::read(Connection& connection) {
    return {next_id(connection, "SELECT max(id) FROM stream"),
            next_id(connection, "SELECT max(id) FROM step"),
            next_id(connection, "SELECT max(id) FROM message"),
            next_id(connection, "SELECT max(id) FROM outbox")};
}

Group::Group(Connection& connection, Heads& heads, KeyRing& keys, crypto::Hash hash,
             Counters& counters)
    : connection_(connection), heads_(heads), keys_(keys), hash_(hash), counters_(counters) {}

Head Group::head_of(const StreamId& stream) {
    const auto moved = moved_.find(stream.str());
    return moved != moved_.end() ? moved->second : heads_.find(connection_, stream);
}

CommitOutcome Group::repeat(const SealedMessage& message, const std::string& digest,
                            Query& stored) {
    if (digest != message.head.digest) return reused(message);
    const Result<DataKey> key = keys_.of_row(StreamId{stored.text(2)}, stored.text(3));
    if (!key) return key.error();
    const Result<std::string> answer = crypto::open(
        key->plain, stored.text(1), answer_context(message.head.partner, message.head.key));
    if (!answer) return answer.error();
    return Duplicate{*answer};
}

std::optional<CommitOutcome> Group::repeated(const SealedMessage& message) {
    const auto here = messages_.find(message_key(message));
    if (here != messages_.end()) {
        if (*here->second.digest != message.head.digest) return reused(message);
        return Duplicate{*here->second.answer};
    }
    Query query = connection_.query(
        "SELECT m.digest, m.answer, s.name, s.key FROM message m JOIN stream s ON s.id = m.stream"
        " WHERE m.key = ?1 AND m.partner = ?2");
    query.bind(message.head.key, message.head.partner.str());
    if (!query.step()) return std::nullopt;
    return repeat(message, query.text(0), query);
}

std::optional<CommitOutcome> Group::refused_append(const SealedAppend& append) {
    const Head head = head_of(append.stream);
    if (head.id != 0 && head.wrapped_key.empty())
        return Error{Code::kKeyDestroyed, At{{}, append.stream.str()}};
    const bool same_key = head.id == 0 || head.wrapped_key == append.wrapped_key;
    if (head.version == append.expected_version && same_key) return std::nullopt;
    // The caller sealed under a key made for a stream it took to be new: teach the ring the real
    // one, or it would try for ever.
    if (!same_key) static_cast<void>(keys_.of_row(append.stream, head.wrapped_key));
    return Conflict{};
}

std::optional<Error> Group::refused_outbox(const SealedStep& step) {
    for (const SealedOutbox& outbox : step.outbox) {
        const auto same = [&](const SealedAppend& a) { return a.stream == outbox.row.stream; };
        if (std::any_of(step.appends.begin(), step.appends.end(), same)) continue;
        const Head head = head_of(outbox.row.stream);
        if (head.id == 0)
            return Error{Code::kInternal, At{{}, outbox.row.stream.str()},
                         "an outbox row for a stream that does not exist"};
        if (head.wrapped_key != outbox.wrapped_key)
            return Error{head.wrapped_key.empty() ? Code::kKeyDestroyed : Code::kStoreConflict,
                         At{{}, outbox.row.stream.str()}};
    }
    return std::nullopt;
}

std::optional<CommitOutcome> Group::refused(const SealedStep& step) {
    for (const ports::Guard& guard : step.guards) {
        if (head_of(guard.stream).version != guard.version) return Conflict{};
    }
    for (const SealedAppend& append : step.appends) {
        if (auto outcome = refused_append(append)) return outcome;
    }
    if (auto error = refused_outbox(step)) return *error;
    return std::nullopt;
}

bool Group::find_finishes(const SealedStep& step, std::vector<Finish>& found) {
    for (const ports::OutboxFinish& how : step.finishes) {
        const std::optional<LaneRow> row = find_row(connection_, how.id);
        if (!row || finished_.contains(row->id) || !holds(*row, how.fence)) return false;
        found.push_back({*row, how, step.recorded_at});
    }
    return true;
}

CommitOutcome Group::admit(const SealedStep& step) {
    if (!step.message.empty()) {
        if (auto outcome = repeated(step.message.front())) return *outcome;
    }
    std::vector<Finish> finishes;
    if (!find_finishes(step, finishes)) return Error{Code::kLeaseLost};
    if (auto outcome = refused(step)) return *outcome;
    for (Finish& finish : finishes) {
        finished_.insert(finish.row.id);
        finishes_.push_back(std::move(finish));
    }
    for (const SealedAppend& append : step.appends) take_append(append, step.recorded_at);
    if (!step.message.empty())
        take_message(step.message.front(), step.appends.front().stream, step.plain_answer);
    for (const SealedOutbox& outbox : step.outbox) take_outbox(outbox, step.recorded_at);
    return Committed{};
}

void Group::take_append(const SealedAppend& append, Instant at) {
    Head head = head_of(append.stream);
    const bool fresh = head.id == 0;
    if (fresh) {
        head = {counters_.stream++, 0, first_link(), append.wrapped_key};
        made_.insert(head.id);
    }
    if (append.events > 0) {
        head.hash = link(hash_, head.hash, append.clear, append.cipher_digest);
        bulk_.steps.push_back({counters_.step++, head.id, head.version + 1, head.hash, &append});
        head.version += append.events;
    }
    (fresh ? bulk_.made : bulk_.moved).push_back({head.id, head.version, head.hash, at, &append});
    moved_[append.stream.str()] = std::move(head);
}

void Group::take_message(const SealedMessage& message, const StreamId& stream,
                         const std::string& answer) {
    messages_[message_key(message)] = {&message.head.digest, &answer};
    bulk_.messages.push_back({counters_.message++, moved_.at(stream.str()).id, &message});
}

void Group::take_outbox(const SealedOutbox& outbox, Instant at) {
    const ports::OutboxRow& row = outbox.row;
    const std::int64_t stream = head_of(row.stream).id;
    const bool first = lanes_.insert({stream, row.partner.str()}).second;
    const bool open =
        !first || (!made_.contains(stream) && lane_is_open(connection_, stream, row.partner));
    bulk_.outbox.push_back({counters_.outbox++, stream, open ? 2 : 1, at, &outbox});
}

void Group::write() {
    bulk_.write(connection_);
    for (const Finish& f : finishes_) finish(connection_, f.row, f.how, f.at);
}

void Group::publish() {
    for (auto& [stream, head] : moved_) {
        if (made_.contains(head.id)) keys_.unpin(StreamId{stream}, head.wrapped_key);
        heads_.put(stream, std::move(head));
    }
}

}  // namespace ow::storage
