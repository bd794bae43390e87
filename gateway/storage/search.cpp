#include "gateway/storage/search.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "gateway/crypto/digest.hpp"
#include "gateway/storage/reader.hpp"
#include "gateway/storage/schema.hpp"

namespace ow::storage {
namespace {

constexpr std::size_t kTermSize = 12;
constexpr int kBatch = 512;
constexpr int kCountAtMost = 2000;
// After an error of the disk the thread tries again this often.
constexpr std::chrono::milliseconds kPause{500};
// Gathers what arrives together: every batch is a transaction.
constexpr std::chrono::milliseconds kGather{20};

ConnectionSettings for_reading(ConnectionSettings settings) {
    settings.read_only = true;
    return settings;
}

}  // namespace

Search::Search(const ConnectionSettings& projection, const ConnectionSettings& events,
               const std::string& master_key, ports::TermsOf terms_of, KeyRing& keys, Log& log)
    : term_key_(crypto::hmac(crypto::Hash::kSha256, master_key, "search terms v1")),
      terms_of_(std::move(terms_of)),
      keys_(keys),
      log_(log),
      projection_(projection),
      events_(for_reading(events)),
      reads_(for_reading(projection), 2) {
    if (Status migrated = migrate(projection_, Database::kSearch); !migrated)
        throw SqlError{SQLITE_CORRUPT, migrated.error().text()};
    Query query = projection_.query("SELECT step FROM watermark");
    done_ = query.step() ? query.number(0) : 0;
}

Search::~Search() {
    close();
}

void Search::start(std::int64_t newest_step) {
    if (!terms_of_) return;
    newest_ = newest_step;
    thread_ = std::thread{[this] { run(); }};
}

void Search::committed(std::int64_t newest_step) {
    {
        const std::scoped_lock lock{mutex_};
        newest_ = newest_step;
    }
    changed_.notify_all();
}

void Search::wait() {
    if (!terms_of_) return;
    std::unique_lock lock{mutex_};
    const std::int64_t upto = newest_;
    changed_.wait(lock, [&] { return closing_ || done_ >= upto; });
}

bool Search::wait_for_work() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return closing_ || newest_ > done_; });
    if (!closing_ && newest_ - done_ < kBatch)
        changed_.wait_for(lock, kGather, [&] { return closing_; });
    return !closing_;
}

void Search::run() {
    while (wait_for_work()) {
        try {
            const std::scoped_lock lock{projecting_};
            project_batch();
        } catch (const std::exception& e) {
            log_.write(LogEvent::kRequestFailed, {{"action", "search.project"}});
            std::unique_lock lock{mutex_};
            changed_.wait_for(lock, kPause, [&] { return closing_; });
        }
    }
}

std::vector<std::int64_t> Search::changed_streams(std::int64_t& upto) {
    Query query = events_.query("SELECT id, stream FROM step WHERE id > ?1 ORDER BY id LIMIT ?2");
    query.bind(upto, kBatch);
    std::vector<std::int64_t> streams;
    while (query.step()) {
        upto = query.number(0);
        streams.push_back(query.number(1));
    }
    std::sort(streams.begin(), streams.end());
    streams.erase(std::unique(streams.begin(), streams.end()), streams.end());
    return streams;
}

void Search::project_batch() {
    std::int64_t upto = done_;
    const std::vector<std::int64_t> streams = changed_streams(upto);
    std::vector<std::pair<std::int64_t, std::string>> found;
    found.reserve(streams.size());
    for (std::int64_t stream : streams) found.emplace_back(stream, terms_of_stream(stream));
    {
        Transaction transaction{projection_};
        for (const auto& [stream, terms] : found) replace_terms(stream, terms);
        projection_.query("UPDATE watermark SET step = ?1").bind(upto).run();
        transaction.commit();
    }
    {
        const std::scoped_lock lock{mutex_};
        done_ = upto;
    }
    changed_.notify_all();
}

std::string Search::hashed(const std::string& term) const {
    return crypto::hmac(crypto::Hash::kSha256, term_key_, term).substr(0, kTermSize);
}

// Sorted and joined. A stream that cannot be read is not searchable; verify says why.
std::string Search::terms_of_stream(std::int64_t id) {
    const auto view = read_stream(events_, id);
    if (!view) return {};
    const auto events = load_stream(events_, keys_, view->stream);
    if (!events) return {};
    std::vector<std::string> terms;
    for (const std::string& term : terms_of_(view->stream, *events)) terms.push_back(hashed(term));
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    std::string joined;
    for (const std::string& term : terms) joined += term;
    return joined;
}

void Search::remove_terms(std::int64_t stream) {
    std::string old;
    {
        Query query = projection_.query("SELECT terms FROM terms_of WHERE stream = ?1");
        query.bind(stream);
        if (query.step()) old = query.text(0);
    }
    for (std::size_t i = 0; i < old.size(); i += kTermSize) {
        projection_.query("DELETE FROM term WHERE term = ?1 AND stream = ?2")
            .bind(Bytes{std::string_view{old}.substr(i, kTermSize)}, stream)
            .run();
    }
    projection_.query("DELETE FROM terms_of WHERE stream = ?1").bind(stream).run();
}

void Search::replace_terms(std::int64_t stream, const std::string& terms) {
    {
        Query query = projection_.query("SELECT 1 FROM terms_of WHERE stream = ?1 AND terms = ?2");
        query.bind(stream, Bytes{terms});
        if (query.step()) return;
    }
    remove_terms(stream);
    if (terms.empty()) return;
    for (std::size_t i = 0; i < terms.size(); i += kTermSize) {
        projection_.query("INSERT OR IGNORE INTO term VALUES(?1, ?2)")
            .bind(Bytes{std::string_view{terms}.substr(i, kTermSize)}, stream)
            .run();
    }
    projection_.query("INSERT INTO terms_of VALUES(?1, ?2)").bind(stream, Bytes{terms}).run();
}

// Walks the streams of the rarest term, newest first, and looks for the others by key.
std::vector<std::int64_t> Search::find(const std::vector<std::string>& terms, int limit) {
    std::vector<std::pair<std::int64_t, std::string>> keys;
    const ReadPool::Loan reader = reads_.lend();
    for (const std::string& term : terms) {
        Query count =
            reader->query("SELECT count(*) FROM (SELECT 1 FROM term WHERE term = ?1 LIMIT ?2)");
        const std::string key = hashed(term);
        count.bind(Bytes{key}, kCountAtMost);
        keys.emplace_back(count.step() ? count.number(0) : 0, key);
    }
    std::vector<std::int64_t> streams;
    if (keys.empty()) return streams;
    std::sort(keys.begin(), keys.end());
    Query walk = reader->query("SELECT stream FROM term WHERE term = ?1 ORDER BY stream DESC");
    Query look = reader->query("SELECT 1 FROM term WHERE term = ?1 AND stream = ?2");
    walk.bind(Bytes{keys.front().second});
    while (streams.size() < static_cast<std::size_t>(limit) && walk.step()) {
        const std::int64_t stream = walk.number(0);
        const bool all = std::all_of(keys.begin() + 1, keys.end(), [&](const auto& key) {
            return look.restart().bind(Bytes{key.second}, stream).step();
        });
        if (all) streams.push_back(stream);
    }
    return streams;
}

Status Search::forget(std::int64_t stream, const std::function<Status()>& destroy) {
    const std::scoped_lock lock{projecting_};
    if (Status destroyed = destroy(); !destroyed) return destroyed;
    try {
        {
            Transaction transaction{projection_};
            remove_terms(stream);
            transaction.commit();
        }
        projection_.query("PRAGMA incremental_vacuum").run();
        projection_.checkpoint_truncate();
        return ok();
    } catch (const SqlError& e) {
        return e.error();
    }
}

void Search::close() {
    {
        const std::scoped_lock lock{mutex_};
        closing_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    reads_.close();
    const std::scoped_lock lock{projecting_};
    events_.close();
    projection_.close();
}

}  // namespace ow::storage
