#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "gateway/crypto/cipher.hpp"
#include "gateway/storage/blob_store.hpp"
#include "gateway/storage/evidence.hpp"
#include "gateway/storage/held.hpp"
#include "gateway/storage/lanes.hpp"
#include "gateway/storage/open_store.hpp"
#include "gateway/storage/reader.hpp"
#include "gateway/storage/schema.hpp"
#include "gateway/storage/search.hpp"
#include "gateway/storage/writer.hpp"

namespace ow::storage {
namespace {

constexpr std::string_view kMasterContext = "master key check";
constexpr int kReaders = 3;

/// Keeps a second process out; the system frees it when the process dies.
class Lock {
  public:
    explicit Lock(const std::string& path)
        : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
    ~Lock() {
        if (fd_ >= 0) ::close(fd_);
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    [[nodiscard]] bool taken() const { return fd_ >= 0 && ::flock(fd_, LOCK_EX | LOCK_NB) == 0; }

  private:
    int fd_;
};

ConnectionSettings main_connection(const StoreSettings& s, int cache_kib, bool read_only) {
    return {s.dir + "/onewindow.db", s.vfs, s.synchronous, cache_kib, read_only};
}

ConnectionSettings blob_connection(const StoreSettings& s) {
    return {s.dir + "/blobs.db", s.vfs, s.blob_synchronous, 4000, false};
}

// NORMAL: a power cut may take the newest terms back, with the watermark; they are made again.
ConnectionSettings search_connection(const StoreSettings& s) {
    return {s.dir + "/search.db", s.vfs, "NORMAL", 8000, false};
}

std::string_view name_of(crypto::Hash hash) {
    return hash == crypto::Hash::kSm3 ? "sm3" : "sha256";
}

/// Tables, and that hash and master key are those the store was made with.
Status prepare_main(const StoreSettings& settings) {
    Connection connection{main_connection(settings, 4000, false)};
    if (Status migrated = migrate(connection, Database::kMain); !migrated) return migrated;
    const std::string sealed = read_meta(connection, "master_check");
    if (sealed.empty()) {
        Transaction transaction{connection};
        write_meta(connection, "hash", name_of(settings.hash));
        write_meta(connection, "master_check",
                   crypto::seal(settings.master_key, "onewindow", kMasterContext));
        transaction.commit();
        return ok();
    }
    if (!crypto::open(settings.master_key, sealed, kMasterContext))
        return Error{Code::kCryptoFailed, {}, "the store was made with another master key"};
    if (read_meta(connection, "hash") != name_of(settings.hash))
        return Error{Code::kConfigInvalid, At{"store.hash"}, "the store was made with another"};
    return ok();
}

class SqliteStore final : public ports::Store {
  public:
    SqliteStore(StoreSettings settings, std::unique_ptr<Lock> lock, const Clock& clock, Log& log)
        : settings_(std::move(settings)),
          lock_(std::move(lock)),
          clock_(clock),
          reads_(main_connection(settings_, 4000, true), kReaders),
          keys_(settings_.master_key, reads_),
          blobs_(blob_connection(settings_), settings_.files, settings_.blob_inline, keys_),
          search_(search_connection(settings_), main_connection(settings_, 4000, true),
                  settings_.master_key, settings_.terms_of, keys_, log),
          writer_({main_connection(settings_, 24'000, false), settings_.hash, settings_.group_limit,
                   settings_.fsync_delay},
                  keys_,
                  [this](const std::vector<StepWrite>& steps) { search_.committed(steps); }) {
        search_.start(newest_step());
        end_leases(writer_.connection(), clock_.now());
        writer_.start();
    }

    ~SqliteStore() override { close(); }

    void commit(ports::Step step, ports::CommitDone done) override {
        std::vector<std::string> terms;
        for (const ports::Append& append : step.appends)
            terms.push_back(search_.terms_of(append.stream, append.events));
        Result<SealedStep> sealed =
            guarded<SealedStep>([&] { return seal_step(std::move(step), settings_.hash, keys_); });
        for (std::size_t i = 0; sealed && i < terms.size(); ++i)
            sealed->appends[i].terms = std::move(terms[i]);
        writer_.commit(std::move(sealed), std::move(done));
    }

    Result<std::vector<model::StoredEvent>> load(const StreamId& stream) override {
        return guarded<std::vector<model::StoredEvent>>(
            [&] { return load_stream(*reads_.lend(), keys_, stream); });
    }

    Result<ports::StreamView> stream(const StreamId& stream) override {
        return guarded<ports::StreamView>([&] { return read_stream(*reads_.lend(), stream); });
    }

    std::vector<ports::StreamView> streams(const ports::StreamQuery& query) override {
        return listed<ports::StreamView>([&] { return list_streams(*reads_.lend(), query); });
    }

    std::vector<ports::StreamView> find(const std::vector<std::string>& terms, int limit) override {
        return listed<ports::StreamView>([&] {
            std::vector<ports::StreamView> views;
            const std::vector<std::int64_t> ids = search_.find(terms, limit);
            const ReadPool::Loan reader = reads_.lend();
            for (std::int64_t id : ids) {
                if (auto view = read_stream(*reader, id)) views.push_back(std::move(*view));
            }
            return views;
        });
    }

    std::string pseudonym(const std::string& text) override { return search_.pseudonym(text); }

    void wait_for_search() override { search_.wait(); }

    std::vector<ports::StreamView> due(Instant now, int limit) override {
        return listed<ports::StreamView>([&] { return due_streams(*reads_.lend(), now, limit); });
    }

    std::vector<ports::Claim> claim(Instant now, Millis lease, int limit,
                                    const std::vector<PartnerId>& skip, int per_partner) override {
        std::vector<ports::Claim> claims;
        const Status done = writer_.call([&](Connection& connection) {
            claims = storage::claim(connection, now, lease, limit, skip, per_partner);
            return ok();
        });
        if (!done) return {};
        std::erase_if(claims, [&](ports::Claim& claim) { return !open_body(claim); });
        return claims;
    }

    void mark_sending(const std::string& id, std::int64_t fence, Instant until,
                      std::function<void(Status)> done) override {
        writer_.post([id, fence,
                      until](Connection& c) { return storage::mark_sending(c, id, fence, until); },
                     std::move(done));
    }

    std::vector<ports::OutboxView> outbox(const StreamId& stream) override {
        return listed<ports::OutboxView>([&] { return rows_of_stream(*reads_.lend(), stream); });
    }

    std::vector<ports::OutboxView> outbox_in(
        ports::OutboxState state, int limit,
        const std::optional<ports::OutboxPlace>& after) override {
        return listed<ports::OutboxView>(
            [&] { return rows_in_state(*reads_.lend(), state, limit, after); });
    }

    std::vector<ports::OutboxCause> outbox_causes() override {
        return listed<ports::OutboxCause>([&] { return causes_of(*reads_.lend()); });
    }

    std::vector<ports::OutboxView> outbox_of(const ports::OutboxCause& cause, int limit) override {
        return listed<ports::OutboxView>(
            [&] { return rows_of_cause(*reads_.lend(), cause, limit); });
    }

    std::vector<ports::OutboxBacklog> outbox_backlog(Instant now) override {
        return listed<ports::OutboxBacklog>([&] { return backlog_of(*reads_.lend(), now); });
    }

    Result<std::int64_t> release(ports::OutboxState state, const PartnerId& partner,
                                 const std::string& reason, Instant now) override {
        std::int64_t count = 0;
        const Status done = writer_.call([&](Connection& c) {
            count = storage::release(c, state, partner, reason, now);
            return ok();
        });
        if (!done) return done.error();
        return count;
    }

    Status resolve(const std::string& id, ports::OutboxState state, Instant now) override {
        return writer_.call([&](Connection& c) { return storage::resolve(c, id, state, now); });
    }

    std::vector<ports::HeldPartner> held() override {
        return listed<ports::HeldPartner>([&] { return held_partners(*reads_.lend()); });
    }

    Result<std::int64_t> end_hold(const PartnerId& partner, ports::Doubt doubt,
                                  const std::string& reason, Instant now) override {
        std::int64_t in_doubt = 0;
        const Status done = writer_.call([&](Connection& connection) {
            return storage::end_hold(connection, {partner, doubt, reason, now}, in_doubt);
        });
        if (!done) return done.error();
        return in_doubt;
    }

    std::vector<ports::MessageView> messages(const StreamId& stream) override {
        return listed<ports::MessageView>([&] { return messages_of(*reads_.lend(), stream); });
    }

    std::optional<ports::KnownMessage> known_message(const PartnerId& partner,
                                                     const std::string& key) override {
        return storage::known_message(*reads_.lend(), keys_, partner, key);
    }

    Result<std::string> open_message(const PartnerId& partner, const std::string& key) override {
        return guarded<std::string>(
            [&] { return storage::open_message(*reads_.lend(), keys_, partner, key); });
    }

    Result<ports::BlobRef> put_blob(const StreamId& stream, const std::string& bytes) override {
        return guarded<ports::BlobRef>([&] { return blobs_.put(stream, bytes); });
    }

    Result<std::string> get_blob(const StreamId& stream, const std::string& address) override {
        return guarded<std::string>([&] { return blobs_.get(stream, address); });
    }

    Result<std::int64_t> lease_serials(const std::string& series, int count) override {
        std::int64_t first = 0;
        const Status done = writer_.call([&](Connection& connection) {
            Query query = connection.query(
                "INSERT INTO serial VALUES(?1, ?3 + ?2) ON CONFLICT(series)"
                " DO UPDATE SET next = next + ?2 RETURNING next - ?2");
            query.bind(series, count, first_serial(connection, clock_.now()));
            if (query.step()) first = query.number(0);
            query.run();
            return ok();
        });
        if (!done) return done.error();
        return first;
    }

    ports::VerifyReport verify(const std::optional<ports::SignedRoot>& kept) override {
        ports::VerifyReport report;
        const Status done = guarded<void>([&] {
            Connection connection{main_connection(settings_, 8000, true)};
            verify_chains(connection, settings_.hash, keys_, settings_.root_signed, kept, report);
            blobs_.verify(report);
            return ok();
        });
        if (!done) report.damages.push_back({"store", done.error().text()});
        return report;
    }

    Status write_root(Instant now,
                      const std::function<std::string(const std::string&)>& sign) override {
        return guarded<void>([&]() -> Status {
            const Root root = compute_root(*reads_.lend(), settings_.hash);
            const std::string signature =
                sign(root_statement(now, root.streams, root.last_step, root.root));
            return writer_.call([&](Connection& connection) {
                write_root_row(connection, root, now, signature);
                return ok();
            });
        });
    }

    Result<ports::StreamEvidence> evidence(const StreamId& stream, Instant now) override {
        return guarded<ports::StreamEvidence>(
            [&] { return evidence_of(*reads_.lend(), settings_.hash, stream, now); });
    }

    Status destroy_key(const StreamId& stream) override {
        return guarded<void>([&]() -> Status {
            const Result<std::int64_t> id = row_id(stream);
            if (!id) return id.error();
            Status destroyed = search_.forget(*id, [&] { return destroy_in_main(stream, *id); });
            if (!destroyed) return destroyed;
            return blobs_.remove_all(stream);
        });
    }

    void close() override {
        if (std::exchange(closed_, true)) return;
        writer_.close();
        search_.close();
        blobs_.close();
        reads_.close();
        writer_.connection().close();
        lock_.reset();
    }

  private:
    template <class T, class F>
    static Result<T> guarded(F&& read) {
        try {
            return read();
        } catch (const SqlError& e) {
            return e.error();
        }
    }

    template <class T, class F>
    static std::vector<T> listed(F&& read) {
        try {
            return read();
        } catch (const SqlError&) {
            return {};
        }
    }

    std::int64_t newest_step() {
        Query query = writer_.connection().query("SELECT max(id) FROM step");
        return query.step() ? query.number(0) : 0;
    }

    bool open_body(ports::Claim& claim) {
        const Result<DataKey> key = guarded<DataKey>([&] { return keys_.of(claim.row.stream); });
        if (!key) return false;
        Result<std::string> body =
            crypto::open(key->plain, claim.row.body, outbox_context(claim.row.id));
        if (!body) return false;
        claim.row.body = std::move(*body);
        return true;
    }

    Result<std::int64_t> row_id(const StreamId& stream) {
        const ReadPool::Loan reader = reads_.lend();
        Query query = reader->query("SELECT id FROM stream WHERE name = ?1");
        query.bind(stream.str());
        if (!query.step()) return Error{Code::kCaseNotFound, At{{}, stream.str()}};
        return query.number(0);
    }

    Status destroy_in_main(const StreamId& stream, std::int64_t id) {
        const Instant now = clock_.now();
        Status done = writer_.call_alone([&](Connection& connection) {
            {
                Transaction transaction{connection};
                connection.query("UPDATE stream SET key = NULL WHERE id = ?1").bind(id).run();
                cancel_all(connection, id, now);
                connection.query("INSERT OR IGNORE INTO destroyed VALUES(?1, ?2)")
                    .bind(id, now)
                    .run();
                transaction.commit();
            }
            writer_.forget(stream);
            keys_.destroyed(stream);
            connection.query("PRAGMA incremental_vacuum").run();
            connection.checkpoint_truncate();
            return ok();
        });
        return done;
    }

    StoreSettings settings_;
    std::unique_ptr<Lock> lock_;
    const Clock& clock_;
    ReadPool reads_;
    KeyRing keys_;
    BlobStore blobs_;
    Search search_;
    Writer writer_;
    bool closed_ = false;
};

}  // namespace

Result<std::unique_ptr<ports::Store>> open_store(StoreSettings settings, const Clock& clock,
                                                 Log& log) {
    if (settings.master_key.size() != 32)
        return Error{Code::kCryptoFailed, {}, "the master key must have 32 bytes"};
    std::error_code failed;
    std::filesystem::create_directories(settings.dir + "/files", failed);
    if (failed) return Error{Code::kStoreUnavailable, At{settings.dir}, "create directory"};
    auto lock = std::make_unique<Lock>(settings.dir + "/lock");
    if (!lock->taken())
        return Error{Code::kStoreUnavailable, At{settings.dir}, std::string{kHeldElsewhere}};
    if (!settings.files) settings.files = real_files(settings.dir);
    try {
        if (Status prepared = prepare_main(settings); !prepared) return prepared.error();
        auto store =
            std::make_unique<SqliteStore>(std::move(settings), std::move(lock), clock, log);
        log.write(LogEvent::kStoreOpened, {});
        return std::unique_ptr<ports::Store>{std::move(store)};
    } catch (const SqlError& e) {
        return e.error();
    }
}

}  // namespace ow::storage
