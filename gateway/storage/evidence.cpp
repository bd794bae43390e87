#include "gateway/storage/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

namespace ow::storage {
namespace {

namespace json = boost::json;

class Verifier {
  public:
    Verifier(Connection& connection, crypto::Hash hash, const KeyRing& keys,
             const RootSigned& root_signed, const std::optional<ports::SignedRoot>& kept,
             ports::VerifyReport& report)
        : connection_(connection),
          hash_(hash),
          keys_(keys),
          root_signed_(root_signed),
          kept_(kept),
          report_(report),
          tree_(hash) {}

    void run() {
        const ReadSnapshot snapshot{connection_};
        read_streams();
        read_roots();
        check_steps();
        check_roots(INT64_MAX);
        check_heads();
        check_lost_messages();
    }

  private:
    struct Seen {
        std::string name;
        std::string wrapped_key;
        bool is_destroyed = false;
        std::string stored_head;
        std::int64_t stored_version = 0;
        std::string hash = first_link();
        std::int64_t version = 0;
    };

    void damage(std::string where, std::string what) {
        report_.damages.push_back({std::move(where), std::move(what)});
    }

    void read_streams() {
        Query query = connection_.query(
            "SELECT s.id, s.name, s.version, s.head, s.key, d.stream IS NOT NULL FROM stream s"
            " LEFT JOIN destroyed d ON d.stream = s.id ORDER BY s.id");
        while (query.step()) {
            const auto id = static_cast<std::size_t>(query.number(0));
            if (id != streams_.size() + 1)
                damage(fmt::format("stream {}", streams_.size() + 1), "a stream was removed");
            if (streams_.size() < id) streams_.resize(id);
            Seen& seen = streams_[id - 1];
            seen.name = query.text(1);
            seen.stored_version = query.number(2);
            seen.stored_head = query.text(3);
            seen.wrapped_key = query.text(4);
            seen.is_destroyed = query.number(5) != 0;
            ++report_.streams;
        }
    }

    void read_roots() {
        Query query = connection_.query(
            "SELECT at, last_step, streams, root, signature, id FROM root ORDER BY id");
        std::int64_t expected = 1;
        while (query.step()) {
            const std::int64_t id = query.number(5);
            if (id != expected) damage(fmt::format("root {}", expected), "a root was removed");
            expected = id + 1;
            roots_.push_back(
                {query.instant(0), query.number(1), query.number(2), query.text(3), query.text(4)});
        }
        report_.roots = static_cast<std::int64_t>(roots_.size());
        if (kept_) add_kept_root();
    }

    /// In the order in which check_roots comes by.
    void add_kept_root() {
        const auto later = std::find_if(roots_.begin(), roots_.end(), [&](const auto& root) {
            return root.last_step > kept_->last_step;
        });
        roots_.insert(later, *kept_);
    }

    void check_steps() {
        Query query = connection_.query(
            "SELECT id, stream, sequence, events, clear, cipher, hash FROM step ORDER BY id");
        std::int64_t expected = 1;
        while (query.step()) {
            const std::int64_t id = query.number(0);
            if (id != expected) damage(fmt::format("step {}", expected), "a step was removed");
            expected = id + 1;
            check_roots(id);
            check_step(query);
            ++report_.steps;
        }
    }

    void check_step(const Query& query) {
        const auto stream = static_cast<std::size_t>(query.number(1));
        const std::string where = fmt::format("step {}", query.number(0));
        if (stream == 0 || stream > streams_.size() || streams_[stream - 1].name.empty())
            return damage(where, "its stream was removed");
        Seen& seen = streams_[stream - 1];
        const std::string place = fmt::format("{} event {}", seen.name, query.number(2));
        if (query.number(2) != seen.version + 1) damage(place, "events before it were removed");
        const std::string hash =
            link(hash_, seen.hash, query.view(4), crypto::digest(hash_, query.view(5)));
        if (hash != query.view(6)) damage(place, "the step was changed");
        check_clear(place, query, seen);
        seen.hash = query.text(6);
        seen.version = query.number(2) + query.number(3) - 1;
        tree_.set(stream - 1, leaf(hash_, seen.name, seen.version, seen.hash));
        leaves_ = std::max(leaves_, static_cast<std::int64_t>(stream));
    }

    // The columns beside the hashed text must say what the text says.
    void check_clear(const std::string& place, const Query& query, const Seen& seen) {
        try {
            const json::value value = json::parse(query.view(4));
            const json::object& clear = value.as_object();
            const bool same =
                std::string_view{clear.at("stream").as_string()} == seen.name &&
                clear.at("sequence").as_int64() == query.number(2) &&
                clear.at("events").as_array().size() == static_cast<std::size_t>(query.number(3));
            if (!same) damage(place, "the step stands in another place than it was written for");
            if (const json::value* message = clear.if_contains("message"))
                check_message(place, message->as_object());
        } catch (const std::exception&) {
            damage(place, "the step cannot be read");
        }
    }

    void check_message(const std::string& place, const json::object& message) {
        Query query =
            connection_.query("SELECT digest, body FROM message WHERE key = ?1 AND partner = ?2");
        query.bind(std::string_view{message.at("key").as_string()},
                   std::string_view{message.at("partner").as_string()});
        ++messages_;
        if (!query.step()) return damage(place, "its message was removed");
        const bool same = query.view(0) == std::string_view{message.at("digest").as_string()} &&
                          crypto::to_hex(crypto::digest(hash_, query.view(1))) ==
                              std::string_view{message.at("body").as_string()};
        if (!same) damage(place, "its message was changed");
    }

    /// Roots that cover no step from `next_step` on.
    void check_roots(std::int64_t next_step) {
        for (; root_ < roots_.size() && roots_[root_].last_step < next_step; ++root_) {
            const ports::SignedRoot& stored = roots_[root_];
            const std::string where = "root " + to_iso(stored.at);
            if (tree_.root() != stored.root || leaves_ != stored.streams)
                damage(where, "the streams are not those it was computed over");
            const std::string statement =
                root_statement(stored.at, stored.streams, stored.last_step, stored.root);
            if (root_signed_ && !root_signed_(statement, stored.signature))
                damage(where, "its signature is not ours");
        }
    }

    void check_heads() {
        for (const Seen& seen : streams_) {
            if (seen.name.empty()) continue;
            if (seen.hash != seen.stored_head || seen.version != seen.stored_version)
                damage(seen.name, "its last event was removed or its head changed");
            if (seen.wrapped_key.empty() && !seen.is_destroyed)
                damage(seen.name, "its key was removed, and nobody destroyed it");
            if (!seen.wrapped_key.empty() && !keys_.unwrap(StreamId{seen.name}, seen.wrapped_key))
                damage(seen.name, "its key was changed");
        }
    }

    void check_lost_messages() {
        Query gaps = connection_.query("SELECT count(*), max(id) FROM message");
        if (gaps.step() && gaps.number(0) != gaps.number(1))
            damage("messages", "a message was removed");
    }

    Connection& connection_;
    crypto::Hash hash_;
    const KeyRing& keys_;
    const RootSigned& root_signed_;
    const std::optional<ports::SignedRoot>& kept_;
    ports::VerifyReport& report_;
    std::vector<Seen> streams_;
    std::vector<ports::SignedRoot> roots_;
    std::size_t root_ = 0;
    MerkleTree tree_;
    std::int64_t leaves_ = 0;
    std::int64_t messages_ = 0;
};

}  // namespace

void verify_chains(Connection& connection, crypto::Hash hash, const KeyRing& keys,
                   const RootSigned& root_signed, const std::optional<ports::SignedRoot>& kept,
                   ports::VerifyReport& report) {
    Verifier{connection, hash, keys, root_signed, kept, report}.run();
}

namespace {

/// In the caller's snapshot.
Root compute_in(Connection& connection, crypto::Hash hash, MerkleTree& tree) {
    Root root;
    {
        Query query = connection.query("SELECT max(id) FROM step");
        if (query.step()) root.last_step = query.number(0);
    }
    Query query = connection.query("SELECT id, name, version, head FROM stream ORDER BY id");
    while (query.step()) {
        root.streams = query.number(0);
        tree.set(static_cast<std::size_t>(root.streams - 1),
                 leaf(hash, query.view(1), query.number(2), query.view(3)));
    }
    root.root = tree.root();
    return root;
}

std::vector<ports::EvidenceStep> steps_of(Connection& connection, crypto::Hash hash,
                                          std::int64_t stream) {
    std::vector<ports::EvidenceStep> steps;
    Query query = connection.query(
        "SELECT sequence, clear, cipher, hash FROM step WHERE stream = ?1 ORDER BY sequence");
    query.bind(stream);
    while (query.step()) {
        steps.push_back(
            {query.number(0), query.text(1), crypto::digest(hash, query.view(2)), query.text(3)});
    }
    return steps;
}

}  // namespace

Root compute_root(Connection& connection, crypto::Hash hash) {
    const ReadSnapshot snapshot{connection};
    MerkleTree tree{hash};
    return compute_in(connection, hash, tree);
}

Result<ports::StreamEvidence> evidence_of(Connection& connection, crypto::Hash hash,
                                          const StreamId& stream, Instant now) {
    const ReadSnapshot snapshot{connection};
    ports::StreamEvidence out;
    std::int64_t id = 0;
    {
        Query query = connection.query("SELECT id, version FROM stream WHERE name = ?1");
        query.bind(stream.str());
        if (!query.step()) return Error{Code::kCaseNotFound, At{{}, stream.str()}};
        id = query.number(0);
        out.version = query.number(1);
    }
    MerkleTree tree{hash};
    Root root = compute_in(connection, hash, tree);
    out.hash_name = hash == crypto::Hash::kSm3 ? "sm3" : "sha256";
    out.steps = steps_of(connection, hash, id);
    out.proof = tree.proof(static_cast<std::size_t>(id - 1));
    out.streams = root.streams;
    out.last_step = root.last_step;
    out.statement = root_statement(now, root.streams, root.last_step, root.root);
    out.root = std::move(root.root);
    return out;
}

void write_root_row(Connection& connection, const Root& root, Instant at,
                    const std::string& signature) {
    connection.query("INSERT INTO root(at,last_step,streams,root,signature) VALUES(?1,?2,?3,?4,?5)")
        .bind(at, root.last_step, root.streams, Bytes{root.root}, Bytes{signature})
        .run();
}

}  // namespace ow::storage
